import { definePolicy, fromRole } from '#core/policy.ts'
import type { Proposition } from './proposition.ts'

type Cas = 'sienne' | 'duTerritoire'

/** A proposal is between who made it and those who keep the sheet; that it still waits is no right but its state. */
export const propositionPolicy = definePolicy<'lire' | 'decider', Cas, Pick<Proposition, 'compte' | 'coordonnee'>>({
  cas: {
    sienne: (acteur, p) => acteur.compte !== null && p.compte === acteur.compte,
    duTerritoire: (_acteur, p) => p.coordonnee,
  },
  droits: {
    lire: {
      ...fromRole('contributeur', ['sienne'] as const),
      coordinateur: ['sienne', 'duTerritoire'],
      administrateur: true,
    },
    decider: { coordinateur: ['duTerritoire'], administrateur: true },
  },
})
