import type { CibleFiche, Suivi } from '../fiche/fiche.ts'

export const ETATS_STRUCTURE = {
  ouverte: 'Ouverte',
  'ferme-a-confirmer': 'Fermeture à confirmer',
  fermee: 'Fermée',
} as const
export type EtatStructure = keyof typeof ETATS_STRUCTURE

/** What people write of a structure: the fields of its form, of a proposal, of its history. */
export interface ContenuStructure {
  organisme: number | null
  nom: string
  sigle: string | null
  /** Term of the vocabulary `type-structure`. */
  type: string | null
  description: string | null
  finess: string | null
  siret: string | null
  adresse: string | null
  complement: string | null
  codePostal: string | null
  /** INSEE code, municipal arrondissement included. */
  commune: string | null
  /** WGS 84, degrees; both or none. */
  longitude: number | null
  latitude: number | null
  telephone: string | null
  courriel: string | null
  siteWeb: string | null
  /** OpenStreetMap syntax (opening_hours). */
  horaires: string | null
  accessibilite: string | null
  /** Page of Acceslibre. */
  accessibiliteUrl: string | null
  /** ISO 639-1 codes, and `fsl` for French sign language. */
  langues: string[]
  /** Terms of data.inclusion. */
  reseauxPorteurs: string[]
}

/** A place where people are received or from which a team works, as it is stored. */
export interface Structure extends ContenuStructure, Suivi, CibleFiche {
  id: number
  /** FINESS number of the legal body, kept even while that body is not known here. */
  finessEj: string | null
  /** Category of FINESS, code and label as published. */
  categorie: string | null
  categorieLibelle: string | null
  departement: string | null
  /** Where the point comes from: `source`, `adresse`, `commune`. */
  positionSource: string | null
  /** ISO date. */
  dateOuverture: string | null
  etat: EtatStructure
  /** ISO date of the source’s last change. */
  sourceMaj: string | null
  /** The fields as the source last gave them, and the names of those that people changed since. */
  origine: Record<string, unknown> | null
  champsTenus: string[]
  supprimeLe: Date | null
  remplacePar: number | null
  /** Names, to be shown. */
  nomCommune: string | null
  nomRegion: string | null
  nomOrganisme: string | null
}

/** A line of a list of structures. */
export type StructureListe = Pick<
  Structure,
  | 'id'
  | 'nom'
  | 'sigle'
  | 'type'
  | 'categorieLibelle'
  | 'adresse'
  | 'codePostal'
  | 'commune'
  | 'nomCommune'
  | 'longitude'
  | 'latitude'
  | 'telephone'
  | 'etat'
  | 'fictif'
  | 'publication'
  | 'verifieLe'
  | 'source'
  | 'sourceMaj'
> & { /** How many services it offers. */ services: number }

/** What a list of structures is asked for. Absent: everything. */
export interface CriteresStructures {
  /** Words, or a FINESS, SIRET or SIREN number. */
  q?: string
  types?: readonly string[]
  themes?: readonly string[]
  publics?: readonly string[]
  /** Elementary codes; a city stands for its arrondissements too. */
  communes?: readonly string[]
  departement?: string
  organisme?: number
  etats?: readonly EtatStructure[]
  /** Not verified since that ISO date. */
  nonVerifieesDepuis?: string
  limite: number
  debut?: number
}

export const formatAdresseStructure = (id: number): string => `/structures/${id}`

/** « Maison de santé des Tilleuls (MST) » */
export const formatNomStructure = ({ nom, sigle }: Pick<Structure, 'nom' | 'sigle'>): string =>
  sigle && sigle !== nom ? `${nom} (${sigle})` : nom
