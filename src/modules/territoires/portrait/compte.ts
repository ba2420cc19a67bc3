import type { Agregation, Parts } from '../indicateur/indicateur.ts'
import { type LignePaquet, type Place, parsePaquets } from '../indicateur/paquet.ts'
import type { Extreme, Extremes, GetExtremes, Morceau, PartsParSerie } from './parts.ts'

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
  getExtremes: GetExtremes
}

const NOMMEES = 3

/**
 * Counts some communes together, as `updateAgregats` does: in a mean or a share, one without weight has no value; a city
 * that its arrondissements stand for, which has no value in packets then, is as many units as it has of them.
 */
export function computeMorceau(
  unites: readonly Unite[],
  series: readonly SerieComptee[],
  lignes: readonly LignePaquet[],
): MorceauNomme {
  const rangs = new Map(unites.map(({ code }, rang) => [code, rang]))
  const siennes = lignes.map(({ commune }) => rangs.get(commune))
  const comptes = new Comptes(unites, series)
  parsePaquets(lignes, series, (ligne, serie, valeur, poids) => {
    const unite = siennes[ligne]
    if (unite !== undefined) comptes.add(unite, serie, valeur, poids)
  })
  const demandees = unites.filter((u) => u.ville === null)
  const population = demandees.reduce((somme, u) => somme + u.population, 0)
  const parts: PartsParSerie = new Map()
  series.forEach(({ serie }, rang) => {
    if (comptes.has(rang)) parts.set(serie, comptes.createParts(rang, demandees.length, population))
  })
  const getExtremes: GetExtremes = (serie) => {
    const rang = series.findIndex((s) => s.serie === serie)
    return rang >= 0 && comptes.has(rang) ? comptes.createExtremes(rang) : null
  }
  return { nombre: demandees.length, population, parts, getExtremes }
}

/** Sums by series (rank). Hundreds of thousands of values go through it: hence numbers in columns. */
class Comptes {
  readonly #unites: readonly Unite[]
  readonly #series: readonly SerieComptee[]
  readonly #habitants: Float64Array
  readonly #pondere: Uint8Array
  /** NaN, which no value is under, without threshold. */
  readonly #seuil: Float64Array
  readonly #numerateur: Float64Array
  readonly #denominateur: Float64Array
  readonly #avecValeur: Float64Array
  readonly #populationAvec: Float64Array
  readonly #dessous: Float64Array
  readonly #minimum: Float64Array
  readonly #maximum: Float64Array
  /** Units at the lowest and at the highest value. */
  readonly #enBas: number[][]
  readonly #enHaut: number[][]
  /** By series, the cities that their arrondissements stand for. */
  readonly #villes = new Map<number, Set<string>>()

  constructor(unites: readonly Unite[], series: readonly SerieComptee[]) {
    const createColonne = () => new Float64Array(series.length)
    this.#unites = unites
    this.#series = series
    this.#habitants = Float64Array.from(unites, (u) => u.population)
    this.#pondere = Uint8Array.from(series, (s) => Number(s.agregation === 'moyenne' || s.agregation === 'part'))
    this.#seuil = Float64Array.from(series, (s) => s.seuil ?? Number.NaN)
    this.#numerateur = createColonne()
    this.#denominateur = createColonne()
    this.#avecValeur = createColonne()
    this.#populationAvec = createColonne()
    this.#dessous = createColonne()
    this.#minimum = createColonne().fill(Number.POSITIVE_INFINITY)
    this.#maximum = createColonne().fill(Number.NEGATIVE_INFINITY)
    this.#enBas = series.map(() => [])
    this.#enHaut = series.map(() => [])
  }

  add(unite: number, s: number, valeur: number, poids: number): void {
    const ville = this.#unites[unite]?.ville ?? null
    if (ville !== null) this.#villes.set(s, (this.#villes.get(s) ?? new Set()).add(ville))
    const pese = this.#pondere[s] === 1 ? poids : 1
    if (Number.isNaN(pese)) return
    const habitants = this.#habitants[unite] as number
    ;(this.#numerateur[s] as number) += valeur * pese
    ;(this.#denominateur[s] as number) += pese
    ;(this.#avecValeur[s] as number)++
    ;(this.#populationAvec[s] as number) += habitants
    if (valeur < (this.#seuil[s] as number)) (this.#dessous[s] as number) += habitants
    if (valeur <= (this.#minimum[s] as number)) {
      if (valeur < (this.#minimum[s] as number)) this.#enBas[s] = []
      this.#minimum[s] = valeur
      this.#enBas[s]?.push(unite)
    }
    if (valeur >= (this.#maximum[s] as number)) {
      if (valeur > (this.#maximum[s] as number)) this.#enHaut[s] = []
      this.#maximum[s] = valeur
      this.#enHaut[s]?.push(unite)
    }
  }

  has(s: number): boolean {
    return (this.#avecValeur[s] as number) > 0
  }

  /** @param nombre communes asked for; @param population their inhabitants */
  createParts(s: number, nombre: number, population: number): Parts {
    const serie = this.#series[s]
    const additionne = serie?.agregation !== 'aucune'
    const arrondissements = [...(this.#villes.get(s) ?? [])].map(
      (v) => this.#unites.filter((u) => u.ville === v).length,
    )
    return {
      publiee: null,
      numerateur: additionne ? (this.#numerateur[s] as number) : null,
      denominateur: additionne ? (this.#denominateur[s] as number) : null,
      avecValeur: this.#avecValeur[s] as number,
      total: arrondissements.reduce((total, siens) => total + siens - 1, nombre),
      populationAvec: this.#populationAvec[s] as number,
      population,
      populationSousSeuil: serie?.seuil == null ? null : (this.#dessous[s] as number),
      minimum: this.#minimum[s] as number,
      maximum: this.#maximum[s] as number,
    }
  }

  createExtremes(s: number): Extremes {
    return {
      minimum: this.#createExtreme(this.#minimum[s] as number, this.#enBas[s] ?? []),
      maximum: this.#createExtreme(this.#maximum[s] as number, this.#enHaut[s] ?? []),
    }
  }

  #createExtreme(valeur: number, rangs: readonly number[]): Extreme {
    const unites = rangs.flatMap((rang) => this.#unites[rang] ?? [])
    unites.sort((a, b) => b.population - a.population || (a.code < b.code ? -1 : 1))
    return { valeur, nombre: unites.length, communes: unites.slice(0, NOMMEES).map(({ code, nom }) => ({ code, nom })) }
  }
}
