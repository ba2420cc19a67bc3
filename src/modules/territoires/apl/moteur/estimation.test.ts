import { describe, expect, it } from 'vitest'
import {
  computeMinutesInternes,
  computeVitesse,
  createTempsEstimes,
  type Lieu,
  type ReglesTemps,
} from './estimation.ts'

const REGLES: ReglesTemps = { detour: 1.3, vitesses: [[null, 50]], interne: 'nul' }
const lieu = (longitude: number, latitude: number, reste: Partial<Lieu> = {}): Lieu => ({
  longitude,
  latitude,
  population: 1000,
  superficie: 10,
  ...reste,
})

/** The haversine formula, as another way to the same distance, in km. */
function computeDistance(a: Lieu, b: Lieu): number {
  const rad = Math.PI / 180
  const h =
    Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2 +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2
  return 2 * 6371.0088 * Math.asin(Math.sqrt(h))
}

function listTemps(lieux: readonly Lieu[], limite: number, regles = REGLES) {
  const { debuts, colonnes, valeurs } = createTempsEstimes(lieux, regles, limite)
  return lieux.flatMap((_, o) =>
    [...colonnes.subarray(debuts[o], debuts[o + 1])].map((d, n) => [o, d, valeurs[(debuts[o] ?? 0) + n] ?? 0] as const),
  )
}

describe('estimated times', () => {
  it('one degree of latitude by a detour of 1.3 at 50 km/h', () => {
    const [aller] = listTemps([lieu(0, 45), lieu(0, 46)], 200).filter(([o, d]) => o !== d)
    expect(aller?.[2]).toBeCloseTo((111.195 * 1.3 * 60) / 50, 2)
  })

  it.each([
    ['in France', 2.5, 46.5],
    ['across the antimeridian', 179.95, -16],
    ['near a pole', 0, 89.9],
    ['across the equator', 9, 0],
  ])('hold every pair within the limit and no other, %s', (_nom, longitude, latitude) => {
    const lieux = Array.from({ length: 150 }, (_, n) =>
      lieu(((longitude + ((n * 37) % 101) / 100 - 0.5 + 540) % 360) - 180, latitude + ((n * 61) % 97) / 1000 - 0.048),
    )
    const attendus = lieux.flatMap((a, o) =>
      lieux.flatMap((b, d) => {
        const minutes = (computeDistance(a, b) * 1.3 * 60) / 50
        return o === d || minutes <= 20 ? [[o, d, minutes] as const] : []
      }),
    )
    const cle = ([o, d]: readonly [number, number, number]) => o * 1000 + d
    const trouves = listTemps(lieux, 20).toSorted((a, b) => cle(a) - cle(b))
    expect(trouves.map(cle)).toEqual(attendus.map(cle))
    trouves.forEach(([, , minutes], n) => void expect(minutes).toBeCloseTo(attendus[n]?.[2] ?? -1, 4))
    expect(trouves.length).toBeGreaterThan(lieux.length)
  })

  it('are the same both ways, at the mean speed of both ends', () => {
    const regles: ReglesTemps = {
      ...REGLES,
      vitesses: [
        [300, 50],
        [1500, 40],
        [null, 20],
      ],
    }
    const ville = lieu(2, 46.1, { population: 20_000 })
    const [aller, retour] = listTemps([lieu(2, 46), ville], 60, regles).filter(([o, d]) => o !== d)
    expect(aller?.[2]).toBe(retour?.[2])
    expect(aller?.[2]).toBeCloseTo((computeDistance(lieu(2, 46), ville) * 1.3 * 60) / 35, 6)
  })

  it('of one place, or of none', () => {
    expect(listTemps([lieu(2, 46)], 20)).toEqual([[0, 0, 0]])
    expect(listTemps([], 20)).toEqual([])
  })
})

describe('the speed of a place', () => {
  const vitesses = [
    [300, 50],
    [1500, 40],
    [null, 25],
  ] as const
  it.each([
    [3000, 10, 50],
    [3001, 10, 40],
    [15_000, 10, 40],
    [15_001, 10, 25],
    [null, 10, 50],
    [5000, null, 50],
  ])('%s people on %s km²: %d km/h', (population, superficie, attendue) =>
    expect(computeVitesse(lieu(0, 0, { population, superficie }), { ...REGLES, vitesses })).toBe(attendue),
  )
})

describe('the time inside a place', () => {
  it('is that of the mean distance in a disc', () => {
    const regles: ReglesTemps = { ...REGLES, interne: 'superficie' }
    // radius 1 km: 0.9054 km × 1.3 at 50 km/h
    expect(computeMinutesInternes(lieu(0, 0, { superficie: Math.PI }), regles, 50)).toBeCloseTo(1.4124, 4)
    expect(computeMinutesInternes(lieu(0, 0, { superficie: null }), regles, 50)).toBe(0)
    expect(computeMinutesInternes(lieu(0, 0), REGLES, 50)).toBe(0)
  })
  it('never puts a place out of its own reach', () => {
    const vaste = lieu(0, 0, { superficie: 5000 })
    expect(listTemps([vaste], 20, { ...REGLES, interne: 'superficie' })).toEqual([[0, 0, 20]])
  })
})
