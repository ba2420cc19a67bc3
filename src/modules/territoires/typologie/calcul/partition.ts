import { computeKmeans } from './kmeans.ts'
import { computeInertie, type Matrice } from './matrice.ts'
import { computeSilhouettes } from './qualite.ts'
import { computeFusions, cutFusions } from './ward.ts'

export type Methode = 'kmeans' | 'ward'

/** Numbers of groups that are tried: more would not be told apart on a map. */
export const K_MIN = 2
export const K_MAX = 8

export interface Partition {
  k: number
  /** For each area its group, from 0. */
  groupes: Uint8Array
  /** Sum of squared distances to the centres of groups. */
  inertie: number
  /** Of each area. */
  silhouettes: Float64Array
}

export interface DemandePartitions {
  matrice: Matrice
  methode: Methode
  graine: number
}

/**
 * One partition for each number of groups from 2 to 8 that the areas allow; fewer where fewer areas differ. Takes time
 * that grows with the square of the areas.
 */
export function computePartitions({ matrice, methode, graine }: DemandePartitions): Partition[] {
  const fusions = methode === 'ward' ? computeFusions(matrice) : []
  const partitions: { k: number; groupes: Uint8Array }[] = []
  for (let k = K_MIN; k <= Math.min(K_MAX, matrice.n - 1); k++) {
    const groupes = methode === 'ward' ? cutFusions(fusions, matrice.n, k) : computeKmeans(matrice, k, graine)
    if (new Set(groupes).size === k) partitions.push({ k, groupes })
  }
  const silhouettes = computeSilhouettes(matrice, partitions)
  return partitions.map(({ k, groupes }, p) => ({
    k,
    groupes,
    inertie: computeInertie(matrice, groupes, k),
    silhouettes: silhouettes[p] ?? new Float64Array(matrice.n),
  }))
}
