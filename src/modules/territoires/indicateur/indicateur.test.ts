import { describe, expect, it } from 'vitest'
import { INDICATEURS_REFERENCE } from './donnees/donnees.ts'
import {
  type Agregation,
  CLASSES_EPCI,
  computeClasse,
  computeDecile,
  computeValeur,
  FAMILLES,
  formatValeur,
  isPonderee,
  type Parts,
} from './indicateur.ts'

const PARTS: Parts = {
  publiee: null,
  numerateur: 300,
  denominateur: 100,
  avecValeur: 9,
  total: 10,
  populationAvec: 950,
  population: 1000,
  populationSousSeuil: null,
  minimum: 1,
  maximum: 5,
}

describe('the value of an area', () => {
  it.each<[Agregation, Partial<Parts>, number | null, string | null]>([
    ['somme', {}, 300, 'maillage'],
    ['moyenne', {}, 3, 'maillage'],
    ['part', {}, 3, 'maillage'],
    ['aucune', {}, null, null],
    // What is published wins over what we compute, whatever is covered.
    ['aucune', { publiee: 4 }, 4, 'publie'],
    ['moyenne', { publiee: 4, populationAvec: 0 }, 4, 'publie'],
    // Nine tenths of the population, no less.
    ['moyenne', { populationAvec: 900 }, 3, 'maillage'],
    ['moyenne', { populationAvec: 899 }, null, null],
    ['somme', { populationAvec: 899 }, null, null],
    ['moyenne', { denominateur: 0 }, null, null],
    ['moyenne', { numerateur: null, denominateur: null }, null, null],
    ['somme', { numerateur: 0 }, 0, 'maillage'],
    // Nobody lives there: every commune counts.
    ['somme', { population: 0, populationAvec: 0, avecValeur: 10 }, 300, 'maillage'],
    ['somme', { population: 0, populationAvec: 0 }, null, null],
  ])('%s %o', (agregation, parts, valeur, calcul) => {
    expect(computeValeur(agregation, { ...PARTS, ...parts })).toMatchObject({ valeur, calcul })
  })

  it('tells its coverage', () => {
    expect(computeValeur('somme', PARTS).couverture).toBe(0.95)
    expect(computeValeur('somme', { ...PARTS, population: 0 }).couverture).toBeNull()
  })
})

describe('classes and deciles', () => {
  it.each([
    [0, 'moins-10000'],
    [9999, 'moins-10000'],
    [10_000, '10000-20000'],
    [99_999, '50000-100000'],
    [2_000_000, '100000-plus'],
  ])('%d inhabitants: %s', (population, code) => expect(computeClasse(population).code).toBe(code))

  it('leaves no gap between classes', () => {
    for (const [i, classe] of CLASSES_EPCI.entries()) expect(classe.max).toBe(CLASSES_EPCI[i + 1]?.min ?? null)
  })

  it.each([
    [0, 1],
    [1, 1],
    [1.5, 2],
    [9, 9],
    [9.1, 10],
  ])('%d stands in the tenth %d', (valeur, decile) =>
    expect(computeDecile(valeur, [1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe(decile),
  )
})

describe('reference definitions', () => {
  it('have codes of their own', () => {
    const codes = INDICATEURS_REFERENCE.map((i) => i.code)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.filter((c) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(c))).toEqual([])
  })

  it.each(INDICATEURS_REFERENCE.map((i) => [i.code, i] as const))('%s is whole', (_code, i) => {
    expect(Object.keys(FAMILLES)).toContain(i.famille)
    expect(i.poids !== null).toBe(isPonderee(i.agregation))
    expect(i.seuil === null).toBe(i.seuilLibelle === null)
    expect(i.phrase).toContain('{valeur}')
  })
})

it('writes a value with its decimals', () => {
  expect(formatValeur(3.456, { decimales: 1 })).toBe('3,5')
  expect(formatValeur(2, { decimales: 1 })).toBe('2,0')
  expect(formatValeur(12_430.4, { decimales: 0 })).toBe('12\u202f430')
})
