import { createHash } from 'node:crypto'
import type { Lacune, Paire, Present } from './articulation.ts'
import { ATTENDUS, type Attendu, PARTOUT } from './donnees/attendus.ts'
import { getEtatLien, isLie } from './lien.ts'

interface Commune {
  /** What it is about: `paire-12-34`, `lacune-cpts-territoire-4`. */
  cle: string
  /** Digest of the facts that it rests on. */
  faits: string
  points: number
}

export interface SuggestionPaire extends Commune {
  nature: 'paire'
  paire: Paire
  attendu: Attendu | null
}

export interface SuggestionLacune extends Commune {
  nature: 'lacune'
  lacune: Lacune
  /** Why this type is meant to be everywhere; null for one that only stops before the end of the area. */
  partout: (typeof PARTOUT)[number] | null
}

/** Something that is missing on an area: two dispositifs without link, or communes without a type. */
export type Suggestion = SuggestionPaire | SuggestionLacune

/** A population is large from here on; from half as much where it is half of one of the two. */
const POPULATION_GRANDE = 10_000
const POPULATION_MOYENNE = 5000
const MOITIE = 0.5

/** The weights of the ranking (docs/decisions/0055). */
const POINTS = {
  texte: 25,
  usage: 15,
  theme: 8,
  themesMax: 3,
  commun: 10,
  communsMax: 3,
  membre: 15,
  moitie: 10,
  partout: 20,
} as const

export const getAttendu = (type1: string, type2: string): Attendu | null =>
  ATTENDUS.find(({ types: [x, y] }) => (x === type1 && y === type2) || (x === type2 && y === type1)) ?? null

/** 0 up to 1,000 inhabitants, 10 for 10,000, 20 for 100,000, 30 for a million and beyond. */
export const computePointsPopulation = (population: number): number =>
  Math.round(Math.min(30, 10 * Math.log10(Math.max(1000, population) / 1000)))

const computeEmpreinte = (faits: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(faits)).digest('base64url').slice(0, 22)

/** Classes of doubling sizes (1,000 to 2,000, 2,000 to 4,000…): a new census hardly ever moves a population across. */
const computeClasse = (population: number): number => Math.floor(Math.log2(Math.max(1, population)))

const hasTerritoireCommun = ({ communes }: Pick<Paire, 'communes'>): boolean => communes > 0

/** Inhabitants that both serve: a team that only stands in the commune of another serves no given population. */
const getPopulation = (paire: Paire, a: Present, b: Present): number =>
  a.implantation || b.implantation ? 0 : paire.population

/**
 * What two dispositifs without link are suggested for; null where a link is declared or nothing brings them together.
 * @param exclusif two of this type may not share a commune: that is a conflict of territories, told elsewhere
 * @param jour today, ISO
 */
export function computeSuggestionPaire(
  paire: Paire,
  [a, b]: readonly [Present, Present],
  { exclusif, jour }: { exclusif: boolean; jour: string },
): SuggestionPaire | null {
  if (isLie(paire.liens, jour)) return null
  const commun = hasTerritoireCommun(paire) && !(exclusif && a.type === b.type)
  const attendu = commun ? getAttendu(a.type, b.type) : null
  const population = commun ? getPopulation(paire, a, b) : 0
  const moitie = population > 0 && Math.max(paire.partA ?? 0, paire.partB ?? 0) >= MOITIE
  const grande = population >= (moitie ? POPULATION_MOYENNE : POPULATION_GRANDE)
  const themes = commun ? paire.themes : []
  if (!(attendu || grande || paire.membre || themes.length + paire.communs.length > 0)) return null
  const points =
    computePointsPopulation(population) +
    (moitie ? POINTS.moitie : 0) +
    (attendu ? POINTS[attendu.force] : 0) +
    POINTS.theme * Math.min(POINTS.themesMax, themes.length) +
    POINTS.commun * Math.min(POINTS.communsMax, paire.communs.length) +
    (paire.membre ? POINTS.membre : 0)
  const termines = paire.liens.filter((l) => getEtatLien(l, jour) === 'termine').map((l) => l.id)
  return {
    nature: 'paire',
    cle: `paire-${paire.a}-${paire.b}`,
    faits: computeEmpreinte([
      commun ? computeClasse(paire.population) : null,
      themes.toSorted(),
      paire.communs,
      paire.membre,
      termines.toSorted((x, y) => x - y),
    ]),
    ...{ points, paire, attendu },
  }
}

/**
 * A gap worth a gesture: of a type that is meant to be everywhere, or that serves a part of the area only.
 * @param zone reference of the area; null for a mere list of communes, whose gaps cannot be answered
 * @param presents types that hold a part of the area
 */
export function computeSuggestionLacune(
  lacune: Lacune,
  { zone, presents }: { zone: string | null; presents: ReadonlySet<string> },
): SuggestionLacune | null {
  const partout = PARTOUT.find((p) => p.type === lacune.type) ?? null
  if (lacune.population === 0 || !(partout || presents.has(lacune.type))) return null
  return {
    nature: 'lacune',
    cle: `lacune-${lacune.type}-${zone ?? 'liste'}`,
    faits: computeEmpreinte([lacune.communes]),
    points: computePointsPopulation(lacune.population) + (partout ? POINTS.partout : 0),
    ...{ lacune, partout },
  }
}

/** The most pressing first; the same facts always give the same order. */
export const sortSuggestions = (suggestions: readonly Suggestion[]): Suggestion[] => {
  const habitants = (s: Suggestion) => (s.nature === 'paire' ? s.paire.population : s.lacune.population)
  return suggestions.toSorted(
    (x, y) => y.points - x.points || habitants(y) - habitants(x) || (x.cle < y.cle ? -1 : x.cle > y.cle ? 1 : 0),
  )
}

export type CleSuggestion = { nature: 'paire'; a: number; b: number } | { nature: 'lacune'; type: string; zone: string }

const NOMBRE = '([1-9]\\d{0,8})'
const PAIRE = new RegExp(`^paire-${NOMBRE}-${NOMBRE}$`)
const LACUNE = /^lacune-([a-z0-9-]+)-((?:commune|epci|departement|region|france|territoire)-[0-9A-Z]+)$/

/** What a key is about; null for what is none, and for the gaps of a mere list. */
export function parseCleSuggestion(cle: string): CleSuggestion | null {
  const paire = PAIRE.exec(cle)
  if (paire) {
    const [a, b] = [Number(paire[1]), Number(paire[2])]
    return a < b ? { nature: 'paire', a, b } : null
  }
  const [, type, zone] = LACUNE.exec(cle) ?? []
  return type !== undefined && zone !== undefined ? { nature: 'lacune', type, zone } : null
}

export const REPONSES = {
  prise: 'Prise',
  reportee: 'Reportée',
  ecartee: 'Écartée',
} as const
export type GesteReponse = keyof typeof REPONSES

/** The last thing that people said to a suggestion. */
export interface Reponse {
  cle: string
  faits: string
  reponse: GesteReponse
  motif: string | null
  jusqu: string | null
  lien: number | null
  demarche: number | null
  quand: Date
  /** It led to a link that was taken away since. */
  lienRetire: boolean
}

/** Does this answer keep the suggestion away today (ISO)? With other facts, past its date or without its link, no. */
export function isTenue(suggestion: Suggestion, reponse: Reponse | undefined, jour: string): boolean {
  if (!reponse || reponse.faits !== suggestion.faits || reponse.lienRetire) return false
  return reponse.reponse !== 'reportee' || (reponse.jusqu !== null && reponse.jusqu > jour)
}

export const formatAdresseSuggestion = (cle: string): string => `/articulation/suggestions/${cle}`
