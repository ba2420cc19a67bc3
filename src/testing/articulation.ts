import type { Paire, Present } from '#modules/reseau/articulation/articulation.ts'
import type { Lien } from '#modules/reseau/articulation/lien.ts'

/** Invented, but for what is said. */
export const createPresent = (id: number, type: string, partiel: Partial<Present> = {}): Present => ({
  ...{ id, type, nom: `${type.toUpperCase()} fictif ${id}`, themes: [], etape: null, fictif: true },
  ...{ population: 40_000, communes: 10, implantation: false, ...partiel },
})

/** Invented, but for what is said. */
export const createLien = (partiel: Partial<Lien> = {}): Lien => ({
  ...{ id: 1, a: 1, b: 2, nature: 'convention', depuis: '2025-01-01', jusqu: null, preuve: 'Signée', preuveUrl: null },
  ...{ note: null, revision: 1, ...partiel },
})

/** Invented, but for what is said. */
export const createPaire = (partiel: Partial<Paire> = {}): Paire => ({
  ...{ a: 1, b: 2, population: 23_400, communes: 5, partA: 0.4, partB: 0.3 },
  ...{ themes: [], communs: [], membre: false, liens: [], ...partiel },
})
