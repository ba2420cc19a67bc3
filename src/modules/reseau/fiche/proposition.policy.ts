import { definePolicy, fromRole } from '#core/policy.ts'
import type { Proposition } from './proposition.ts'

type Cas = 'sienne' | 'duTerritoire' | 'enAttente' | 'duTerritoireEnAttente'

/** A proposal is between who made it and those who keep the sheet. */
export const propositionPolicy = definePolicy<
  'lire' | 'decider',
  Cas,
  Pick<Proposition, 'compte' | 'coordonnee' | 'etat'>
>({
  cas: {
    sienne: (acteur, p) => acteur.compte !== null && p.compte === acteur.compte,
    duTerritoire: (_acteur, p) => p.coordonnee,
    enAttente: (_acteur, p) => p.etat === 'a-relire',
    duTerritoireEnAttente: (_acteur, p) => p.coordonnee && p.etat === 'a-relire',
  },
  droits: {
    lire: {
      ...fromRole('contributeur', ['sienne'] as const),
      coordinateur: ['sienne', 'duTerritoire'],
      administrateur: true,
    },
    decider: { coordinateur: ['duTerritoireEnAttente'], administrateur: ['enAttente'] },
  },
})
