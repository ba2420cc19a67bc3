import proj4 from 'proj4'

interface Systeme {
  /** French, as people know it. */
  nom: string
  /** Numbers in the EPSG register, its later realisations included: they differ by centimetres. */
  epsg: readonly number[]
  definition: string
  /** West, south, east, north, degrees: the land that it serves and its near waters. */
  cadre: readonly [number, number, number, number]
}

const utm = (zone: string): string => `+proj=utm +zone=${zone} +ellps=GRS80 +units=m +no_defs`

/**
 * The legal projections of France (décret n° 2000-1276 as amended), in which the administration publishes metres.
 * Their ellipsoid is GRS 80 and their systems are WGS 84 within a metre: nothing else is to be shifted.
 */
export const PROJECTIONS = {
  'lambert-93': {
    nom: 'Lambert 93 (métropole)',
    epsg: [2154, 9793, 9794],
    definition:
      '+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80 +units=m +no_defs',
    cadre: [-6, 41, 10, 51.5],
  },
  'utm-20n': {
    nom: 'UTM 20 Nord (Antilles)',
    epsg: [5490, 4559],
    definition: utm('20'),
    cadre: [-63.7, 14, -60.5, 18.4],
  },
  'utm-22n': { nom: 'UTM 22 Nord (Guyane)', epsg: [2972], definition: utm('22'), cadre: [-55, 2, -51, 6.5] },
  'utm-40s': {
    nom: 'UTM 40 Sud (La Réunion)',
    epsg: [2975],
    definition: utm('40 +south'),
    cadre: [55, -21.6, 56, -20.7],
  },
  'utm-38s': {
    nom: 'UTM 38 Sud (Mayotte)',
    epsg: [4471],
    definition: utm('38 +south'),
    cadre: [44.7, -13.3, 45.6, -12.3],
  },
  'utm-21n': {
    nom: 'UTM 21 Nord (Saint-Pierre-et-Miquelon)',
    epsg: [4467],
    definition: utm('21'),
    cadre: [-57.2, 46.3, -55.7, 47.5],
  },
} as const satisfies Record<string, Systeme>
export type Projection = keyof typeof PROJECTIONS
export const CODES_PROJECTION = Object.keys(PROJECTIONS) as Projection[]

const CONVERTISSEURS = new Map(
  CODES_PROJECTION.map((code) => [code, proj4(PROJECTIONS[code].definition, 'WGS84')] as const),
)

/**
 * Longitude and latitude (degrees, WGS 84) of a point in metres, east then north; null where it is no number, or falls
 * out of the land that the projection serves: the numbers are then of another projection, or the wrong way round.
 */
export function convertPoint(
  projection: Projection,
  x: number,
  y: number,
): [longitude: number, latitude: number] | null {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return null
  const [longitude, latitude] = CONVERTISSEURS.get(projection)?.forward([x, y]) ?? []
  const [ouest, sud, est, nord] = PROJECTIONS[projection].cadre
  if (longitude === undefined || latitude === undefined) return null
  const dedans = longitude >= ouest && longitude <= est && latitude >= sud && latitude <= nord
  return dedans ? [longitude, latitude] : null
}

/** The projection that a number of the EPSG register names; null for another. */
export const getProjection = (epsg: number): Projection | null =>
  CODES_PROJECTION.find((code) => (PROJECTIONS[code].epsg as readonly number[]).includes(epsg)) ?? null
