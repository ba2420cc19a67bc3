import { describe, expect, test } from 'vitest'
import { parseAdresse } from './adresse.ts'
import { parseAuteurs, parseLigneAuteurs } from './auteurs.ts'
import { parseDate } from './dates.ts'
import { parseLibelle } from './libelles.ts'
import { removeLiens } from './liens.ts'
import { parseMarques } from './marques.ts'
import { parseResume } from './resume.ts'
import { splitSegments } from './segments.ts'

// Names, titles and addresses are fictif.
test.each([
  ['2022', [2022]],
  ['2022-06', [2022, 6]],
  ['2022-06-16', [2022, 6, 16]],
  ['1er juin 2022', [2022, 6, 1]],
  ['mars-avril 2020', [2020, 3]],
  ['(2019)', [2019]],
  ['cop. 2018', [2018]],
  ['12/03/2021', [2021, 3, 12]],
  ['2021b', [2021]],
  ['mise à jour 2022-03-25', [2022, 3, 25]],
  ['2022-13', null],
  ['du 2 au 7 juillet 2023', null],
  ['12 ans après', null],
])('date %s', (texte, attendu) => {
  expect(parseDate(texte)).toEqual(attendu)
})

test.each([
  ['DUPONT Franck, Dessiner la ville', ['DUPONT|Franck'], false],
  ['DUPONT Alice, DE RIVE Savinien (et al.), Titre', ['DUPONT|Alice', 'DE RIVE|Savinien'], true],
  ['MOULINS GALY Nathalie, Les démarches', ['MOULINS GALY|Nathalie'], false],
  ['DUPONT, Jean et MARTIN, Paul. Titre', ['DUPONT|Jean', 'MARTIN|Paul'], false],
  ['Dupont, J., & Martin, P.-Y. (2020). Titre', ['Dupont|J.', 'Martin|P.-Y.'], false],
  ['Dupont J, Martin PA, et al. Titre', ['Dupont|J', 'Martin|PA'], true],
  ['Jean Dupont et Marie Le Goff, Titre', ['Dupont|Jean', 'Le Goff|Marie'], false],
  ['Dupont André, Van Der Velde Jean-Luc. Titre', ['Dupont|André', 'Van Der Velde|Jean-Luc'], false],
  ['DUPONT Jean (dir.), MARTIN Paul (coord.). Titre', ['DUPONT|Jean', 'MARTIN|Paul'], false],
])('authors of %s', (texte, noms, etAl) => {
  const lus = parseAuteurs(texte)
  expect(lus?.noms.map((n) => `${n.family}|${n.given}`)).toEqual(noms)
  expect(lus?.etAl).toBe(etAl)
})

test.each(['ARS Occitanie, référentiel', 'LOI n° 2030-12', 'CPTS, CLS : deux démarches', 'Santé et territoires'])(
  'no person in %s',
  (texte) => {
    expect(parseAuteurs(texte)).toBeNull()
  },
)

test('organisations of an author line are literal', () => {
  expect(parseLigneAuteurs('Ministère fictif de la mer ; Agence régionale de santé Val-fictif')?.noms).toEqual([
    { literal: 'Ministère fictif de la mer' },
    { literal: 'Agence régionale de santé Val-fictif' },
  ])
})

test.each([
  [
    'Revue fictive, vol. 34 n° 2, 2022-03, pp. 45-55',
    { noms: ['Revue fictive'], volume: '34', numero: '2', date: [2022, 3], pages: '45-55' },
  ],
  ['Revue fictive 2016 ; 3(28) : 375-379', { volume: '28', numero: '3', pages: '375-379' }],
  ['Revue fictive 2008 ; 397 : 17-19', { volume: null, numero: '397', pages: '17-19' }],
  ['Revue fictive. 2020;12(3):45-50.', { volume: '12', numero: '3', pages: '45-50' }],
  ['Revue fictive, 2019/3 (Vol. 31), p. 405-414', { volume: '31', numero: '3', date: [2019], pages: '405-414' }],
  [
    'Besançon : Fédération fictive ; Paris : Union fictive, 2015, 87 p.',
    { lieux: ['Besançon', 'Paris'], noms: ['Fédération fictive', 'Union fictive'], nombrePages: 87 },
  ],
  ['Association fictive, s.d., 6 p.', { noms: ['Association fictive'], sansDate: true, nombrePages: 6 }],
  [
    'Paris, Éditions fictives, coll. « Que lire ? », 2019, 128 p.',
    { lieux: ['Paris'], noms: ['Éditions fictives'], collection: 'Que lire ?' },
  ],
  [
    'Ministère des villes, de la mer et des forêts fictives, 2021',
    { noms: ['Ministère des villes, de la mer et des forêts fictives'] },
  ],
])('imprint %s', (texte, attendu) => {
  expect(parseAdresse(splitSegments(texte))).toMatchObject(attendu)
})

describe('links', () => {
  test.each([
    [
      'Titre fictif. Dunes, 2020. Disponible sur : https://www.ex.fr/a_b.pdf [consulté le 12 mars 2021]',
      'Titre fictif. Dunes, 2020',
      'https://www.ex.fr/a_b.pdf',
    ],
    ['Titre fictif, 9 p. : [Consulter le document...](#)', 'Titre fictif, 9 p.', null],
    ['https://www.ex.fr...', '', null],
    ['Atelier >> <https://ex.org/>', 'Atelier', 'https://ex.org/'],
  ])('%s', (texte, reste, url) => {
    const lu = removeLiens(parseMarques(texte))
    expect([lu.reste.texte.trim(), lu.liens.url]).toEqual([reste, url])
  })
  test('identifiers', () => {
    const { liens } = removeLiens(parseMarques('Titre. ISBN 978-2-10-055555-1. DOI : 10.5555/fictif.2020.1'))
    expect(liens).toMatchObject({ isbn: '978-2-10-055555-1', doi: '10.5555/fictif.2020.1' })
  })
})

test('marks', () => {
  expect(parseMarques('2<sup>ème</sup> **gras** 1^{er} *ital* [lien](https://ex.fr/a\\_b)¹')).toMatchObject({
    texte: '2ème gras 1er ital lien¹',
    gras: [{ debut: 5, fin: 9 }],
    italique: [{ debut: 14, fin: 18 }],
    liens: [{ debut: 19, fin: 23, url: 'https://ex.fr/a_b' }],
  })
})

test('labels', () => {
  expect(parseLibelle('Article')).toMatchObject({ type: 'article-journal', pluriel: false })
  expect(parseLibelle('[Page internet]')).toMatchObject({ type: 'webpage' })
  expect(parseLibelle('Rapports')).toMatchObject({ type: 'report', pluriel: true })
  expect(parseLibelle('Marcher pour sa santé')).toBeNull()
})

test('the source of an abstract is taken from its last bracket', () => {
  expect(parseResume(['Un texte fictif.', 'Sa suite. [Résumé Bib-Fictive].'])).toEqual({
    resume: 'Un texte fictif.\nSa suite.',
    source: 'Résumé Bib-Fictive',
  })
})
