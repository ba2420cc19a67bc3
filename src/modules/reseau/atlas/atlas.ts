import { z } from 'zod'
import { numeroPage } from '#core/saisie.ts'
import { hasTerme } from '#modules/vocabulaires/index.ts'
import { getEtatPublic, listEtapesDe } from '../dispositif/type.ts'
import { getType, listTypes } from '../dispositif/types.ts'

export const ADRESSE_ATLAS = '/dispositifs'
export const ADRESSE_COUVERTURE = `${ADRESSE_ATLAS}/couverture`
export const PAR_PAGE = 50

/** Several values of a parameter, those that mean nothing left out. */
const mots = (valide: (mot: string) => boolean) =>
  z
    .preprocess((v) => [v ?? []].flat(), z.array(z.string().max(100)).max(60))
    .catch([])
    .transform((liste) => [...new Set(liste.filter(valide))])

const code = (forme: RegExp) => z.string().regex(forme).nullable().catch(null).default(null)

/** What an address of the atlas asks for. Nothing in it can be wrong: what means nothing is left out. */
export const schemaAtlas = z.object({
  q: z
    .string()
    .transform((v) => v.replace(/\s+/g, ' ').trim().slice(0, 200))
    .catch('')
    .default(''),
  type: mots((slug) => getType(slug) !== null),
  etat: mots((slug) => listEtatsPublics().has(slug)),
  etape: mots((slug) => /^[a-z0-9-]+$/.test(slug)),
  theme: mots((slug) => hasTerme('theme', slug)),
  region: code(/^\d{2,3}$/),
  departement: code(/^(\d{2,3}|2[AB])$/),
  /** State of that day, ISO date; null: today. */
  au: z.iso.date().nullable().catch(null).default(null),
  page: numeroPage.default(1),
})
export type DemandeAtlas = z.output<typeof schemaAtlas>

/** A dispositif of the atlas, as it was on the day asked for. */
export interface DispositifAtlas {
  id: number
  type: string
  nom: string
  /** Last stage reached by then. */
  etape: string | null
  themes: string[]
  /** As composed; empty where not known. */
  communes: string[]
  /** Where its team works. */
  commune: string | null
  nomCommune: string | null
  /** Codes of the départements that it reaches, by its territory or else by its seat. */
  departements: string[]
  /** Inhabitants of its territory today; null without territory. */
  population: number | null
  fictif: boolean
  siteWeb: string | null
  organisme: string | null
  modifieLe: Date
}

/** Public states of all types: slug → words. */
export const listEtatsPublics = (): Map<string, string> =>
  new Map(listTypes().flatMap((t) => Object.entries(t.etatsPublics)))

/**
 * Pairs of type and stage that stand for public states.
 * @returns `cpts/validation-li`…: empty when no type has such a state
 */
export const listPairesEtape = (etats: readonly string[]): string[] =>
  listTypes().flatMap((t) => etats.flatMap((etat) => listEtapesDe(t, etat).map((etape) => `${t.slug}/${etape}`)))

/** Words of the public state of a dispositif; null where its type has none, or its stage gives none. */
export function formatEtatPublic({ type: slug, etape }: Pick<DispositifAtlas, 'type' | 'etape'>): string | null {
  const type = getType(slug)
  const etat = type && getEtatPublic(type, etape)
  return etat ? (type.etatsPublics[etat] ?? null) : null
}

/** Words of a stage, its slug where the type does not know it. */
export const formatEtape = ({ type, etape }: Pick<DispositifAtlas, 'type' | 'etape'>): string | null =>
  etape && (getType(type)?.etapes.find((e) => e.slug === etape)?.libelle ?? etape)

/** How much of an area is covered by a type, or by several taken together. */
export interface Couverture {
  /** Inhabitants of the area; null where none is published. */
  population: number | null
  couverte: number
  communes: number
  /** Elementary communes covered once at least, and those covered twice or more by one type. */
  communesCouvertes: number
  communesDoubles: number
}

/** Share of the inhabitants, from 0 to 1; null where there is nobody. */
export const computePart = ({ population, couverte }: Pick<Couverture, 'population' | 'couverte'>): number | null =>
  population ? couverte / population : null

/** When a dispositif began and ended, as far as its dates tell; ISO dates. */
export interface Vie {
  type: string
  /** Its stages in time. */
  etapes: { etape: string; date: string }[]
  /** First day of its first known territory. */
  depuis: string | null
  fin: string | null
}

export interface Annee {
  annee: number
  nombre: number
  /** By public state, in the order of the type; only where one type is asked for. */
  etats: Record<string, number>
}

/** First date that says that a dispositif is there; null where none does. */
export const getDebut = ({ etapes, depuis }: Pick<Vie, 'etapes' | 'depuis'>): string | null =>
  [...etapes.map((e) => e.date), ...(depuis ? [depuis] : [])].sort()[0] ?? null

/**
 * How many were there on 31 December of each year, the present year on the present day.
 * @param aujourdhui ISO date
 * @returns by growing year, and how many have no date at all, which no year counts
 */
export function computeEvolution(vies: readonly Vie[], aujourdhui: string): { annees: Annee[]; sansDate: number } {
  const datees = vies.flatMap((v) => {
    const debut = getDebut(v)
    return debut === null || debut > aujourdhui ? [] : [{ ...v, debut }]
  })
  const premiere = Math.min(...datees.map((v) => Number(v.debut.slice(0, 4))))
  const derniere = Number(aujourdhui.slice(0, 4))
  const annees: Annee[] = []
  for (let annee = premiere; annee <= derniere; annee++) {
    const jour = annee === derniere ? aujourdhui : `${annee}-12-31`
    const la = datees.filter((v) => v.debut <= jour && (v.fin === null || v.fin >= jour))
    const etats: Record<string, number> = {}
    for (const v of la) {
      const etape = v.etapes
        .filter((e) => e.date <= jour)
        .toSorted((a, b) => a.date.localeCompare(b.date))
        .at(-1)
      const type = getType(v.type)
      const etat = type && getEtatPublic(type, etape?.etape ?? null)
      if (etat) etats[etat] = (etats[etat] ?? 0) + 1
    }
    annees.push({ annee, nombre: la.length, etats })
  }
  return { annees, sansDate: vies.filter((v) => getDebut(v) === null).length }
}
