import { getTerme, hasTerme, listTermes } from '#modules/vocabulaires/index.ts'
import type { ItemCsl } from '../csl.ts'
import { formatSansAccents } from '../glossaire/glossaire.ts'
import { schemaPret } from '../notice/exemplaire.ts'
import { type ContenuNotice, parseItem } from '../notice/notice.ts'
import type { Import, ReferenceLue } from './imports.ts'
import { getNatureType, parseNature } from './natures.ts'
import { formatTypeSource, listMots, type Releve } from './releve.ts'

/** What people choose for the records of a file, and for the next file of its base. */
export interface Choix {
  /** Our kind of document, by type of record (`formatTypeSource`). */
  natures: Record<string, string>
  /** Our term, as `theme/slug` or `public/slug`, by folded keyword; '' where a person wants none. */
  termes: Record<string, string>
}

export const CHOIX_VIDE: Choix = { natures: {}, termes: {} }

/** Keywords of a library are headed by vocabularies of their own; these two of ours are met in them. */
export const VOCABULAIRES_MOTS = ['theme', 'public'] as const
export type VocabulaireMot = (typeof VOCABULAIRES_MOTS)[number]

/** The value of a name that comes from a file: `constructor` may be one. */
const getPropre = (valeurs: Readonly<Record<string, string>>, nom: string): string | undefined =>
  Object.hasOwn(valeurs, nom) ? valeurs[nom] : undefined

/** A keyword as it is compared: no accent, no plural mark. */
export const plierMot = (mot: string): string =>
  formatSansAccents(mot.replaceAll('œ', 'oe').replaceAll('Œ', 'OE'))
    .split(/[^\p{L}\p{N}]+/u)
    .map((m) => (m.length > 3 ? m.replace(/[sx]$/, '') : m))
    .join(' ')
    .trim()

/** Every term that a keyword may add, once. */
export const listTermesMots = (): [VocabulaireMot, string][] =>
  VOCABULAIRES_MOTS.flatMap((vocabulaire) =>
    listTermes(vocabulaire)
      .filter((t) => !t.remplacePar)
      .map((t): [VocabulaireMot, string] => [vocabulaire, t.slug]),
  )

/** Terms by every name that they have (label, other names, slug), themes first. */
const TERMES: ReadonlyMap<string, string> = new Map(
  listTermesMots()
    .toReversed()
    .flatMap(([vocabulaire, slug]) => {
      const terme = getTerme(vocabulaire, slug)
      const noms = terme ? [...(terme.synonymes ?? []), slug, terme.libelle] : []
      return noms.map((nom): [string, string] => [plierMot(nom), `${vocabulaire}/${slug}`])
    }),
)

/** The term of that very name, as `theme/slug`; null where there is none. */
export const searchTerme = (nom: string): string | null => TERMES.get(plierMot(nom)) ?? null

/** « theme/tabac » to the label of the term; '' for an unknown one. */
export function getLibelleTerme(cle: string): string {
  const [vocabulaire = '', slug = ''] = cle.split('/')
  const connu = VOCABULAIRES_MOTS.find((v) => v === vocabulaire)
  return (connu && getTerme(connu, slug)?.libelle) ?? ''
}

/** The choices for a file: those of its base where they were made, else what its types and keywords suggest. */
export function computeChoix(releve: Releve, connu: Choix | null): Choix {
  const natures = releve.types.map(
    ({ type, csl }) => [type, (connu && getPropre(connu.natures, type)) ?? getNatureType(csl)] as const,
  )
  const termes = releve.mots.flatMap(({ mot }): [string, string][] => {
    const cle = plierMot(mot)
    const terme = (connu && getPropre(connu.termes, cle)) ?? searchTerme(mot)
    return terme === null ? [] : [[cle, terme]]
  })
  return { natures: Object.fromEntries(natures), termes: { ...connu?.termes, ...Object.fromEntries(termes) } }
}

/**
 * Kind of document of a record: what it says itself (our own exports), what was chosen for its type, else what a more
 * precise mention of it says (« guide », « thèse »).
 */
function computeNature(item: ItemCsl, choix: Choix): string {
  const sienne = item.custom?.nature
  if (typeof sienne === 'string' && hasTerme('nature', sienne)) return sienne
  const choisie = getPropre(choix.natures, formatTypeSource(item))
  return choisie && choisie !== getNatureType(item.type) && hasTerme('nature', choisie) ? choisie : parseNature(item)
}

/** Terms of one of our vocabularies that an item of our own exports bears. */
const listPropres = (item: ItemCsl, cle: string, vocabulaire: string): string[] => {
  const siens = item.custom?.[cle]
  return Array.isArray(siens) ? siens.map(String).filter((slug) => hasTerme(vocabulaire, slug)) : []
}

function listTermesItem(item: ItemCsl, vocabulaire: VocabulaireMot, choix: Choix): string[] {
  return listMots(item)
    .map((mot) => getPropre(choix.termes, plierMot(mot)) ?? '')
    .filter((cle) => cle.startsWith(`${vocabulaire}/`))
    .map((cle) => cle.slice(vocabulaire.length + 1))
    .filter((slug) => hasTerme(vocabulaire, slug))
}

const unique = (valeurs: readonly string[]): string[] => [...new Set(valeurs)]

/**
 * The notice that a record of a library becomes. Unlike a printed reference, its names and its type are taken as they
 * are, so that it is written back as it came.
 * @returns `csl.title` may be missing: such a record must be corrected before it enters the catalogue
 */
export function formatNoticeEchange(
  { item, idSource }: Pick<ReferenceLue, 'item' | 'idSource'>,
  { fichier, base, choix }: Pick<Import, 'fichier' | 'base' | 'choix'>,
  themes: readonly string[] = [],
): ContenuNotice {
  const choisi = choix ?? CHOIX_VIDE
  const nature = computeNature(item, choisi)
  const sienne = nature === parseNature(item) || nature === item.custom?.nature
  const { csl, resume } = parseItem({
    ...item,
    id: '',
    type: sienne ? item.type : (getTerme('nature', nature)?.csl ?? item.type),
  })
  const origine = typeof item.custom?.sourceResume === 'string' ? item.custom.sourceResume : null
  const prets = schemaPret.array().safeParse(item.custom?.prets)
  return {
    nature,
    csl,
    resume,
    resumeSource: resume === null ? null : (origine ?? base ?? item.source ?? fichier),
    themes: unique([...listPropres(item, 'themes', 'theme'), ...listTermesItem(item, 'theme', choisi), ...themes]),
    publics: unique([...listPropres(item, 'publics', 'public'), ...listTermesItem(item, 'public', choisi)]),
    determinants: listPropres(item, 'determinants', 'determinant'),
    milieux: listPropres(item, 'milieux', 'milieu'),
    enLigne: typeof item.custom?.enLigne === 'boolean' ? item.custom.enLigne : Boolean(item.URL),
    prets: prets.success ? prets.data : [],
    provenance: { fichier, ...(base !== null && { base }), ...(idSource !== null && { id: idSource }) },
  }
}
