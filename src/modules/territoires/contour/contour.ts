import polylabel from 'polylabel'

/** Longitude then latitude, degrees, WGS 84 (RFC 7946). */
export type Position = readonly [longitude: number, latitude: number]
/** Closed: its last position is its first. */
export type Anneau = readonly Position[]
/** Polygons, each an outside ring then its holes. */
export type MultiPolygone = readonly (readonly Anneau[])[]

/** What outlines are kept of: `qpv` are quartiers prioritaires de la politique de la ville. */
export type MailleContour = 'commune' | 'epci' | 'departement' | 'region' | 'qpv'

/** Detail left out at each level, in metres; the first one is the file as it came. */
export const NIVEAUX = [0, 150, 600, 2500] as const

/** Mean radius of the sphere that has the area of the Earth (authalic radius of GRS 80), in metres. */
export const RAYON_M = 6_371_007.2

const RADIAN = Math.PI / 180

/** The smallest rectangle around, in degrees: west, south, east, north. Nothing of it is finite where there is no point. */
export function computeCadre(contour: MultiPolygone): [number, number, number, number] {
  const cadre: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of contour.flat(2)) {
    if (x < cadre[0]) cadre[0] = x
    if (y < cadre[1]) cadre[1] = y
    if (x > cadre[2]) cadre[2] = x
    if (y > cadre[3]) cadre[3] = y
  }
  return cadre
}

/**
 * Area on the sphere, in km², whatever the direction of the rings. Each edge is taken as straight in longitude and in
 * sine of latitude (Chamberlain and Duquette, “Some algorithms for polygons on a sphere”, 2007).
 */
export function computeSuperficie(contour: MultiPolygone): number {
  const m2 = contour.reduce(
    (somme, [dehors, ...trous]) =>
      somme + computeAireAnneau(dehors ?? []) - trous.reduce((s, trou) => s + computeAireAnneau(trou), 0),
    0,
  )
  return Math.max(0, m2) / 1_000_000
}

/** In m², always positive. */
export function computeAireAnneau(anneau: Anneau): number {
  let somme = 0
  for (const [i, [x, y]] of anneau.entries()) {
    const [x2, y2] = anneau[i + 1] ?? anneau[0] ?? [x, y]
    somme += (x2 - x) * RADIAN * (2 + Math.sin(y * RADIAN) + Math.sin(y2 * RADIAN))
  }
  return Math.abs((somme * RAYON_M * RAYON_M) / 2)
}

/** Does the point stand inside (even–odd rule, plane of degrees: right for outlines as small as communes)? */
export function isDedans([x, y]: Position, contour: MultiPolygone): boolean {
  let dedans = false
  for (const anneau of contour.flat()) {
    for (let i = 1; i < anneau.length; i++) {
      const [[x1, y1], [x2, y2]] = [anneau[i - 1] as Position, anneau[i] as Position]
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) dedans = !dedans
    }
  }
  return dedans
}

/** A point inside, far from the borders of the largest polygon (its pole of inaccessibility). Null where nothing has an area. */
export function computeCentre(contour: MultiPolygone): Position | null {
  const aire = (polygone: readonly Anneau[]) => computeAireAnneau(polygone[0] ?? [])
  const grand = contour.reduce<readonly Anneau[]>((g, p) => (aire(p) > aire(g) ? p : g), [])
  const premier = grand[0]?.[0]
  if (!premier || aire(grand) === 0) return null
  // A degree of longitude is shorter than one of latitude: what is far must be far on the ground.
  const facteur = Math.cos(premier[1] * RADIAN)
  const plan = grand.map((anneau) => anneau.map(([x, y]): [number, number] => [x * facteur, y]))
  const [ouest, sud, est, nord] = computeCadre([grand])
  const [x = 0, y = 0] = polylabel(plan, Math.max((est - ouest) * facteur, nord - sud) / 50)
  return [x / facteur, y]
}

/**
 * Does the ring cross itself elsewhere than at its own points? Edges are taken by growing west end, each compared with
 * those that begin before its east end.
 */
export function hasCroisement(anneau: Anneau): boolean {
  const cotes = anneau.slice(1).map((b, i) => {
    const a = anneau[i] as Position
    return { a, b, ouest: Math.min(a[0], b[0]), est: Math.max(a[0], b[0]) }
  })
  cotes.sort((p, q) => p.ouest - q.ouest)
  return cotes.some((p, i) => {
    for (let j = i + 1; j < cotes.length; j++) {
      const q = cotes[j] as (typeof cotes)[number]
      if (q.ouest > p.est) return false
      if (isCroise(p.a, p.b, q.a, q.b)) return true
    }
    return false
  })
}

/** On which side of the line a→b stands c: positive left, negative right. */
const computeCote = (a: Position, b: Position, c: Position): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

const isCroise = (a: Position, b: Position, c: Position, d: Position): boolean =>
  computeCote(a, b, c) * computeCote(a, b, d) < 0 && computeCote(c, d, a) * computeCote(c, d, b) < 0

/**
 * The level whose missing detail cannot be seen.
 * @param metresParPixel how much ground one pixel of the map shows
 */
export function computeNiveau(metresParPixel: number): number {
  // A detail of a pixel and three quarters is not seen under a border that is one pixel wide.
  return NIVEAUX.findLastIndex((metres) => metres <= metresParPixel * 1.8)
}
