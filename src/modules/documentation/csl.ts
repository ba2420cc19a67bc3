import { z } from 'zod'

/**
 * CSL-JSON 1.0.2, the citation data model of the Citation Style Language.
 * Source: https://github.com/citation-style-language/schema (csl-data.json).
 * Unknown keys are kept (`looseObject`): what another tool wrote comes back unchanged.
 */
export const TYPES_CSL = [
  'article',
  'article-journal',
  'article-magazine',
  'article-newspaper',
  'bill',
  'book',
  'broadcast',
  'chapter',
  'classic',
  'collection',
  'dataset',
  'document',
  'entry',
  'entry-dictionary',
  'entry-encyclopedia',
  'event',
  'figure',
  'graphic',
  'hearing',
  'interview',
  'legal_case',
  'legislation',
  'manuscript',
  'map',
  'motion_picture',
  'musical_score',
  'pamphlet',
  'paper-conference',
  'patent',
  'performance',
  'periodical',
  'personal_communication',
  'post',
  'post-weblog',
  'regulation',
  'report',
  'review',
  'review-book',
  'software',
  'song',
  'speech',
  'standard',
  'thesis',
  'treaty',
  'webpage',
] as const

export const schemaNomCsl = z.looseObject({
  family: z.string().optional(),
  given: z.string().optional(),
  'dropping-particle': z.string().optional(),
  'non-dropping-particle': z.string().optional(),
  suffix: z.string().optional(),
  literal: z.string().optional(),
})
export type NomCsl = z.infer<typeof schemaNomCsl>

const partie = z.union([z.number(), z.string()])
export const schemaDateCsl = z.looseObject({
  'date-parts': z.array(z.array(partie).min(1).max(3)).min(1).max(2).optional(),
  season: z.union([z.number(), z.string()]).optional(),
  circa: z.union([z.string(), z.number(), z.boolean()]).optional(),
  literal: z.string().optional(),
  raw: z.string().optional(),
})
export type DateCsl = z.infer<typeof schemaDateCsl>

const texte = z.string().optional()
const nombre = z.union([z.string(), z.number()]).optional()
const noms = z.array(schemaNomCsl).optional()

export const schemaItemCsl = z.looseObject({
  id: z.union([z.string(), z.number()]),
  type: z.enum(TYPES_CSL),
  title: texte,
  'title-short': texte,
  author: noms,
  editor: noms,
  translator: noms,
  director: noms,
  'container-author': noms,
  'collection-editor': noms,
  'container-title': texte,
  'collection-title': texte,
  'collection-number': nombre,
  volume: nombre,
  issue: nombre,
  number: nombre,
  edition: nombre,
  page: nombre,
  'number-of-pages': nombre,
  publisher: texte,
  'publisher-place': texte,
  issued: schemaDateCsl.optional(),
  accessed: schemaDateCsl.optional(),
  'event-date': schemaDateCsl.optional(),
  URL: texte,
  DOI: texte,
  ISBN: texte,
  ISSN: texte,
  PMID: texte,
  language: texte,
  abstract: texte,
  genre: texte,
  medium: texte,
  note: texte,
  keyword: texte,
  source: texte,
  authority: texte,
  custom: z.record(z.string(), z.unknown()).optional(),
})
/** One CSL-JSON item. `custom` is free by the standard; what Maillage puts there is described where it is written. */
export type ItemCsl = z.infer<typeof schemaItemCsl>
