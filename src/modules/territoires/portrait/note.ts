/** What the people of a territory say of one of its numbers, or of all of them. */
export interface Note {
  id: number
  territoire: number
  /** Code and label; null: about the whole portrait. */
  indicateur: string | null
  libelleIndicateur: string | null
  texte: string
  /** Account of who wrote it, and the name; null where the account is gone. */
  auteur: string | null
  nomAuteur: string | null
  ecriteLe: Date
  /** The text that it replaces. */
  remplace: number | null
  /** Withdrawn, or replaced. */
  retireeLe: Date | null
}

export const NOTE_MAX = 2000

/** Notes that stand, the general ones first. */
export const listPresentes = (notes: readonly Note[]): Note[] =>
  notes
    .filter((n) => n.retireeLe === null)
    .sort((a, b) => Number(a.indicateur !== null) - Number(b.indicateur !== null) || b.id - a.id)

/** The texts that stood before this one, the newest first. */
export function listAnterieures(notes: readonly Note[], note: Note): Note[] {
  const avant = notes.find((n) => n.id === note.remplace)
  return avant ? [avant, ...listAnterieures(notes, avant)] : []
}

/** Withdrawn, and replaced by nothing. */
export const listRetirees = (notes: readonly Note[]): Note[] =>
  notes.filter((n) => n.retireeLe !== null && !notes.some((autre) => autre.remplace === n.id))
