import { computeCarre, computeEffectifs, type Matrice } from './matrice.ts'

/**
 * Silhouette of each area in each of several partitions (Rousseeuw, 1987), from −1 to 1: how much nearer it stands to
 * its own group than to the next one. Zero for an area alone in its group. Distances are computed once for all.
 */
export function computeSilhouettes(
  { n, d, x }: Matrice,
  partitions: readonly { k: number; groupes: Uint8Array }[],
): Float64Array[] {
  const effectifs = partitions.map(({ k, groupes }) => computeEffectifs(groupes, k))
  const silhouettes = partitions.map(() => new Float64Array(n))
  const distances = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) distances[j] = Math.sqrt(computeCarre(x, i, x, j, d))
    for (const [p, { k, groupes }] of partitions.entries()) {
      const sommes = new Float64Array(k)
      for (let j = 0; j < n; j++)
        sommes[groupes[j] as number] = (sommes[groupes[j] as number] as number) + (distances[j] as number)
      const siennes = silhouettes[p]
      if (siennes) siennes[i] = computeSilhouette(sommes, effectifs[p] ?? new Uint32Array(k), groupes[i] ?? 0)
    }
  }
  return silhouettes
}

/** @param sommes of the distances to the areas of each group */
function computeSilhouette(sommes: Float64Array, effectifs: Uint32Array, sien: number): number {
  const siens = effectifs[sien] ?? 0
  if (siens <= 1) return 0
  const dedans = (sommes[sien] ?? 0) / (siens - 1)
  let dehors = Number.POSITIVE_INFINITY
  for (let g = 0; g < effectifs.length; g++) {
    const effectif = effectifs[g] ?? 0
    if (g !== sien && effectif > 0) dehors = Math.min(dehors, (sommes[g] ?? 0) / effectif)
  }
  const plus = Math.max(dedans, dehors)
  return Number.isFinite(dehors) && plus > 0 ? (dehors - dedans) / plus : 0
}

export const computeMoyenne = (valeurs: Iterable<number>): number => {
  let [somme, nombre] = [0, 0]
  for (const v of valeurs) {
    somme += v
    nombre++
  }
  return nombre > 0 ? somme / nombre : 0
}

/** Two variables that tell nearly the same: their numbers, and their correlation (Pearson). */
export interface Correlation {
  a: number
  b: number
  r: number
}

/** Pairs of variables whose correlation passes `seuil` in absolute value, the strongest first. Rows are standardised. */
export function listCorrelations({ n, d, x }: Matrice, seuil: number): Correlation[] {
  const produit = (a: number, b: number): number => {
    let somme = 0
    for (let i = 0; i < n; i++) somme += (x[i * d + a] ?? 0) * (x[i * d + b] ?? 0)
    return somme
  }
  const fortes: Correlation[] = []
  for (let a = 0; a < d; a++) {
    for (let b = a + 1; b < d; b++) {
      const norme = Math.sqrt(produit(a, a) * produit(b, b))
      const r = norme > 0 ? produit(a, b) / norme : 0
      if (Math.abs(r) > seuil) fortes.push({ a, b, r })
    }
  }
  return fortes.toSorted((p, q) => Math.abs(q.r) - Math.abs(p.r))
}
