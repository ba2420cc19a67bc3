import { hierarchy, pack } from 'd3-hierarchy'

export interface CircleItem {
  code: string
  /** Area of the circle. */
  weight: number
  /** Codes of the groups that hold it, from the largest: département, EPCI. */
  groups: readonly string[]
}

export interface Circle {
  code: string
  x: number
  y: number
  r: number
}

export interface CircleLayout {
  width: number
  height: number
  items: Circle[]
  /** `depth` 1 is the largest group. */
  groups: (Circle & { depth: number })[]
}

interface Node {
  code: string
  weight: number
  children?: Node[]
}

/** The least share of the whole that a circle is drawn with, so that a hamlet is still seen. */
const LEAST = 1 / 40_000

/** Circles whose areas tell weights, packed by group inside group; the heaviest first, so that the same data gives the same picture. */
export function computeCircles(items: readonly CircleItem[], size: number): CircleLayout {
  const total = items.reduce((sum, { weight }) => sum + weight, 0)
  const root = hierarchy<Node>(nest('', items, 0, Math.max(total, 1) * LEAST))
    .sum((d) => d.weight)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || (a.data.code < b.data.code ? -1 : 1))
  const packed = pack<Node>()
    .size([size, size])
    .padding((d) => (d.height === 1 ? 1 : 4))(root)
  const nodes = packed.descendants().filter((d) => d.depth > 0)
  const place = (d: (typeof nodes)[number]) => ({ code: d.data.code, x: d.x, y: d.y, r: d.r })
  return {
    width: size,
    height: size,
    items: nodes.filter((d) => !d.data.children).map(place),
    groups: nodes.filter((d) => d.data.children).map((d) => ({ ...place(d), depth: d.depth })),
  }
}

function nest(code: string, items: readonly CircleItem[], depth: number, least: number): Node {
  const groups = Map.groupBy(items, (item) => item.groups[depth] ?? null)
  const children = [...groups].flatMap(([group, members]) =>
    group === null
      ? members.map((m) => ({ code: m.code, weight: Math.max(m.weight, least) }))
      : [nest(group, members, depth + 1, least)],
  )
  return { code, weight: 0, children }
}
