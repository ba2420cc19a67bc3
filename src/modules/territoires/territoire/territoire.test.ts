import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Acteur, ROLES, type Role } from '#core/acteur.ts'
import {
  computeDetail,
  computeDifferences,
  computeOperation,
  computePartage,
  formatComposition,
  type Operation,
} from './composition.ts'
import { computeContiguite } from './contiguite.ts'
import { territoirePolicy } from './territoire.policy.ts'
import type { Etat } from './territoire.ts'

const MARSEILLE = Array.from({ length: 16 }, (_, i) => String(13201 + i))
const LYON = Array.from({ length: 9 }, (_, i) => String(69381 + i))
const PARIS = Array.from({ length: 20 }, (_, i) => String(75101 + i))
const sauf = (liste: readonly string[], ...codes: string[]) => liste.filter((c) => !codes.includes(c))

describe('a composition', () => {
  it.each([
    ['nothing', [], []],
    ['in disorder and doubled', ['04009', '04001', '04009'], ['04001', '04009']],
    ['Corsica', ['2B033', '2A004', '20004'], ['20004', '2A004', '2B033']],
    ['all arrondissements', LYON, ['69123']],
    ['all of them and the city', [...PARIS, '75056'], ['75056']],
    ['a city and one of its arrondissements', ['13055', '13203'], ['13055']],
    ['all but one', sauf(PARIS, '75112'), sauf(PARIS, '75112')],
    ['two cities and a piece of the third', [...LYON, '75056', '13201'], ['13201', '69123', '75056']],
  ])('of %s', (_nom, codes, attendu) => expect(formatComposition(codes)).toEqual(attendu))

  it('knows the arrondissements of the official code', () => {
    const lues: { code: string; type: string; commune: string }[] = JSON.parse(
      readFileSync('node_modules/@etalab/decoupage-administratif/data/communes.json', 'utf8'),
    )
    const arrondissements = lues.filter((c) => c.type === 'arrondissement-municipal')
    for (const [ville, siens] of Map.groupBy(arrondissements, (c) => c.commune))
      expect(formatComposition(siens.map((c) => c.code))).toEqual([ville])
    expect(arrondissements).toHaveLength(45)
  })

  it.each<[Operation, string[], string[], string[]]>([
    ['union', ['04001'], ['04009', '04001'], ['04001', '04009']],
    ['union', [], [], []],
    ['union', LYON.slice(0, 4), LYON.slice(4), ['69123']],
    ['union', ['13055'], ['13203'], ['13055']],
    ['intersection', ['04001', '04009'], ['04009', '04070'], ['04009']],
    ['intersection', ['04001'], ['04009'], []],
    ['intersection', ['13055', '04001'], ['13203', '13204'], ['13203', '13204']],
    ['intersection', ['69123'], LYON, ['69123']],
    ['difference', ['04001', '04009'], ['04009'], ['04001']],
    ['difference', ['04001'], ['04001'], []],
    ['difference', [], ['04001'], []],
    ['difference', ['13055'], ['13203'], sauf(MARSEILLE, '13203')],
    ['difference', ['13203', '13204'], ['13055'], []],
    ['difference', ['75056', '04001'], PARIS, ['04001']],
  ])('%s of %j and %j', (operation, a, b, attendu) => expect(computeOperation(operation, a, b)).toEqual(attendu))

  it('is shared between two in three disjoint parts', () =>
    expect(computePartage(['13055', '04001', '04009'], ['13203', '04009', '05061'])).toEqual({
      communes: ['04009', '13203'],
      seulementA: ['04001', ...sauf(MARSEILLE, '13203')].sort(),
      seulementB: ['05061'],
    }))

  it.each([
    ['whole', ['04001', '13055'], ['13055'], ['04001', '13055']],
    ['not at all', ['04001', '13055'], ['04001'], ['04001', '13055']],
    ['in part', ['04001', '13055'], ['13203'], ['04001', ...MARSEILLE]],
  ])('is chosen from by communes: a city held %s', (_nom, zone, choisies, attendu) =>
    expect(computeDetail(zone, choisies)).toEqual(attendu),
  )

  it('tells what came and what went', () => {
    expect(computeDifferences(['04001', '13055'], ['04009', '13055'])).toEqual({
      entrees: ['04009'],
      sorties: ['04001'],
    })
    expect(computeDifferences(['69123'], formatComposition(LYON))).toEqual({ entrees: [], sorties: [] })
  })
})

describe('contiguity', () => {
  const connues = new Set(['a', 'b', 'c', 'd', 'e'])
  it.each<[string, string[], [string, string][], string[][], string[]]>([
    ['nothing', [], [], [], []],
    [
      'one block',
      ['a', 'b', 'c'],
      [
        ['b', 'c'],
        ['a', 'b'],
      ],
      [['a', 'b', 'c']],
      [],
    ],
    [
      'two pieces and an island',
      ['a', 'b', 'c', 'd', 'e'],
      [
        ['a', 'b'],
        ['d', 'c'],
      ],
      [['a', 'b'], ['c', 'd'], ['e']],
      [],
    ],
    [
      'a neighbour outside joins nothing',
      ['a', 'c'],
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      [['a'], ['c']],
      [],
    ],
    ['what has no outline is not said', ['a', 'z'], [['a', 'z']], [['a']], ['z']],
    [
      'a ring',
      ['a', 'b', 'c', 'd'],
      [
        ['a', 'b'],
        ['c', 'd'],
        ['d', 'a'],
        ['b', 'c'],
      ],
      [['a', 'b', 'c', 'd']],
      [],
    ],
  ])('%s', (_nom, codes, liens, parties, inconnues) =>
    expect(computeContiguite(codes, { connues, liens })).toEqual({ parties, inconnues }),
  )
})

const acteur = (role: Role, compte: string | null = 'moi'): Acteur => ({ compte, nom: null, role, session: null })
type Geste = 'lire' | 'modifier' | 'supprimer'

describe('rights', () => {
  const mien = { etat: 'prive' as Etat, proprietaire: 'moi', supprimeeLe: null }
  const autre = { ...mien, proprietaire: 'une autre' }
  const cibles = {
    'my private one': mien,
    'my deleted one': { ...mien, supprimeeLe: new Date() },
    'another’s private one': autre,
    'another’s public one': { ...autre, etat: 'public' as Etat },
    'a deleted public one': { ...autre, etat: 'public' as Etat, supprimeeLe: new Date() },
  }
  const tous = Object.keys(cibles) as (keyof typeof cibles)[]
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
      lire: tous,
      modifier: ['my private one', 'another’s private one', 'another’s public one'],
      supprimer: tous,
    },
  }
  const table = ROLES.flatMap((role) => (['lire', 'modifier', 'supprimer'] as const).map((geste) => ({ role, geste })))
  it.each(table)('$role, $geste', ({ role, geste }) => {
    const permis = tous.filter((nom) => territoirePolicy.peut(acteur(role), geste, cibles[nom]))
    expect(permis).toEqual(attendus[role][geste])
  })
  it('an owner that is nobody is not every visitor', () => {
    const sans = { ...mien, proprietaire: null }
    expect(territoirePolicy.peut(acteur('contributeur', null), 'modifier', sans)).toBe(false)
  })
  it.each(ROLES)('%s creates', (role) =>
    expect(territoirePolicy.peutParfois(acteur(role), 'creer')).toBe(role !== 'visiteur'),
  )
})
