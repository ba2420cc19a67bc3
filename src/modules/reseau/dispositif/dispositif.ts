/** Who acts together on a territory: a CPTS, a CLS… What its type is stands in `types/`. */
export interface Dispositif {
  id: number
  cle: string | null
  /** Slug of its type. */
  type: string
  nom: string
  description: string | null
  /** The body that carries it. */
  organisme: number | null
  /** Where its team works: INSEE code. */
  commune: string | null
  adresse: string | null
  telephone: string | null
  courriel: string | null
  siteWeb: string | null
  /** Terms of the vocabularies `theme` and `public`. */
  themes: string[]
  publics: string[]
  /** Codes of quartiers prioritaires. */
  qpv: string[]
  /** Last stage of life reached; null where nothing is known. */
  etape: string | null
  /** As composed, in the form of `formatComposition`. */
  communes: string[]
  fictif: boolean
  publication: 'propose' | 'publie'
  source: string | null
  sourceUrl: string | null
  /** Answers to the slots of its type. */
  valeurs: Record<string, string | number>
  revision: number
  /** ISO dates. */
  verifieLe: string | null
  verifiePar: string | null
  creePar: string | null
  creeLe: Date
  modifieLe: Date
  fin: string | null
  supprimeLe: Date | null
}

/** What people write of a dispositif, beside its territory and its stages. */
export type Description = Pick<
  Dispositif,
  | 'nom'
  | 'description'
  | 'organisme'
  | 'commune'
  | 'adresse'
  | 'telephone'
  | 'courriel'
  | 'siteWeb'
  | 'themes'
  | 'publics'
  | 'qpv'
  | 'source'
  | 'sourceUrl'
  | 'valeurs'
  | 'fin'
>

/** A state of its territory; the largest number is the present one. */
export interface VersionDispositif {
  numero: number
  /** From when it holds, as declared; ISO date. */
  depuis: string | null
  quand: Date
  /** Name of who wrote it; null where nobody did, or the account is gone. */
  auteur: string | null
  note: string | null
  communes: string[]
  /** Inhabitants as they were counted that day; null where none is published. */
  population: number | null
}

export const formatAdresseDispositif = (id: number): string => `/dispositifs/${id}`
