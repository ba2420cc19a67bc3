import type { Matrice } from './matrice.ts'

/** Values of some areas, as they are compared: one row an area, one column a variable; null where there is none. */
export interface Tableau {
  codes: readonly string[]
  valeurs: readonly (readonly (number | null)[])[]
}

/** What becomes of one variable before areas are compared. */
export interface Colonne {
  /** Mean and standard deviation over the areas that are kept, after the logarithm if there is one. */
  moyenne: number
  ecartType: number
  /** Asymmetry (third standardised moment), of what is compared. */
  asymetrie: number
  /** Areas that are kept without a value: the mean stands for it. */
  remplacees: number
}

export interface Preparation {
  matrice: Matrice
  /** Numbers of the rows that are kept, in the order of the matrix. */
  retenus: number[]
  /** Rows left out, with the variables that miss. */
  ecartes: { rang: number; manquantes: number[] }[]
  /** All variables; those without spread are not in the matrix. */
  colonnes: Colonne[]
  /** Numbers of the variables in the matrix, in order. */
  utiles: number[]
}

/** A variable whose asymmetry passes this is better compared by its logarithm (own mark). */
export const ASYMETRIE_FORTE = 2

/** What is compared: the value, or log(1 + value), which spreads counts where a few are much larger. */
export const computeEchelle = (valeur: number, log: boolean): number => (log ? Math.log1p(valeur) : valeur)
/** The reverse: a mean of logarithms as a value. */
export const computeValeurEchelle = (echelle: number, log: boolean): number => (log ? Math.expm1(echelle) : echelle)

function computeColonne(valeurs: readonly (number | null)[]): Colonne {
  const connues = valeurs.filter((v) => v !== null)
  const computeMoment = (ordre: number, centre: number) =>
    connues.reduce((somme, v) => somme + (v - centre) ** ordre, 0) / Math.max(1, connues.length)
  const moyenne = computeMoment(1, 0)
  const ecartType = Math.sqrt(computeMoment(2, moyenne))
  return {
    moyenne,
    ecartType,
    asymetrie: ecartType > 0 ? computeMoment(3, moyenne) / ecartType ** 3 : 0,
    remplacees: valeurs.length - connues.length,
  }
}

/** Differences that rounding alone would make are no spread. */
const isConstante = ({ moyenne, ecartType }: Colonne): boolean => ecartType <= 1e-9 * Math.max(1, Math.abs(moyenne))

/**
 * Standardises: each variable has mean 0 and standard deviation 1 over the areas kept. An area is left out when more
 * than `part` of its variables miss; what misses of the others takes the mean, and is counted.
 * @param logs variables that are compared by their logarithm; their values are not negative
 */
export function computePreparation(
  { valeurs }: Tableau,
  { logs, part }: { logs: readonly boolean[]; part: number },
): Preparation {
  const retenus: number[] = []
  const ecartes: Preparation['ecartes'] = []
  for (const [rang, ligne] of valeurs.entries()) {
    const manquantes = ligne.flatMap((v, c) => (v === null ? [c] : []))
    if (manquantes.length > part * ligne.length || manquantes.length === ligne.length)
      ecartes.push({ rang, manquantes })
    else retenus.push(rang)
  }
  const echelles = logs.map((log, c) =>
    retenus.map((rang) => {
      const valeur = valeurs[rang]?.[c] ?? null
      return valeur === null ? null : computeEchelle(valeur, log)
    }),
  )
  const colonnes = echelles.map(computeColonne)
  const utiles = colonnes.flatMap((colonne, c) => (isConstante(colonne) ? [] : [c]))
  const [n, d] = [retenus.length, utiles.length]
  const x = new Float64Array(n * d)
  for (const [v, c] of utiles.entries()) {
    const { moyenne, ecartType } = colonnes[c] ?? { moyenne: 0, ecartType: 1 }
    for (const [i, echelle] of (echelles[c] ?? []).entries())
      if (echelle !== null) x[i * d + v] = (echelle - moyenne) / ecartType
  }
  return { matrice: { n, d, x }, retenus, ecartes, colonnes, utiles }
}
