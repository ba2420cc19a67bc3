import { type ItemCsl, TYPES_CSL } from '../csl.ts'

type TypeCsl = ItemCsl['type']

/** Entry types of BibTeX (the first fourteen, btxdoc) and of biblatex, and the CSL type they are read as. */
const LECTURE: Record<string, TypeCsl> = {
  article: 'article-journal',
  book: 'book',
  incollection: 'chapter',
  techreport: 'report',
  inproceedings: 'paper-conference',
  phdthesis: 'thesis',
  misc: 'document',
  booklet: 'pamphlet',
  unpublished: 'manuscript',
  proceedings: 'book',
  inbook: 'chapter',
  conference: 'paper-conference',
  manual: 'report',
  mastersthesis: 'thesis',
  mvbook: 'book',
  collection: 'book',
  mvcollection: 'book',
  mvproceedings: 'book',
  reference: 'book',
  suppbook: 'chapter',
  suppcollection: 'chapter',
  inreference: 'entry-encyclopedia',
  thesis: 'thesis',
  report: 'report',
  online: 'webpage',
  electronic: 'webpage',
  www: 'webpage',
  webpage: 'webpage',
  periodical: 'periodical',
  suppperiodical: 'article-journal',
  dataset: 'dataset',
  software: 'software',
  patent: 'patent',
  video: 'motion_picture',
  movie: 'motion_picture',
  audio: 'broadcast',
  artwork: 'graphic',
  image: 'graphic',
  legislation: 'legislation',
  legal: 'legislation',
  jurisdiction: 'legal_case',
  standard: 'standard',
  letter: 'personal_communication',
  performance: 'performance',
  review: 'review',
}

/** What plain BibTeX knows: its styles print the other types badly or not at all. */
const ECRITURE: Partial<Record<TypeCsl, string>> = {
  'article-journal': 'article',
  'article-magazine': 'article',
  'article-newspaper': 'article',
  review: 'article',
  'review-book': 'article',
  book: 'book',
  classic: 'book',
  chapter: 'incollection',
  'entry-encyclopedia': 'incollection',
  'entry-dictionary': 'incollection',
  report: 'techreport',
  'paper-conference': 'inproceedings',
  thesis: 'phdthesis',
  pamphlet: 'booklet',
  manuscript: 'unpublished',
}

/** @param precise the `entrysubtype` of the entry: a CSL type where plain BibTeX has none of its own. */
export function parseType(entree: string, precise: string): TypeCsl | undefined {
  const type = TYPES_CSL.find((t) => t === precise)
  return type ?? (Object.hasOwn(LECTURE, entree) ? LECTURE[entree] : undefined)
}

/** Entry type, and the `entrysubtype` that says the rest where the type alone would read as another. */
export function formatType(type: TypeCsl): { entree: string; precise?: string } {
  const entree = ECRITURE[type] ?? 'misc'
  return LECTURE[entree] === type ? { entree } : { entree, precise: type }
}

export const isArticle = (type: TypeCsl): boolean => type.startsWith('article') || type.startsWith('review')
