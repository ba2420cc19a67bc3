import { describe, expect, it } from 'vitest'
import { computeCircles } from './circles.ts'
import { computeCategories, computeScale } from './classes.ts'
import { computeLayout, computeScaleBar } from './layout.ts'
import { CATEGORIES_MAX, listCategories, listDiverging, listSequential } from './palette.ts'
import { computeTraces, formatBorders, formatPath } from './path.ts'
import {
  computeExtent,
  computeFit,
  computeMetresPerUnit,
  findFrame,
  type Geometry,
  invert,
  type LonLat,
  project,
} from './projection.ts'

const box = { x: 10, y: 10, width: 780, height: 500 }
const square = (x: number, y: number, side: number): Geometry => [
  [
    [
      [x, y],
      [x + side, y],
      [x + side, y + side],
      [x, y + side],
      [x, y],
    ],
  ],
]

describe('projection', () => {
  it.each<[string, LonLat]>([
    ['metropole', [6.24, 44.09]],
    ['guadeloupe', [-61.5, 16.2]],
    ['martinique', [-61, 14.6]],
    ['guyane', [-53, 4]],
    ['reunion', [55.5, -21.1]],
    ['mayotte', [45.1, -12.8]],
    ['saint-pierre-et-miquelon', [-56.3, 46.9]],
    ['nouvelle-caledonie', [166, -21.5]],
  ])('%s has its own frame, and comes back from the picture', (id, point) => {
    const frame = findFrame(point)
    expect(frame.id).toBe(id)
    const fit = computeFit(frame, computeExtent(frame, [square(point[0], point[1], 0.1)]), box)
    const [px, py] = project(fit, point)
    const [lon, lat] = invert(fit, px, py)
    expect(lon).toBeCloseTo(point[0], 8)
    expect(lat).toBeCloseTo(point[1], 8)
  })

  it('fills its box and no more, in its middle', () => {
    const shapes = [square(5, 44, 1), square(6.5, 44.2, 0.4)]
    const frame = findFrame([5, 44])
    const fit = computeFit(frame, computeExtent(frame, shapes), box)
    const points =
      shapes.flat(3).length === 0
        ? []
        : shapes
            .flat(2)
            .flat()
            .map((p) => project(fit, p))
    const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])]
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
    expect(left).toBeGreaterThanOrEqual(box.x - 1e-6)
    expect(right).toBeLessThanOrEqual(box.x + box.width + 1e-6)
    expect(top).toBeGreaterThanOrEqual(box.y - 1e-6)
    expect(bottom).toBeLessThanOrEqual(box.y + box.height + 1e-6)
    expect(Math.max((right - left) / box.width, (bottom - top) / box.height)).toBeCloseTo(1, 6)
    expect((left + right) / 2).toBeCloseTo(box.x + box.width / 2, 6)
  })

  it('knows the ground under a unit: a degree of latitude is 111.2 km', () => {
    const frame = findFrame([3, 46])
    const fit = computeFit(frame, computeExtent(frame, [square(2.5, 46, 1)]), box)
    const [, south] = project(fit, [3, 46])
    const [x, north] = project(fit, [3, 47])
    expect((south - north) * computeMetresPerUnit(fit, x, (south + north) / 2)).toBeCloseTo(111_195, -3)
  })
})

describe('layout', () => {
  it('puts overseas in insets under the main frame, each inside the picture', () => {
    const layout = computeLayout(
      [square(2, 47, 1), square(4, 45, 1), square(55.3, -21.2, 0.3), square(-61.6, 16, 0.3)],
      800,
      860,
    )
    expect(layout.frames.map(({ fit, label }) => [fit.frame.id, label])).toEqual([
      ['metropole', null],
      ['reunion', 'La Réunion'],
      ['guadeloupe', 'Guadeloupe'],
    ])
    for (const { box: b } of layout.frames) {
      expect(b.x + b.width).toBeLessThanOrEqual(layout.width)
      expect(b.y + b.height).toBeLessThanOrEqual(layout.height)
    }
  })

  it('one shape overseas is a map of its own', () => {
    const layout = computeLayout([square(55.3, -21.2, 0.3)], 800, 860)
    expect(layout.frames).toHaveLength(1)
    expect(layout.frames[0]?.label).toBeNull()
  })

  it.each([
    [125, '20\u00a0km'],
    [3, '200\u00a0m'],
    [1300, '200\u00a0km'],
    [7, '1\u00a0km'],
  ])('%d m a unit: a bar of %s', (metres, label) => {
    const bar = computeScaleBar(metres, 160)
    expect(bar.label).toBe(label)
    expect(bar.width).toBeLessThanOrEqual(160)
    expect(bar.width).toBeGreaterThan(60)
  })
})

describe('paths', () => {
  const frame = findFrame([6, 44])
  const fit = { frame, scale: 1000, x: 0, y: 0 }

  it('are whole, relative, closed, without what falls on one place', () => {
    const fine: Geometry = [
      [
        [
          [6, 44],
          [6.00001, 44],
          [6.1, 44],
          [6.1, 44.1],
          [6, 44],
        ],
      ],
    ]
    const [trace] = computeTraces(fine, fit)
    expect(trace).toHaveLength(6)
    expect(formatPath([[10, 20, 15, 18, 12, 30]])).toBe('M10 20l5-2-3 12z')
    expect(formatPath(computeTraces(fine, fit))).toMatch(/^M-?\d+[ -]\d+l[\d -]+z$/)
  })

  it('keep a dot of what is too small', () => {
    expect(computeTraces(square(6, 44, 1e-6), fit)).toHaveLength(1)
    expect(computeTraces([], fit)).toEqual([])
  })

  it('borders stand where two groups touch, and there only', () => {
    const left = { group: 'a', traces: [[0, 0, 10, 0, 10, 10, 0, 10]] }
    const right = { group: 'b', traces: [[10, 0, 20, 0, 20, 10, 10, 10]] }
    expect(formatBorders([left, right])).toBe('M10 10l0-10')
    expect(formatBorders([left, { ...right, group: 'a' }])).toBe('')
  })
})

describe('classes', () => {
  const values = [1, 2, 2, 3, 4, 5, 6, 8, 9, 20]

  it('quantiles, equal widths and natural breaks', () => {
    const bounds = (method: 'quantiles' | 'egales' | 'naturelles') =>
      computeScale({ values, method, count: 4, decimals: 2 }).classes.map((c) => c.count)
    expect(bounds('quantiles')).toEqual([1, 4, 2, 3])
    expect(bounds('egales')).toEqual([6, 3, 0, 1])
    // By hand: {1 2 2 3} {4 5 6} {8 9} {20} has the least squares, 2 + 2 + 0.5 + 0.
    expect(bounds('naturelles')).toEqual([4, 3, 2, 1])
  })

  it('natural breaks are the best of all cuts', () => {
    const hard = [1, 1.4, 2, 2.2, 5, 5.1, 5.3, 7, 7.2, 11, 12, 12.5].map((v) => v * 1000)
    const squares = (v: readonly number[]) => {
      const mean = v.reduce((a, b) => a + b, 0) / v.length
      return v.reduce((a, b) => a + (b - mean) ** 2, 0)
    }
    const total = (cuts: readonly number[]) =>
      [0, ...cuts].reduce((sum, from, i) => sum + squares(hard.slice(from, cuts[i] ?? hard.length)), 0)
    let best = Infinity
    for (let a = 1; a < hard.length - 1; a++)
      for (let b = a + 1; b < hard.length; b++) best = Math.min(best, total([a, b]))
    const counts = computeScale({ values: hard, method: 'naturelles', count: 3 }).classes.map((c) => c.count)
    expect(total([counts[0] ?? 0, (counts[0] ?? 0) + (counts[1] ?? 0)])).toBeCloseTo(best, 6)
  })

  it('count every value once, and say their bounds as they are', () => {
    const scale = computeScale({ values, count: 3, decimals: 1 })
    expect(scale.classes.reduce((sum, c) => sum + c.count, 0)).toBe(values.length)
    expect(scale.classes.map((c) => c.label)).toEqual(['moins de 3', 'de 3 à moins de 6', '6 et plus'])
    expect([2.99, 3, 6].map(scale.index)).toEqual([0, 1, 2])
  })

  it('a threshold parts the colours, and is a bound', () => {
    const scale = computeScale({ values, count: 4, pivot: 2.5, decimals: 1 })
    expect(scale.classes.map((c) => c.label)).toContain('moins de 2,5')
    expect(scale.index(2.4)).not.toBe(scale.index(2.5))
    const all = computeScale({ values: [3, 4, 5], pivot: 2.5, decimals: 1 })
    expect(all.classes.map((c) => c.color)).toEqual(listDiverging(0, all.classes.length))
  })

  it('equal values make one class; none, no class', () => {
    expect(computeScale({ values: [4, 4, 4] }).classes).toMatchObject([{ label: '4', count: 3 }])
    expect(computeScale({ values: [] }).classes).toEqual([])
    expect(computeScale({ values: [4, 4, 5], method: 'naturelles', count: 5 }).classes).toHaveLength(2)
  })

  it('groups have a colour each; the ninth has none', () => {
    const groups = Array.from({ length: 9 }, (_, key) => ({ key, label: `groupe ${key}` }))
    const scale = computeCategories(groups, [0, 0, 3, 8])
    expect(scale.classes).toHaveLength(CATEGORIES_MAX)
    expect(scale.classes[0]).toMatchObject({ label: 'groupe 0', count: 2 })
    expect([scale.index(3), scale.index(8), scale.index(12)]).toEqual([3, null, null])
  })
})

/** Relative luminance (WCAG 2.2). */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((i) => Number.parseInt(color.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

describe('palettes', () => {
  it.each([2, 3, 4, 5, 6, 7])('%d sequential colours grow darker, each told from the next', (count) => {
    const colors = listSequential(count)
    expect(new Set(colors).size).toBe(count)
    for (const [i, color] of colors.slice(1).entries()) {
      expect(luminance(color)).toBeLessThan(luminance(colors[i] ?? ''))
      expect(contrast(color, colors[i] ?? '')).toBeGreaterThan(1.25)
    }
  })

  it.each([
    [1, 4],
    [2, 3],
    [4, 4],
  ])('%d below and %d above grow lighter to the threshold, then darker', (below, above) => {
    const lights = listDiverging(below, above).map(luminance)
    const down = lights.slice(0, below)
    const up = lights.slice(below)
    expect(down).toEqual(down.toSorted((a, b) => a - b))
    expect(up).toEqual(up.toSorted((a, b) => b - a))
    expect(new Set(lights).size).toBe(below + above)
  })

  it('groups side by side differ in lightness or hue', () => {
    const colors = listCategories(CATEGORIES_MAX)
    expect(new Set(colors).size).toBe(CATEGORIES_MAX)
    for (const [i, color] of colors.slice(1).entries()) expect(contrast(color, colors[i] ?? '')).toBeGreaterThan(1.2)
  })
})

describe('circles', () => {
  const items = [
    { code: 'a', weight: 400, groups: ['d', 'e1'] },
    { code: 'b', weight: 100, groups: ['d', 'e1'] },
    { code: 'c', weight: 900, groups: ['d', 'e2'] },
    { code: 'hors', weight: 100, groups: ['d'] },
    { code: 'vide', weight: 0, groups: ['d', 'e2'] },
  ]
  const layout = computeCircles(items, 600)
  const find = (code: string) => layout.items.find((i) => i.code === code)

  it('areas are in proportion of weights; nobody is lost', () => {
    const [a, b, c] = [find('a'), find('b'), find('c')]
    expect(((a?.r ?? 0) / (b?.r ?? 1)) ** 2).toBeCloseTo(4, 6)
    expect(((c?.r ?? 0) / (b?.r ?? 1)) ** 2).toBeCloseTo(9, 6)
    expect(layout.items.map((i) => i.code).sort()).toEqual(items.map((i) => i.code).sort())
    expect(find('vide')?.r).toBeGreaterThan(0)
  })

  it('none over another, all inside their group and the picture', () => {
    for (const [i, p] of layout.items.entries()) {
      for (const q of layout.items.slice(i + 1))
        expect(Math.hypot(p.x - q.x, p.y - q.y)).toBeGreaterThan(p.r + q.r - 1e-6)
      expect(p.x - p.r).toBeGreaterThanOrEqual(0)
      expect(p.x + p.r).toBeLessThanOrEqual(600)
    }
    const e2 = layout.groups.find((g) => g.code === 'e2')
    const c = find('c')
    expect(Math.hypot((c?.x ?? 0) - (e2?.x ?? 0), (c?.y ?? 0) - (e2?.y ?? 0)) + (c?.r ?? 0)).toBeLessThanOrEqual(
      (e2?.r ?? 0) + 1e-6,
    )
  })

  it('the same data gives the same picture', () => {
    expect(computeCircles(items.toReversed(), 600)).toEqual(layout)
  })
})
