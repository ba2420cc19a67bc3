import { describe, expect, it } from 'vitest'
import { checkSelection, hasTerme } from '#modules/vocabulaires/index.ts'
import { listAnneaux } from './carte.tsx'
import { BESOINS, THEMES_DES_TYPES } from './donnees/besoins.ts'
import { computeBoite } from './lieu.queries.ts'
import { formatDistance, listRelachements, parseBesoin, schemaAide } from './trouver.ts'

describe('a need in words', () => {
  it.each([
    ['arrêter de boire', ['alcool'], ['alcool', 'addictions']],
    ['Je veux ARRÊTER de FUMER', ['tabac'], ['tabac', 'addictions']],
    ['addictions', ['addictions'], ['addictions', 'tabac', 'alcool']],
    ['diabétique', ['diabete'], ['diabete', 'maladies-chroniques']],
    ['idées suicidaires', ['prevention-suicide'], ['prevention-suicide', 'sante-mentale']],
    ['aide à domicile', ['vieillissement'], ['vieillissement']],
    ['Soutien aux aidants', ['aidants'], ['aidants']],
    ['zzzz', [], []],
    ['', [], []],
    // A short word stands whole: « vue » is not in « revue », nor « ado » in « adorer ».
    ['adorer une revue', [], []],
  ])('%s', (mots, dits, themes) => {
    const lu = parseBesoin(mots)
    expect(lu.dits).toEqual(dits)
    expect(lu.themes.sort()).toEqual(themes.sort())
  })

  it('knows the kinds of structure by their acronyms, labels and other names', () => {
    expect(parseBesoin('le CSAPA').types).toEqual(['csapa'])
    expect(parseBesoin('Protection maternelle et infantile').types).toEqual(['pmi'])
    expect(parseBesoin('CPEF').types).toEqual(['css'])
  })

  it('names only terms that exist', () => {
    for (const { themes } of BESOINS) expect(checkSelection('theme', themes)).toEqual([])
    for (const [type, themes] of Object.entries(THEMES_DES_TYPES)) {
      expect(hasTerme('type-structure', type)).toBe(true)
      expect(checkSelection('theme', themes)).toEqual([])
    }
  })
})

it.each([
  [30, '100\u00a0m'],
  [830, '800\u00a0m'],
  [3420, '3,4\u00a0km'],
  [26_800, '27\u00a0km'],
])('%s metres: %s', (metres, dit) => {
  expect(formatDistance(metres)).toBe(dit)
})

it('draws rings of whole steps around what is farthest', () => {
  expect(listAnneaux(0.5)).toEqual([0.5])
  expect(listAnneaux(4)).toEqual([2, 4])
  expect(listAnneaux(27)).toEqual([10, 20, 30])
})

it('holds every point within the distance in its box', () => {
  const { ouest, sud, est, nord } = computeBoite({ longitude: 6.65, latitude: 44.38 }, 20)
  expect(nord - 44.38).toBeCloseTo(0.1799, 3)
  expect(est - 6.65).toBeCloseTo(0.2517, 3)
  expect([ouest + est, sud + nord].map((v) => v / 2)).toEqual([expect.closeTo(6.65), expect.closeTo(44.38)])
})

it('gives up one filter at a time, and keeps the rest', () => {
  const demande = schemaAide.parse({ q: 'boire', ou: '04019', gratuit: '1', distance: '5', moyen: 'zzz' })
  expect(demande).toMatchObject({ gratuit: true, ouvert: false, moyen: null, page: 1 })
  const pistes = listRelachements(demande)
  expect(pistes.map((p) => p.patch)).toEqual([{ distance: '50' }, { distance: 'zone' }, { gratuit: null }, { q: null }])
  expect(pistes[2]?.demande).toEqual({ ...demande, gratuit: false })
})
