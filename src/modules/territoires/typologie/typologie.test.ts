import { describe, expect, it } from 'vitest'
import { type Acteur, ROLES, type Role } from '#core/acteur.ts'
import type { Parts } from '../indicateur/indicateur.ts'
import { computePartitions } from './calcul/partition.ts'
import { computePreparation } from './calcul/preparation.ts'
import { computeEcart, computeHeritage, createGroupes, listParlants } from './groupe.ts'
import { computeMesure } from './mesure.ts'
import { formatStructure, listPhrases } from './presentation.ts'
import { computePropose } from './resultat.actions.ts'
import { typologiePolicy } from './typologie.policy.ts'
import type { Etat, Groupe, Variable } from './typologie.ts'

const createGroupe = (codes: string, reste: Partial<Groupe> = {}): Groupe => ({
  nom: null,
  description: null,
  silhouette: 0,
  ecarts: [],
  moyennes: [],
  membres: [...codes].map((code) => ({ code, distance: 1, valeurs: [] })),
  ...reste,
})

describe('groups', () => {
  const tableau = {
    codes: ['a', 'b', 'c', 'd', 'e'],
    valeurs: [
      [0, 10],
      [2, 10],
      [100, 1000],
      [102, 1000],
      [101, 1000],
    ],
  }
  const logs = [false, true]
  const preparation = computePreparation(tableau, { logs, part: 0 })
  const [partition] = computePartitions({ matrice: preparation.matrice, methode: 'kmeans', graine: 1 })
  const groupes = partition ? createGroupes({ tableau, preparation, partition, logs }) : []

  it('come by size, each from its typical member on', () =>
    expect(groupes.map((g) => g.membres.map((m) => m.code))).toEqual([
      ['e', 'c', 'd'],
      ['a', 'b'],
    ]))

  it('have means in the unit of the measure, geometric where the logarithm is compared', () =>
    expect(groupes.map((g) => g.moyennes)).toEqual([
      [101, 1000],
      [1, 10],
    ]))

  it('of equal size come by their smallest code', () => {
    const egaux = { codes: ['z', 'y', 'b', 'a'], valeurs: [[9], [9.1], [1], [1.1]] }
    const preparee = computePreparation(egaux, { logs: [false], part: 0 })
    const [deux] = computePartitions({ matrice: preparee.matrice, methode: 'ward', graine: 1 })
    const siens = deux ? createGroupes({ tableau: egaux, preparation: preparee, partition: deux, logs: [false] }) : []
    expect(siens.map((g) => g.membres.map((m) => m.code))).toEqual([
      ['a', 'b'],
      ['y', 'z'],
    ])
  })

  it.each([
    [0.44, 'proche'],
    [-0.44, 'proche'],
    [0.45, 'haut'],
    [-0.94, 'bas'],
    [0.96, 'tres-haut'],
    [-1.2, 'tres-bas'],
  ])('%f standard deviations are « %s »', (ecart, attendu) => expect(computeEcart(ecart)).toBe(attendu))

  it('are told by three indicators at most, the strongest first, never by one that was not used', () => {
    expect(listParlants({ ecarts: [0.6, -2, null, 0.4, 1, 0.7] })).toEqual([1, 4, 5])
    expect(listParlants({ ecarts: [0.1, -0.3] })).toEqual([])
  })

  it('are told in French, with unit and vintage', () => {
    const variable: Variable = {
      ...{ code: 'apl', millesime: 2023, mesure: 'brute', libelle: 'Accès aux médecins', unite: 'C./an/hab.' },
      ...{ decimales: 1, source: 'DREES', importeeLe: '', moyenne: 3.2, asymetrie: 0, remplacees: 0, constante: false },
    }
    const rare = { ...variable, mesure: 'habitants', libelle: 'Pharmacies', unite: 'pharmacies', decimales: 0 } as const
    expect(listPhrases({ ecarts: [1.34, -0.6], moyennes: [4.12, 2.5] }, [variable, rare])).toEqual([
      'Accès aux médecins (2023)\u00a0: nettement au-dessus, 4,1 contre 3,2 C./an/hab. dans l’ensemble (+1,3\u00a0écart-type).',
      'Pharmacies (2023)\u00a0: en dessous, 2,5 contre 3,2 pharmacies pour 10\u202f000 habitants dans l’ensemble (−0,6\u00a0écart-type).',
    ])
  })
})

describe('names', () => {
  const anciens = [
    createGroupe('abcdef', { nom: 'Littoral', description: 'Bord de mer' }),
    createGroupe('ghij', { nom: 'Montagne' }),
  ]
  it.each([
    ['follow the members', ['ghij', 'abcdef'], ['Montagne', 'Littoral']],
    ['bear a few changes', ['abcdeg', 'fhij'], ['Littoral', 'Montagne']],
    ['stay with the part that shares the most', ['abcde', 'f', 'ghij'], ['Littoral', null, 'Montagne']],
    ['go where less than half is common', ['abghxyz', 'cdefij'], [null, 'Littoral']],
    ['go where all is new', ['xyz', 'uvw'], [null, null]],
  ])('%s', (_nom, nouveaux, noms) => {
    const herites = computeHeritage(
      nouveaux.map((codes) => createGroupe(codes)),
      anciens,
    )
    expect(herites.map((g) => g.nom)).toEqual(noms)
  })
})

describe('what is compared', () => {
  const parts = (reste: Partial<Parts>): Parts => ({
    ...{ publiee: null, numerateur: 30, denominateur: 3, avecValeur: 3, total: 3 },
    ...{ populationAvec: 6000, population: 6000, populationSousSeuil: null, minimum: 1, maximum: 20 },
    ...reste,
  })
  it.each([
    ['a sum', 'brute', 'somme', {}, 30],
    ['a sum by inhabitant', 'habitants', 'somme', {}, 50],
    ['by the inhabitants of communes that have one', 'habitants', 'somme', { population: 6500 }, 50],
    [
      'a published sum, by all inhabitants',
      'habitants',
      'somme',
      { publiee: 33, population: 6600, populationAvec: 0 },
      50,
    ],
    ['nothing where too few have one', 'habitants', 'somme', { population: 7000 }, null],
    ['a mean', 'brute', 'moyenne', {}, 10],
    ['nothing where nobody lives', 'habitants', 'somme', { population: 0, populationAvec: 0 }, null],
    ['nothing of what is never computed', 'brute', 'aucune', {}, null],
  ] as const)('%s', (_nom, mesure, agregation, reste, attendu) =>
    expect(computeMesure(mesure, agregation, parts(reste))).toBe(attendu),
  )
  it('is nothing where the series says nothing', () => expect(computeMesure('brute', 'somme', undefined)).toBeNull())
})

describe('the number of groups proposed', () => {
  it('has the best silhouette, the smaller of two equals', () =>
    expect(
      computePropose([
        { k: 2, silhouette: 0.3, intra: 0.6 },
        { k: 3, silhouette: 0.5, intra: 0.4 },
        { k: 4, silhouette: 0.5, intra: 0.3 },
      ]),
    ).toBe(3))
  it.each([
    [0.71, 'groupes nets'],
    [0.7, 'groupes assez nets'],
    [0.3, 'groupes peu nets'],
    [0.25, 'pas de groupes nets'],
    [-0.1, 'pas de groupes nets'],
  ])('%f is read « %s »', (silhouette, attendu) => expect(formatStructure(silhouette)).toBe(attendu))
})

const acteur = (role: Role, compte: string | null = 'moi'): Acteur => ({ compte, nom: null, role, session: null })
type Geste = 'lire' | 'modifier' | 'supprimer'

describe('rights', () => {
  const mienne = { etat: 'prive' as Etat, proprietaire: 'moi', supprimeeLe: null }
  const autre = { ...mienne, proprietaire: 'une autre' }
  const cibles = {
    'my private one': mienne,
    'my deleted one': { ...mienne, supprimeeLe: new Date() },
    'another’s private one': autre,
    'another’s public one': { ...autre, etat: 'public' as Etat },
    'a deleted public one': { ...autre, etat: 'public' as Etat, supprimeeLe: new Date() },
  }
  const toutes = Object.keys(cibles) as (keyof typeof cibles)[]
  const contributeur: Record<Geste, readonly (keyof typeof cibles)[]> = {
    lire: ['my private one', 'my deleted one', 'another’s public one'],
    modifier: ['my private one'],
    supprimer: ['my private one', 'my deleted one'],
  }
  const attendus: Record<Role, typeof contributeur> = {
    visiteur: { lire: ['another’s public one'], modifier: [], supprimer: [] },
    contributeur,
    documentaliste: contributeur,
    coordinateur: contributeur,
    administrateur: {
      lire: toutes,
      modifier: ['my private one', 'another’s private one', 'another’s public one'],
      supprimer: toutes,
    },
  }
  const table = ROLES.flatMap((role) => (['lire', 'modifier', 'supprimer'] as const).map((geste) => ({ role, geste })))
  it.each(table)('$role, $geste', ({ role, geste }) => {
    const permis = toutes.filter((nom) => typologiePolicy.peut(acteur(role), geste, cibles[nom]))
    expect(permis).toEqual(attendus[role][geste])
  })
  it.each(ROLES)('%s creates', (role) =>
    expect(typologiePolicy.peutParfois(acteur(role), 'creer')).toBe(role !== 'visiteur'),
  )
})
