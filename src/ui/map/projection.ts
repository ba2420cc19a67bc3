import { type GeoRawProjection, geoConicConformalRaw, geoMercatorRaw } from 'd3-geo'

/** Longitude then latitude, degrees. */
export type LonLat = readonly [number, number]
/** Polygons of closed rings: the coordinates of a GeoJSON MultiPolygon. */
export type Geometry = readonly (readonly (readonly LonLat[])[])[]

/** A part of France with its own projection: on a map of several, each but the largest is an inset. */
export interface Frame {
  id: string
  label: string
  /** West, south, east, north: what is drawn here. */
  bounds: readonly [number, number, number, number]
}

/**
 * Métropole is drawn as by IGN (Lambert 93: conic conformal, parallels 44° and 49°, meridian 3° E); each overseas
 * territory, small beside its distance to the equator, by Mercator around its own meridian, which is conformal too.
 */
export const frames: readonly Frame[] = [
  { id: 'metropole', label: 'France métropolitaine', bounds: [-12, 40, 12, 53] },
  { id: 'guadeloupe', label: 'Guadeloupe', bounds: [-62, 15.7, -60.9, 16.6] },
  { id: 'martinique', label: 'Martinique', bounds: [-61.4, 14.2, -60.7, 15] },
  { id: 'guyane', label: 'Guyane', bounds: [-55, 2, -51, 6.2] },
  { id: 'reunion', label: 'La Réunion', bounds: [55, -21.6, 56, -20.7] },
  { id: 'mayotte', label: 'Mayotte', bounds: [44.8, -13.2, 45.5, -12.4] },
  { id: 'saint-pierre-et-miquelon', label: 'Saint-Pierre-et-Miquelon', bounds: [-57, 46.5, -56, 47.4] },
  { id: 'antilles-nord', label: 'Saint-Martin et Saint-Barthélemy', bounds: [-63.4, 17.7, -62.6, 18.3] },
  { id: 'wallis-et-futuna', label: 'Wallis-et-Futuna', bounds: [-179, -15, -175.5, -12.5] },
  { id: 'polynesie', label: 'Polynésie française', bounds: [-155, -29, -134, -7] },
  { id: 'nouvelle-caledonie', label: 'Nouvelle-Calédonie', bounds: [157, -24, 173, -17] },
]

/** Where a point is drawn; what stands nowhere goes with métropole, and is seen there as a fault of its data. */
export function findFrame([lon, lat]: LonLat): Frame {
  const found = frames.find(({ bounds: [w, s, e, n] }) => lon >= w && lon <= e && lat >= s && lat <= n)
  return found ?? (frames[0] as Frame)
}

const RADIAN = Math.PI / 180
// The types of the package take both for functions that give one, which only the first is.
const lambert = geoConicConformalRaw(44 * RADIAN, 49 * RADIAN) as GeoRawProjection
const mercator = geoMercatorRaw as unknown as GeoRawProjection

/** Plane coordinates in radii of the Earth, northwards up. */
function projectRaw(frame: Frame, [lon, lat]: LonLat): [number, number] {
  const [raw, meridian] = pickRaw(frame)
  return raw((lon - meridian) * RADIAN, lat * RADIAN)
}

const pickRaw = ({ id, bounds: [w, , e] }: Frame) =>
  id === 'metropole' ? ([lambert, 3] as const) : ([mercator, (w + e) / 2] as const)

/** How a frame is placed on the picture: `px = x + scale × X`, `py = y − scale × Y`. */
export interface Fit {
  frame: Frame
  scale: number
  x: number
  y: number
}

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** The rectangle of these geometries on the plane, in radii of the Earth: left, bottom, right, top. */
export function computeExtent(frame: Frame, geometries: readonly Geometry[]): [number, number, number, number] {
  const extent: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const geometry of geometries) {
    for (const polygon of geometry) {
      for (const point of polygon[0] ?? []) {
        const [x, y] = projectRaw(frame, point)
        if (x < extent[0]) extent[0] = x
        if (y < extent[1]) extent[1] = y
        if (x > extent[2]) extent[2] = x
        if (y > extent[3]) extent[3] = y
      }
    }
  }
  return extent
}

/** As large as possible in the box, in its middle. */
export function computeFit(
  frame: Frame,
  [left, bottom, right, top]: readonly [number, number, number, number],
  box: Box,
): Fit {
  // A single point has no size: it is shown as some kilometres around.
  const least = 1e-4
  const width = Math.max(right - left, least)
  const height = Math.max(top - bottom, least)
  const scale = Math.min(box.width / width, box.height / height)
  return {
    frame,
    scale,
    x: box.x + box.width / 2 - (scale * (left + right)) / 2,
    y: box.y + box.height / 2 + (scale * (bottom + top)) / 2,
  }
}

export function project(fit: Fit, point: LonLat): [number, number] {
  const [x, y] = projectRaw(fit.frame, point)
  return [fit.x + fit.scale * x, fit.y - fit.scale * y]
}

/** Longitude and latitude of a place of the picture. */
export function invert(fit: Fit, px: number, py: number): [number, number] {
  const [raw, meridian] = pickRaw(fit.frame)
  const [lambda, phi] = raw.invert?.((px - fit.x) / fit.scale, (fit.y - py) / fit.scale) ?? [0, 0]
  return [lambda / RADIAN + meridian, phi / RADIAN]
}

/** Radius of the Earth in metres: mean, as of the sphere that the projections suppose. */
export const EARTH_M = 6_371_008.8

/** Ground shown by one unit of the picture around its point, in metres. */
export function computeMetresPerUnit(fit: Fit, px: number, py: number): number {
  const [[lon1, lat1], [lon2, lat2]] = [invert(fit, px - 0.5, py), invert(fit, px + 0.5, py)]
  const [dLat, dLon] = [(lat2 - lat1) * RADIAN, (lon2 - lon1) * RADIAN]
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(lat1 * RADIAN) * Math.cos(lat2 * RADIAN) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.sqrt(h))
}
