import { z } from 'zod'
import { getLibelle, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import { formatDate } from '#ui/format.ts'
import { type DateCsl, type ItemCsl, schemaItemCsl } from '../csl.ts'
import { formatDateIso } from '../dates.ts'
import { formatPret, type Pret, schemaPret } from './exemplaire.ts'

/** Where a notice comes from: a bibliography (document, line), a file, another base and its id there. */
export const schemaProvenance = z.object({
  document: z.string().optional(),
  fichier: z.string().optional(),
  ligne: z.number().int().optional(),
  base: z.string().optional(),
  id: z.string().optional(),
  /** Identifier of the record where it was harvested (OAI-PMH). */
  oai: z.string().optional(),
  /** Under which its source gives the record. */
  licence: z.string().optional(),
})
export type Provenance = z.infer<typeof schemaProvenance>

export const VOCABULAIRES_NOTICE = ['themes', 'publics', 'determinants', 'milieux'] as const
export type CleVocabulaire = (typeof VOCABULAIRES_NOTICE)[number]

/** Lists of terms that index a notice, with their vocabularies and their names on pages. */
export const FACETTES = [
  { cle: 'themes', vocabulaire: 'theme', libelle: 'Thèmes' },
  { cle: 'publics', vocabulaire: 'public', libelle: 'Publics' },
  { cle: 'determinants', vocabulaire: 'determinant', libelle: 'Déterminants' },
  { cle: 'milieux', vocabulaire: 'milieu', libelle: 'Milieux de vie' },
] as const

/** What people write in a notice; the state around it (id, version, dates) is the database's. */
export const schemaContenu = z.object({
  nature: z.string(),
  csl: schemaItemCsl,
  resume: z.string().nullable(),
  resumeSource: z.string().nullable(),
  themes: z.array(z.string()),
  publics: z.array(z.string()),
  determinants: z.array(z.string()),
  milieux: z.array(z.string()),
  enLigne: z.boolean(),
  prets: z.array(schemaPret),
  provenance: schemaProvenance.nullable(),
})
export type ContenuNotice = z.infer<typeof schemaContenu>

export interface Notice extends ContenuNotice {
  id: number
  version: number
  verifieePar: string | null
  verifieeLe: Date | null
  creeLe: Date
  modifieeLe: Date
  supprimeeLe: Date | null
  remplaceePar: number | null
  /** `custom` of the item that it was read from, as `parseOrigine` gives it; null where it was not. */
  origine: Record<string, unknown> | null
}

export const TYPES_LIEN = ['fait-partie-de', 'nouvelle-edition-de', 'cite'] as const
export type TypeLien = (typeof TYPES_LIEN)[number]

/** Each link reads in both directions. */
export const LIBELLES_LIEN: Record<TypeLien, { direct: string; inverse: string }> = {
  'fait-partie-de': { direct: 'Fait partie de', inverse: 'Contient' },
  'nouvelle-edition-de': { direct: 'Nouvelle édition de', inverse: 'Existe en nouvelle édition' },
  cite: { direct: 'Cite', inverse: 'Est cité par' },
}

export const GESTES = {
  creation: 'Création',
  modification: 'Modification',
  verification: 'Vérification',
  suppression: 'Suppression',
  restauration: 'Rétablissement',
  fusion: 'Fusion',
  import: 'Import',
} as const
export type Geste = keyof typeof GESTES

/** Address of a notice's page. */
export const formatAdresseNotice = (id: number): string => `/documentation/notices/${id}`

/** Strong validator of a notice's JSON: it has one version for each state. */
export const getEtag = ({ version }: Pick<Notice, 'version'>): string => `"${version}"`

/** Year of publication, null when it is unknown. */
export function getAnnee(item: ItemCsl): number | null {
  const annee = Number(item.issued?.['date-parts']?.[0]?.[0])
  return Number.isInteger(annee) ? annee : null
}

/** The complete CSL-JSON item, as other tools receive it: abstract back in its place, our own fields in `custom`. */
export function formatItem(notice: Notice): ItemCsl {
  return {
    ...notice.csl,
    id: String(notice.id),
    ...(notice.resume && { abstract: notice.resume }),
    custom: {
      ...notice.origine,
      ...notice.csl.custom,
      nature: notice.nature,
      ...(notice.resumeSource && { sourceResume: notice.resumeSource }),
      ...Object.fromEntries(VOCABULAIRES_NOTICE.map((v) => [v, notice[v]])),
      ...(notice.prets.length > 0 && { prets: notice.prets }),
      // An address says that it is on line, unless someone said otherwise.
      ...(notice.enLigne !== Boolean(notice.csl.URL) && { enLigne: notice.enLigne }),
    },
  }
}

/** Keys of `custom` that `formatItem` writes from the notice's own fields. */
const CUSTOM_NOTICE: ReadonlySet<string> = new Set([
  'etAl',
  'nature',
  'sourceResume',
  ...VOCABULAIRES_NOTICE,
  'enLigne',
  'prets',
])

/**
 * What a notice keeps of `custom` beside its own fields: the record as it was read (`zones`, see echange/zones.ts) and
 * what CSL has no key for. An item written in the family of formats it came from gives its unknown fields back by it.
 */
export function parseOrigine({ custom }: ItemCsl): Record<string, unknown> | null {
  const gardes = Object.entries(custom ?? {}).filter(([cle]) => !CUSTOM_NOTICE.has(cle))
  return gardes.length > 0 ? Object.fromEntries(gardes) : null
}

/**
 * Splits an item from outside into CSL proper and what has its own column. Empty strings and lists are dropped.
 * Of `custom` only `etAl` stays: it says that the list of authors is cut, and no CSL field does.
 */
export function parseItem(item: ItemCsl): { csl: ItemCsl; resume: string | null } {
  const { abstract, custom, ...reste } = item
  const csl = Object.fromEntries(
    Object.entries({ ...reste, custom: custom?.etAl ? { etAl: true } : null }).filter(
      ([cle, v]) =>
        cle === 'id' || (v !== '' && v !== null && v !== undefined && !(Array.isArray(v) && v.length === 0)),
    ),
  ) as ItemCsl
  return { csl, resume: abstract?.trim() || null }
}

export interface Difference {
  champ: string
  avant: string
  apres: string
}

const LIBELLES_CHAMPS: Record<string, string> = {
  nature: 'Type de document',
  resume: 'Résumé',
  resumeSource: 'Source du résumé',
  themes: 'Thèmes',
  publics: 'Publics',
  determinants: 'Déterminants',
  milieux: 'Milieux de vie',
  enLigne: 'En ligne',
  prets: 'Exemplaires',
  provenance: 'Provenance',
  'csl.type': 'Type CSL',
  'csl.title': 'Titre',
  'csl.author': 'Auteurs',
  'csl.editor': 'Direction',
  'csl.container-title': 'Revue ou ouvrage',
  'csl.collection-title': 'Collection',
  'csl.volume': 'Volume',
  'csl.issue': 'Numéro',
  'csl.number': 'Numéro du texte ou du rapport',
  'csl.publisher': 'Éditeur',
  'csl.publisher-place': 'Lieu',
  'csl.issued': 'Date',
  'csl.page': 'Pages',
  'csl.number-of-pages': 'Nombre de pages',
  'csl.URL': 'Adresse',
  'csl.DOI': 'DOI',
  'csl.ISBN': 'ISBN',
  'csl.ISSN': 'ISSN',
  'csl.PMID': 'PMID',
  'csl.language': 'Langue',
  'csl.genre': 'Mention de type',
  'csl.note': 'Note',
  'csl.edition': 'Édition',
  'csl.keyword': 'Mots-clés',
  'csl.source': 'Catalogue d’origine',
  'csl.accessed': 'Date de consultation',
  'csl.event-date': 'Date de l’évènement',
  'csl.event-title': 'Évènement',
  'csl.container-author': 'Auteurs de l’ouvrage',
  'csl.collection-number': 'Numéro dans la collection',
  'csl.abstract': 'Résumé',
  'csl.medium': 'Support',
  'csl.title-short': 'Titre court',
  'csl.event-place': 'Lieu de la rencontre',
  'csl.contributor': 'Contribution',
  'csl.translator': 'Traduction',
  'csl.director': 'Réalisation',
  'csl.illustrator': 'Illustration',
  'csl.editorial-director': 'Direction éditoriale',
  'csl.collection-editor': 'Direction de la collection',
  'csl.authority': 'Autorité',
  'csl.id': 'Identifiant d’origine',
  'csl.custom.classe': 'Classement',
  'csl.custom.sommaire': 'Sommaire',
  'csl.custom.mentionResponsabilite': 'Mention de responsabilité',
  'csl.custom.etAl': 'Auteurs',
  'csl.custom.prets': 'Exemplaires',
}

/** Fields that hold terms: people read labels, not slugs. */
const LISTES_CHAMPS: Record<string, SlugVocabulaire> = {
  nature: 'nature',
  themes: 'theme',
  publics: 'public',
  determinants: 'determinant',
  milieux: 'milieu',
}

/** French label of a field path as `listDifferences` gives it. */
export const getLibelleChamp = (champ: string): string => LIBELLES_CHAMPS[champ] ?? champ.replace(/^csl\./, '')

const LANGUES = new Intl.DisplayNames('fr', { type: 'language' })

function formatValeur(champ: string, valeur: unknown): string {
  if (valeur === null || valeur === undefined) return ''
  if (typeof valeur === 'boolean') return valeur ? 'oui' : 'non'
  const vocabulaire = LISTES_CHAMPS[champ]
  if (vocabulaire)
    return [valeur]
      .flat()
      .map((slug) => getLibelle(vocabulaire, String(slug)))
      .join(', ')
  if (champ === 'csl.issued') return formatDate(formatDateIso(valeur as DateCsl) ?? '')
  if (champ === 'csl.language' && /^[a-z]{2,3}(-[a-z]{2})?$/i.test(String(valeur)))
    return LANGUES.of(String(valeur)) ?? String(valeur)
  if (champ === 'csl.author' || champ === 'csl.editor') {
    return (valeur as { family?: string; given?: string; literal?: string }[])
      .map((n) => n.literal ?? [n.given, n.family].filter(Boolean).join(' '))
      .join(', ')
  }
  if (champ === 'prets') return (valeur as Pret[]).map(formatPret).join('\u202f; ')
  if (Array.isArray(valeur) && valeur.every((v) => typeof v === 'string')) return valeur.join(', ')
  return typeof valeur === 'object' ? JSON.stringify(valeur) : String(valeur)
}

/** What changed between two states, field by field, in words that people read. */
export function listDifferences(avant: ContenuNotice | null, apres: ContenuNotice): Difference[] {
  const etale = (c: ContenuNotice | null): Map<string, unknown> => {
    if (!c) return new Map()
    const { csl, ...reste } = c
    return new Map([
      ...Object.entries(csl)
        .filter(([k]) => k !== 'id')
        .map(([k, v]): [string, unknown] => [`csl.${k}`, v]),
      ...Object.entries(reste),
    ])
  }
  const a = etale(avant)
  const b = etale(apres)
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((champ) => ({ champ, avant: formatValeur(champ, a.get(champ)), apres: formatValeur(champ, b.get(champ)) }))
    .filter((d) => d.avant !== d.apres)
}
