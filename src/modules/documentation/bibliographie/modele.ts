import type { ItemCsl } from '../csl.ts'

/** One line (text, Markdown) or one paragraph (DOCX, PDF) of a document, in reading order. */
export interface Ligne {
  /** 1-based line or paragraph number in the source. */
  n: number
  /** Markdown-like: `# heading`, `**bold**`, `*italic*`, `[text](url)`, `<url>`. */
  texte: string
  page?: number
}

/** What a reference is: chosen for the list, an entry of a list of sites, or only cited in a footnote or under a figure. */
export type Nature = 'notice' | 'site' | 'note'

export interface Incertitude {
  /** CSL variable, or `custom` key. */
  champ: string
  /** French, shown to the person who checks the import. */
  raison: string
}

export interface Reference {
  /** `custom` = { ligne, nature, sections, libelle, etAl, resume, sourceResume }. */
  item: ItemCsl
  /** First and last line of the passage in the source. */
  debut: number
  fin: number
  /** The exact source lines, joined by a line feed. */
  source: string
  incertains: Incertitude[]
}

export interface Bibliographie {
  titre: string | null
  references: Reference[]
  /** Passages that look like a reference but could not be read. */
  ecartes: { n: number; texte: string; raison: string }[]
}
