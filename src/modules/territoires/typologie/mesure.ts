import { type Agregation, computeValeur, type Parts } from '../indicateur/indicateur.ts'
import { type Mesure, POUR_HABITANTS } from './typologie.ts'

/**
 * What is compared of an area: its value as a portrait tells it, or for 10,000 inhabitants: those of the communes that
 * have a value, or all of them where the source publishes the whole.
 */
export function computeMesure(mesure: Mesure, agregation: Agregation, parts: Parts | undefined): number | null {
  if (!parts) return null
  const { valeur, calcul } = computeValeur(agregation, parts)
  if (valeur === null || mesure !== 'habitants') return valeur
  const habitants = calcul === 'publie' ? parts.population : parts.populationAvec
  return habitants > 0 ? (valeur * POUR_HABITANTS) / habitants : null
}
