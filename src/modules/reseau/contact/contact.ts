/** Somebody in a professional or elected role. `public`: the person agreed to be shown to everybody. */
export interface Contact {
  id: number
  prenom: string | null
  nom: string
  fonction: string | null
  /** Term of the vocabulary `profession`. */
  profession: string | null
  organisme: number | null
  structure: number | null
  telephone: string | null
  courriel: string | null
  rpps: string | null
  visible: 'coordination' | 'public'
  /** The account of this person, where there is one. */
  compte: string | null
  fictif: boolean
  revision: number
  modifieLe: Date
  supprimeLe: Date | null
}

/** « Anne Dupont » */
export const formatNomContact = ({ prenom, nom }: Pick<Contact, 'prenom' | 'nom'>): string =>
  [prenom, nom].filter(Boolean).join(' ')
