/** Points in rows: the standardised values of one area after another. */
export interface Matrice {
  /** Areas. */
  n: number
  /** Variables. */
  d: number
  /** `n × d` values, row by row. */
  x: Float64Array
}

/** Squared Euclidean distance of two rows, each of its own array. */
export function computeCarre(a: Float64Array, i: number, b: Float64Array, j: number, d: number): number {
  let somme = 0
  for (let v = 0, p = i * d, q = j * d; v < d; v++, p++, q++) {
    const ecart = (a[p] as number) - (b[q] as number)
    somme += ecart * ecart
  }
  return somme
}

/** Means of each group, row by row; zero for an empty one. */
export function computeCentres({ n, d, x }: Matrice, groupes: Uint8Array, k: number): Float64Array {
  const centres = new Float64Array(k * d)
  const effectifs = computeEffectifs(groupes, k)
  for (let i = 0; i < n; i++) {
    const c = (groupes[i] ?? 0) * d
    for (let v = 0; v < d; v++) centres[c + v] = (centres[c + v] ?? 0) + (x[i * d + v] ?? 0)
  }
  for (let c = 0; c < k * d; c++) centres[c] = (centres[c] ?? 0) / Math.max(1, effectifs[Math.floor(c / d)] ?? 0)
  return centres
}

export function computeEffectifs(groupes: Uint8Array, k: number): Uint32Array {
  const effectifs = new Uint32Array(k)
  for (const g of groupes) effectifs[g] = (effectifs[g] ?? 0) + 1
  return effectifs
}

/** Sum of squared distances to the centre of one's group. */
export function computeInertie(matrice: Matrice, groupes: Uint8Array, k: number): number {
  const centres = computeCentres(matrice, groupes, k)
  let somme = 0
  for (let i = 0; i < matrice.n; i++) somme += computeCarre(matrice.x, i, centres, groupes[i] ?? 0, matrice.d)
  return somme
}
