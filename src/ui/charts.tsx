/** Small charts drawn on the server. A chart never stands alone: a table or a list on the page tells the same. */

export interface ChartPoint {
  x: number
  y: number
}

interface LineChartProps {
  /** What the line tells, for who does not see it. */
  label: string
  /** By growing x. */
  points: readonly ChartPoint[]
  /** Values from this x on do not compare with those before: the line stops and starts again. */
  breaks?: readonly number[]
  format: (y: number) => string
}

const WIDTH = 280
const HEIGHT = 84
const LEFT = 6
const TOP = 20
const BOTTOM = 20

const round = (n: number): string => String(Math.round(n * 10) / 10)

/** A line over years. Its foot is zero, so that a small change looks small. */
export function LineChart({ label, points, breaks = [], format }: LineChartProps) {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || first === last) return null
  const low = Math.min(0, ...points.map((p) => p.y))
  const high = Math.max(0, ...points.map((p) => p.y))
  const placeX = (x: number) => LEFT + ((x - first.x) / (last.x - first.x)) * (WIDTH - 2 * LEFT)
  const placeY = (y: number) => HEIGHT - BOTTOM - ((y - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM)
  const pieces = Map.groupBy(points, (p) => breaks.filter((b) => p.x >= b).length)
  return (
    <svg class="chart chart-line" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line class="chart-foot" x1="0" x2={WIDTH} y1={round(placeY(0))} y2={round(placeY(0))} />
      {breaks
        .filter((b) => b > first.x && b <= last.x)
        .map((b) => (
          <line
            class="chart-break"
            x1={round(placeX(b - 0.5))}
            x2={round(placeX(b - 0.5))}
            y1={TOP}
            y2={HEIGHT - BOTTOM}
          />
        ))}
      {[...pieces.values()].map((piece) => (
        <polyline points={piece.map((p) => `${round(placeX(p.x))},${round(placeY(p.y))}`).join(' ')} />
      ))}
      <path class="chart-dots" d={points.map((p) => `M${round(placeX(p.x))},${round(placeY(p.y))}h0`).join('')} />
      {[first, last].map((p) => {
        const anchor = p === first ? 'start' : 'end'
        const x = p === first ? 0 : WIDTH
        return (
          <>
            <text x={x} y={round(Math.max(11, placeY(p.y) - 8))} text-anchor={anchor}>
              {format(p.y)}
            </text>
            <text class="chart-axis" x={x} y={HEIGHT - 5} text-anchor={anchor}>
              {p.x}
            </text>
          </>
        )
      })}
    </svg>
  )
}

export interface PyramidBand {
  label: string
  women: number
  men: number
}

interface PyramidProps {
  label: string
  /** From the youngest to the oldest. */
  bands: readonly PyramidBand[]
}

const BAR = 13
const HALF = 180
const GUTTER = 56

/** Ages from the foot up: women on the left, men on the right, at the same scale. */
export function Pyramid({ label, bands }: PyramidProps) {
  const high = Math.max(...bands.flatMap((b) => [b.women, b.men]), 1)
  const measure = (n: number) => (n / high) * HALF
  const height = bands.length * BAR + 18
  return (
    <svg class="chart chart-pyramid" viewBox={`0 0 ${2 * HALF + GUTTER} ${height}`} role="img" aria-label={label}>
      <text x={HALF} y="11" text-anchor="end">
        Femmes
      </text>
      <text x={HALF + GUTTER} y="11">
        Hommes
      </text>
      {bands.toReversed().map((band, i) => {
        const y = 18 + i * BAR
        return (
          <>
            <rect
              class="chart-women"
              x={round(HALF - measure(band.women))}
              y={y}
              width={round(measure(band.women))}
              height={BAR - 2}
            />
            <rect class="chart-men" x={HALF + GUTTER} y={y} width={round(measure(band.men))} height={BAR - 2} />
            <text class="chart-axis" x={HALF + GUTTER / 2} y={y + BAR - 4} text-anchor="middle">
              {band.label}
            </text>
          </>
        )
      })}
    </svg>
  )
}
