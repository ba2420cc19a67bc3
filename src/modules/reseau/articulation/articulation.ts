import type { Lien } from './lien.ts'

/** A dispositif as articulation looks at it. */
export interface Present {
  id: number
  type: string
  nom: string
  themes: readonly string[]
  etape: string | null
  fictif: boolean
  /** Inhabitants of its communes; 0 where none is published. */
  population: number
  /** How many communes and arrondissements it holds. */
  communes: number
  /**
   * Its territory is not composed (a maison de santé, mostly): it stands by the commune where its team works, and
   * `population` is that commune’s.
   */
  implantation: boolean
}

/** What two dispositifs share, before any judgement. `a` < `b`. */
export interface Paire {
  a: number
  b: number
  /** Inhabitants of the communes that both hold. */
  population: number
  communes: number
  /** Share of the inhabitants of each who live there, from 0 to 1; null where none of its own is counted. */
  partA: number | null
  partB: number | null
  /** Themes of both, in the order of `a`. */
  themes: readonly string[]
  /** Who takes part in both: `contact-12`, `organisme-3`, `structure-7`, sorted. */
  communs: readonly string[]
  /** One takes part in the other. */
  membre: boolean
  /** Declared links, the present ones first. */
  liens: readonly Lien[]
}

/** Communes of an area that no dispositif of a type holds. */
export interface Lacune {
  type: string
  /** Elementary codes, sorted. */
  communes: readonly string[]
  population: number
}

/** What is there on an area, and what is not. */
export interface Articulation {
  /** Inhabitants of the area. */
  population: number
  dispositifs: readonly Present[]
  paires: readonly Paire[]
  lacunes: readonly Lacune[]
}

/** A dispositif with the elementary codes of its communes, or of that of its team. */
export interface Situe extends Omit<Present, 'population' | 'communes'> {
  elements: readonly string[]
}

/** Inhabitants by elementary code; none where none is published. */
export type Populations = ReadonlyMap<string, number | null>

/** What two dispositifs hold in common. `a` < `b`. */
export interface Recouvrement {
  a: number
  b: number
  population: number
  communes: number
}
export interface Rapprochement {
  a: number
  b: number
  communs: string[]
  membre: boolean
}

/** Somebody, known by a key, takes part in a dispositif. */
export interface Participation {
  dispositif: number
  cle: string
}

export const formatClePaire = (a: number, b: number): string => (a < b ? `${a}-${b}` : `${b}-${a}`)

/** Share of a whole, never above 1; null where the whole counts nobody. */
export const computePart = (partage: number, tout: number): number | null =>
  tout > 0 ? Math.min(1, partage / tout) : null

/** Each with its extent. */
export const computePresents = (situes: readonly Situe[], populations: Populations): Present[] =>
  situes.map(({ elements, ...d }) => ({
    ...d,
    communes: elements.length,
    population: elements.reduce((somme, code) => somme + (populations.get(code) ?? 0), 0),
  }))

/** Each two dispositifs that share a commune, once. */
export function computeRecouvrements(situes: readonly Situe[], populations: Populations): Recouvrement[] {
  const parCommune = new Map<string, number[]>()
  for (const { id, elements } of situes)
    for (const code of elements) {
      const la = parCommune.get(code)
      if (la) la.push(id)
      else parCommune.set(code, [id])
    }
  const paires = new Map<number, Recouvrement>()
  for (const [code, la] of parCommune) {
    const population = populations.get(code) ?? 0
    la.forEach((x, i) => {
      for (const y of la.slice(i + 1)) {
        const [a, b] = x < y ? [x, y] : [y, x]
        // Exact for any number of dispositifs below a million; a text would cost as much as all the rest.
        const cle = a * 1e6 + b
        const paire = paires.get(cle)
        if (paire) {
          paire.population += population
          paire.communes += 1
        } else paires.set(cle, { a, b, population, communes: 1 })
      }
    })
  }
  return [...paires.values()]
}

/** Who takes part in two dispositifs, and which of them is a member of the other. Each pair once, `a` < `b`. */
export function computeRapprochements(
  participations: readonly Participation[],
  membres: readonly { a: number; b: number }[],
): Rapprochement[] {
  const paires = new Map<string, Rapprochement>()
  const getPaire = (a: number, b: number): Rapprochement => {
    const cle = formatClePaire(a, b)
    const paire = paires.get(cle) ?? { a: Math.min(a, b), b: Math.max(a, b), communs: [], membre: false }
    paires.set(cle, paire)
    return paire
  }
  for (const [cle, siennes] of Map.groupBy(participations, (p) => p.cle)) {
    const ids = siennes.map((p) => p.dispositif)
    ids.forEach((a, i) => {
      for (const b of ids.slice(i + 1)) if (a !== b) getPaire(a, b).communs.push(cle)
    })
  }
  for (const { a, b } of membres) getPaire(a, b).membre = true
  for (const paire of paires.values()) paire.communs = [...new Set(paire.communs)].sort()
  return [...paires.values()]
}

/**
 * Communes that no dispositif of a type holds, type by type in their order; a type that lacks nowhere has no line.
 * @param populations of the communes of the area
 * @param tenues communes that dispositifs of each type hold, in any order, doubled or not
 */
export function computeLacunes(
  populations: Populations,
  tenues: readonly { type: string; elements: readonly string[] }[],
  types: readonly string[],
): Lacune[] {
  const parType = new Map(
    [...Map.groupBy(tenues, (t) => t.type)].map(([type, siennes]) => [
      type,
      new Set(siennes.flatMap((t) => t.elements)),
    ]),
  )
  const codes = [...populations.keys()]
  return types.flatMap((type): Lacune[] => {
    const siennes = parType.get(type)
    const sans = (siennes ? codes.filter((code) => !siennes.has(code)) : codes).toSorted()
    if (sans.length === 0) return []
    const population = sans.reduce((somme, code) => somme + (populations.get(code) ?? 0), 0)
    return [{ type, communes: sans, population }]
  })
}

/** Overlaps, people in common and links, as one list of pairs: the most inhabited first. */
export function computePaires(
  dispositifs: readonly Present[],
  faits: {
    recouvrements: readonly Recouvrement[]
    rapprochements: readonly Rapprochement[]
    liens: readonly Lien[]
  },
): Paire[] {
  const parId = new Map(dispositifs.map((d) => [d.id, d]))
  const rapprochements = new Map(faits.rapprochements.map((r) => [formatClePaire(r.a, r.b), r]))
  const liens = Map.groupBy(faits.liens, (l) => formatClePaire(l.a, l.b))
  const paires = new Map<string, Paire>()
  const add = (a: number, b: number, partage: { population: number; communes: number }) => {
    const [da, db] = [parId.get(a), parId.get(b)]
    const cle = formatClePaire(a, b)
    if (!da || !db || paires.has(cle)) return
    const rapproches = rapprochements.get(cle)
    paires.set(cle, {
      ...{ a, b, ...partage },
      partA: computePart(partage.population, da.population),
      partB: computePart(partage.population, db.population),
      themes: da.themes.filter((t) => db.themes.includes(t)),
      communs: rapproches?.communs ?? [],
      membre: rapproches?.membre ?? false,
      liens: liens.get(cle) ?? [],
    })
  }
  for (const { a, b, population, communes } of faits.recouvrements) add(a, b, { population, communes })
  for (const { a, b } of [...faits.rapprochements, ...faits.liens]) add(a, b, { population: 0, communes: 0 })
  return [...paires.values()].sort(
    (x, y) => y.population - x.population || y.communes - x.communes || x.a - y.a || x.b - y.b,
  )
}

export const ADRESSE = '/articulation'

export const formatAdressePaire = ({ a, b }: { a: number; b: number }): string =>
  `${ADRESSE}/paire/${Math.min(a, b)}/${Math.max(a, b)}`
