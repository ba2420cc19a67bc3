import type { Matrice } from './matrice.ts'

/** How much a supply counts for who lives so many minutes away. */
export type Decroissance =
  /** `[bound, weight]`, bounds growing and included; beyond the last one, 0. */
  | { classes: readonly (readonly [number, number])[] }
  /** exp(-k t), k a minute. */
  | { exponentielle: number }
  /** exp(-t² / 2σ²), σ in minutes. */
  | { gaussienne: number }

/** Weight of a travel time in minutes, before the limit. */
export function computePoids(decroissance: Decroissance): (minutes: number) => number {
  if ('exponentielle' in decroissance) {
    const { exponentielle: k } = decroissance
    return (t) => Math.exp(-k * t)
  }
  if ('gaussienne' in decroissance) {
    const deuxVariances = 2 * decroissance.gaussienne ** 2
    return (t) => Math.exp(-(t * t) / deuxVariances)
  }
  const bornes = Float64Array.from(decroissance.classes, ([borne]) => borne)
  const poids = Float64Array.from(decroissance.classes, ([, p]) => p)
  return (t) => {
    for (let n = 0; n < bornes.length; n++) if (t <= (bornes[n] as number)) return poids[n] as number
    return 0
  }
}

/** The same pairs with their weights in place of minutes; beyond `limite` (included), 0. */
export function createMatricePoids(temps: Matrice, decroissance: Decroissance, limite: number): Matrice {
  const computeUn = computePoids(decroissance)
  const { valeurs: minutes } = temps
  const valeurs = new Float64Array(minutes.length)
  for (let e = 0; e < valeurs.length; e++) {
    const t = minutes[e] as number
    if (t <= limite) valeurs[e] = computeUn(t)
  }
  return { ...temps, valeurs }
}
