import type { Commune } from './commune.ts'
import { LIBELLES_MAILLE, type ZoneNommee } from './zone.ts'

/** What narrows a search of communes. */
export interface CriteresCommunes {
  /** Name, also near; INSEE or postal code; « Aiglun (04) », « Marseille 3e ». Without it, all in the order of codes. */
  q?: string | undefined
  departement?: string | undefined
  region?: string | undefined
  epci?: string | undefined
  codePostal?: string | undefined
  limite: number
  debut?: number
}

/** A commune found, with the name of its département. */
export interface CommuneTrouvee extends Commune {
  nomDepartement: string
}

/** A name or code of another time, which leads to a commune of today. */
export interface AncienneTrouvee {
  code: string
  nom: string | null
  nature: 'deleguee' | 'associee' | 'ancienne'
  commune: CommuneTrouvee
}

/** A larger area, counted from its communes. */
export interface ZoneComptee extends ZoneNommee {
  maille: 'epci' | 'departement' | 'region'
  /** Inhabitants of its communes; null where none has a published population. */
  population: number | null
  nombreCommunes: number
  departements: string[]
  regions: string[]
  /** Of an intercommunalité: CC, CA, CU, METRO or MET69; null for the others. */
  nature: string | null
}

/** Everything of the official geography that a search finds. */
export interface Lieux {
  communes: CommuneTrouvee[]
  /** Communes found in all, of which the first are given. */
  total: number
  anciennes: AncienneTrouvee[]
  zones: ZoneComptee[]
}

/** A région, or (`com`) a collectivity that is none and does not count in France’s totals. */
export interface RegionListe extends ZoneNommee {
  zone: 'metro' | 'drom' | 'com'
}

/** « commune déléguée », in words; the code alone is all that is known of some. */
export const LIBELLES_NATURE: Record<AncienneTrouvee['nature'], string> = {
  deleguee: 'commune déléguée',
  associee: 'commune associée',
  ancienne: 'ancienne commune',
}

/** « Alpes-de-Haute-Provence (04) » */
export const formatDepartement = ({ departement, nomDepartement }: CommuneTrouvee): string =>
  `${nomDepartement}\u00a0(${departement})`

const NATURES_EPCI: Record<string, string> = {
  CC: 'Communauté de communes',
  CA: 'Communauté d’agglomération',
  CU: 'Communauté urbaine',
  METRO: 'Métropole',
  MET69: 'Métropole de Lyon',
}

/** « Communauté d’agglomération », « Département »… */
export const formatGenre = ({ maille, nature }: Pick<ZoneComptee, 'maille' | 'nature'>): string =>
  NATURES_EPCI[nature ?? ''] ?? LIBELLES_MAILLE[maille]
