import type { Incertitude, Ligne, Nature } from '../bibliographie/modele.ts'
import type { ItemCsl } from '../csl.ts'
import { NOMS_FORMATS, type NomFormat, type Perdu } from '../echange/echange.ts'
import type { DocumentLu } from '../lecture/lecture.formats.ts'
import type { Choix } from './correspondances.ts'
import type { Doublon } from './doublons.ts'

/** What became of one reference. Each state, and where each gesture leads from it; what is absent is refused. */
export const ETATS_LIGNE = {
  'a-relire': {
    libelle: 'À\u00a0relire',
    ton: 'attention',
    suites: { accepter: 'acceptee', fusionner: 'fusionnee', ecarter: 'ecartee', reconnaitre: 'deja-la' },
  },
  // Recognised by a rule, which a person may overrule.
  'deja-la': {
    libelle: 'Déjà au catalogue',
    ton: 'info',
    suites: { accepter: 'acceptee', fusionner: 'fusionnee', ecarter: 'ecartee' },
  },
  acceptee: { libelle: 'Acceptée', ton: 'succes', suites: {} },
  fusionnee: { libelle: 'Fusionnée', ton: 'succes', suites: {} },
  ecartee: { libelle: 'Écartée', ton: undefined, suites: { reprendre: 'a-relire' } },
} as const
export type EtatLigne = keyof typeof ETATS_LIGNE
export type GesteLigne = 'accepter' | 'fusionner' | 'ecarter' | 'reconnaitre' | 'reprendre'

/** The state that a gesture leads to; null where it is not possible. */
export function getSuite(etat: EtatLigne, geste: GesteLigne): EtatLigne | null {
  const suites: Partial<Record<GesteLigne, EtatLigne>> = ETATS_LIGNE[etat].suites
  return suites[geste] ?? null
}

/** An import is over when nothing is left to read again, or when a person says so. */
export const ETATS_IMPORT = {
  'a-relire': { libelle: 'À\u00a0relire', ton: 'attention' },
  termine: { libelle: 'Terminé', ton: 'succes' },
  abandonne: { libelle: 'Abandonné', ton: undefined },
} as const
export type EtatImport = keyof typeof ETATS_IMPORT

/** The parts of an import that a person reads one after the other. */
export const VUES = {
  'a-relire': 'À relire',
  incertaines: 'Incertaines',
  doublons: 'Doublons probables',
  'mises-a-jour': 'Mises à jour',
  'deja-la': 'Déjà au catalogue',
  sites: 'Sites',
  notes: 'Notes',
  acceptees: 'Acceptées',
  ecartees: 'Écartées',
  passages: 'Passages non lus',
} as const
export type Vue = keyof typeof VUES
export const isVue = (valeur: unknown): valeur is Vue => typeof valeur === 'string' && Object.hasOwn(VUES, valeur)

export const SORTES: Record<Nature, string> = {
  notice: 'Notices',
  site: 'Sites ressources',
  note: 'Références citées en note',
}

/** References shown on a page, and accepted or compared in one transaction at most. */
export const PAR_PAGE = 20
export const PAR_LOT = 500

export type FormatImport = DocumentLu['format'] | NomFormat

/** Is it a file of records, and not a bibliography whose references are recognised? */
export const isEchange = (format: FormatImport): format is NomFormat =>
  (NOMS_FORMATS as readonly string[]).includes(format)

/** A passage that looks like a reference and could not be read. */
export interface Passage {
  n: number
  texte: string
  raison: string
}

export interface Import {
  id: number
  fichier: string
  format: FormatImport
  /** Bytes of the file; null where it is not kept (see 0009_imports_formats.sql). */
  taille: number | null
  titre: string | null
  /** The first `ECARTES_MAX` that could not be read. */
  ecartes: Passage[]
  /** Records that could not be read. */
  refusees: number
  etat: EtatImport
  base: string | null
  choix: Choix | null
  /** First line that waits to be compared with the catalogue. */
  aComparer: number | null
  versement: Versement | null
  auteur: string | null
  creeLe: Date
}

/** What is being accepted in the background, and for whom. */
export interface Versement {
  sortes: Nature[]
  /** Themes whose name stands in the title are added. */
  themes: boolean
  compte: string | null
  /** Last line that was looked at. */
  apres: number
}

/** Records that could not be read and that are told one by one. */
export const ECARTES_MAX = 1000

/** A file that came in, before anything is stored. */
export interface Lecture {
  fichier: string
  octets: Uint8Array
  /** SHA-256 of the bytes, hexadecimal. */
  empreinte: string
  format: DocumentLu['format']
  titre: string | null
  lignes: Ligne[]
  ecartes: Passage[]
  references: ReferenceLue[]
}

export interface ReferenceLue {
  rang: number
  debut: number
  fin: number
  page: number | null
  source: string
  sorte: Nature
  item: ItemCsl
  incertains: Incertitude[]
  /** See `formatEmpreinte`. */
  empreinte: string | null
  /** These four say nothing of a reference of a bibliography: null, empty. */
  lieu: string | null
  perdus: Perdu[]
  idSource: string | null
  contenu: string | null
}

export interface LigneImport extends ReferenceLue {
  import: number
  doublons: Doublon[]
  etat: EtatLigne
  notice: number | null
}

/** Can it enter the catalogue without a person's look? It has a title, and is like no other document. */
export const isSimple = (ligne: Pick<LigneImport, 'item' | 'doublons'>): boolean =>
  ligne.doublons.length === 0 && Boolean(ligne.item.title?.trim())

export const formatAdresseImport = (id: number): string => `/documentation/imports/${id}`
export const formatAdresseLigne = (id: number, rang: number): string => `${formatAdresseImport(id)}/lignes/${rang}`

/** « ligne 12 », « lignes 12 à 15, page 3 »: where a reference stands in its file. */
export function formatLieu({ debut, fin, page, lieu }: Pick<ReferenceLue, 'debut' | 'fin' | 'page' | 'lieu'>): string {
  if (lieu !== null) return lieu
  const lignes = debut === fin ? `ligne ${debut}` : `lignes ${debut} à ${fin}`
  return page === null ? lignes : `${lignes}, page ${page}`
}
