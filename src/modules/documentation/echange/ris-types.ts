import type { ItemCsl } from '../csl.ts'

type TypeCsl = ItemCsl['type']

/**
 * RIS reference types and the CSL type they are read as. Sources: RIS format specification (Research Information
 * Systems, 2011 list of types) and the field map of the platform. CONF is decided by its host (see `parseType`).
 */
const LECTURE: Record<string, TypeCsl> = {
  JOUR: 'article-journal',
  EJOUR: 'article-journal',
  ABST: 'article-journal',
  INPR: 'article',
  MGZN: 'article-magazine',
  NEWS: 'article-newspaper',
  JFULL: 'periodical',
  BOOK: 'book',
  EBOOK: 'book',
  EDBOOK: 'book',
  CHAP: 'chapter',
  ECHAP: 'chapter',
  CPAPER: 'paper-conference',
  RPRT: 'report',
  GOVDOC: 'report',
  THES: 'thesis',
  GEN: 'document',
  STAT: 'legislation',
  LEGAL: 'legislation',
  BILL: 'bill',
  CASE: 'legal_case',
  HEAR: 'hearing',
  STAND: 'standard',
  PAT: 'patent',
  ELEC: 'webpage',
  BLOG: 'post-weblog',
  VIDEO: 'motion_picture',
  MPCT: 'motion_picture',
  SOUND: 'broadcast',
  MUSIC: 'musical_score',
  PAMP: 'pamphlet',
  MAP: 'map',
  ART: 'graphic',
  FIGURE: 'figure',
  CHART: 'figure',
  SLIDE: 'speech',
  DATA: 'dataset',
  AGGR: 'dataset',
  DBASE: 'dataset',
  COMP: 'software',
  ENCYC: 'entry-encyclopedia',
  DICT: 'entry-dictionary',
  UNPB: 'manuscript',
  UNPD: 'manuscript',
  MANSCPT: 'manuscript',
  ICOMM: 'personal_communication',
  PCOMM: 'personal_communication',
  CLSWK: 'classic',
}

/** The first code of the table that reads as each type. */
const ECRITURE = new Map<TypeCsl, string>(
  Object.entries(LECTURE)
    .map(([code, type]) => [type, code])
    .reverse() as [TypeCsl, string][],
)

/** Documents that stand by themselves: their T2 is a collection, while that of the others is a host. */
const AUTONOMES: ReadonlySet<TypeCsl> = new Set([
  'book',
  'classic',
  'collection',
  'manuscript',
  'map',
  'motion_picture',
  'musical_score',
  'pamphlet',
  'report',
  'software',
  'standard',
  'thesis',
])

export const hasHote = (type: TypeCsl): boolean => !AUTONOMES.has(type)

/** A lone SP is a number of pages, and not a page of something. */
export const hasPagination = (type: TypeCsl): boolean =>
  AUTONOMES.has(type) || type === 'document' || type === 'legislation'

/** @param hote true where the record names a host: a CONF without one is the proceedings themselves. */
export function parseType(code: string, hote: boolean): TypeCsl | undefined {
  if (code === 'CONF') return hote ? 'paper-conference' : 'book'
  return Object.hasOwn(LECTURE, code) ? LECTURE[code] : undefined
}

/** GEN, the code of what has none, for a type that RIS does not know. */
export const formatType = (type: TypeCsl): string => ECRITURE.get(type) ?? 'GEN'
