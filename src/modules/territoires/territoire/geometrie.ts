/** Longitude and latitude, degrees (WGS 84). */
export type Position = readonly [number, number]
/** Closed: the last position is the first one. */
export type Anneau = readonly Position[]
/** An outside, then its holes. */
export type Polygone = readonly Anneau[]

export interface Cadre {
  ouest: number
  sud: number
  est: number
  nord: number
}

export function computeCadre(positions: Iterable<Position>): Cadre {
  const cadre = { ouest: Infinity, sud: Infinity, est: -Infinity, nord: -Infinity }
  for (const [x, y] of positions) {
    cadre.ouest = Math.min(cadre.ouest, x)
    cadre.sud = Math.min(cadre.sud, y)
    cadre.est = Math.max(cadre.est, x)
    cadre.nord = Math.max(cadre.nord, y)
  }
  return cadre
}

/**
 * Is the point inside? Sides are straight in longitude and latitude, as GeoJSON wants (RFC 7946, 3.1.1), and the way
 * round of a ring does not matter: files have both.
 */
export const hasPoint = (polygones: readonly Polygone[], point: Position): boolean =>
  polygones.some((polygone) => polygone.reduce((dedans, anneau) => dedans !== isTraverse(anneau, point), false))

/** Does a line from the point to the east cross the ring an odd number of times? */
function isTraverse(anneau: Anneau, [x, y]: Position): boolean {
  let dedans = false
  for (let i = 1; i < anneau.length; i++) {
    const [[xa, ya], [xb, yb]] = [anneau[i - 1] as Position, anneau[i] as Position]
    if (ya > y !== yb > y && x < xa + ((y - ya) / (yb - ya)) * (xb - xa)) dedans = !dedans
  }
  return dedans
}

interface Cote {
  a: Position
  b: Position
}

const computeSigne = ([xa, ya]: Position, [xb, yb]: Position, [xc, yc]: Position): number =>
  Math.sign((xb - xa) * (yc - ya) - (yb - ya) * (xc - xa))

/** Do two sides cross, other than at an end? */
const isCoupe = (p: Cote, q: Cote): boolean =>
  computeSigne(p.a, p.b, q.a) * computeSigne(p.a, p.b, q.b) < 0 &&
  computeSigne(q.a, q.b, p.a) * computeSigne(q.a, q.b, p.b) < 0

/** Comparisons of sides that one ring may cost: an outline of a hundred thousand points takes far less. */
const COMPARAISONS_MAX = 30_000_000

/**
 * Does a ring cross itself? Sides are swept from west to east, so that each is compared with its neighbours only; null
 * where too many sides stand above each other to say.
 */
export function isCroise(anneau: Anneau): boolean | null {
  const cotes = anneau.slice(1).map((b, i): Cote => {
    const a = anneau[i] as Position
    return a[0] <= b[0] ? { a, b } : { a: b, b: a }
  })
  cotes.sort((p, q) => p.a[0] - q.a[0])
  let ouverts: Cote[] = []
  let comparaisons = 0
  for (const cote of cotes) {
    comparaisons += ouverts.length
    if (comparaisons > COMPARAISONS_MAX) return null
    ouverts = ouverts.filter((o) => o.b[0] >= cote.a[0])
    if (ouverts.some((o) => isCoupe(o, cote))) return true
    ouverts.push(cote)
  }
  return false
}
