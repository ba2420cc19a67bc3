import type { Acteur } from '#core/acteur.ts'
import { definePolicy } from '#core/policy.ts'
import type { Dispositif } from './dispositif.ts'

type Geste =
  | 'lire'
  | 'historique'
  | 'creer'
  | 'proposer'
  | 'corriger'
  | 'modifier'
  | 'publier'
  | 'supprimer'
  | 'administrer'
export type Cas = 'publie' | 'publieAilleurs' | 'propose' | 'coordonne' | 'coordonneEtPresent' | 'present'
/** A stored dispositif; `coordonne`: the actor is among those who coordinate it. */
export type CibleDispositif = Pick<Dispositif, 'publication' | 'creePar' | 'supprimeLe'> & { coordonne: boolean }

const propose = (acteur: Acteur, d: CibleDispositif) =>
  acteur.compte !== null && d.creePar === acteur.compte && d.publication === 'propose' && d.supprimeLe === null

const contributeur = { lire: ['publie', 'propose'], modifier: ['propose'] } as const

/**
 * Everyone reads what is published. A contributor proposes, and corrects his proposal until somebody publishes it; who
 * may not change what is published proposes a correction. Who coordinates creates, and changes what is entrusted to him. Administrators do all of it, publish what was proposed,
 * name coordinators, agree exceptions.
 */
export const dispositifPolicy = definePolicy<Geste, Cas, CibleDispositif>({
  cas: {
    publie: (_acteur, d) => d.publication === 'publie' && d.supprimeLe === null,
    publieAilleurs: (_acteur, d) => d.publication === 'publie' && d.supprimeLe === null && !d.coordonne,
    propose,
    // Deleted ones included: one puts back what one deleted.
    coordonne: (_acteur, d) => d.coordonne,
    coordonneEtPresent: (_acteur, d) => d.coordonne && d.supprimeLe === null,
    present: (_acteur, d) => d.supprimeLe === null,
  },
  droits: {
    lire: {
      visiteur: ['publie'],
      contributeur: contributeur.lire,
      documentaliste: contributeur.lire,
      coordinateur: ['publie', 'propose', 'coordonne'],
      administrateur: true,
    },
    historique: {
      contributeur: contributeur.lire,
      documentaliste: contributeur.lire,
      coordinateur: ['publie', 'propose', 'coordonne'],
      administrateur: true,
    },
    creer: { coordinateur: true, administrateur: true },
    proposer: { contributeur: true, documentaliste: true },
    corriger: { contributeur: ['publie'], documentaliste: ['publie'], coordinateur: ['publieAilleurs'] },
    modifier: {
      contributeur: contributeur.modifier,
      documentaliste: contributeur.modifier,
      coordinateur: ['coordonneEtPresent'],
      administrateur: ['present'],
    },
    publier: { administrateur: ['present'] },
    supprimer: { coordinateur: ['coordonne'], administrateur: true },
    administrer: { administrateur: true },
  },
})

/** May this actor add a dispositif, published at once or as a proposal? */
export const canCreer = (acteur: Acteur): boolean =>
  dispositifPolicy.peutParfois(acteur, 'creer') || dispositifPolicy.peutParfois(acteur, 'proposer')

/** May this actor correct the reference values of types? */
export const canRegler = (acteur: Acteur): boolean => dispositifPolicy.peutParfois(acteur, 'administrer')
