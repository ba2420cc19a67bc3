import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { schemaItemCsl } from '../csl.ts'
import { formatCitation, type SlugStyle } from './citation.ts'

/**
 * The layouts beside the two published bibliographies they come from. Letters and digits are compared, in order;
 * signs, spaces, capitals and the marks « pp. » and « n° », which those documents use unevenly, are not.
 */
const PARTAGE = '../shared'
const DOCUMENTS: { style: SlugStyle; numero: string; fichier: string; barre: number }[] = [
  { style: 'ireps-bfc', numero: '000', fichier: '000_1d27458c5d21994b.txt', barre: 0.8 },
  { style: 'ireps-occitanie', numero: '003', fichier: '003_d167c5ef3e7b9dda.txt', barre: 0.9 },
]

const texte = z.string().nullable()
const schemaAnnotation = z.array(
  z.object({
    line: z.number(),
    kind: z.string(),
    type: z.string(),
    label: texte,
    title: texte,
    authors: z.array(z.object({ family: texte, given: texte.optional() })),
    etAl: z.boolean(),
    corporate: z.array(z.string()),
    container: texte,
    volume: texte,
    issue: texte,
    publisher: texte,
    place: texte,
    issued: texte,
    pages: texte,
    numPages: z.number().nullable(),
  }),
)
type Annotation = z.infer<typeof schemaAnnotation>[number]

const createItem = (notice: Annotation) =>
  schemaItemCsl.parse({
    id: notice.line,
    type: notice.type,
    title: notice.title ?? undefined,
    author: [
      ...notice.authors.map(({ family, given }) => ({ family: family ?? undefined, given: given ?? undefined })),
      ...notice.corporate.map((literal) => ({ literal })),
    ],
    'container-title': notice.container ?? undefined,
    volume: notice.volume ?? undefined,
    issue: notice.issue ?? undefined,
    publisher: notice.publisher ?? undefined,
    'publisher-place': notice.place ?? undefined,
    issued: notice.issued ? { 'date-parts': [notice.issued.split('-').map(Number)] } : undefined,
    page: notice.pages ?? undefined,
    'number-of-pages': notice.numPages ?? undefined,
    custom: { etAl: notice.etAl, libelle: notice.label ?? undefined },
  })

const reduire = (valeur: string): string =>
  valeur
    .replace(/<[^>]*>|\[[^\]]*\]/g, ' ')
    .normalize('NFD')
    .toLowerCase()
    .replace(/\bpp?\.|\bn°/g, ' ')
    .replace(/[^a-z0-9]+/g, '')

describe.each(DOCUMENTS)('disposition $style', ({ style, numero, fichier, barre }) => {
  const document = `${PARTAGE}/seeds/${fichier}`
  test.skipIf(!existsSync(document))(`écrit les notices comme le document (absent\u00a0: test sauté)`, () => {
    const lignes = readFileSync(document, 'utf8').split('\n')
    const annotations = schemaAnnotation
      .parse(JSON.parse(readFileSync(`${PARTAGE}/gold/${numero}.json`, 'utf8')))
      .filter(({ kind }) => kind === 'notice')
    const ecarts = annotations.flatMap((annotation) => {
      const imprime = reduire(lignes.slice(annotation.line - 1, annotation.line + 8).join('\n'))
      const notre = formatCitation(createItem(annotation), style).texte
      return imprime.includes(reduire(notre)) ? [] : [`${annotation.line}\u00a0: ${notre}`]
    })
    expect(annotations.length).toBeGreaterThan(40)
    expect(1 - ecarts.length / annotations.length, ecarts.join('\n')).toBeGreaterThanOrEqual(barre)
  })
})
