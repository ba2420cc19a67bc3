import type { SerieDatee } from '../indicateur/indicateur.ts'
import type { LigneSimple, Mesure } from './portrait.ts'

/** At most as many areas side by side. */
export const ZONES_MAX = 4

export interface LigneComparee {
  indicateur: LigneSimple['indicateur']
  serie: SerieDatee
  /** In the order of the areas. */
  mesures: Mesure[]
}

/**
 * One row an indicator, at one vintage for all: the newest where every area has a value, else the newest where any has.
 * An indicator that says nothing of any of them has no row.
 * @param zones rows of each area, in the same order of indicators
 */
export function listComparees(zones: readonly (readonly LigneSimple[])[]): LigneComparee[] {
  const [premiere = []] = zones
  return premiere.flatMap(({ indicateur, mesures }, rang): LigneComparee[] => {
    const colonnes = mesures.map(({ serie }, n) => ({
      serie,
      mesures: zones.flatMap((lignes) => lignes[rang]?.mesures[n] ?? []),
    }))
    const hasValeur = (m: Mesure) => m.valeur.valeur !== null
    const choisie = colonnes.find((c) => c.mesures.every(hasValeur)) ?? colonnes.find((c) => c.mesures.some(hasValeur))
    return choisie ? [{ indicateur, ...choisie }] : []
  })
}
