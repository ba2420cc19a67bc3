import type { ContenuEntree } from './glossaire.ts'

export const ETATS_PROPOSITION = {
  attente: { libelle: 'En attente', ton: 'attention' },
  acceptee: { libelle: 'Acceptée', ton: 'succes' },
  refusee: { libelle: 'Refusée', ton: 'erreur' },
} as const
export type EtatProposition = keyof typeof ETATS_PROPOSITION

/** A whole term as someone would like it: a new one, or a stored one changed. */
export interface Proposition {
  id: number
  /** Null where the glossary does not have the term yet. */
  terme: number | null
  /** The version of the term that was read when proposing. */
  version: number | null
  contenu: ContenuEntree
  motif: string | null
  compte: string | null
  auteur: string | null
  quand: Date
  etat: EtatProposition
  reponse: string | null
  decideeLe: Date | null
}

export const formatAdresseProposition = (id: number): string => `/glossaire/propositions/${id}`
