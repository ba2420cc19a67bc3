import { z } from 'zod'
import { getLibelle } from '#modules/vocabulaires/index.ts'

/** One definition of a term and where it comes from; `notice` is its document in our catalogue. */
export const schemaDefinition = z.object({
  texte: z.string(),
  document: z.string().nullable(),
  lieu: z.string().nullable(),
  /** Four digits. */
  annee: z.string().nullable(),
  adresse: z.string().nullable(),
  notice: z.number().int().nullable(),
  aVerifier: z.boolean(),
})
export type Definition = z.infer<typeof schemaDefinition>

/** What people write of a term. `formeLongue` is the official long form of `sigle`, as it stands in running text. */
export const schemaContenu = z.object({
  terme: z.string(),
  sigle: z.string().nullable(),
  formeLongue: z.string().nullable(),
  /** Other names of the same thing. */
  variantes: z.array(z.string()),
  /** Slug of the vocabulary of themes. */
  theme: z.string().nullable(),
  /** Names of other terms of the glossary. */
  termesLies: z.array(z.string()),
  definitions: z.array(schemaDefinition),
})
export type ContenuEntree = z.infer<typeof schemaContenu>

/** A term of the glossary, as it is stored. */
export interface Entree extends Omit<ContenuEntree, 'termesLies' | 'definitions'> {
  id: number
  slug: string
  /** In order; `titreNotice` names the document where it is in the catalogue. */
  definitions: (Definition & { titreNotice: string | null })[]
  /** Related terms, in alphabetical order; a pair is related both ways. */
  lies: { slug: string; terme: string }[]
  version: number
  modifieLe: Date
  supprimeLe: Date | null
  remplacePar: number | null
}

/** An acronym, what it means, and the term that says so. Two terms may share an acronym. */
export interface Sigle {
  sigle: string
  formeLongue: string
  slug: string
}

export const GESTES = {
  creation: 'Création',
  modification: 'Modification',
  suppression: 'Retrait',
  restauration: 'Rétablissement',
  fusion: 'Fusion',
  import: 'Import',
} as const
export type Geste = keyof typeof GESTES

/** Text as it is compared: without accents, in lower case. */
export const formatSansAccents = (texte: string): string =>
  texte
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

/** Stable name of a term in addresses: `Aller-vers` → `aller-vers`. */
export const formatSlug = (texte: string): string =>
  formatSansAccents(texte.replace(/œ/giu, 'oe').replaceAll('’', '-'))
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** Addresses under /glossaire that are pages of their own: no term takes them. */
const RESERVES = new Set(['nouveau', 'propositions', 'suggestions', 'import'])

/** The slug of a new term: its name, numbered where that one is taken. */
export function formatSlugLibre(terme: string, pris: ReadonlySet<string>): string {
  const base = formatSlug(terme) || 'terme'
  let slug = base
  for (let n = 2; pris.has(slug) || RESERVES.has(slug); n++) slug = `${base}-${n}`
  return slug
}

export const formatAdresseTerme = (slug: string): string => `/glossaire/${slug}`

/** « Agence régionale de santé (ARS) » */
export const formatNom = ({ terme, sigle }: Pick<Entree, 'terme' | 'sigle'>): string =>
  sigle && sigle !== terme ? `${terme} (${sigle})` : terme

/** Where a definition comes from, in one line: « Titre, chapitre 2, 2023 »; empty when nobody said. */
export const formatSource = ({ document, lieu, annee }: Pick<Definition, 'document' | 'lieu' | 'annee'>): string =>
  [document, lieu, annee].filter(Boolean).join(', ')

/** What people write of a stored term. */
export function getContenu(e: Entree): ContenuEntree {
  const { terme, sigle, formeLongue, variantes, theme } = e
  const definitions = e.definitions.map(({ titreNotice: _, ...d }) => d)
  return { terme, sigle, formeLongue, variantes, theme, termesLies: e.lies.map((l) => l.terme), definitions }
}

/** Names as they are compared: accents, case and shape of apostrophes aside. */
export const formatComparable = (texte: string): string => formatSansAccents(texte.replaceAll('’', "'").trim())

/**
 * Terms that hold every word of the question, accents or not: by their names (term, acronym, long form, other names),
 * and where no name answers, by their definitions. An empty question keeps them all.
 */
export function filterEntrees(entrees: readonly Entree[], question: string): Entree[] {
  const mots = formatComparable(question).split(/\s+/).filter(Boolean)
  const holdsAll = (...textes: (string | null)[]) => {
    const texte = formatComparable(textes.filter(Boolean).join(' '))
    return mots.every((mot) => texte.includes(mot))
  }
  const nommes = entrees.filter((e) => holdsAll(e.terme, e.sigle, e.formeLongue, ...e.variantes))
  return nommes.length > 0 ? nommes : entrees.filter((e) => holdsAll(e.terme, ...e.definitions.map((d) => d.texte)))
}

/** Definitions, names and links of both in the one that stays; the address of the other leads to it. */
export function mergeContenus(garde: ContenuEntree, autre: ContenuEntree): ContenuEntree {
  const noms = new Set([garde.terme, garde.sigle, garde.formeLongue].map((n) => formatComparable(n ?? '')))
  const variantes = [...garde.variantes, autre.terme, autre.sigle, autre.formeLongue, ...autre.variantes]
    .filter((nom) => nom !== null)
    .filter((nom) => !noms.has(formatComparable(nom)) && noms.add(formatComparable(nom)))
  const textes = new Set(garde.definitions.map((d) => d.texte))
  return {
    ...garde,
    sigle: garde.sigle ?? (autre.formeLongue === null ? null : autre.sigle),
    formeLongue: garde.formeLongue ?? autre.formeLongue,
    variantes,
    theme: garde.theme ?? autre.theme,
    termesLies: [...new Set([...garde.termesLies, ...autre.termesLies])].filter(
      (nom) => nom !== garde.terme && nom !== autre.terme,
    ),
    definitions: [...garde.definitions, ...autre.definitions.filter((d) => !textes.has(d.texte))],
  }
}

const champsDefinition = (d: Definition, rang: number): [string, string][] => [
  [`Définition ${rang}`, d.texte],
  [
    `Source de la définition ${rang}`,
    [formatSource(d), d.adresse, d.notice && `notice n°\u00a0${d.notice}`, d.aVerifier && 'à vérifier']
      .filter(Boolean)
      .join(' · '),
  ],
]

const listChamps = (c: ContenuEntree): [string, string][] => [
  ['Terme', c.terme],
  ['Sigle', c.sigle ?? ''],
  ['Forme longue', c.formeLongue ?? ''],
  ['Autres noms', c.variantes.join(', ')],
  ['Thème', c.theme ? getLibelle('theme', c.theme) : ''],
  ['Termes liés', c.termesLies.toSorted((a, b) => a.localeCompare(b, 'fr')).join(', ')],
  ...c.definitions.flatMap((d, i) => champsDefinition(d, i + 1)),
]

/** What changed between two states, field by field, in words that people read. */
export function listDifferences(
  avant: ContenuEntree | null,
  apres: ContenuEntree,
): { champ: string; avant: string; apres: string }[] {
  const [a, b] = [new Map(avant ? listChamps(avant) : []), new Map(listChamps(apres))]
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((champ) => ({ champ, avant: a.get(champ) ?? '', apres: b.get(champ) ?? '' }))
    .filter((d) => d.avant !== d.apres)
}
