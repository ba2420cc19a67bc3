import { definePolicy } from '#core/policy.ts'
import type { Territoire } from '../territoire/territoire.ts'

type Geste = 'ecrire'
type Cas = 'sien' | 'public' | 'present'
type Cible = Pick<Territoire, 'etat' | 'proprietaire' | 'supprimeeLe'>

const sien = ['sien'] as const

/** Who keeps a territory writes of its numbers, and who coordinates, of public ones; reading goes with the territory. */
export const notePolicy = definePolicy<Geste, Cas, Cible>({
  cas: {
    sien: (acteur, t) => acteur.compte !== null && t.proprietaire === acteur.compte && t.supprimeeLe === null,
    public: (_acteur, t) => t.etat === 'public' && t.supprimeeLe === null,
    present: (_acteur, t) => t.supprimeeLe === null,
  },
  droits: {
    ecrire: {
      contributeur: sien,
      documentaliste: sien,
      coordinateur: ['sien', 'public'],
      administrateur: ['present'],
    },
  },
})
