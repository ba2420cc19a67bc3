/** GeoJSON outlines for tests: squares in degrees, side by side when their corners meet. */

type Point = [number, number]

export const createCarre = (x: number, y: number, cote = 0.1): Point[] => [
  [x, y],
  [x + cote, y],
  [x + cote, y + cote],
  [x, y + cote],
  [x, y],
]

export interface EntiteDeTest {
  code?: unknown
  /** Rings of one polygon; null: no geometry. */
  anneaux?: unknown
  proprietes?: Record<string, unknown>
}

/** The text of a file with these features. */
export function formatGeojson(entites: readonly EntiteDeTest[]): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: entites.map(({ code, anneaux, proprietes }) => ({
      type: 'Feature',
      properties: proprietes ?? { code, nom: 'Nom fictif' },
      geometry: anneaux === null ? null : { type: 'Polygon', coordinates: anneaux },
    })),
  })
}

/** Three communes in a row (Digne-les-Bains, Aiglun, Champtercier), drawn as squares that touch. */
export const TROIS_COMMUNES = formatGeojson([
  { code: '04070', anneaux: [createCarre(6.2, 44)] },
  { code: '04001', anneaux: [createCarre(6.1, 44)] },
  { code: '04047', anneaux: [createCarre(6, 44)] },
])
