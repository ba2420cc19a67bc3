/**
 * Sets of communes and municipal arrondissements. A set is written in one form: sorted codes without doubles, where all
 * arrondissements of a city are the city, and a city leaves none of its arrondissements beside it.
 */
export type Composition = readonly string[]

const createSuite = (premier: number, nombre: number): string[] =>
  Array.from({ length: nombre }, (_, i) => String(premier + i))

/** The three cities that the official geographic code (INSEE) cuts in municipal arrondissements. */
const ARRONDISSEMENTS: Readonly<Record<string, readonly string[]>> = {
  '13055': createSuite(13201, 16),
  '69123': createSuite(69381, 9),
  '75056': createSuite(75101, 20),
}

/** The set as what cannot be cut any further: cities by their arrondissements. */
export function listElements(codes: Iterable<string>): Set<string> {
  const elements = new Set<string>()
  for (const code of codes) for (const element of ARRONDISSEMENTS[code] ?? [code]) elements.add(element)
  return elements
}

/** Codes in any order, doubled, cities beside their arrondissements → the one form of that set. */
export function formatComposition(codes: Iterable<string>): string[] {
  const elements = listElements(codes)
  for (const [ville, siens] of Object.entries(ARRONDISSEMENTS)) {
    if (!siens.every((code) => elements.has(code))) continue
    for (const code of siens) elements.delete(code)
    elements.add(ville)
  }
  return [...elements].sort()
}

export const OPERATIONS = {
  union: 'Réunir',
  intersection: 'Garder ce qui est commun',
  difference: 'Retirer',
} as const
export type Operation = keyof typeof OPERATIONS

const CALCULS: Record<Operation, (a: Set<string>, b: Set<string>) => Set<string>> = {
  union: (a, b) => new Set([...a, ...b]),
  intersection: (a, b) => new Set([...a].filter((code) => b.has(code))),
  difference: (a, b) => new Set([...a].filter((code) => !b.has(code))),
}

/** `a` joined with `b`, what both hold, or `a` without `b`: a city less one arrondissement is the other ones. */
export const computeOperation = (operation: Operation, a: Iterable<string>, b: Iterable<string>): string[] =>
  formatComposition(CALCULS[operation](listElements(a), listElements(b)))

/** Codes of an area to choose from: a city of which the set holds a part is listed by its arrondissements. */
export const computeDetail = (zone: Composition, choisies: Composition): string[] =>
  zone.flatMap((code) => {
    const siens = ARRONDISSEMENTS[code]
    return siens?.some((a) => choisies.includes(a)) ? siens : code
  })

/** What two sets share; the three parts are disjoint and make up both. */
export interface Partage {
  communes: string[]
  seulementA: string[]
  seulementB: string[]
}

export const computePartage = (a: Composition, b: Composition): Partage => ({
  communes: computeOperation('intersection', a, b),
  seulementA: computeOperation('difference', a, b),
  seulementB: computeOperation('difference', b, a),
})

/** What differs between two states of a set. */
export const computeDifferences = (avant: Composition, apres: Composition) => ({
  entrees: computeOperation('difference', apres, avant),
  sorties: computeOperation('difference', avant, apres),
})
