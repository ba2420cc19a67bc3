import type { Parts } from '../indicateur/indicateur.ts'

/** Parts by series (id). A series that says nothing of the area has none. */
export type PartsParSerie = Map<number, Parts>

/** What the series say of a set of communes that is counted apart. */
export interface Morceau {
  nombre: number
  population: number
  parts: PartsParSerie
}

/** The communes that hold the lowest or the highest value. */
export interface Extreme {
  valeur: number
  /** Some of them by name, the most populous first. */
  communes: readonly { code: string; nom: string }[]
  nombre: number
}

/** Both ends of a series in a set of communes. */
export interface Extremes {
  minimum: Extreme
  maximum: Extreme
}

/** Both ends of a series (id), named when they are asked for; null where none of them has a value. */
export type GetExtremes = (serie: number) => Extremes | null

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

/** Parts of sets without common commune: a series that misses in one of them counts there as without value. */
export function joinMorceaux(morceaux: readonly Morceau[]): PartsParSerie {
  const [seul] = morceaux
  if (morceaux.length === 1 && seul) return seul.parts
  const series = new Set(morceaux.flatMap(({ parts }) => [...parts.keys()]))
  return new Map(
    [...series].map((serie) => [
      serie,
      morceaux
        .map(({ parts, nombre, population }) => parts.get(serie) ?? createPartsVides(nombre, population))
        .reduce((somme, suivantes) => addParts(somme, suivantes)),
    ]),
  )
}
