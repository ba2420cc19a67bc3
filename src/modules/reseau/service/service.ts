import type { Suivi } from '../fiche/fiche.ts'

/** What people write of a service. Lists hold terms of data.inclusion, but `themes` and `publics`, of our vocabularies. */
export interface ContenuService {
  nom: string
  description: string | null
  type: string | null
  themes: string[]
  publics: string[]
  publicsPrecisions: string | null
  /** Years. */
  ageMin: number | null
  ageMax: number | null
  /** gratuit, payant */
  frais: string | null
  fraisPrecisions: string | null
  conditionsAcces: string | null
  modesAccueil: string[]
  modesMobilisation: string[]
  mobilisablePar: string[]
  mobilisationPrecisions: string | null
  lienMobilisation: string | null
  /** INSEE codes of communes or départements, SIREN of EPCI, or `france`; empty = not said. */
  zoneEligibilite: string[]
  telephone: string | null
  courriel: string | null
  /** Name of whom to ask for, as published. */
  contact: string | null
  /** OpenStreetMap syntax; null = those of the structure. */
  horaires: string | null
  langues: string[]
}

/** What is offered at a structure, as it is stored. */
export interface Service extends ContenuService, Suivi {
  id: number
  structure: number
  /** ISO date of the source’s last change. */
  sourceMaj: string | null
  /** Values of data.inclusion as they were read. */
  thematiquesDi: string[]
  publicsDi: string[]
  origine: Record<string, unknown> | null
  champsTenus: string[]
}

/** Services are shown on the sheet of their structure. */
export const formatAdresseService = ({ id, structure }: Pick<Service, 'id' | 'structure'>): string =>
  `/structures/${structure}#service-${id}`
