/**
 * Pairs (origin, destination) as sparse rows: those of origin `o` stand from `debuts[o]` to `debuts[o + 1]`, each with
 * its destination and a value (minutes, or the weight of these minutes).
 */
export interface Matrice {
  origines: number
  destinations: number
  debuts: Int32Array
  colonnes: Int32Array
  valeurs: Float64Array
}

/** Pairs as they come, in any order. */
export class Paires {
  nombre = 0
  #origines: Int32Array
  #destinations: Int32Array
  #valeurs: Float64Array

  constructor(places = 1024) {
    this.#origines = new Int32Array(places)
    this.#destinations = new Int32Array(places)
    this.#valeurs = new Float64Array(places)
  }

  add(origine: number, destination: number, valeur: number): void {
    if (this.nombre === this.#origines.length) this.#grow()
    const n = this.nombre++
    this.#origines[n] = origine
    this.#destinations[n] = destination
    this.#valeurs[n] = valeur
  }

  #grow(): void {
    const places = Math.max(1024, this.#origines.length * 2)
    const grand = <T extends Int32Array | Float64Array>(tableau: T, nouveau: T): T => {
      nouveau.set(tableau)
      return nouveau
    }
    this.#origines = grand(this.#origines, new Int32Array(places))
    this.#destinations = grand(this.#destinations, new Int32Array(places))
    this.#valeurs = grand(this.#valeurs, new Float64Array(places))
  }

  /** The sparse rows of these pairs. Inside a row, they keep the order in which they came. */
  createMatrice(origines: number, destinations: number): Matrice {
    return arrange(origines, destinations, {
      nombre: this.nombre,
      lignes: this.#origines,
      colonnes: this.#destinations,
      valeurs: this.#valeurs,
    })
  }

  /** Ranks, in the order in which they came, of the first pair given twice and of its first coming; null where none is. */
  getDouble(origines: number, destinations: number): [number, number] | null {
    const rangs = Float64Array.from({ length: this.nombre }, (_, n) => n)
    const { debuts, colonnes, valeurs } = arrange(origines, destinations, {
      nombre: this.nombre,
      lignes: this.#origines,
      colonnes: this.#destinations,
      valeurs: rangs,
    })
    const vues = new Int32Array(destinations).fill(-1)
    let trouve: [number, number] | null = null
    for (let o = 0; o < origines; o++) {
      const debut = debuts[o] as number
      for (let e = debut; e < (debuts[o + 1] as number); e++) {
        const d = colonnes[e] as number
        const avant = vues[d] as number
        const rang = valeurs[e] as number
        if (avant < debut) vues[d] = e
        else if (!trouve || rang < trouve[0]) trouve = [rang, valeurs[avant] as number]
      }
    }
    return trouve
  }
}

interface Triplets {
  nombre: number
  lignes: Int32Array
  colonnes: Int32Array
  valeurs: Float64Array
}

/** Counting sort by row. */
function arrange(origines: number, destinations: number, triplets: Triplets): Matrice {
  const { nombre, lignes } = triplets
  const debuts = new Int32Array(origines + 1)
  for (let n = 0; n < nombre; n++) (debuts[(lignes[n] as number) + 1] as number)++
  for (let o = 0; o < origines; o++) debuts[o + 1] = (debuts[o + 1] as number) + (debuts[o] as number)
  const places = debuts.slice(0, origines)
  const colonnes = new Int32Array(nombre)
  const valeurs = new Float64Array(nombre)
  for (let n = 0; n < nombre; n++) {
    const place = (places[lignes[n] as number] as number)++
    colonnes[place] = triplets.colonnes[n] as number
    valeurs[place] = triplets.valeurs[n] as number
  }
  return { origines, destinations, debuts, colonnes, valeurs }
}

/** The same pairs, seen from the destinations; inside a row, origins grow. */
export function createTransposee({ origines, destinations, debuts, colonnes, valeurs }: Matrice): Matrice {
  const lignes = new Int32Array(colonnes.length)
  for (let o = 0; o < origines; o++) lignes.fill(o, debuts[o], debuts[o + 1])
  return arrange(destinations, origines, { nombre: colonnes.length, lignes: colonnes, colonnes: lignes, valeurs })
}

/** Σ value × x over one row, in its order. */
export function computeLigne({ debuts, colonnes, valeurs }: Matrice, ligne: number, x: Float64Array): number {
  const fin = debuts[ligne + 1] as number
  let somme = 0
  for (let e = debuts[ligne] as number; e < fin; e++)
    somme += (valeurs[e] as number) * (x[colonnes[e] as number] as number)
  return somme
}

/** The same over each row, into `y`, to the bit: in one loop, which a call by row would slow. */
export function computeLignes(
  { origines, debuts, colonnes, valeurs }: Matrice,
  x: Float64Array,
  y: Float64Array,
): void {
  let e = 0
  for (let o = 0; o < origines; o++) {
    const fin = debuts[o + 1] as number
    let somme = 0
    for (; e < fin; e++) somme += (valeurs[e] as number) * (x[colonnes[e] as number] as number)
    y[o] = somme
  }
}
