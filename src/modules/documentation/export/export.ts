import { z } from 'zod'
import { isStyle, type SlugStyle } from '../citation/citation.ts'
import type { NomFormat } from '../echange/echange.ts'
import { schemaCriteres } from '../recherche/recherche.ts'

/** References of a bibliography to print, at most: it is laid out whole in memory. */
export const BIBLIOGRAPHIE_MAX = 300
/** Notices over which the page computes what each format loses. */
export const ECHANTILLON = 200

/** What each format is for, in the words of who chooses. */
export const USAGES: Record<NomFormat, string> = {
  'csl-json': 'Zotero, JabRef, Pandoc',
  ris: 'Zotero, Mendeley, EndNote',
  bibtex: 'LaTeX, JabRef, Zotero',
  unimarc: 'PMB et les autres logiciels de bibliothèque',
  marcxml: 'les logiciels de bibliothèque qui lisent le XML',
  pmbxml: 'PMB',
}

/** A search, and how its bibliography looks. */
export const schemaBibliographie = z.looseObject({}).transform((brut) => ({
  criteres: schemaCriteres.parse(brut),
  presentation: (typeof brut.presentation === 'string' && isStyle(brut.presentation)
    ? brut.presentation
    : 'ireps-bfc') satisfies SlugStyle,
  avecResumes: brut.resumes === 'oui',
}))
