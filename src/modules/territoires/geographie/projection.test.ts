import { describe, expect, it } from 'vitest'
import { convertPoint, getProjection, type Projection } from './projection.ts'

/** Length of the meridian of GRS 80 from the equator, metres, summed by small steps: owes nothing to the library. */
function computeArc(latitude: number): number {
  const [a, f, pas] = [6_378_137, 1 / 298.257222101, 20_000]
  const e2 = f * (2 - f)
  const dphi = (latitude * Math.PI) / 180 / pas
  let arc = 0
  for (let i = 0; i < pas; i++) arc += (a * (1 - e2)) / (1 - e2 * Math.sin((i + 0.5) * dphi) ** 2) ** 1.5
  return arc * dphi
}

const isPres = (point: readonly number[] | null, attendu: readonly [number, number]): void => {
  expect(point?.[0]).toBeCloseTo(attendu[0], 6)
  expect(point?.[1]).toBeCloseTo(attendu[1], 6)
}

describe('a point in metres', () => {
  it.each<[string, number, number, number, number]>([
    ['its origin, by definition', 700_000, 6_600_000, 3, 46.5],
    // The example that @etalab/project-legal gives in its README, to the centimetre.
    ['20 avenue de Ségur, Paris', 649_242.57, 6_861_355.85, 2.30831, 48.850244],
  ])('of Lambert 93: %s', (_nom, x, y, longitude, latitude) =>
    isPres(convertPoint('lambert-93', x, y), [longitude, latitude]),
  )

  // On the central meridian of a UTM zone, x is 500,000 m and y is the length of the meridian by 0.9996.
  it.each<[Projection, number, number]>([
    ['utm-20n', -63, 16.25],
    ['utm-22n', -51, 4],
    ['utm-21n', -57, 46.8],
    ['utm-38s', 45, -12.8],
  ])('of %s, on its meridian', (projection, longitude, latitude) => {
    const y = Math.sign(latitude) * computeArc(Math.abs(latitude)) * 0.9996 + (latitude < 0 ? 10_000_000 : 0)
    isPres(convertPoint(projection, 500_000, y), [longitude, latitude])
  })

  it('of La Réunion stands west of its meridian (57° E), by its length of parallel', () => {
    const [longitude, latitude] = convertPoint('utm-40s', 340_000, 7_664_000) ?? [0, 0]
    const parallele = ((57 - longitude) * Math.PI * 6_378_137 * Math.cos((latitude * Math.PI) / 180)) / 180
    expect(parallele).toBeGreaterThan(159_000)
    expect(parallele).toBeLessThan(161_000)
    expect(latitude).toBeCloseTo(-21.12, 1)
  })

  it.each<[string, Projection, number, number]>([
    ['degrees', 'lambert-93', 2.3, 48.8],
    ['the wrong way round', 'lambert-93', 6_861_355, 649_242],
    ['another projection', 'lambert-93', 600_000, 2_200_000],
    ['another island', 'utm-38s', 340_000, 7_664_000],
    ['nothing', 'lambert-93', Number.NaN, 6_600_000],
    ['beyond the earth', 'utm-20n', 1e12, 1e12],
  ])('is none where it holds %s', (_nom, projection, x, y) => expect(convertPoint(projection, x, y)).toBeNull())

  it.each([
    [2154, 'lambert-93'],
    [5490, 'utm-20n'],
    [2972, 'utm-22n'],
    [2975, 'utm-40s'],
    [4471, 'utm-38s'],
    [4467, 'utm-21n'],
    [27572, null],
  ])('EPSG:%d is %s', (epsg, projection) => expect(getProjection(epsg)).toBe(projection))
})
