import { type Calcul, computeApl, computeRatio } from './apl.ts'
import { computeLigne, createTransposee, type Matrice } from './matrice.ts'

/**
 * A computation that follows its changes: where a supply or a population changes, only the ratios and the origins that
 * see it are computed again, whole and in the same order, so that the result is to the bit that of a full computation.
 */
export class Essai {
  readonly poids: Matrice
  readonly #versOrigines: Matrice
  readonly #population: Float64Array
  readonly #offre: Float64Array
  readonly #unite: number
  readonly #calcul: Calcul
  /** Last change that touched each origin, so that none is computed twice for one change. */
  readonly #marques: Int32Array
  #changement = 0

  /** Keeps copies of `population` and `offre`. */
  constructor(poids: Matrice, population: Float64Array, offre: Float64Array, unite = 1) {
    this.poids = poids
    this.#versOrigines = createTransposee(poids)
    this.#population = population.slice()
    this.#offre = offre.slice()
    this.#unite = unite
    this.#calcul = computeApl(poids, population, offre, unite, this.#versOrigines)
    this.#marques = new Int32Array(poids.origines)
  }

  /** APL by origin, as it stands: the same array after each change. */
  get apl(): Float64Array {
    return this.#calcul.apl
  }

  getOffre(destination: number): number {
    return this.#offre[destination] ?? 0
  }

  /** Supply of one destination. */
  updateOffre(destination: number, quantite: number): void {
    this.#changement++
    this.#offre[destination] = quantite
    this.#updateRatio(destination)
  }

  /** People of one origin. */
  updatePopulation(origine: number, habitants: number): void {
    this.#changement++
    this.#population[origine] = habitants
    const { debuts, colonnes } = this.poids
    const fin = debuts[origine + 1] as number
    // All ratios first: an origin that sees two of them is computed once, with both.
    for (let e = debuts[origine] as number; e < fin; e++) {
      const destination = colonnes[e] as number
      this.#calcul.demandes[destination] = computeLigne(this.#versOrigines, destination, this.#population)
      this.#updateRatio(destination, false)
    }
    for (let e = debuts[origine] as number; e < fin; e++) this.#updateOrigines(colonnes[e] as number)
  }

  #updateRatio(destination: number, avecOrigines = true): void {
    const { demandes, ratios } = this.#calcul
    ratios[destination] = computeRatio(this.#offre[destination] as number, demandes[destination] as number)
    if (avecOrigines) this.#updateOrigines(destination)
  }

  /** The origins that see it. */
  #updateOrigines(destination: number): void {
    const { debuts, colonnes } = this.#versOrigines
    const { ratios, apl } = this.#calcul
    const fin = debuts[destination + 1] as number
    for (let e = debuts[destination] as number; e < fin; e++) {
      const origine = colonnes[e] as number
      if (this.#marques[origine] === this.#changement) continue
      this.#marques[origine] = this.#changement
      apl[origine] = computeLigne(this.poids, origine, ratios) * this.#unite
    }
  }
}
