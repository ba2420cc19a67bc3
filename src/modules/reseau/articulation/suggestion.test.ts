import { describe, expect, it } from 'vitest'
import { createLien, createPaire, createPresent } from '../../../testing/articulation.ts'
import type { Paire } from './articulation.ts'
import {
  computePointsPopulation,
  computeSuggestionLacune,
  computeSuggestionPaire,
  isTenue,
  parseCleSuggestion,
  type Reponse,
  type Suggestion,
  sortSuggestions,
} from './suggestion.ts'

const JOUR = '2026-03-15'

const suggerer = (paire: Partial<Paire>, types: [string, string] = ['cpts', 'cls'], exclusif = false) =>
  computeSuggestionPaire(createPaire(paire), [createPresent(1, types[0]), createPresent(2, types[1])], {
    exclusif,
    jour: JOUR,
  })

describe('a suggestion of a pair', () => {
  it.each<[string, Partial<Paire>, [string, string], boolean, number | null]>([
    ['a declared link: none', { liens: [createLien()] }, ['cpts', 'cls'], false, null],
    ['a link that ended: again', { liens: [createLien({ jusqu: '2026-01-01' })] }, ['cpts', 'cls'], false, 29],
    ['kinds that a text wants together', { population: 900 }, ['cls', 'clsm'], false, 25],
    ['kinds that people want together', { population: 900 }, ['cls', 'cpts'], false, 15],
    ['two kinds that nothing brings together, few people', { population: 900 }, ['esp', 'asv'], false, null],
    ['the same, many people', { population: 10_000 }, ['esp', 'asv'], false, 10],
    ['the same, half of one but few', { population: 4999, partA: 0.5 }, ['esp', 'asv'], false, null],
    ['the same, half of one', { population: 5000, partA: 0.5 }, ['esp', 'asv'], false, 17],
    ['the same, a theme', { population: 900, themes: ['tabac'] }, ['esp', 'asv'], false, 8],
    ['four themes count as three', { population: 0, themes: ['a', 'b', 'c', 'd'] }, ['esp', 'asv'], false, 24],
    ['a theme without shared territory', { population: 0, communes: 0, themes: ['a'] }, ['cls', 'cpts'], false, null],
    ['somebody in common, apart', { population: 0, communes: 0, communs: ['contact-1'] }, ['esp', 'asv'], false, 10],
    ['one sits in the other', { population: 0, communes: 0, membre: true }, ['esp', 'asv'], false, 15],
    ['two CPTS on one commune are a conflict', { population: 50_000 }, ['cpts', 'cpts'], true, null],
  ])('%s', (_cas, paire, types, exclusif, points) => {
    expect(suggerer(paire, types, exclusif)?.points ?? null).toBe(points)
  })

  it('counts no inhabitants for a team that only stands there', () => {
    const msp = createPresent(2, 'msp', { implantation: true })
    const options = { exclusif: false, jour: JOUR }
    const suggestion = computeSuggestionPaire(
      createPaire({ population: 800_000 }),
      [createPresent(1, 'cpts'), msp],
      options,
    )
    expect(suggestion?.points).toBe(25)
  })

  it('ranks by points, then inhabitants, then key', () => {
    const liste = [
      { ...suggerer({}), cle: 'b', points: 5 },
      { ...suggerer({}), cle: 'a', points: 5 },
      { ...suggerer({ population: 50_000 }), cle: 'c', points: 5 },
      { ...suggerer({}), cle: 'd', points: 9 },
    ] as Suggestion[]
    expect(sortSuggestions(liste).map((s) => s.cle)).toEqual(['d', 'c', 'a', 'b'])
  })

  it.each([
    [0, 0],
    [1000, 0],
    [10_000, 10],
    [23_400, 14],
    [100_000, 20],
    [9_000_000, 30],
  ])('gives for %d inhabitants %d points', (population, points) => {
    expect(computePointsPopulation(population)).toBe(points)
  })
})

describe('the facts of a suggestion', () => {
  const faits = (paire: Partial<Paire>) => suggerer(paire)?.faits
  it.each<[string, Partial<Paire>, boolean]>([
    ['a new census: 2 % more people', { population: 23_868 }, true],
    ['a share that moved', { partA: 0.41 }, true],
    ['twice the people', { population: 46_800 }, false],
    ['a theme', { themes: ['tabac'] }, false],
    ['somebody in common', { communs: ['contact-1'] }, false],
    ['one sits in the other', { membre: true }, false],
    ['a link that ended', { liens: [createLien({ jusqu: '2026-01-01' })] }, false],
  ])('%s', (_cas, autre, memes) => {
    expect(faits(autre) === faits({})).toBe(memes)
  })

  it('do not hang on the order of themes', () => {
    expect(faits({ themes: ['a', 'b'] })).toBe(faits({ themes: ['b', 'a'] }))
  })
})

describe('an answer', () => {
  const suggestion = suggerer({}) as Suggestion
  const createReponse = (partiel: Partial<Reponse>): Reponse => ({
    ...{ cle: suggestion.cle, faits: suggestion.faits, reponse: 'ecartee', motif: 'Déjà vu', jusqu: null },
    ...{ lien: null, demarche: null, quand: new Date(), lienRetire: false, ...partiel },
  })
  it.each<[string, Partial<Reponse> | null, boolean]>([
    ['none', null, false],
    ['dismissed', {}, true],
    ['dismissed on other facts', { faits: 'autres' }, false],
    ['put off to tomorrow', { reponse: 'reportee', jusqu: '2026-03-16' }, true],
    ['put off to today', { reponse: 'reportee', jusqu: JOUR }, false],
    ['taken', { reponse: 'prise', demarche: 1 }, true],
    ['taken as a link that was removed', { reponse: 'prise', lien: 1, lienRetire: true }, false],
  ])('%s', (_cas, reponse, tenue) => {
    expect(isTenue(suggestion, reponse ? createReponse(reponse) : undefined, JOUR)).toBe(tenue)
  })
})

describe('a gap', () => {
  const lacune = (type: string, population = 8000) => ({ type, communes: ['04001', '04009'], population })
  const presents = new Set(['cls'])
  it.each<[string, string, number, number | null]>([
    ['of a type meant everywhere', 'dac', 8000, 29],
    ['of a type that is there in part', 'cls', 8000, 9],
    ['of a type that is nowhere, and need not be', 'clsm', 8000, null],
    ['where nobody lives', 'dac', 0, null],
  ])('%s', (_cas, type, population, points) => {
    expect(computeSuggestionLacune(lacune(type, population), { zone: 'territoire-4', presents })?.points ?? null).toBe(
      points,
    )
  })

  it('has other facts with other communes, not with other inhabitants', () => {
    const zone = { zone: 'territoire-4', presents }
    const faits = (l: ReturnType<typeof lacune>) => computeSuggestionLacune(l, zone)?.faits
    expect(faits(lacune('cls', 9000))).toBe(faits(lacune('cls')))
    expect(faits({ ...lacune('cls'), communes: ['04001'] })).not.toBe(faits(lacune('cls')))
  })
})

describe('the key of a suggestion', () => {
  it.each([
    ['paire-12-34', { nature: 'paire', a: 12, b: 34 }],
    ['paire-34-12', null],
    ['paire-0-12', null],
    ['lacune-contrat-ville-territoire-4', { nature: 'lacune', type: 'contrat-ville', zone: 'territoire-4' }],
    ['lacune-cpts-departement-2A', { nature: 'lacune', type: 'cpts', zone: 'departement-2A' }],
    ['lacune-cpts-liste', null],
    ['lacune-', null],
  ])('%s', (cle, lue) => {
    expect(parseCleSuggestion(cle)).toEqual(lue)
  })
})
