import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { checkSelection, hasTerme } from '#modules/vocabulaires/index.ts'
import { schemaItemCsl } from '../csl.ts'
import { schemaPret } from '../notice/exemplaire.ts'
import { TYPES_LIEN, VOCABULAIRES_NOTICE } from '../notice/notice.ts'

/**
 * The shape of the demonstration data in `demo/`, and what must hold between its three files. See demo/README.md for
 * where the facts come from.
 */
const cle = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const texte = z.string().trim().min(1)
const slugs = z.array(cle)

export const schemaDemoNotice = z.strictObject({
  /** Stable and unique; also the CSL id. */
  cle,
  csl: schemaItemCsl.refine(
    (item) => item.title && !item.custom && !item.abstract,
    'title, without custom nor abstract',
  ),
  nature: cle,
  /** The source cuts its list of authors. */
  etAl: z.literal(true).optional(),
  themes: slugs.min(1),
  publics: slugs,
  determinants: slugs,
  milieux: slugs,
  /** The document has an address, or its source offers a link. */
  enLigne: z.boolean(),
  pret: z.array(schemaPret.pick({ centre: true, cote: true })),
  resume: z.strictObject({ texte, source: texte }).nullable(),
  /** Headings under which the notice stands in its source, outermost first. */
  sections: z.array(texte),
  provenance: z.strictObject({ document: cle, ligne: z.number().int().positive() }),
  liens: z.array(z.strictObject({ type: z.enum(TYPES_LIEN), cle })),
})
export type DemoNotice = z.infer<typeof schemaDemoNotice>

/** A document that the facts were taken from; `notice` is its own notice in the catalogue. */
export const schemaDemoDocument = z.strictObject({
  slug: cle,
  titre: texte,
  auteurs: z.array(z.strictObject({ family: texte, given: texte })),
  organismes: z.array(texte).min(1),
  date: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/),
  editeur: texte.nullable(),
  nature: cle,
  genre: texte,
  description: texte,
  notice: cle,
})
export type DemoDocument = z.infer<typeof schemaDemoDocument>

export const schemaDemoEntree = z.strictObject({
  terme: texte,
  sigle: texte.nullable(),
  /** Official long form of the acronym, as it stands in the middle of a sentence. */
  formeLongue: texte.nullable(),
  /** Other names of the same thing. */
  variantes: z.array(texte).optional(),
  termesLies: z.array(texte),
  theme: cle.optional(),
  definitions: z
    .array(
      z.strictObject({
        texte,
        /** `document` is a slug of documents.json, or the name of a public text or list. */
        source: z.strictObject({
          document: texte,
          lieu: texte.optional(),
          annee: z
            .string()
            .regex(/^\d{4}$/)
            .optional(),
        }),
        /** Not confirmed by the source: a person has to check it. */
        aVerifier: z.literal(true).optional(),
      }),
    )
    .min(1),
})
export type DemoEntree = z.infer<typeof schemaDemoEntree>

export const schemaDemonstration = z.strictObject({
  notices: z.array(schemaDemoNotice),
  documents: z.array(schemaDemoDocument),
  glossaire: z.array(schemaDemoEntree),
})
export type Demonstration = z.infer<typeof schemaDemonstration>

const FICHIERS = new URL('../../../../demo/', import.meta.url)

/**
 * Reads the three files of `demo/`.
 * @returns them, and `titres`: what to call each source document (slug → title). A cut list of authors is said in
 * `csl.custom.etAl`, as everywhere in the catalogue.
 * @throws ZodError when a file has not the shape above.
 */
export function readDemo(): Demonstration & { titres: ReadonlyMap<string, string> } {
  const read = (nom: string): unknown => JSON.parse(readFileSync(new URL(`${nom}.json`, FICHIERS), 'utf8'))
  const { notices, documents, glossaire } = schemaDemonstration.parse({
    notices: read('notices'),
    documents: read('documents'),
    glossaire: read('glossaire'),
  })
  return {
    notices: notices.map((n) => (n.etAl ? { ...n, csl: { ...n.csl, custom: { etAl: true } } } : n)),
    documents,
    glossaire,
    titres: new Map(documents.map((d) => [d.slug, d.titre])),
  }
}

/** Changes when the data does (hexadecimal SHA-256): what was loaded once is not loaded again. */
export const computeEmpreinte = (donnees: unknown): string =>
  createHash('sha256').update(JSON.stringify(donnees)).digest('hex')

const VOCABULAIRE_DE = { themes: 'theme', publics: 'public', determinants: 'determinant', milieux: 'milieu' } as const

/**
 * What is wrong between the three files: double keys, links to nothing, terms outside the vocabularies, addresses that
 * do not parse.
 * @returns one French sentence a fault, beginning with the place; empty when all is right.
 */
export function checkDemonstration({ notices, documents, glossaire }: Demonstration): string[] {
  const cles = new Set(notices.map((n) => n.cle))
  const sources = new Set(documents.map((d) => d.slug))
  const termes = new Set(glossaire.map((t) => t.terme))
  return [
    ...listDoublons(
      'notices',
      notices.map((n) => n.cle),
    ),
    ...listDoublons(
      'documents',
      documents.map((d) => d.slug),
    ),
    ...listDoublons(
      'glossaire',
      glossaire.map((t) => t.terme),
    ),
    ...listDoublons(
      'glossaire',
      glossaire.flatMap((t) => t.sigle ?? []),
    ),
    ...notices.flatMap((n) => checkNotice(n, cles, sources).map((faute) => `${n.cle} : ${faute}`)),
    ...documents.flatMap((d) => [
      ...checkNature(d.nature).map((faute) => `${d.slug} : ${faute}`),
      ...(cles.has(d.notice) ? [] : [`${d.slug} : la notice « ${d.notice} » n’existe pas.`]),
    ]),
    ...glossaire.flatMap((t) => checkTerme(t, termes, sources).map((faute) => `${t.terme} : ${faute}`)),
  ]
}

function checkNotice(n: DemoNotice, cles: ReadonlySet<string>, sources: ReadonlySet<string>): string[] {
  const adresse = n.csl.URL
  return [
    ...checkNature(n.nature),
    ...VOCABULAIRES_NOTICE.flatMap((liste) => checkSelection(VOCABULAIRE_DE[liste], n[liste])),
    ...VOCABULAIRES_NOTICE.flatMap((liste) => listDoublons(liste, n[liste])),
    ...(n.csl.id === n.cle ? [] : ['l’identifiant CSL n’est pas la clé.']),
    ...(adresse === undefined || /^https?:$/.test(URL.parse(adresse)?.protocol ?? '')
      ? []
      : [`« ${adresse} » n’est pas une adresse.`]),
    ...(adresse !== undefined && !n.enLigne ? ['la notice a une adresse sans être en ligne.'] : []),
    ...(sources.has(n.provenance.document) ? [] : [`le document « ${n.provenance.document} » n’existe pas.`]),
    ...n.liens
      .filter((lien) => !cles.has(lien.cle) || lien.cle === n.cle)
      .map((lien) => `le lien vers « ${lien.cle} » ne mène à rien.`),
  ]
}

function checkTerme(t: DemoEntree, termes: ReadonlySet<string>, sources: ReadonlySet<string>): string[] {
  const documents = t.definitions.map((d) => d.source.document)
  return [
    ...((t.sigle === null) === (t.formeLongue === null) ? [] : ['un sigle va avec sa forme longue.']),
    ...(t.theme === undefined ? [] : checkSelection('theme', [t.theme])),
    ...documents
      .filter((document) => cle.safeParse(document).success && !sources.has(document))
      .map((document) => `le document « ${document} » n’existe pas.`),
    ...t.termesLies
      .filter((lie) => !termes.has(lie) || lie === t.terme)
      .map((lie) => `le terme lié « ${lie} » n’existe pas.`),
  ]
}

const checkNature = (nature: string): string[] =>
  hasTerme('nature', nature) ? [] : [`la nature « ${nature} » n’existe pas.`]

function listDoublons(lieu: string, valeurs: readonly string[]): string[] {
  const doubles = new Set(valeurs.filter((valeur, rang) => valeurs.indexOf(valeur) !== rang))
  return [...doubles].map((valeur) => `${lieu} : « ${valeur} » paraît plusieurs fois.`)
}
