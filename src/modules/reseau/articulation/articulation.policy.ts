import { definePolicy } from '#core/policy.ts'

/** What one acts on: a pair of dispositifs, or an area, by the accounts that coordinate one of its dispositifs. */
export interface CibleArticulation {
  coordinateurs: readonly string[]
}

const droits = { coordinateur: ['sien'], administrateur: true } as const

/**
 * Anyone reads overlaps, links and suggestions. Who coordinates one of the dispositifs concerned answers suggestions,
 * declares links, and keeps what was agreed: `suivre` is to read démarches and meetings, working papers of the two.
 */
export const articulationPolicy = definePolicy<'agir' | 'suivre', 'sien', CibleArticulation>({
  cas: {
    sien: (acteur, { coordinateurs }) => acteur.compte !== null && coordinateurs.includes(acteur.compte),
  },
  droits: { agir: droits, suivre: droits },
})
