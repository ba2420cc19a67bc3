import type { Parts } from '../indicateur/indicateur.ts'

const addOuNull = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b)
const chooseOuNull = (a: number | null, b: number | null, choisir: (a: number, b: number) => number): number | null =>
  a === null ? b : b === null ? a : choisir(a, b)

/** Parts of an area made of two without common commune. Nobody publishes the value of their sum. */
export const addParts = (a: Parts, b: Parts): Parts => ({
  publiee: null,
  numerateur: addOuNull(a.numerateur, b.numerateur),
  denominateur: addOuNull(a.denominateur, b.denominateur),
  avecValeur: a.avecValeur + b.avecValeur,
  total: a.total + b.total,
  populationAvec: a.populationAvec + b.populationAvec,
  population: a.population + b.population,
  populationSousSeuil: addOuNull(a.populationSousSeuil, b.populationSousSeuil),
  minimum: chooseOuNull(a.minimum, b.minimum, Math.min),
  maximum: chooseOuNull(a.maximum, b.maximum, Math.max),
})

/** Parts of an area of which a series says nothing. */
export const createPartsVides = (total: number, population: number): Parts => ({
  publiee: null,
  numerateur: null,
  denominateur: null,
  avecValeur: 0,
  total,
  populationAvec: 0,
  population,
  populationSousSeuil: null,
  minimum: null,
  maximum: null,
})
