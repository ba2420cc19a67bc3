import { type Matrice, Paires } from './matrice.ts'

/** Mean radius of the Earth, in km (IUGG). */
const RAYON_TERRE = 6371.0088

/** A place people live in and travel to. */
export interface Lieu {
  /** Degrees, WGS 84. */
  longitude: number
  latitude: number
  population: number | null
  /** km² */
  superficie: number | null
}

/** How travel times are estimated where none is known. */
export interface ReglesTemps {
  /** Road distance over distance as the crow flies. */
  detour: number
  /** `[inhabitants per km², km/h]`, bounds growing and included; null: without bound. */
  vitesses: readonly (readonly [number | null, number])[]
  /** Inside one place: no time, or that of the mean distance between two of its points were it a disc. */
  interne: 'nul' | 'superficie'
}

/** Speed of a place by its density, in km/h; where the density is not known, that of the first class. */
export function computeVitesse({ population, superficie }: Lieu, { vitesses }: ReglesTemps): number {
  const connue = population !== null && superficie !== null && superficie > 0
  const densite = connue ? population / superficie : 0
  const [, vitesse] = vitesses.find(([borne]) => borne === null || densite <= borne) ?? vitesses.at(-1) ?? [null, 0]
  return vitesse
}

/** Minutes inside one place: mean distance between two points of a disc, 128 r / 45 π, by the road. */
export function computeMinutesInternes(lieu: Lieu, regles: ReglesTemps, vitesse: number): number {
  if (regles.interne === 'nul' || lieu.superficie === null) return 0
  const distance = (128 / (45 * Math.PI)) * Math.sqrt(lieu.superficie / Math.PI)
  return (distance * regles.detour * 60) / vitesse
}

/**
 * Estimated minutes between all places within `limite` minutes of one another: great-circle distance × detour, at the
 * mean of the speeds of both ends. Symmetric; each place reaches itself.
 */
export function createTempsEstimes(lieux: readonly Lieu[], regles: ReglesTemps, limite: number): Matrice {
  const nombre = lieux.length
  const points = createPoints(lieux)
  const vitesses = Float64Array.from(lieux, (l) => computeVitesse(l, regles))
  const portee = (limite / 60) * vitesses.reduce((a, b) => Math.max(a, b), 0)
  const corde = 2 * Math.sin(Math.min(Math.PI / 2, portee / regles.detour / RAYON_TERRE / 2))
  const paires = new Paires(nombre * 48)
  const minutesParCorde = 2 * RAYON_TERRE * regles.detour * 60 * 2
  for (let a = 0; a < nombre; a++) {
    const lieu = lieux[a]
    if (lieu) paires.add(a, a, Math.min(limite, computeMinutesInternes(lieu, regles, vitesses[a] as number)))
  }
  listProches(points, corde, (a, b, carre) => {
    const minutes =
      (minutesParCorde * Math.asin(Math.sqrt(carre) / 2)) / ((vitesses[a] as number) + (vitesses[b] as number))
    if (minutes > limite) return
    paires.add(a, b, minutes)
    paires.add(b, a, minutes)
  })
  return paires.createMatrice(nombre, nombre)
}

/** Points of the unit sphere, x y z in a row: neither poles nor the antimeridian are special there. */
function createPoints(lieux: readonly Lieu[]): Float64Array {
  const points = new Float64Array(lieux.length * 3)
  lieux.forEach(({ longitude, latitude }, n) => {
    const [l, p] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180]
    points[3 * n] = Math.cos(p) * Math.cos(l)
    points[3 * n + 1] = Math.cos(p) * Math.sin(l)
    points[3 * n + 2] = Math.sin(p)
  })
  return points
}

/** Gives each pair of points whose chord is at most `corde`, once, with the square of it. */
function listProches(
  points: Float64Array,
  corde: number,
  recevoir: (a: number, b: number, carre: number) => void,
): void {
  const nombre = points.length / 3
  const cote = Math.max(corde, 1e-6)
  const cotes = Math.ceil(2 / cote) + 3
  const computeCase = (v: number): number => Math.floor((v + 1) / cote) + 1
  const cases = new Map<number, number[]>()
  for (let n = 0; n < nombre; n++) {
    const x = computeCase(points[3 * n] as number)
    const y = computeCase(points[3 * n + 1] as number)
    const z = computeCase(points[3 * n + 2] as number)
    const cle = (x * cotes + y) * cotes + z
    const membres = cases.get(cle)
    if (membres) membres.push(n)
    else cases.set(cle, [n])
  }
  const max = corde * corde
  const compare = (a: number, membres: readonly number[], debut: number): void => {
    const x = points[3 * a] as number
    const y = points[3 * a + 1] as number
    const z = points[3 * a + 2] as number
    for (let m = debut; m < membres.length; m++) {
      const b = membres[m] as number
      const dx = x - (points[3 * b] as number)
      const dy = y - (points[3 * b + 1] as number)
      const dz = z - (points[3 * b + 2] as number)
      const carre = dx * dx + dy * dy + dz * dz
      if (carre <= max) recevoir(a, b, carre)
    }
  }
  const pas = [-1, 0, 1]
  // Of two opposite neighbours, one: the other finds the same pairs.
  const decalages = pas
    .flatMap((dx) => pas.flatMap((dy) => pas.map((dz) => (dx * cotes + dy) * cotes + dz)))
    .filter((decalage) => decalage > 0)
  for (const [cle, membres] of cases) {
    membres.forEach((a, rang) => void compare(a, membres, rang + 1))
    for (const decalage of decalages) {
      const voisins = cases.get(cle + decalage)
      if (voisins) for (const a of membres) compare(a, voisins, 0)
    }
  }
}
