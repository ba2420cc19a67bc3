import { definePolicy } from '#core/policy.ts'
import type { Simulation } from './simulation.ts'

type Geste = 'lire' | 'creer' | 'modifier' | 'supprimer'
export type Cas = 'publique' | 'sienne' | 'sienneEtPresente' | 'presente'
type Cible = Pick<Simulation, 'etat' | 'proprietaire' | 'supprimeeLe'>

const isSienne = (compte: string | null, s: Cible) => compte !== null && s.proprietaire === compte

const contributeur = {
  lire: ['publique', 'sienne'],
  creer: true,
  modifier: ['sienneEtPresente'],
  supprimer: ['sienne'],
} as const

/** Everyone tries, and reads public simulations; who contributes keeps his own; administrators keep all of them. */
export const simulationPolicy = definePolicy<Geste, Cas, Cible>({
  cas: {
    publique: (_acteur, s) => s.etat === 'public' && s.supprimeeLe === null,
    // Deleted ones included: one reads and puts back what one deleted.
    sienne: (acteur, s) => isSienne(acteur.compte, s),
    sienneEtPresente: (acteur, s) => isSienne(acteur.compte, s) && s.supprimeeLe === null,
    presente: (_acteur, s) => s.supprimeeLe === null,
  },
  droits: {
    lire: {
      visiteur: ['publique'],
      contributeur: contributeur.lire,
      documentaliste: contributeur.lire,
      coordinateur: contributeur.lire,
      administrateur: true,
    },
    creer: { contributeur: true, documentaliste: true, coordinateur: true, administrateur: true },
    modifier: {
      contributeur: contributeur.modifier,
      documentaliste: contributeur.modifier,
      coordinateur: contributeur.modifier,
      administrateur: ['presente'],
    },
    supprimer: {
      contributeur: contributeur.supprimer,
      documentaliste: contributeur.supprimer,
      coordinateur: contributeur.supprimer,
      administrateur: true,
    },
  },
})

/** Whether this actor brings in travel times and parameter sets: as for indicators. */
export const reglagesPolicy = definePolicy<'importer', never, null>({
  cas: {},
  droits: { importer: { documentaliste: true, coordinateur: true, administrateur: true } },
})
