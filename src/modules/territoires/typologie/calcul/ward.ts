import { computeCarre, type Matrice } from './matrice.ts'

/** Two groups that become one, each known by its first area; `cout` is the inertia that it adds. */
export interface Fusion {
  a: number
  b: number
  cout: number
}

/** What merging two groups adds to the inertia within groups (Ward, 1963). */
function computeCout(centres: Float64Array, effectifs: Float64Array, i: number, j: number, d: number): number {
  const ni = effectifs[i] as number
  const nj = effectifs[j] as number
  return ((ni * nj) / (ni + nj)) * computeCarre(centres, i, centres, j, d)
}

/**
 * The whole tree of Ward’s method, least costly merge first. By chains of nearest neighbours (Murtagh, 1983): centres
 * are enough, no matrix of distances is kept, and the time grows with the square of the areas.
 */
export function computeFusions({ n, d, x }: Matrice): Fusion[] {
  const centres = Float64Array.from(x)
  const effectifs = new Float64Array(n).fill(1)
  const vivants = new Uint8Array(n).fill(1)
  const fusions: Fusion[] = []
  const chaine: number[] = []
  for (let premier = 0; fusions.length < n - 1; ) {
    if (chaine.length === 0) {
      while (vivants[premier] === 0) premier++
      chaine.push(premier)
    }
    const bout = chaine.at(-1) ?? 0
    const avant = chaine.at(-2) ?? -1
    // The one before wins where costs are equal: the chain would turn in a circle otherwise.
    let proche = avant
    let cout = avant >= 0 ? computeCout(centres, effectifs, bout, avant, d) : Number.POSITIVE_INFINITY
    for (let j = 0; j < n; j++) {
      if (vivants[j] === 0 || j === bout || j === avant) continue
      const sien = computeCout(centres, effectifs, bout, j, d)
      if (sien < cout) {
        cout = sien
        proche = j
      }
    }
    if (proche !== avant) {
      chaine.push(proche)
      continue
    }
    chaine.length -= 2
    const [a, b] = bout < avant ? [bout, avant] : [avant, bout]
    mergeCentres(centres, effectifs, a, b, d)
    vivants[b] = 0
    fusions.push({ a, b, cout })
  }
  return fusions.toSorted((f, g) => f.cout - g.cout)
}

function mergeCentres(centres: Float64Array, effectifs: Float64Array, a: number, b: number, d: number): void {
  const [na, nb] = [effectifs[a] ?? 0, effectifs[b] ?? 0]
  for (let v = 0; v < d; v++)
    centres[a * d + v] = (na * (centres[a * d + v] ?? 0) + nb * (centres[b * d + v] ?? 0)) / (na + nb)
  effectifs[a] = na + nb
}

/** The tree cut at `k` groups. @returns for each area its group, from 0, in the order of their first areas */
export function cutFusions(fusions: readonly Fusion[], n: number, k: number): Uint8Array {
  const chefs = Uint32Array.from({ length: n }, (_, i) => i)
  const getChef = (i: number): number => {
    let chef = i
    while (chefs[chef] !== chef) chef = chefs[chef] ?? chef
    return chef
  }
  for (const { a, b } of fusions.slice(0, Math.max(0, n - k))) {
    const [ca, cb] = [getChef(a), getChef(b)]
    chefs[Math.max(ca, cb)] = Math.min(ca, cb)
  }
  const numeros = new Map<number, number>()
  return Uint8Array.from({ length: n }, (_, i) => {
    const chef = getChef(i)
    const numero = numeros.get(chef) ?? numeros.size
    numeros.set(chef, numero)
    return numero
  })
}
