import { computeCarre, computeCentres, computeInertie, type Matrice } from './matrice.ts'

/** Starts that are tried for each number of groups, the best being kept: fewer where each takes long. */
export const computeDeparts = (n: number): number => (n > 2000 ? 4 : 10)
const TOURS_MAX = 100

/** Numbers in [0, 1) that a seed decides (mulberry32). */
export function createTirage(graine: number): () => number {
  let etat = graine >>> 0
  return () => {
    etat = (etat + 0x6d2b79f5) >>> 0
    let t = Math.imul(etat ^ (etat >>> 15), etat | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** First centres far from each other: k-means++ (Arthur and Vassilvitskii, 2007). */
function chooseCentres({ n, d, x }: Matrice, k: number, tirage: () => number): Float64Array {
  const centres = new Float64Array(k * d)
  const distances = new Float64Array(n).fill(Number.POSITIVE_INFINITY)
  let choisi = Math.floor(tirage() * n)
  for (let c = 0; ; c++) {
    centres.set(x.subarray(choisi * d, (choisi + 1) * d), c * d)
    if (c === k - 1) return centres
    let total = 0
    for (let i = 0; i < n; i++) {
      distances[i] = Math.min(distances[i] ?? 0, computeCarre(x, i, centres, c, d))
      total += distances[i] ?? 0
    }
    let reste = tirage() * total
    choisi = 0
    while (choisi < n - 1 && reste >= (distances[choisi] ?? 0)) reste -= distances[choisi++] ?? 0
  }
}

/** What is known of each area without measuring: at most how far its own centre is, at least how far any other is. */
interface Bornes {
  sien: Float64Array
  autres: Float64Array
}

/**
 * Puts each area in the group of the nearest centre, the first of equals. Areas that their bounds tell not to have
 * moved are not measured (Hamerly, 2010). @returns whether one moved
 */
function updateGroupes({ n, d, x }: Matrice, centres: Float64Array, groupes: Uint8Array, bornes: Bornes): boolean {
  const k = centres.length / d
  let bouge = false
  for (let i = 0; i < n; i++) {
    if ((bornes.sien[i] as number) < (bornes.autres[i] as number)) continue
    let proche = 0
    let distance = Number.POSITIVE_INFINITY
    let seconde = Number.POSITIVE_INFINITY
    for (let c = 0; c < k; c++) {
      const carre = computeCarre(x, i, centres, c, d)
      if (carre < distance) {
        seconde = distance
        distance = carre
        proche = c
      } else if (carre < seconde) seconde = carre
    }
    if (groupes[i] !== proche) bouge = true
    groupes[i] = proche
    bornes.sien[i] = Math.sqrt(distance)
    bornes.autres[i] = Math.sqrt(seconde)
  }
  return bouge
}

/** Loosens the bounds by how far the centres went. */
function updateBornes(bornes: Bornes, groupes: Uint8Array, avant: Float64Array, apres: Float64Array, d: number): void {
  const pas = Float64Array.from({ length: avant.length / d }, (_, c) => Math.sqrt(computeCarre(avant, c, apres, c, d)))
  const plus = Math.max(...pas)
  for (let i = 0; i < groupes.length; i++) {
    bornes.sien[i] = (bornes.sien[i] as number) + (pas[groupes[i] as number] as number)
    bornes.autres[i] = (bornes.autres[i] as number) - plus
  }
}

/** An empty group takes the area that is farthest from its centre; none where every area stands at its own. */
function fillVides({ n, d, x }: Matrice, centres: Float64Array, groupes: Uint8Array): boolean {
  let rempli = false
  for (let c = 0; c < centres.length / d; c++) {
    if (groupes.includes(c)) continue
    let loin = -1
    let distance = 0
    for (let i = 0; i < n; i++) {
      const carre = computeCarre(x, i, centres, groupes[i] ?? 0, d)
      if (carre > distance) {
        loin = i
        distance = carre
      }
    }
    if (loin < 0) continue
    groupes[loin] = c
    centres.set(x.subarray(loin * d, (loin + 1) * d), c * d)
    rempli = true
  }
  return rempli
}

function computeDepart(matrice: Matrice, k: number, tirage: () => number): Uint8Array {
  const { n, d } = matrice
  const groupes = new Uint8Array(n)
  const bornes = { sien: new Float64Array(n), autres: new Float64Array(n) }
  let centres = chooseCentres(matrice, k, tirage)
  for (let tour = 0; tour < TOURS_MAX; tour++) {
    const bouge = updateGroupes(matrice, centres, groupes, bornes)
    const rempli = fillVides(matrice, centres, groupes)
    if (tour > 0 && !bouge && !rempli) break
    const suivants = computeCentres(matrice, groupes, k)
    if (rempli) bornes.autres.fill(0)
    else updateBornes(bornes, groupes, centres, suivants, d)
    centres = suivants
  }
  return groupes
}

/**
 * Groups by k-means (Lloyd), the best of several starts: the same seed and values give the same groups.
 * @returns for each area its group, from 0; a group may be empty where fewer than `k` areas differ
 */
export function computeKmeans(matrice: Matrice, k: number, graine: number): Uint8Array {
  let meilleur: Uint8Array = new Uint8Array(matrice.n)
  let inertie = Number.POSITIVE_INFINITY
  for (let depart = 0; depart < computeDeparts(matrice.n); depart++) {
    const groupes = computeDepart(matrice, k, createTirage(graine * 1009 + k * 101 + depart))
    const sienne = computeInertie(matrice, groupes, k)
    if (sienne < inertie) {
      meilleur = groupes
      inertie = sienne
    }
  }
  return meilleur
}
