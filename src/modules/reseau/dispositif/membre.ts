/** What a member is. */
export const GENRES_MEMBRE = {
  contact: 'Personne',
  organisme: 'Organisme',
  structure: 'Structure',
  dispositif: 'Autre dispositif',
} as const
export type GenreMembre = keyof typeof GENRES_MEMBRE

/** A member or a partner of a dispositif. */
export interface Membre {
  id: number
  dispositif: number
  genre: GenreMembre
  /** Id of the contact, organisme, structure or dispositif. */
  cible: number
  /** Its name; null for a person that the reader may not know by name. */
  nom: string | null
  fonction: string | null
  profession: string | null
  /** Term of the vocabulary `role-dispositif`. */
  role: string
  college: string | null
  /** ISO dates. */
  debut: string | null
  fin: string | null
  note: string | null
}

/** « Anne Dupont », or « Une personne » where her name is not for the reader. */
export const formatNomMembre = ({ nom }: Pick<Membre, 'nom'>): string => nom ?? 'Une personne'

/** Is a member there on that day (ISO date)? */
export const isPresent = ({ debut, fin }: Pick<Membre, 'debut' | 'fin'>, jour: string): boolean =>
  (debut === null || debut <= jour) && (fin === null || fin >= jour)
