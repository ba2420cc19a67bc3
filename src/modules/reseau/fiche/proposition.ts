import { diffWords } from 'diff'
import type { DiffPart } from '#ui/diff.tsx'
import { formatDate } from '#ui/format.ts'
import type { ObjetPropose } from './champs.ts'
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
  objet: ObjetPropose
  /** Null for a sheet that would be new. */
  objetId: number | null
  /** Structure of a service. */
  structure: number | null
  valeurs: Valeurs
  /** The same fields as the author read them; null where nobody kept that (a new sheet, an import). */
  avant: Valeurs | null
  /** Revision of the sheet that the author read. */
  revision: number | null
  message: string | null
  origine: 'compte' | 'lien' | 'import'
  compte: string | null
  auteur: string | null
  etat: EtatProposition
  quand: Date
  decideeLe: Date | null
  /** Name of who decided. */
  decideur: string | null
  /** Why some or all of it was not kept. */
  motif: string | null
  /** Fields that were kept; null where nobody accepted anything. */
  champsRetenus: readonly string[] | null
  /** Name of the sheet, or the name that a new one would have. */
  nom: string
  /** Of a service, name of its structure. */
  nomStructure: string | null
  /** The actor coordinates this dispositif, or one whose territory holds the commune of this sheet. */
  coordonnee: boolean
}

export const ADRESSE_PROPOSITIONS = '/annuaire/propositions'
export const formatAdresseProposition = (id: number): string => `${ADRESSE_PROPOSITIONS}/${id}`

/** Who proposes, in words. */
export const formatAuteur = ({ origine, auteur }: Pick<Proposition, 'origine' | 'auteur'>): string => {
  if (origine === 'lien') return 'La structure, par son lien'
  return origine === 'import' ? 'Un import' : (auteur ?? 'Un compte supprimé')
}

/** « La structure, par son lien, le 3 mai 2026 »; about a service, its name first. */
export const formatAnnonce = (p: Pick<Proposition, 'objet' | 'nom' | 'origine' | 'auteur' | 'quand'>): string =>
  `${p.objet === 'service' ? `${p.nom}\u00a0: ` : ''}${formatAuteur(p)}, le ${formatDate(p.quand)}`

const OBJETS = { organisme: 'Organisme', structure: 'Structure', service: 'Service', dispositif: 'Dispositif' } as const

/** Who reads why something was not kept. */
export const LECTURE_MOTIF: Record<Proposition['origine'], string> = {
  compte: 'La personne qui propose lira cette phrase.',
  lien: 'Dites-le aussi à la structure\u00a0: son lien ne montre pas les réponses.',
  import: 'Cette phrase est gardée avec la réponse.',
}

/** « Structure, correction » */
export const formatSorte = ({
  objet,
  objetId,
  valeurs,
}: Pick<Proposition, 'objet' | 'objetId' | 'valeurs'>): string => {
  const sorte = objetId === null ? 'nouvelle fiche' : Object.keys(valeurs).length === 0 ? 'un mot' : 'correction'
  return `${OBJETS[objet]}, ${sorte}`
}

/** Where the sheet of a proposal is read; null while it does not exist. */
export const formatAdresseFiche = (p: Pick<Proposition, 'objet' | 'objetId' | 'structure'>): string | null => {
  if (p.objetId === null) return p.structure === null ? null : `/structures/${p.structure}`
  if (p.objet === 'service') return `/structures/${p.structure}#service-${p.objetId}`
  return `/${p.objet}s/${p.objetId}`
}

const PART_COMMUNE = 1 / 3

/**
 * A field before and after, what differs marked in each. Of two texts that share little, marks would hide the sense:
 * they stand side by side as they are.
 */
export function computeCotes(avant: string, apres: string): { avant: DiffPart[]; apres: DiffPart[] } {
  const parts = diffWords(avant, apres)
  const commun = parts.reduce((n, x) => (x.added || x.removed ? n : n + x.value.length), 0)
  if (avant !== '' && apres !== '' && commun < PART_COMMUNE * Math.max(avant.length, apres.length))
    return { avant: [{ value: avant }], apres: [{ value: apres }] }
  const vide = [{ value: 'vide' }]
  return {
    avant: avant === '' ? vide : parts.filter((x) => !x.added),
    apres: apres === '' ? vide : parts.filter((x) => !x.removed),
  }
}
