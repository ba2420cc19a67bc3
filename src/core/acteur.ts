/** Roles from the least to the most trusted. `coordinateur` holds rights on given dispositifs. */
export const ROLES = ['visiteur', 'contributeur', 'documentaliste', 'coordinateur', 'administrateur'] as const
export type Role = (typeof ROLES)[number]

/** Who acts. A visitor without account has `compte: null`. */
export interface Acteur {
  compte: string | null
  nom: string | null
  role: Role
  /** Id of the server-side session, null for a visitor or a command line. */
  session: string | null
  /** The key by which a program acts for this account: what it may be used for. */
  cle?: { id: string; portees: readonly string[] }
}

export const VISITEUR: Acteur = { compte: null, nom: null, role: 'visiteur', session: null }

/** The command line and the start of the process act with all rights, under no account. */
export const SYSTEME: Acteur = { compte: null, nom: 'Maillage', role: 'administrateur', session: null }
