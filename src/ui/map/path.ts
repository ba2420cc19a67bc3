import { type Fit, type Geometry, project } from './projection.ts'

/**
 * Points are whole numbers of fifths of the picture's unit, so that none costs a decimal mark; `<g transform>` brings
 * them back. A finer grid would be paid for in bytes and seen by nobody.
 */
export const STEPS = 5

/** A ring as whole numbers, x then y, without the point that closes it. */
export type Trace = readonly number[]

/** Rings in steps; points that fall on the same place stand once, and a ring that has no area left is gone. */
export function computeTraces(geometry: Geometry, fit: Fit): Trace[] {
  const traces = geometry
    .flat()
    .map((ring) => computeTrace(ring, fit))
    .filter((trace) => trace.length >= 6)
  if (traces.length > 0) return traces
  // Too small for any area: a square of one unit, so that it can still be seen and reached.
  const point = geometry[0]?.[0]?.[0]
  if (!point) return []
  const [x = 0, y = 0] = project(fit, point).map((v) => Math.round(v * STEPS))
  return [[x - 2, y - 2, x + 3, y - 2, x + 3, y + 3, x - 2, y + 3]]
}

function computeTrace(ring: Geometry[number][number], fit: Fit): Trace {
  const trace: number[] = []
  // The last point is the first again.
  for (let i = 0; i < ring.length - 1; i++) {
    const [px, py] = project(fit, ring[i] as readonly [number, number])
    const x = Math.round(px * STEPS)
    const y = Math.round(py * STEPS)
    if (x !== trace.at(-2) || y !== trace.at(-1)) trace.push(x, y)
  }
  return trace
}

/** The `d` of a path: each point relative to the one before, a minus sign separating by itself. */
export const formatPath = (traces: readonly Trace[]): string => traces.map((t) => `${formatLine(t)}z`).join('')

function formatLine(trace: Trace): string {
  let path = `M${trace[0]}${join(trace[1] ?? 0)}l`
  for (let i = 2; i < trace.length; i += 2) {
    const [dx, dy] = [(trace[i] ?? 0) - (trace[i - 2] ?? 0), (trace[i + 1] ?? 0) - (trace[i - 1] ?? 0)]
    path += i === 2 ? `${dx}${join(dy)}` : `${join(dx)}${join(dy)}`
  }
  return path
}

const join = (n: number): string => (n < 0 ? String(n) : ` ${n}`)

/** The centre of gravity of the largest ring, in steps. */
export function computeMiddle(traces: readonly Trace[]): { x: number; y: number } {
  const rings = traces.map((trace) => {
    let [area, x, y] = [0, 0, 0]
    for (let i = 0; i < trace.length; i += 2) {
      const [x1, y1] = [trace[i] ?? 0, trace[i + 1] ?? 0]
      const [x2, y2] = [trace[i + 2] ?? trace[0] ?? 0, trace[i + 3] ?? trace[1] ?? 0]
      const cross = x1 * y2 - x2 * y1
      area += cross
      x += (x1 + x2) * cross
      y += (y1 + y2) * cross
    }
    return { area, x: x / (3 * area), y: y / (3 * area) }
  })
  return rings.reduce((a, b) => (Math.abs(b.area) > Math.abs(a.area) ? b : a), { area: 0, x: 0, y: 0 })
}

/** No picture is as high or as wide, in steps; its fourth power is still an exact number. */
const SIDE = 9500

/**
 * The `d` of the borders between groups: the edges that two shapes of different groups share. Shapes come from one
 * topology, so that a common border has the same points on both sides.
 */
export function formatBorders(shapes: readonly { group: string | null; traces: readonly Trace[] }[]): string {
  const seen = new Map<number, string | null>()
  const lines: number[][] = []
  for (const { group, traces } of shapes) {
    for (const trace of traces) {
      let line: number[] | null = null
      for (let i = 0; i < trace.length; i += 2) {
        const [x, y] = [trace[i] ?? 0, trace[i + 1] ?? 0]
        const [x2, y2] = [trace[i + 2] ?? trace[0] ?? 0, trace[i + 3] ?? trace[1] ?? 0]
        const [a, b] = [x * SIDE + y, x2 * SIDE + y2]
        const key = Math.min(a, b) * SIDE * SIDE + Math.max(a, b)
        const other = seen.get(key)
        seen.set(key, group)
        if (other === undefined || other === group) line = null
        else if (line) line.push(x2, y2)
        else {
          line = [x, y, x2, y2]
          lines.push(line)
        }
      }
    }
  }
  return lines.map(formatLine).join('')
}
