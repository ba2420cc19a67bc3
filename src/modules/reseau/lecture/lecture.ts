/** What a file tells of a sheet: fields named as in the type of the object; absent: the file does not speak of it. */
export type ValeursLues = Record<string, string | number | boolean | string[] | null>

export interface FicheLue {
  /** Line of the file, or rank of the record, from 1. */
  n: number
  objet: 'organisme' | 'structure' | 'service'
  /** Number by which it is known; null: by its source alone. */
  finess: string | null
  source: string
  sourceId: string
  sourceUrl: string | null
  /** Of a service: the `sourceId` of its structure. */
  parent: string | null
  valeurs: ValeursLues
}

/** A point told apart from its structure, further in the file. */
export interface PositionLue {
  n: number
  objet: 'position'
  finess: string
  longitude: number
  latitude: number
}

/** One practice of one professional. Nothing names him but `personne`, which only serves to count each once. */
export interface ExerciceLu {
  n: number
  objet: 'exercice'
  commune: string
  profession: string
  professionLibelle: string
  savoirFaire: string
  savoirFaireLibelle: string | null
  modeExercice: string
  personne: string
  /** Read only where the installation keeps names. */
  contact: { prenom: string | null; nom: string; rpps: string; fonction: string; finess: string } | null
}

/** What a line says that is not sure, or why nothing of it is kept. */
export interface ConstatLu {
  n: number
  objet: 'constat'
  issue: 'rejete' | 'avertissement'
  message: string
  /** Number of the structure of a refused line: it is in the file, hence not closed. */
  finess: string | null
}

export type Lu = FicheLue | PositionLue | ExerciceLu | ConstatLu

/** Lots of what a file holds, in its order. @throws ErreurLecture where nothing of it may be trusted */
export type Lecture = AsyncGenerator<Lu[]>

/** Opens a file from its first byte: it is read twice, to know it, then to keep it. */
export type Ouverture = () => AsyncIterable<Uint8Array>

/** Codes of communes, known by all that readers need of the geography. */
export interface Communes {
  /** Today’s commune of a code, an old one included; null where nobody knows it. */
  getCommune(code: string): string | null
  /** The commune that has this postal code and this name; null where none or several do. */
  searchCommune(codePostal: string, nom: string): string | null
}

export const createConstat = (
  n: number,
  issue: ConstatLu['issue'],
  message: string,
  finess: string | null = null,
): ConstatLu => ({ n, objet: 'constat', issue, message, finess })

/** Lots are handed over at this size: memory stays flat, the database gets rows by the thousand. */
export const PAR_LOT = 2000

/** A day that the calendar has, written AAAA-MM-JJ. */
export function isJour(iso: string): boolean {
  const date = new Date(`${iso}T00:00:00Z`)
  return iso >= '0001' && !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso
}
