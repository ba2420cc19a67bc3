import type { Reglage, TypeDispositif } from './type.ts'

/** A setting with the value that holds here. */
export interface ReglageLu extends Reglage {
  /** Somebody wrote it here, in place of what the type says. */
  corrige: boolean
}

/** A size class among those of the type. */
export interface Taille {
  /** From 1. */
  rang: number
  classes: number
  aVerifier: boolean
}

/**
 * Size class of a population (the bounds of the type, as corrected here); null where the type has none, a bound is
 * missing, or the population is not known.
 */
export function computeTaille(
  type: TypeDispositif,
  reglages: readonly ReglageLu[],
  population: number | null,
): Taille | null {
  if (!type.classes || population === null) return null
  const { bornes, exclues = [] } = type.classes
  const lues = bornes.map((cle) => reglages.find((r) => r.cle === cle))
  let rang = 1
  for (const borne of lues) {
    if (!borne || borne.valeur === null) return null
    if (exclues.includes(borne.cle) ? population > borne.valeur : population >= borne.valeur) rang++
  }
  return { rang, classes: bornes.length + 1, aVerifier: lues.some((r) => r?.aVerifier) }
}

/** « Taille 2 sur 4 » */
export const formatTaille = ({ rang, classes }: Taille): string => `Taille ${rang} sur ${classes}`
