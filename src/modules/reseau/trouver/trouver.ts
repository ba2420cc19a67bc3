import { z } from 'zod'
import { formatCle } from '#modules/territoires/index.ts'
import { getTerme, hasTerme, listTermes, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import type { HrefPatch } from '#ui/href.ts'
import { BESOINS, THEMES_DES_TYPES } from './donnees/besoins.ts'

/** Kilometres as the crow flies, or everything that people of the commune may ask for. */
export const DISTANCES = {
  '5': '5 km',
  '10': '10 km',
  '20': '20 km',
  '50': '50 km',
  zone: 'Tout ce qui dessert la commune',
} as const
export type Distance = keyof typeof DISTANCES
const DISTANCE_ORDINAIRE: Distance = '20'

export const MOYENS = { venir: 'Sur place', telephone: 'Par téléphone', 'en-ligne': 'À distance ou en ligne' } as const
export type Moyen = keyof typeof MOYENS

const texte = z
  .string()
  .transform((v) => v.replace(/\s+/g, ' ').trim().slice(0, 200))
  .catch('')
export const terme = (vocabulaire: SlugVocabulaire) =>
  z
    .string()
    .refine((slug) => hasTerme(vocabulaire, slug))
    .nullable()
    .catch(null)
    .default(null)
const coche = z
  .literal('1')
  .transform(() => true)
  .catch(false)

/** Everything that is asked for, as the address holds it: what cannot be read is not asked. */
export const schemaAide = z.object({
  q: texte,
  ou: texte,
  distance: z.enum(Object.keys(DISTANCES) as [Distance, ...Distance[]]).catch(DISTANCE_ORDINAIRE),
  theme: terme('theme'),
  public: terme('public'),
  moyen: z
    .enum(Object.keys(MOYENS) as [Moyen, ...Moyen[]])
    .nullable()
    .catch(null)
    .default(null),
  langue: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .nullable()
    .catch(null)
    .default(null),
  ouvert: coche,
  gratuit: coche,
  acces: coche,
  page: z.coerce.number().int().min(1).max(1000).catch(1),
})
export type DemandeAide = z.output<typeof schemaAide>

/** What words ask for. */
export interface Besoin {
  /** As typed, for the full text; empty where nothing was. */
  mots: string
  /** Themes that the words say, wider ones included: who helps with addictions helps with alcohol. */
  themes: string[]
  /** Kinds of structure that the words name: « CSAPA ». */
  types: string[]
  /** Those of `themes` that the words say by themselves: to be shown. */
  dits: string[]
}

/** A term and those under it. */
export const listAvecDessous = (vocabulaire: SlugVocabulaire, slug: string): string[] => [
  slug,
  ...listTermes(vocabulaire)
    .filter((t) => t.parent === slug)
    .flatMap((t) => listAvecDessous(vocabulaire, t.slug)),
]

const listAncetres = (slug: string): string[] => {
  const parent = getTerme('theme', slug)?.parent
  return parent ? [parent, ...listAncetres(parent)] : []
}

/** ` arreter de boire `: words apart, ready for a search of beginnings. */
const simplify = (texte: string): string => ` ${formatCle(texte)} `

const COURT = 5
/** A short word stands whole (« ist », « vue »); a longer one may go on (« diabet » → « diabétique »). */
const says = (dit: string, mot: string): boolean =>
  dit.includes(mot.length < COURT ? ` ${mot} ` : ` ${mot}`) || (mot.length < COURT && dit.includes(` ${mot}s `))

const EXPRESSIONS = BESOINS.map(({ mots, themes }) => ({ mots: mots.split(', '), themes }))
const listNoms = (vocabulaire: SlugVocabulaire) =>
  listTermes(vocabulaire).flatMap((t) =>
    [t.libelle, ...(t.sigle ? [t.sigle] : []), ...(t.synonymes ?? [])].map((nom) => ({
      slug: t.slug,
      nom: formatCle(nom),
    })),
  )
const NOMS_THEMES = listNoms('theme')
const NOMS_TYPES = listNoms('type-structure')

/** Reads a need as people say it: our own expressions, labels and acronyms of the vocabularies, and the words themselves. */
export function parseBesoin(q: string): Besoin {
  const dit = simplify(q)
  if (dit.trim() === '') return { mots: '', themes: [], types: [], dits: [] }
  const dits = [
    ...new Set([
      ...EXPRESSIONS.filter(({ mots }) => mots.some((mot) => says(dit, mot))).flatMap((e) => e.themes),
      ...NOMS_THEMES.filter(({ nom }) => dit.includes(` ${nom} `)).map((t) => t.slug),
    ]),
  ]
  return {
    mots: q,
    dits,
    themes: [...new Set(dits.flatMap((slug) => [...listAvecDessous('theme', slug), ...listAncetres(slug)]))],
    types: [...new Set(NOMS_TYPES.filter(({ nom }) => dit.includes(` ${nom} `)).map((t) => t.slug))],
  }
}

/** Kinds of structure whose usual work is one of these themes. */
export const listTypesDesThemes = (themes: readonly string[]): string[] =>
  Object.entries(THEMES_DES_TYPES)
    .filter(([, leurs]) => leurs.some((t) => themes.includes(t)))
    .map(([type]) => type)

/** « 800 m », « 3,4 km », « 27 km » */
export function formatDistance(metres: number): string {
  if (metres < 950) return `${Math.max(1, Math.round(metres / 100)) * 100}\u00a0m`
  const km = metres / 1000
  return `${(km < 10 ? Math.round(km * 10) / 10 : Math.round(km)).toLocaleString('fr-FR')}\u00a0km`
}

/** One filter less, as a link and as a question asked again. */
export interface Relachement {
  libelle: string
  patch: HrefPatch
  demande: DemandeAide
}

/** What one may give up where nothing answers, the least first. */
export function listRelachements(d: DemandeAide): Relachement[] {
  const sans = (libelle: string, change: Partial<DemandeAide>): Relachement => ({
    libelle,
    patch: Object.fromEntries(
      Object.entries(change).map(([nom, v]) => [nom, typeof v === 'string' && v !== '' ? v : null]),
    ),
    demande: { ...d, ...change, page: 1 },
  })
  return [
    d.ouvert && sans('ouvert à un autre moment', { ouvert: false }),
    d.distance !== '50' && sans('jusqu’à 50\u00a0km', { distance: '50' }),
    d.distance !== 'zone' && sans('tout ce qui dessert la commune', { distance: 'zone' }),
    d.moyen && sans('joint autrement', { moyen: null }),
    d.langue && sans('sans choisir la langue', { langue: null }),
    d.acces && sans('dont l’accès n’est pas décrit', { acces: false }),
    d.gratuit && sans('payant ou dont le coût n’est pas dit', { gratuit: false }),
    d.public && sans('pour d’autres publics', { public: null }),
    d.theme && sans('sur d’autres thèmes', { theme: null }),
    d.q !== '' && sans('sans ces mots', { q: '' }),
  ].filter((r) => typeof r === 'object' && r !== null)
}
