import type { Examen, Nature } from '../lecture/nature.formats.ts'
import type { Apercu } from './apercu.ts'

export const FORMATS_ANNUAIRE = {
  finess: 'FINESS, fichier des établissements',
  'finess-plus': 'FINESS+ (JSON)',
  'data-inclusion': 'data·inclusion (JSON)',
  tableau: 'Tableau',
  rpps: 'Extraction publique du RPPS',
} as const
export type FormatAnnuaire = keyof typeof FORMATS_ANNUAIRE

export const ETATS_IMPORT = {
  depose: { libelle: 'À valider', ton: 'attention' },
  'en-cours': { libelle: 'En cours', ton: 'attention' },
  fait: { libelle: 'Importé', ton: 'succes' },
  echoue: { libelle: 'Échoué', ton: 'erreur' },
  abandonne: { libelle: 'Abandonné', ton: undefined },
} as const
export type EtatImport = keyof typeof ETATS_IMPORT

/** What became of a line, as the report sorts it. */
export const ISSUES = {
  cree: { libelle: 'Créées', compte: 'crees' },
  modifie: { libelle: 'Modifiées', compte: 'modifies' },
  ferme: { libelle: 'Fermées, à confirmer', compte: 'fermes' },
  propose: { libelle: 'Proposées à relire', compte: 'proposes' },
  rejete: { libelle: 'Rejetées', compte: 'rejetes' },
  avertissement: { libelle: 'À vérifier', compte: 'avertissements' },
} as const satisfies Record<string, { libelle: string; compte: keyof Bilan }>
export type Issue = keyof typeof ISSUES

/** How many sheets, or lines, each way. */
export interface Bilan {
  crees: number
  modifies: number
  inchanges: number
  fermes: number
  proposes: number
  rejetes: number
  avertissements: number
}

export interface LigneReleve {
  /** Of the file; 0: the file as a whole. */
  ligne: number
  issue: Issue
  objet: 'organisme' | 'structure' | 'service' | null
  objetId: number | null
  message: string
}

export interface ImportAnnuaire extends Bilan {
  id: number
  format: FormatAnnuaire
  fichier: string
  /** Hexadecimal SHA-256. */
  empreinte: string
  octets: number
  /** ISO date that the file says of itself. */
  dateFichier: string | null
  complet: boolean
  etat: EtatImport
  auteur: string | null
  quand: Date
  finiLe: Date | null
  message: string | null
  /** How the file is read, and what was seen in it; null from the command line. */
  contenu: ContenuImport | null
}

export interface ContenuImport {
  nature: Nature
  encodage: Examen['encodage']
  apercu: Apercu
}

/** A place whose category says that it may be a dispositif. */
export interface Preselection {
  id: number
  nom: string
  categorieLibelle: string | null
  /** Slug of the type of dispositif. */
  type: string
}

export const PAR_PAGE = 25
export const LIGNES_PAR_PAGE = 100
export const RACINE_IMPORTS = '/annuaire/imports'
export const formatAdresseImport = (id: number): string => `${RACINE_IMPORTS}/${id}`
