import { definePolicy, fromRole } from '#core/policy.ts'
import type { CibleFiche } from './fiche.ts'

type Geste = 'lire' | 'proposer' | 'modifier' | 'supprimer' | 'historique'
type Cas = 'publiee' | 'presente' | 'duTerritoire' | 'duTerritoireEtPresente'

const publiee = ['publiee'] as const

/**
 * Sheets of organismes, structures and services (a service has the rights of its structure). Everyone reads what is
 * published; who contributes proposes; who coordinates a dispositif keeps the sheets of its territory.
 */
export const fichePolicy = definePolicy<Geste, Cas, CibleFiche>({
  cas: {
    publiee: (_acteur, f) => f.publication === 'publie' && f.supprimeLe === null,
    presente: (_acteur, f) => f.supprimeLe === null,
    // Deleted ones included: one puts back what one deleted.
    duTerritoire: (_acteur, f) => f.coordonnee,
    duTerritoireEtPresente: (_acteur, f) => f.coordonnee && f.supprimeLe === null,
  },
  droits: {
    lire: { ...fromRole('visiteur', publiee), coordinateur: ['publiee', 'duTerritoire'], administrateur: true },
    proposer: { ...fromRole('contributeur', publiee), administrateur: ['presente'] },
    modifier: { coordinateur: ['duTerritoireEtPresente'], administrateur: ['presente'] },
    supprimer: { coordinateur: ['duTerritoire'], administrateur: true },
    historique: {
      ...fromRole('contributeur', publiee),
      coordinateur: ['publiee', 'duTerritoire'],
      administrateur: true,
    },
  },
})
