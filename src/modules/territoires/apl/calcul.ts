import { createMatricePoids } from './moteur/decroissance.ts'
import { Essai } from './moteur/essai.ts'
import { createTempsEstimes, type Lieu, type ReglesTemps } from './moteur/estimation.ts'
import { type Matrice, Paires } from './moteur/matrice.ts'
import type { Parametres } from './parametres.ts'

/** What a simulation computes on: places with their people, travel times, supply, changes. Plain data, for a thread. */
export interface Entrees {
  lieux: Lieu[]
  /** Places of the working area, by rank. */
  zone: Int32Array
  /** Known travel times between places, by rank; null: to be estimated by `regles`. */
  temps: { origines: Int32Array; destinations: Int32Array; minutes: Float64Array } | null
  regles: ReglesTemps
  parametres: Pick<Parametres, 'limite' | 'decroissance'>
  /** Supply by place. */
  offre: Float64Array
  /** Supply that each change adds to a place, or takes from it. */
  changements: { lieu: number; quantite: number }[]
  unite: number
}

/** Access by place, before and after the changes. */
export interface Resultat {
  avant: Float64Array
  apres: Float64Array
}

export function computeResultat(entrees: Entrees): Resultat {
  const { lieux, parametres, changements } = entrees
  const temps = createTemps(entrees)
  const poids = createMatricePoids(temps, parametres.decroissance, parametres.limite)
  const population = Float64Array.from(lieux, (l) => l.population ?? 0)
  const essai = new Essai(poids, population, entrees.offre, entrees.unite)
  const avant = essai.apl.slice()
  for (const { lieu, quantite } of changements) {
    // What is taken was there: below zero there is only rounding.
    essai.updateOffre(lieu, Math.max(0, essai.getOffre(lieu) + quantite))
  }
  return { avant, apres: essai.apl.slice() }
}

function createTemps({ lieux, temps, regles, parametres }: Entrees): Matrice {
  if (temps === null) return createTempsEstimes(lieux, regles, parametres.limite)
  const paires = new Paires(temps.minutes.length)
  temps.minutes.forEach((minutes, n) => {
    paires.add(temps.origines[n] as number, temps.destinations[n] as number, minutes)
  })
  return paires.createMatrice(lieux.length, lieux.length)
}

/** Who gains and who loses, in inhabitants. */
export interface Bilan {
  habitants: number
  gagnent: number
  perdent: number
  /** Across the threshold, upwards and downwards; null without threshold. */
  franchissent: { montent: number; descendent: number; sousSeuilAvant: number; sousSeuilApres: number } | null
  /** Means weighted by population; null without people. */
  moyenneAvant: number | null
  moyenneApres: number | null
}

/** @param rangs the places that count */
export function computeBilan(
  { avant, apres }: Resultat,
  lieux: readonly Pick<Lieu, 'population'>[],
  rangs: Iterable<number>,
  seuil: number | null,
): Bilan {
  let [habitants, gagnent, perdent, montent, descendent, sousSeuilAvant, sousSeuilApres] = [0, 0, 0, 0, 0, 0, 0]
  let [sommeAvant, sommeApres] = [0, 0]
  for (const n of rangs) {
    const population = lieux[n]?.population ?? 0
    const [a, b] = [avant[n] ?? 0, apres[n] ?? 0]
    habitants += population
    sommeAvant += a * population
    sommeApres += b * population
    if (b > a) gagnent += population
    if (b < a) perdent += population
    if (seuil === null) continue
    if (a < seuil) sousSeuilAvant += population
    if (b < seuil) sousSeuilApres += population
    if (a < seuil && b >= seuil) montent += population
    if (a >= seuil && b < seuil) descendent += population
  }
  return {
    habitants,
    gagnent,
    perdent,
    franchissent: seuil === null ? null : { montent, descendent, sousSeuilAvant, sousSeuilApres },
    moyenneAvant: habitants > 0 ? sommeAvant / habitants : null,
    moyenneApres: habitants > 0 ? sommeApres / habitants : null,
  }
}
