import type { Agregation, Parts } from '../indicateur/indicateur.ts'
import { type LignePaquet, type Place, parsePaquets } from '../indicateur/paquet.ts'
import type { Extreme, ExtremesParSerie, Morceau, PartsParSerie } from './parts.ts'

/** A commune or a municipal arrondissement that is counted. */
export interface Unite {
  code: string
  nom: string
  population: number
  /** The city that it stands for, where that one was asked for. */
  ville: string | null
}

export interface SerieComptee extends Place {
  agregation: Agregation
  seuil: number | null
}

/** What the series say of some communes, and who is at both ends. */
export interface MorceauNomme extends Morceau {
  extremes: ExtremesParSerie
}

/**
 * Counts some communes together, as `updateAgregats` does: in a mean or a share, one without weight has no value; a city
 * that its arrondissements stand for, which has no value in packets then, is as many units as it has of them.
 */
export function computeMorceau(
  unites: readonly Unite[],
  series: readonly SerieComptee[],
  lignes: readonly LignePaquet[],
): MorceauNomme {
  const parCode = new Map(unites.map((unite) => [unite.code, unite]))
  const siennes = lignes.map(({ commune }) => parCode.get(commune))
  const comptes = series.map((serie) => new Compte(serie))
  parsePaquets(lignes, series, (ligne, serie, valeur, poids) => {
    const unite = siennes[ligne]
    if (unite) comptes[serie]?.add(unite, valeur, poids)
  })
  const demandees = unites.filter((u) => u.ville === null)
  const population = demandees.reduce((somme, u) => somme + u.population, 0)
  const arrondissements = Map.groupBy(unites, (u) => u.ville)
  const parts: PartsParSerie = new Map()
  const extremes: ExtremesParSerie = new Map()
  for (const compte of comptes) {
    if (compte.avecValeur === 0) continue
    const enPlus = [...compte.villes].map((ville) => (arrondissements.get(ville)?.length ?? 1) - 1)
    const total = enPlus.reduce((somme, n) => somme + n, demandees.length)
    parts.set(compte.serie.serie, compte.createParts(total, population))
    extremes.set(compte.serie.serie, { minimum: compte.bas.createExtreme(), maximum: compte.haut.createExtreme() })
  }
  return { nombre: demandees.length, population, parts, extremes }
}

/** One series over some communes. */
class Compte {
  readonly serie: SerieComptee
  readonly #pondere: boolean
  #numerateur = 0
  #denominateur = 0
  avecValeur = 0
  #populationAvec = 0
  #dessous = 0
  readonly bas = new Bout()
  readonly haut = new Bout()
  /** Cities that their arrondissements stand for. */
  readonly villes = new Set<string>()

  constructor(serie: SerieComptee) {
    this.serie = serie
    this.#pondere = serie.agregation === 'moyenne' || serie.agregation === 'part'
  }

  add(unite: Unite, valeur: number, poids: number): void {
    const { population, ville } = unite
    if (ville !== null) this.villes.add(ville)
    const pese = this.#pondere ? poids : 1
    if (Number.isNaN(pese)) return
    this.#numerateur += valeur * pese
    this.#denominateur += pese
    this.#populationAvec += population
    if (this.serie.seuil !== null && valeur < this.serie.seuil) this.#dessous += population
    if (this.avecValeur === 0 || valeur <= this.bas.valeur) this.bas.add(unite, valeur)
    if (this.avecValeur === 0 || valeur >= this.haut.valeur) this.haut.add(unite, valeur)
    this.avecValeur++
  }

  createParts(total: number, population: number): Parts {
    const additionne = this.serie.agregation !== 'aucune'
    return {
      publiee: null,
      numerateur: additionne ? this.#numerateur : null,
      denominateur: additionne ? this.#denominateur : null,
      avecValeur: this.avecValeur,
      total,
      populationAvec: this.#populationAvec,
      population,
      populationSousSeuil: this.serie.seuil === null ? null : this.#dessous,
      minimum: this.bas.valeur,
      maximum: this.haut.valeur,
    }
  }
}

const NOMMEES = 3

/** Who holds the lowest value, or the highest. */
class Bout {
  valeur = 0
  #unites: Unite[] = []

  add(unite: Unite, valeur: number): void {
    if (valeur !== this.valeur || this.#unites.length === 0) this.#unites = []
    this.valeur = valeur
    this.#unites.push(unite)
  }

  createExtreme(): Extreme {
    const triees = this.#unites.toSorted((a, b) => b.population - a.population || (a.code < b.code ? -1 : 1))
    return {
      valeur: this.valeur,
      nombre: triees.length,
      communes: triees.slice(0, NOMMEES).map(({ code, nom }) => ({ code, nom })),
    }
  }
}
