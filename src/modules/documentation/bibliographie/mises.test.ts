import { describe, expect, test } from 'vitest'
import { parseBibliographie } from './bibliographie.ts'

/** Every reference below is fictif: no such document exists. One list, written in the layouts in use. */
interface Fictif {
  genre: string
  titre: string
  auteurs: [string, string][]
  revue?: string
  volume?: string
  numero?: string
  editeur?: string
  lieu?: string
  date: string
  pages?: string
  nombre?: number
  url?: string
  resume: string
}
const FICTIFS: Fictif[] = [
  {
    genre: 'Article',
    titre: 'Jardins partagés et lien social : une enquête auprès de 12 communes',
    auteurs: [
      ['Delorme', 'Agnès'],
      ['Quentric', 'Yvon'],
    ],
    revue: 'Cahiers fictifs de santé rurale',
    volume: '12',
    numero: '3',
    date: '2021-04',
    pages: '45-58',
    url: 'https://www.exemple-fictif.fr/cahiers/jardins_partages-12-3.pdf',
    resume:
      'Cet article fictif décrit la mise en place de jardins partagés dans douze communes. Il montre que la participation des habitants change les habitudes.',
  },
  {
    genre: 'Ouvrage',
    titre: 'Marcher pour sa santé',
    auteurs: [['Barrault', 'Simon']],
    editeur: 'Éditions du Chêne fictif',
    lieu: 'Lyon',
    date: '2019',
    nombre: 214,
    resume:
      'Un manuel fictif pour les animateurs de groupes de marche. Il propose des fiches par saison et des repères pour évaluer les progrès de chacun.',
  },
  {
    genre: 'Rapport',
    titre: 'Quelle place pour les pairs aidants ? État des lieux dans trois départements',
    auteurs: [
      ['Tournier', 'Hélène'],
      ['Le Goff', 'Marie-Paule'],
    ],
    editeur: 'Observatoire fictif de la santé de Basse-Rivière',
    lieu: 'Rennes',
    date: '2022-11',
    nombre: 88,
    url: 'https://ors.exemple-fictif.org/rapports/2022/pairs-aidants.pdf',
    resume:
      'L’étude fictive dresse un état des lieux des dispositifs de pair-aidance. Elle s’appuie sur des entretiens et formule douze recommandations.',
  },
  {
    genre: 'Article',
    titre: 'Prévenir les chutes à domicile',
    auteurs: [
      ['Abadie', 'Paul'],
      ['Fontaine', 'Rose'],
    ],
    revue: 'Santé et territoires imaginaires',
    volume: '28',
    numero: '5',
    date: '2015',
    pages: '375-389',
    url: 'https://revue.exemple-fictif.org/2015/chutes',
    resume:
      'À partir d’une revue fictive de la littérature, les auteurs décrivent les rôles des aidants. Ils soulignent l’intérêt d’une coordination locale.',
  },
]

const MOIS = [
  '',
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
]
const annee = (r: Fictif): string => r.date.slice(0, 4)
const enMots = (r: Fictif): string => [MOIS[Number(r.date.split('-')[1] ?? 0)], annee(r)].filter(Boolean).join(' ')
const hauts = (r: Fictif, lien = ', '): string =>
  r.auteurs.map(([nom, prenom]) => `${nom.toUpperCase()} ${prenom}`).join(lien)
const bas = (r: Fictif): string => r.auteurs.map(([nom, prenom]) => `${nom} ${prenom}`).join(', ')
const usuels = (r: Fictif): string => r.auteurs.map(([nom, prenom]) => `${prenom} ${nom}`).join(', ')
const initiales = (r: Fictif, point: string, lien: string): string =>
  r.auteurs
    .map(
      ([nom, prenom]) =>
        `${nom}${point === '.' ? ',' : ''} ${prenom
          .split('-')
          .map((p) => p.charAt(0) + point)
          .join(point === '.' ? '-' : '')}`,
    )
    .join(lien)
const fin = (titre: string): string => (/[?]$/.test(titre) ? titre : `${titre}.`)
const virgules = (r: Fictif): string =>
  [
    r.revue ?? r.editeur,
    r.volume && `vol. ${r.volume}`,
    r.numero && `n° ${r.numero}`,
    r.date,
    r.pages && `pp. ${r.pages}`,
    r.nombre && `${r.nombre} p.`,
  ]
    .filter(Boolean)
    .join(', ')
const pointVirgule = (r: Fictif): string =>
  r.revue
    ? `${r.revue} ${annee(r)} ; ${r.numero}(${r.volume}) : pp. ${r.pages}`
    : `${r.lieu} : ${r.editeur}, ${annee(r)}, ${r.nombre} p.`
const enLigne = (r: Fictif, amorce: string): string[] => (r.url ? [`${amorce}${r.url}`] : [])

/** A layout renders one reference as paragraphs; `resume` tells whether the abstract is printed. */
const MISES: Record<string, { resume: boolean; rendre: (r: Fictif, rang: number) => string[] }> = {
  'libellé, auteurs, titre, adresse': {
    resume: true,
    rendre: (r) => [r.genre, `${hauts(r)}`, `**${r.titre}**`, `*${virgules(r)}*`, r.resume, ...enLigne(r, '')],
  },
  'titre, auteurs, adresse': {
    resume: true,
    rendre: (r) => [`### **${r.titre}**`, bas(r), pointVirgule(r), ...enLigne(r, 'En ligne : '), r.resume],
  },
  'un paragraphe numéroté': {
    resume: true,
    rendre: (r, rang) => [`(${rang}) ${hauts(r)}, **${r.titre}**, *${virgules(r)}*`, ...enLigne(r, ''), r.resume],
  },
  ISBD: {
    resume: true,
    rendre: (r) => [
      `${r.titre} / ${usuels(r)}. ${r.revue ? `In : ${r.revue}, vol. ${r.volume}, n° ${r.numero}, ${enMots(r)}, p. ${r.pages}` : `— ${r.lieu} : ${r.editeur}, ${annee(r)}. — ${r.nombre} p.`}`,
      ...enLigne(r, 'Disponible sur : '),
      r.resume,
    ],
  },
  'ISO 690': {
    resume: false,
    rendre: (r) => [
      `${r.auteurs.map(([nom, prenom]) => `${nom.toUpperCase()}, ${prenom}`).join(' et ')}. ${fin(r.titre)} ${r.revue ? `*${r.revue}*, ${enMots(r)}, vol. ${r.volume}, n° ${r.numero}, p. ${r.pages}.` : `${r.lieu} : ${r.editeur}, ${enMots(r)}. ${r.nombre} p.`}${r.url ? ` Disponible sur : ${r.url} [consulté le 12 mars 2024].` : ''}`,
    ],
  },
  APA: {
    resume: false,
    rendre: (r) => [
      `${initiales(r, '.', ' & ')} (${annee(r)}). ${fin(r.titre)} ${r.revue ? `*${r.revue}*, *${r.volume}*(${r.numero}), ${r.pages}.` : `${r.editeur}.`}${r.url ? ` ${r.url}` : ''}`,
    ],
  },
  Vancouver: {
    resume: false,
    rendre: (r, rang) => [
      `${rang}. ${initiales(r, '', ', ')}. ${fin(r.titre)} ${r.revue ? `${r.revue}. ${annee(r)};${r.volume}(${r.numero}):${r.pages}.` : `${r.lieu}: ${r.editeur}; ${annee(r)}. ${r.nombre} p.`}${r.url ? ` Disponible sur: ${r.url}` : ''}`,
    ],
  },
  'liste à puces': {
    resume: false,
    rendre: (r) => [
      `- ${usuels(r)}, ${r.revue ? `« ${r.titre} », *${r.revue}*, vol. ${r.volume}, n° ${r.numero}, ${enMots(r)}, p. ${r.pages}` : `*${r.titre}*, ${r.lieu}, ${r.editeur}, ${enMots(r)}, ${r.nombre} p.`}.${r.url ? ` ${r.url}` : ''}`,
    ],
  },
}

const removeMarques = (texte: string): string =>
  texte
    .replace(/^#+ (.*)$/gm, (_, titre: string) => (titre.startsWith('**') ? titre : `1. ${titre.toUpperCase()}`))
    .replace(/\*+/g, '')
const foldLigne = (ligne: string, largeur: number): string => {
  const lignes = ['']
  for (const mot of ligne.split(' ')) {
    const derniere = lignes.at(-1) ?? ''
    if (derniere !== '' && derniere.length + 1 + mot.length > largeur) lignes.push(mot)
    else lignes[lignes.length - 1] = derniere === '' ? mot : `${derniere} ${mot}`
  }
  return lignes.join('\n')
}
/** What a document may have lost on its way. */
const PERTES: Record<string, (texte: string) => string> = {
  'tel quel': (t) => t,
  'sans aucune marque': removeMarques,
  'lignes coupées à 88 caractères': (t) =>
    removeMarques(t)
      .split('\n')
      .map((l) => foldLigne(l, 88))
      .join('\n'),
  'sans lignes blanches': (t) => removeMarques(t).replace(/\n+/g, '\n'),
}

describe.each(Object.entries(MISES))('%s', (_, mise) => {
  test.each(Object.entries(PERTES))('%s', (__, perdre) => {
    const texte = perdre(
      ['# Habitat et liens', ...FICTIFS.flatMap((r, i) => mise.rendre(r, i + 1)), '# Autres lectures'].join('\n\n'),
    )
    const { references } = parseBibliographie(texte.split('\n').map((t, i) => ({ n: i + 1, texte: t })))
    const lues = references.map(({ item }) => ({
      titre: item.title,
      auteurs: item.author?.map((a) => a.family?.toLowerCase()),
      revue: item['container-title'],
      editeur: item.publisher,
      annee: item.issued?.['date-parts']?.[0]?.[0],
      pages: item.page,
      url: item.URL,
      section: String(item.custom?.sections).toLowerCase(),
      resume: item.custom?.resume,
      nature: item.custom?.nature,
    }))
    expect(lues).toEqual(
      FICTIFS.map((r) => ({
        titre: r.titre,
        auteurs: r.auteurs.map(([nom]) => nom.toLowerCase()),
        revue: r.revue,
        editeur: r.editeur,
        annee: Number(annee(r)),
        pages: r.pages,
        url: r.url,
        section: 'habitat et liens',
        resume: mise.resume,
        nature: 'notice',
      })),
    )
  })
})
