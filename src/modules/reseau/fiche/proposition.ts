import type { ObjetEdite } from './champs.ts'
import type { Valeurs } from './fiche.ts'

export const ETATS_PROPOSITION = {
  'a-relire': { libelle: 'À relire', ton: 'attention' },
  acceptee: { libelle: 'Acceptée', ton: 'succes' },
  refusee: { libelle: 'Refusée', ton: 'erreur' },
  perimee: { libelle: 'Remplacée', ton: 'info' },
} as const
export type EtatProposition = keyof typeof ETATS_PROPOSITION

/** Fields that somebody would change, or a whole new sheet; another person reads it before it shows. */
export interface Proposition {
  id: number
  objet: ObjetEdite
  /** Null for a sheet that would be new. */
  objetId: number | null
  /** Structure of a service. */
  structure: number | null
  valeurs: Valeurs
  /** Revision of the sheet that the author read. */
  revision: number | null
  message: string | null
  origine: 'compte' | 'lien' | 'import'
  compte: string | null
  auteur: string | null
  etat: EtatProposition
  quand: Date
  decideeLe: Date | null
  motif: string | null
  /** Name of the sheet, or the name that a new one would have. */
  nom: string
  /** The actor coordinates a dispositif whose territory holds its commune. */
  coordonnee: boolean
}

export const formatAdresseProposition = (id: number): string => `/annuaire/propositions/${id}`

/** Who proposes, in words. */
export const formatAuteur = ({ origine, auteur }: Pick<Proposition, 'origine' | 'auteur'>): string => {
  if (origine === 'lien') return 'La structure, par son lien'
  return origine === 'import' ? 'Un import' : (auteur ?? 'Un compte supprimé')
}
