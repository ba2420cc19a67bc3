import { describe, expect, it } from 'vitest'
import { computeKmeans, createTirage } from './kmeans.ts'
import { computeInertie, type Matrice } from './matrice.ts'
import { computePartitionsEnFil } from './partition.formats.ts'
import { computePartitions } from './partition.ts'
import { computePreparation } from './preparation.ts'
import { computeMoyenne, computeSilhouettes, listCorrelations } from './qualite.ts'
import { computeFusions, cutFusions } from './ward.ts'

const createMatrice = (lignes: readonly (readonly number[])[]): Matrice => ({
  n: lignes.length,
  d: lignes[0]?.length ?? 0,
  x: Float64Array.from(lignes.flat()),
})

/** The same partition whatever the numbers of its groups: by the order of first areas. */
const formatPartition = (groupes: Uint8Array): number[] => {
  const numeros = [...new Set(groupes)]
  return Array.from(groupes, (g) => numeros.indexOf(g))
}

/** Three heaps of points around far centres, in a fixed disorder. */
function createTas(parTas: number, d: number): { matrice: Matrice; vrais: number[] } {
  const tirage = createTirage(7)
  const vrais = Array.from({ length: 3 * parTas }, (_, i) => i % 3)
  const lignes = vrais.map((tas) => Array.from({ length: d }, (_, v) => 10 * ((tas + v) % 3) + tirage()))
  return { matrice: createMatrice(lignes), vrais }
}

describe('preparation', () => {
  const tableau = (valeurs: (number | null)[][]) => ({ codes: valeurs.map((_, i) => String(i)), valeurs })

  it('gives each variable mean 0 and standard deviation 1', () => {
    const { matrice, colonnes } = computePreparation(
      tableau([
        [2, 10],
        [4, 10],
        [4, 30],
        [6, 30],
      ]),
      { logs: [false, false], part: 0 },
    )
    expect(colonnes.map((c) => [c.moyenne, c.ecartType])).toEqual([
      [4, Math.SQRT2],
      [20, 10],
    ])
    expect([...matrice.x].map((v) => v ** 2 * Math.sign(v))).toEqual(
      [-2, -1, 0, -1, 0, 1, 2, 1].map((v) => expect.closeTo(v, 9)),
    )
  })

  it('compares by the logarithm of 1 + value, zero included', () => {
    const { colonnes } = computePreparation(tableau([[0], [Math.E - 1], [Math.E ** 2 - 1]]), {
      logs: [true],
      part: 0,
    })
    expect(colonnes[0]?.moyenne).toBeCloseTo(1, 12)
    expect(colonnes[0]?.asymetrie).toBeCloseTo(0, 9)
  })

  it.each([
    ['leaves out whoever misses one', 0, [0, 3], [1, 2]],
    ['keeps who misses a quarter at most', 0.25, [0, 1, 3], [2]],
    ['keeps who misses half', 0.5, [0, 1, 2, 3], []],
  ])('%s', (_nom, part, retenus, ecartes) => {
    const lu = computePreparation(
      tableau([
        [1, 1, 1, 1],
        [2, 2, 2, null],
        [3, 3, null, null],
        [4, 4, 4, 5],
      ]),
      { logs: [false, false, false, false], part },
    )
    expect(lu.retenus).toEqual(retenus)
    expect(lu.ecartes.map((e) => e.rang)).toEqual(ecartes)
  })

  it('puts the mean where a value misses, and counts it', () => {
    const { matrice, colonnes } = computePreparation(
      tableau([
        [1, 1],
        [3, null],
        [5, 9],
      ]),
      { logs: [false, false], part: 0.5 },
    )
    expect(colonnes.map((c) => c.remplacees)).toEqual([0, 1])
    expect(colonnes[1]?.moyenne).toBe(5)
    expect(matrice.x[3]).toBe(0)
  })

  it('never keeps an area without any value', () => {
    const { retenus } = computePreparation(tableau([[null], [1], [2]]), { logs: [false], part: 1 })
    expect(retenus).toEqual([1, 2])
  })

  it('leaves out what is the same everywhere', () => {
    const { matrice, utiles } = computePreparation(
      tableau([
        [0.1, 1],
        [0.1, 2],
        [0.1, 3],
      ]),
      { logs: [false, false], part: 0 },
    )
    expect(utiles).toEqual([1])
    expect(matrice.d).toBe(1)
  })

  it('sees a tail', () => {
    const queue = [...Array.from({ length: 50 }, (_, i) => [i % 5]), [1000]]
    expect(computePreparation(tableau(queue), { logs: [false], part: 0 }).colonnes[0]?.asymetrie).toBeGreaterThan(5)
    expect(computePreparation(tableau(queue), { logs: [true], part: 0 }).colonnes[0]?.asymetrie).toBeLessThan(5)
  })
})

describe.each([
  ['k-means', (m: Matrice, k: number) => computeKmeans(m, k, 1)],
  ['Ward', (m: Matrice, k: number) => cutFusions(computeFusions(m), m.n, k)],
])('%s', (_nom, grouper) => {
  it('finds heaps that are far apart', () => {
    const { matrice, vrais } = createTas(20, 4)
    expect(formatPartition(grouper(matrice, 3))).toEqual(vrais)
  })

  it('finds the two pairs of a line', () => {
    expect(formatPartition(grouper(createMatrice([[0], [1], [10], [11]]), 2))).toEqual([0, 0, 1, 1])
  })

  it('bears areas that are all the same', () => {
    const groupes = grouper(createMatrice([[0], [0], [0], [0]]), 2)
    expect(groupes).toHaveLength(4)
  })

  it('gives as many groups as asked, down to one each', () => {
    const matrice = createMatrice([
      [0, 0],
      [5, 1],
      [9, 9],
      [2, 7],
      [4, 4],
    ])
    for (const k of [2, 3, 4, 5]) expect(new Set(grouper(matrice, k)).size).toBe(k)
  })
})

describe('k-means', () => {
  const matrice = createMatrice(Array.from({ length: 300 }, (_, i) => [(i * 7919) % 101, (i * 104729) % 97, i % 13]))

  it('gives the same groups for the same seed', () =>
    expect(computeKmeans(matrice, 5, 42)).toEqual(computeKmeans(matrice, 5, 42)))

  it('leaves no area nearer to another centre than to its own', () => {
    const k = 6
    const groupes = computeKmeans(matrice, k, 3)
    const centres = Array.from({ length: k }, (_, g) => {
      const siens = Array.from(groupes.keys()).filter((i) => groupes[i] === g)
      return [0, 1, 2].map((v) => computeMoyenne(siens.map((i) => matrice.x[i * 3 + v] ?? 0)))
    })
    for (const [i, g] of groupes.entries()) {
      const distances = centres.map((c) => Math.hypot(...c.map((v, axe) => v - (matrice.x[i * 3 + axe] ?? 0))))
      expect(distances[g]).toBeLessThanOrEqual(Math.min(...distances) + 1e-9)
    }
  })
})

describe('Ward', () => {
  it('merges at the cost that it adds to the inertia', () => {
    const matrice = createMatrice([[0], [2], [10]])
    const fusions = computeFusions(matrice)
    // (1·1/2)·2² = 2, then (2·1/3)·(10 − 1)² = 54.
    expect(fusions.map((f) => f.cout)).toEqual([2, 54])
    expect(fusions.reduce((somme, f) => somme + f.cout, 0)).toBeCloseTo(
      computeInertie(matrice, new Uint8Array(3), 1),
      9,
    )
  })

  it('adds up to the whole inertia on any set', () => {
    const { matrice } = createTas(30, 5)
    const somme = computeFusions(matrice).reduce((s, f) => s + f.cout, 0)
    expect(somme).toBeCloseTo(computeInertie(matrice, new Uint8Array(matrice.n), 1), 6)
  })
})

describe('quality', () => {
  it('is the silhouette of the definition', () => {
    const matrice = createMatrice([[0], [1], [10], [12]])
    const [silhouettes] = computeSilhouettes(matrice, [{ k: 2, groupes: Uint8Array.from([0, 0, 1, 1]) }])
    // First area: 1 to its own, mean of 10 and 12 to the others.
    expect([...(silhouettes ?? [])].map((s) => Number(s.toFixed(6)))).toEqual(
      [(11 - 1) / 11, (10 - 1) / 10, (9.5 - 2) / 9.5, (11.5 - 2) / 11.5].map((s) => Number(s.toFixed(6))),
    )
  })

  it.each([
    ['an area alone', [[0], [1], [50]], [0, 0, 1], 2, 0],
    ['all at one place', [[3], [3], [3]], [0, 1, 1], 1, 0],
    ['in the wrong group', [[0], [1], [10], [0.5]], [0, 0, 1, 1], 3, -0.947368],
  ])('%s', (_nom, lignes, groupes, i, attendue) => {
    const [silhouettes] = computeSilhouettes(createMatrice(lignes), [{ k: 2, groupes: Uint8Array.from(groupes) }])
    expect(silhouettes?.[i]).toBeCloseTo(attendue, 5)
  })

  it('is best for as many groups as there are heaps, and inertia falls as groups are added', () => {
    const partitions = computePartitions({ matrice: createTas(15, 3).matrice, methode: 'kmeans', graine: 1 })
    expect(partitions.map((p) => p.k)).toEqual([2, 3, 4, 5, 6, 7, 8])
    const silhouettes = partitions.map((p) => computeMoyenne(p.silhouettes))
    expect(silhouettes.indexOf(Math.max(...silhouettes))).toBe(1)
    const inerties = partitions.map((p) => p.inertie)
    expect(inerties).toEqual(inerties.toSorted((a, b) => b - a))
  })

  it('tells variables that go together, in either direction', () => {
    const lignes = Array.from({ length: 50 }, (_, i) => [i - 24.5, 24.5 - i, (i * 17) % 23])
    expect(listCorrelations(createMatrice(lignes), 0.9)).toEqual([{ a: 0, b: 1, r: expect.closeTo(-1, 9) }])
  })
})

describe('partitions', () => {
  it('stop at the number of areas that differ', () => {
    const partitions = computePartitions({
      matrice: createMatrice([[0], [0], [1], [1], [5]]),
      methode: 'kmeans',
      graine: 1,
    })
    expect(partitions.map((p) => p.k)).toEqual([2, 3])
  })

  it('are the same in a thread', async () => {
    const demande = { matrice: createTas(10, 2).matrice, methode: 'ward', graine: 1 } as const
    expect(await computePartitionsEnFil(demande)).toEqual(computePartitions(demande))
  })
})
