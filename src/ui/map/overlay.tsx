import type { MapLayout } from './layout.ts'
import { computeMiddle, computeTraces, formatPath, STEPS, type Trace } from './path.ts'
import { BORDER, Mark, type Shape } from './picture.tsx'
import type { Geometry } from './projection.ts'

/** Far from petrol and from ochre, and dark enough on the palest of both. */
const COLOR = '#8a1c5b'
const TILE = 5

export interface OverlayArea extends Omit<Shape, 'fill'> {
  geometry: Geometry
}

interface OverlayProps {
  layout: MapLayout
  areas: readonly OverlayArea[]
  /** Of the map: see `OverlayPattern`. */
  id: string
}

const formatPattern = (id: string): string => `${id}-dessus`

/** Hatches of what is drawn over the shapes: the colours under them stay in sight. @param scale as for `Patterns` */
export function OverlayPattern({ id, scale = 1 }: { id: string; scale?: number }) {
  return (
    <pattern
      id={formatPattern(id)}
      width={TILE}
      height={TILE}
      patternUnits="userSpaceOnUse"
      patternTransform={`scale(${scale}) rotate(-45)`}
    >
      <rect width={TILE} height={TILE} fill="#fff" fill-opacity="0.55" />
      <rect width="1.4" height={TILE} fill={COLOR} />
    </pattern>
  )
}

/** Under this many units an area is no more than a dot, and is marked by a square. */
const SMALL = 14

/** Areas over the shapes of a map, told by an outline, hatches and, where they are small, a mark: never by colour alone. */
export function Overlay({ layout, areas, id }: OverlayProps) {
  return (
    <g class="overlay">
      {areas.map(({ geometry, ...shape }) => {
        const traces = computeTraces(geometry, layout.frameOf(geometry).fit)
        const d = formatPath(traces)
        const mark = formatMark(traces)
        return (
          <Mark shape={{ ...shape, fill: `url(#${formatPattern(id)})` }}>
            {(fill) => (
              <>
                <path class="overlay-under" d={d} fill="none" stroke={BORDER} stroke-width={STEPS * 3.2} />
                <path d={d} fill={fill} stroke={COLOR} stroke-width={STEPS * 1.6} />
                {mark && (
                  <>
                    <path
                      class="overlay-mark-under"
                      stroke-linecap="square"
                      d={mark}
                      stroke={BORDER}
                      stroke-width={STEPS * 13}
                    />
                    <path
                      class="overlay-mark"
                      stroke-linecap="square"
                      d={mark}
                      stroke={COLOR}
                      stroke-width={STEPS * 10}
                    />
                    <path
                      class="overlay-mark-dot"
                      stroke-linecap="square"
                      d={mark}
                      stroke="#fff"
                      stroke-width={STEPS * 4}
                    />
                  </>
                )}
              </>
            )}
          </Mark>
        )
      })}
    </g>
  )
}

/** The `d` of a square in the middle: a line of no length with square ends, so that zooming does not enlarge it. */
function formatMark(traces: readonly Trace[]): string | null {
  const all = traces.flat()
  const [xs, ys] = [all.filter((_, i) => i % 2 === 0), all.filter((_, i) => i % 2 === 1)]
  if (Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) > SMALL * STEPS) return null
  const { x, y } = computeMiddle(traces)
  return `M${Math.round(x)} ${Math.round(y)}h0`
}

/** What a legend shows: the hatches, and the mark of what is small. @param id of its `OverlayPattern` */
export function OverlaySwatch({ id }: { id: string }) {
  return (
    <>
      <rect width="24" height="15" fill={`url(#${formatPattern(id)})`} stroke={COLOR} stroke-width="1.8" />
      <rect x="6.5" y="2" width="11" height="11" fill={BORDER} />
      <rect x="8" y="3.5" width="8" height="8" fill={COLOR} />
      <rect x="10.5" y="6" width="3" height="3" fill="#fff" />
    </>
  )
}
