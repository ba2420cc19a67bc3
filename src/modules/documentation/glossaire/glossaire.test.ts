import { describe, expect, it } from 'vitest'
import { type ContenuEntree, type Entree, filterEntrees, formatSlugLibre, listDifferences } from './glossaire.ts'

const createEntree = (terme: string, sigle: string | null, ...definitions: string[]): Entree => ({
  id: 1,
  slug: terme,
  terme,
  sigle,
  formeLongue: null,
  variantes: terme === 'Relais' ? ['Personne-relais'] : [],
  definitions: definitions.map((texte) => ({
    texte,
    document: null,
    lieu: null,
    annee: null,
    adresse: null,
    notice: null,
    titreNotice: null,
    aVerifier: false,
  })),
  lies: [],
  theme: null,
  version: 1,
  modifieLe: new Date(0),
  supprimeLe: null,
  remplacePar: null,
})

describe('filterEntrees', () => {
  const entrees = [
    createEntree('Accès aux soins', null, 'Être soigné près de chez soi.'),
    createEntree('Centre fictif d’écoute', 'CFE', 'Un lieu inventé pour parler.', 'Une maison fictive.'),
    createEntree('Relais', null, 'Personne qui oriente vers un CFE ou un autre lieu.'),
  ]
  it.each([
    ['', ['Accès aux soins', 'Centre fictif d’écoute', 'Relais']],
    ['acces', ['Accès aux soins']],
    ['  Soins ACCÈS ', ['Accès aux soins']],
    ["d'ecoute", ['Centre fictif d’écoute']],
    ['cfe', ['Centre fictif d’écoute']],
    ['personne-relais', ['Relais']],
    ['oriente', ['Relais']],
    ['maison', ['Centre fictif d’écoute']],
    ['relais oriente', ['Relais']],
    ['lieu', ['Centre fictif d’écoute', 'Relais']],
    ['lune', []],
  ])('« %s » keeps %j', (question, termes) => {
    expect(filterEntrees(entrees, question).map((e) => e.terme)).toEqual(termes)
  })
})

it.each([
  ['Aller-vers', [], 'aller-vers'],
  ['Œuvre d’art', [], 'oeuvre-d-art'],
  ['Relais', ['relais', 'relais-2'], 'relais-3'],
  ['Suggestions', [], 'suggestions-2'],
  ['Nouveau', [], 'nouveau-2'],
  ['¿?', [], 'terme'],
])('the slug of « %s », with %j taken, is %s', (terme, pris, slug) => {
  expect(formatSlugLibre(terme, new Set(pris))).toBe(slug)
})

it('says what changed in words', () => {
  const avant: ContenuEntree = {
    terme: 'Relais',
    sigle: null,
    formeLongue: null,
    variantes: [],
    theme: null,
    termesLies: ['B', 'A'],
    definitions: [],
  }
  const definition = { texte: 'Qui oriente.', document: 'Guide fictif', lieu: 'p. 3', annee: '2020', adresse: null }
  const apres = {
    ...avant,
    theme: 'tabac',
    termesLies: ['A', 'B'],
    definitions: [{ ...definition, notice: 4, aVerifier: true }],
  }
  expect(listDifferences(avant, apres)).toEqual([
    { champ: 'Thème', avant: '', apres: 'Tabac' },
    { champ: 'Définition 1', avant: '', apres: 'Qui oriente.' },
    {
      champ: 'Source de la définition 1',
      avant: '',
      apres: 'Guide fictif, p. 3, 2020 · notice n°\u00a04 · à vérifier',
    },
  ])
})
