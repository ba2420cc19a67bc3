import { type Agregation, isPonderee } from '../indicateur.ts'
import type { ValeurCommune } from '../serie.ts'

export type Partie = Omit<ValeurCommune, 'commune'>

const sum = (nombres: readonly number[]): number => nombres.reduce((total, n) => total + n, 0)
const listConnus = (nombres: readonly (number | null)[]): number[] => nombres.filter((n) => n !== null)

/**
 * One value for several communes that are one today: sums add, means go by their weights, anything else is missing.
 * Where one part is missing or hidden, so is the whole: it is never told as if it were the sum of what is known.
 */
export function computeFusion(agregation: Agregation, parties: readonly Partie[]): Partie {
  const valeurs = listConnus(parties.map((p) => p.valeur))
  const connus = listConnus(parties.map((p) => p.poids))
  const poids = connus.length === parties.length ? sum(connus) : null
  const sans: Partie = { valeur: null, poids, motif: parties.some((p) => p.motif === 'secret') ? 'secret' : 'absent' }
  if (valeurs.length < parties.length) return sans
  if (agregation === 'somme') return { valeur: sum(valeurs), poids, motif: null }
  if (!isPonderee(agregation) || !poids) return sans
  return { valeur: sum(parties.map((p) => (p.valeur ?? 0) * (p.poids ?? 0))) / poids, poids, motif: null }
}
