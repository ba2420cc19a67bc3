import { definePolicy } from '#core/policy.ts'
import type { Etagere } from './etagere.ts'

type Geste = 'lire' | 'creer' | 'modifier' | 'supprimer'
export type Cas = 'publique' | 'partagee' | 'sienne' | 'sienneEtPresente' | 'presente'
type Cible = Pick<Etagere, 'etat' | 'proprietaire' | 'supprimeeLe'>

const isSienne = (compte: string | null, e: Cible) => compte !== null && e.proprietaire === compte

const contributeur = {
  lire: ['publique', 'partagee', 'sienne'],
  creer: true,
  modifier: ['sienneEtPresente'],
  supprimer: ['sienne'],
} as const

/** Everyone reads public shelves; who contributes keeps his own; documentalists keep all of them. */
export const etagerePolicy = definePolicy<Geste, Cas, Cible>({
  cas: {
    publique: (_acteur, e) => e.etat === 'publique' && e.supprimeeLe === null,
    partagee: (_acteur, e) => e.etat === 'partagee' && e.supprimeeLe === null,
    // Deleted ones included: one reads and puts back what one deleted.
    sienne: (acteur, e) => isSienne(acteur.compte, e),
    sienneEtPresente: (acteur, e) => isSienne(acteur.compte, e) && e.supprimeeLe === null,
    presente: (_acteur, e) => e.supprimeeLe === null,
  },
  droits: {
    lire: {
      visiteur: ['publique'],
      contributeur: contributeur.lire,
      coordinateur: contributeur.lire,
      documentaliste: true,
      administrateur: true,
    },
    creer: { contributeur: true, coordinateur: true, documentaliste: true, administrateur: true },
    modifier: {
      contributeur: contributeur.modifier,
      coordinateur: contributeur.modifier,
      documentaliste: ['presente'],
      administrateur: ['presente'],
    },
    supprimer: {
      contributeur: contributeur.supprimer,
      coordinateur: contributeur.supprimer,
      documentaliste: true,
      administrateur: true,
    },
  },
})
