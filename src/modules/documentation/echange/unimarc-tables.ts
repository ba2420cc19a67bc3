import type { ItemCsl } from '../csl.ts'

type TypeCsl = ItemCsl['type']

/**
 * Roles ($4 of 70X and 71X) and the CSL list that each one goes to. Source: UNIMARC bibliographic manual, appendix C
 * (relator codes of IFLA); to be verified against the current list.
 */
export const ROLES: Record<string, string> = {
  '070': 'author',
  '205': 'contributor',
  '220': 'compiler',
  '230': 'composer',
  '273': 'curator',
  '300': 'director',
  '340': 'editor',
  '440': 'illustrator',
  '470': 'interviewer',
  '550': 'narrator',
  '557': 'organizer',
  '590': 'performer',
  '630': 'producer',
  '651': 'editorial-director',
  '690': 'script-writer',
  '730': 'translator',
}

/** Lists of names that UNIMARC has a role for, in the order in which they are written. */
export const CLES_NOMS: readonly string[] = [...new Set(['author', 'editor', ...Object.values(ROLES)])]

/** A key of the item that one subfield says. */
export interface Texte {
  cle: string
  zone: string
  code: string
  indicateurs: string
  /** Between the values of several fields. */
  joint: string
  /** Each value is a field of its own when written; else the whole is one. */
  repete?: boolean
  /** Its paragraphs matter. */
  long?: boolean
}

/** Source: field map of the platform, after the UNIMARC bibliographic manual. */
export const TEXTES: readonly Texte[] = [
  { cle: 'ISBN', zone: '010', code: 'a', indicateurs: '  ', joint: ' ', repete: true },
  { cle: 'edition', zone: '205', code: 'a', indicateurs: '  ', joint: ' ; ' },
  { cle: 'note', zone: '300', code: 'a', indicateurs: '  ', joint: '\n', long: true },
  { cle: 'custom.sommaire', zone: '327', code: 'a', indicateurs: '1 ', joint: '\n', long: true },
  { cle: 'abstract', zone: '330', code: 'a', indicateurs: '  ', joint: '\n', long: true },
  { cle: 'custom.classe', zone: '676', code: 'a', indicateurs: '  ', joint: ' ; ', repete: true },
]

/** Type of the record (label, position 6) and form of its contents (105 $a, positions 4 to 7) of a CSL type. */
interface TypeUnimarc {
  type: string
  niveau: string
  forme?: string
}

/** How each CSL type is written; the types that are not here are written as `book` and carried beside. */
const ECRITURE: Partial<Record<TypeCsl, TypeUnimarc>> = {
  book: { type: 'a', niveau: 'm' },
  'article-journal': { type: 'a', niveau: 'a' },
  chapter: { type: 'a', niveau: 'a' },
  periodical: { type: 'a', niveau: 's' },
  thesis: { type: 'a', niveau: 'm', forme: 'm' },
  report: { type: 'a', niveau: 'm', forme: 'p' },
  legislation: { type: 'a', niveau: 'm', forme: 'n' },
  standard: { type: 'a', niveau: 'm', forme: 'l' },
  patent: { type: 'a', niveau: 'm', forme: 'k' },
  treaty: { type: 'a', niveau: 'm', forme: 's' },
  manuscript: { type: 'b', niveau: 'm' },
  musical_score: { type: 'c', niveau: 'm' },
  map: { type: 'e', niveau: 'm' },
  motion_picture: { type: 'g', niveau: 'm' },
  broadcast: { type: 'i', niveau: 'm' },
  song: { type: 'j', niveau: 'm' },
  graphic: { type: 'k', niveau: 'm' },
  webpage: { type: 'l', niveau: 'i' },
  document: { type: 'm', niveau: 'm' },
  collection: { type: 'a', niveau: 'c' },
}

export const formatType = (type: TypeCsl): TypeUnimarc => ECRITURE[type] ?? { type: 'a', niveau: 'm' }

const PAR_TYPE: Record<string, TypeCsl> = {
  b: 'manuscript',
  c: 'musical_score',
  d: 'musical_score',
  e: 'map',
  f: 'map',
  g: 'motion_picture',
  i: 'broadcast',
  j: 'song',
  k: 'graphic',
  m: 'document',
  r: 'document',
}

const PAR_FORME: Record<string, TypeCsl> = {
  k: 'patent',
  l: 'standard',
  m: 'thesis',
  n: 'legislation',
  p: 'report',
  s: 'treaty',
  v: 'thesis',
}

/**
 * The CSL type of a record.
 * @param guide record label, 24 characters
 * @param formes 105 $a, positions 4 to 7
 * @param livre true when the host is a book: it has no serial above it and no ISSN
 */
export function parseType(guide: string, formes: string, livre: boolean): TypeCsl {
  const [type = 'a', niveau = 'm'] = guide.slice(6, 8)
  if (niveau === 'a' && 'al'.includes(type)) return livre ? 'chapter' : 'article-journal'
  if (niveau === 's') return 'periodical'
  if (Object.hasOwn(PAR_TYPE, type)) return PAR_TYPE[type] ?? 'book'
  if (niveau === 'i') return type === 'l' ? 'webpage' : 'periodical'
  if (niveau === 'c') return 'collection'
  const forme = [...formes].find((f) => Object.hasOwn(PAR_FORME, f)) ?? ''
  return PAR_FORME[forme] ?? 'book'
}
