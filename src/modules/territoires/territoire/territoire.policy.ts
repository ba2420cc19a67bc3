import { definePolicy } from '#core/policy.ts'
import type { Territoire } from './territoire.ts'

type Geste = 'lire' | 'creer' | 'modifier' | 'supprimer'
export type Cas = 'public' | 'sien' | 'sienEtPresent' | 'present'
type Cible = Pick<Territoire, 'etat' | 'proprietaire' | 'supprimeeLe'>

const isSien = (compte: string | null, t: Cible) => compte !== null && t.proprietaire === compte

const contributeur = {
  lire: ['public', 'sien'],
  creer: true,
  modifier: ['sienEtPresent'],
  supprimer: ['sien'],
} as const

/** Everyone reads public territories; who contributes keeps his own; administrators keep all of them. */
export const territoirePolicy = definePolicy<Geste, Cas, Cible>({
  cas: {
    public: (_acteur, t) => t.etat === 'public' && t.supprimeeLe === null,
    // Deleted ones included: one reads and puts back what one deleted.
    sien: (acteur, t) => isSien(acteur.compte, t),
    sienEtPresent: (acteur, t) => isSien(acteur.compte, t) && t.supprimeeLe === null,
    present: (_acteur, t) => t.supprimeeLe === null,
  },
  droits: {
    lire: {
      visiteur: ['public'],
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
      administrateur: ['present'],
    },
    supprimer: {
      contributeur: contributeur.supprimer,
      documentaliste: contributeur.supprimer,
      coordinateur: contributeur.supprimer,
      administrateur: true,
    },
  },
})
