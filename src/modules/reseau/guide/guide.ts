import { z } from 'zod'
import { ligneOuNull, liste, texteOuNull } from '#core/saisie.ts'
import { formatRefZone, type Zone } from '#modules/territoires/index.ts'
import { getLibelle, getTerme, hasTerme, listTermes } from '#modules/vocabulaires/index.ts'
import { THEMES_DES_TYPES } from '../trouver/donnees/besoins.ts'

const termes = (vocabulaire: 'theme' | 'public') =>
  liste(z.string()).transform((slugs): string[] => [...new Set(slugs)].filter((slug) => hasTerme(vocabulaire, slug)))

/** A guide is its address: what it holds is read anew each time that it is opened. */
export const schemaGuide = z.object({
  /** A place as people type it, or the reference of an area. */
  zone: z.string().trim().max(200).catch(''),
  theme: termes('theme'),
  public: termes('public'),
  par: z.enum(['theme', 'public']).catch('theme'),
  titre: ligneOuNull(150).catch(null),
  editeur: ligneOuNull(150).catch(null),
  introduction: texteOuNull(1500).catch(null),
})
export type DemandeGuide = z.output<typeof schemaGuide>

/** The address of a guide, or of its file. A pasted list has no reference: its place is said as it was typed. */
export function formatAdresseGuide(d: Partial<DemandeGuide>, zone: Zone | null, fichier = ''): string {
  const champs: [string, string | null][] = [
    ['zone', zone && zone.maille !== 'liste' ? formatRefZone(zone) : (d.zone ?? '')],
    ...(d.theme ?? []).map((t): [string, string] => ['theme', t]),
    ...(d.public ?? []).map((p): [string, string] => ['public', p]),
    ['par', d.par === 'public' ? 'public' : null],
    ...(['titre', 'editeur', 'introduction'] as const).map((c): [string, string | null] => [c, d[c] ?? null]),
  ]
  const dits = champs.filter((c): c is [string, string] => c[1] !== null)
  return `/trouver/guide${fichier}?${new URLSearchParams(dits)}`
}

/** What a service is, in the words of a guide. */
export interface ServiceGuide {
  nom: string
  description: string | null
  themes: readonly string[]
  publics: readonly string[]
  pourQui: string
  cout: string | null
  comment: string | null
  telephone: string | null
}

/** One structure, ready to be printed. */
export interface FicheGuide {
  id: number
  nom: string
  /** Slug of its kind, and its words. */
  type: string | null
  nature: string | null
  adresse: string | null
  commune: string | null
  telephone: string | null
  courriel: string | null
  site: string | null
  /** « Du lundi au vendredi de 9 h à 12 h. » */
  horaires: string | null
  acces: string | null
  /** ISO date. */
  verifieLe: string | null
  source: string
  licence: string | null
  fictif: boolean
  longitude: number | null
  latitude: number | null
  services: readonly ServiceGuide[]
}

/** A structure in one section: the number is its own in the whole guide. */
export interface EntreeGuide {
  numero: number
  /** Its whole sheet stands here; elsewhere, only what it offers on that subject. */
  premiere: boolean
  fiche: FicheGuide
  services: readonly ServiceGuide[]
}

export interface SectionGuide {
  slug: string
  titre: string
  entrees: readonly EntreeGuide[]
}

const AUTRES = 'autres'

const getRacine = (slug: string): string => {
  const parent = getTerme('theme', slug)?.parent
  return parent ? getRacine(parent) : slug
}

/** The section of a service: the first of its terms that was chosen, else the first; a theme stands under its widest. */
function getSection(par: 'theme' | 'public', termes: readonly string[], choisis: readonly string[]): string {
  const gardes = choisis.length > 0 ? termes.filter((t) => choisis.includes(t)) : termes
  const slug = gardes[0] ?? termes[0]
  if (slug === undefined) return AUTRES
  return par === 'theme' ? getRacine(slug) : slug
}

/**
 * Sections in the order of the vocabulary, structures by name inside. A service stands in one section; a structure that
 * says none, in that of its kind.
 * @param choisis themes or publics asked for, those under them included; empty: all
 */
export function listSections(
  fiches: readonly FicheGuide[],
  par: 'theme' | 'public',
  choisis: readonly string[],
): SectionGuide[] {
  const parSection = new Map<string, Map<FicheGuide, ServiceGuide[]>>()
  const add = (section: string, fiche: FicheGuide, services: readonly ServiceGuide[]) => {
    const celles = parSection.get(section) ?? new Map<FicheGuide, ServiceGuide[]>()
    celles.set(fiche, [...(celles.get(fiche) ?? []), ...services])
    parSection.set(section, celles)
  }
  for (const fiche of fiches) {
    for (const service of fiche.services)
      add(getSection(par, par === 'theme' ? service.themes : service.publics, choisis), fiche, [service])
    if (fiche.services.length === 0) {
      const themes = par === 'theme' ? (THEMES_DES_TYPES[fiche.type as keyof typeof THEMES_DES_TYPES] ?? []) : []
      add(getSection(par, themes, choisis), fiche, [])
    }
  }
  const ordre = [...listTermes(par).map((t) => t.slug), AUTRES]
  const numeros = new Map<number, number>()
  return [...parSection]
    .sort(([a], [b]) => ordre.indexOf(a) - ordre.indexOf(b))
    .map(([slug, celles]) => ({
      slug,
      titre: slug === AUTRES ? 'Autres structures' : getLibelle(par, slug),
      entrees: [...celles]
        .sort(([a], [b]) => a.nom.localeCompare(b.nom, 'fr', { numeric: true }))
        .map(([fiche, services]) => {
          const premiere = !numeros.has(fiche.id)
          if (premiere) numeros.set(fiche.id, numeros.size + 1)
          return { numero: numeros.get(fiche.id) ?? 0, premiere, fiche, services }
        }),
    }))
}

/** Sheets that stand somewhere, by their numbers. */
export const listPoints = (sections: readonly SectionGuide[]) =>
  sections
    .flatMap((s) => s.entrees)
    .flatMap(({ numero, premiere, fiche: { nom, longitude, latitude } }) =>
      premiere && longitude !== null && latitude !== null ? [{ numero, nom, longitude, latitude }] : [],
    )

/** The middle of points; null where there are none. */
export function computeMilieu(points: readonly { longitude: number; latitude: number }[]) {
  if (points.length === 0) return null
  const mean = (valeurs: readonly number[]) => valeurs.reduce((a, b) => a + b, 0) / valeurs.length
  return { longitude: mean(points.map((p) => p.longitude)), latitude: mean(points.map((p) => p.latitude)) }
}

/** Everything that a guide prints, whatever the medium. */
export interface Guide {
  titre: string
  editeur: string | null
  introduction: string | null
  /** Name of the territory. */
  lieu: string
  /** ISO date. */
  date: string
  sections: readonly SectionGuide[]
  /** Structures in it, and how many answer in all where that is more. */
  nombre: number
  total: number
  fictif: boolean
  /** « FINESS, Licence Ouverte 2.0 » */
  sources: readonly string[]
}
