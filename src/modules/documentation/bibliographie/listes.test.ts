import { describe, expect, test } from 'vitest'
import type { ItemCsl } from '../csl.ts'
import { parseBibliographie } from './bibliographie.ts'

/** Whole lists, each in one way of writing. All of it is fictif. */
const read = (texte: string): Record<string, unknown>[] =>
  parseBibliographie(texte.split('\n').map((ligne, i) => ({ n: i + 1, texte: ligne }))).references.map(
    ({ item }: { item: ItemCsl }) => ({
      ...item,
      auteurs: (item.author ?? []).map((a) => a.literal ?? `${a.family}/${a.given}`),
      date: item.issued?.['date-parts']?.[0],
      libelle: item.custom?.libelle,
      sections: item.custom?.sections,
    }),
  )

describe('author, year, title between commas', () => {
  test('every entry of the list is read', () => {
    const lus = read(`Bibliographie

BOURDAIS P. (dir.), 1993, La misère du bourg fictif, Paris, Seuil.
CARDEL E., 2021, « Les haies au prisme du verger fictif », Sciences fictives et santé, 39, 1, 5-30.
FASTIN D., 2001, « Au cœur du bourg », in DOSON J.-P., FASTIN D. (dir.), Critique fictive, Paris, Balland, 47-72.
HCSP, 2009, Les inégalités fictives de santé : sortir du bocage, Paris, La Documentation française.
RENARD É., VALLON J., 2018, Ce que le quartier fictif fait à la santé, rapport de recherche, Paris, Université Paris 1.`)
    expect(lus).toMatchObject([
      { auteurs: ['BOURDAIS/P.'], title: 'La misère du bourg fictif', publisher: 'Seuil', 'publisher-place': 'Paris' },
      { 'container-title': 'Sciences fictives et santé', volume: '39', issue: '1', page: '5-30', date: [2021] },
      { 'container-title': 'Critique fictive', page: '47-72', date: [2001] },
      { auteurs: ['HCSP'], title: 'Les inégalités fictives de santé : sortir du bocage', date: [2009] },
      {
        title: 'Ce que le quartier fictif fait à la santé',
        publisher: 'Université Paris 1',
        libelle: 'rapport de recherche',
      },
    ])
  })
})

describe('label in capitals over each entry', () => {
  test('labels, sections of two looks, the document’s own title', () => {
    const lus = read(`**Bibliographie sélective : le bourg fictif**

**DOCUMENTS D’INFORMATION**

RAPPORT
**Un rapport fictif sur l’accès aux haies**
Médecins du Bourg
Saint-Denis : Médecins du Bourg, 2022, 92 p.
Ce rapport s’appuie sur les données de quinze vergers.
Lien : https://exemple-fictif.org/rapport

**OUTILS PÉDAGOGIQUES**

CLASSEUR
**Jeunes et haies : le classeur fictif**
Marseille : Cormier, 2016, 140 p.`)
    expect(lus).toMatchObject([
      {
        libelle: 'RAPPORT',
        auteurs: ['Médecins du Bourg'],
        URL: 'https://exemple-fictif.org/rapport',
        sections: ['DOCUMENTS D’INFORMATION'],
      },
      { libelle: 'CLASSEUR', publisher: 'Cormier', sections: ['OUTILS PÉDAGOGIQUES'] },
    ])
  })
})

describe('label, body or persons, title in bold, imprint in italics', () => {
  test('an acronym and a place publish; what stands between label and title signs', () => {
    const lus = read(`Dossier technique

**Moustique fictif : mobiliser les habitants**

*EID Méditerranée, 2020, 52 p.*

Guide

Petite équipe des haies

**Qualité des haies dans les écoles fictives**

*Cormier, 2022-11, 28 p.*`)
    expect(lus).toMatchObject([
      { libelle: 'Dossier technique', auteurs: [], publisher: 'EID Méditerranée' },
      { libelle: 'Guide', auteurs: ['Petite équipe des haies'], publisher: 'Cormier' },
    ])
  })
})

describe('a table given one cell a line', () => {
  test('its heading row tells the columns', () => {
    const lus = read(`## À voir
**Titre**
**Auteur**
**Éditeur**
**Année**
**Lien**

Le sommeil fictif
Carmen Schroder
Réseau Hypnos
2020
[Voir](https://exemple-fictif.fr/sommeil)

Nuits fictives : paroles de lycéens
Manon Lavigne
Arte Cormier
2022
[Écouter](https://exemple-fictif.fr/nuits)
`)
    expect(lus).toMatchObject([
      {
        title: 'Le sommeil fictif',
        auteurs: ['Schroder/Carmen'],
        date: [2020],
        URL: 'https://exemple-fictif.fr/sommeil',
      },
      { title: 'Nuits fictives : paroles de lycéens', publisher: 'Arte Cormier', sections: ['À voir'] },
    ])
  })
})

describe('a newsletter', () => {
  test('its head and its agenda hold no reference', () => {
    const lus = read(`CENTRE DE DOCUMENTATION FICTIF
Le bourg et ses haies / n°27 / juin 2021

## Articles

**[Les haies fictives](https://exemple-fictif.fr/haies)**
Cécile Fourneau, Julien Mousquet
*Cahiers fictifs*, n° 197, novembre 2023, pp. 388-395

## Agenda

**Journée fictive « Haies »** – 12 décembre 2023, Nantes. [Programme](https://exemple-fictif.fr/journee)`)
    expect(lus).toMatchObject([{ title: 'Les haies fictives', URL: 'https://exemple-fictif.fr/haies' }])
    expect(lus).toHaveLength(1)
  })
})
