import { definePolicy } from '#core/policy.ts'

type Geste = 'lire' | 'creer' | 'modifier' | 'supprimer'
export type Cas = 'publique' | 'sienne' | 'sienneEtPresente' | 'presente'
interface Cible {
  etat: 'prive' | 'public'
  proprietaire: string | null
  supprimeeLe: Date | null
}

const isSienne = (compte: string | null, t: Cible) => compte !== null && t.proprietaire === compte

const contributeur = {
  lire: ['publique', 'sienne'],
  creer: true,
  modifier: ['sienneEtPresente'],
  supprimer: ['sienne'],
} as const

/**
 * What people make and keep under their name, private or public: territories, simulations, typologies. Everyone reads
 * public ones; who contributes keeps his own; administrators keep all of them.
 */
export const gardePolicy = definePolicy<Geste, Cas, Cible>({
  cas: {
    publique: (_acteur, t) => t.etat === 'public' && t.supprimeeLe === null,
    // Deleted ones included: one reads and puts back what one deleted.
    sienne: (acteur, t) => isSienne(acteur.compte, t),
    sienneEtPresente: (acteur, t) => isSienne(acteur.compte, t) && t.supprimeeLe === null,
    presente: (_acteur, t) => t.supprimeeLe === null,
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
