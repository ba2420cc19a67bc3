import type { MaillePubliee } from './lecture/maille.ts'

/** Why there is no value: hidden by the source, or said to be missing. Never zero. */
export type Motif = 'secret' | 'absent'

/** Value of one commune or municipal arrondissement of today. */
export interface ValeurCommune {
  commune: string
  /** Null exactly where `motif` says why. */
  valeur: number | null
  /** What it weighs in a mean or a share; null where it does not count there. */
  poids: number | null
  motif: Motif | null
}

export type MailleZone = 'epci' | 'departement' | 'region' | 'france'

/** What a source publishes for a larger area. */
export interface ValeurPubliee {
  maille: MailleZone
  /** Code of the EPCI, département or région; `FR` or `FM` (métropole) for France. */
  zone: string
  valeur: number
}

/** What a table of its own publishes of the areas of one kind. */
export interface PublicationAEcrire extends EnteteSerie {
  maille: MaillePubliee
  publiees: readonly ValeurPubliee[]
}

/** The table that the published values of a series came from. */
export interface Publication {
  maille: MaillePubliee
  parametres: Readonly<Record<string, string>>
  fichier: string | null
  importeeLe: Date
  /** Areas with a value. */
  nombre: number
}

/** What a whole series is, before its values. */
export interface EnteteSerie {
  indicateur: string
  millesime: number
  parametres: Readonly<Record<string, string>>
  fichier: string | null
  sha256: string | null
}

/** Values by lots, so that a large file never stands whole in memory. */
export interface SerieAEcrire extends EnteteSerie {
  valeurs: AsyncIterable<readonly ValeurCommune[]> | Iterable<readonly ValeurCommune[]>
  publiees?: readonly ValeurPubliee[]
}
