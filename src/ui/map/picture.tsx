import type { Child } from 'hono/jsx'
import type { CircleLayout } from './circles.ts'
import type { LegendClass } from './classes.ts'
import { computeScaleBar, type MapLayout } from './layout.ts'
import { motifs } from './palette.ts'
import { computeMiddle, computeTraces, formatBorders, formatPath, STEPS } from './path.ts'
import type { Geometry } from './projection.ts'

/** One area on a map: what it says, what it is coloured with, where it leads. */
export interface Shape {
  code: string
  /** Its whole meaning: « Digne-les-Bains : 3,4 consultations par an et par habitant ». */
  label: string
  /** See `formatFill`. */
  fill: string
  href: string | null
  /** Where the map serves to choose: the id of its check box on the page, and whether it is chosen already. */
  box?: string
  selected?: boolean
  /** A dot in its middle: something stands there, which its label says. */
  pin?: boolean
}

export interface OutlineShape extends Shape {
  geometry: Geometry
  /** Between shapes of two groups, a thicker border. */
  group: string | null
}

export const BORDER = '#fbfaf6'
const FRAME = '#6c7779'
const INK = '#1a2426'
const SOFT = '#424d4f'

const TILE = 10

interface PatternsProps {
  /** What their names begin with: see `formatFill`. */
  id: string
  classes: readonly LegendClass[]
  /** `STEPS` for outlines, which are drawn in these; 1 elsewhere. */
  scale?: number
}

/** Why a shape has no colour, as a legend says it: its source hides the value, or there is none. */
export const EMPTY = { secret: 'secret statistique', missing: 'donnée absente' } as const
export type Empty = keyof typeof EMPTY

/**
 * What shapes and legend are filled with: hatches of what is missing and dots of what is hidden, told from every colour,
 * in grey as well; and colours under their lines. The content of `<defs>`.
 */
export function Patterns({ id, classes, scale = 1 }: PatternsProps) {
  return (
    <>
      <pattern
        id={formatEmpty(id, 'missing')}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform={`scale(${scale}) rotate(45)`}
      >
        <rect width="6" height="6" fill="#fff" />
        <rect width="1.6" height="6" fill={FRAME} />
      </pattern>
      <pattern
        id={formatEmpty(id, 'secret')}
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform={`scale(${scale}) rotate(45)`}
      >
        <rect width="5" height="5" fill="#fff" />
        <circle cx="2.5" cy="2.5" r="1.3" fill={INK} />
      </pattern>
      {classes.map(
        ({ motif, color }, i) =>
          motif !== undefined && (
            <pattern
              id={`${id}-motif-${i}`}
              width={TILE}
              height={TILE}
              patternUnits="userSpaceOnUse"
              patternTransform={`scale(${scale})`}
            >
              <rect width={TILE} height={TILE} fill={color} />
              <path d={motifs[motif] ?? ''} fill="none" stroke="#fff" stroke-width="1.4" />
            </pattern>
          ),
      )}
    </>
  )
}

const formatEmpty = (id: string, empty: Empty): string => `${id}-${empty}`

/** The fill of a class, or of what belongs to none. @param id of the map, which its patterns begin with */
export function formatFill(id: string, classes: readonly LegendClass[], index: number | Empty): string {
  const found = typeof index === 'number' ? classes[index] : undefined
  if (!found) return `url(#${formatEmpty(id, index === 'secret' ? index : 'missing')})`
  return found.motif === undefined ? found.color : `url(#${id}-motif-${index})`
}

interface MarkProps {
  shape: Shape
  children: (fill: string) => Child
}

/** A link where the shape leads somewhere; its title names it to who hears, and to who points at it. */
export function Mark({ shape, children }: MarkProps) {
  const kind = shape.selected ? 'shape shape-selected' : 'shape'
  const content = (
    <>
      <title>{shape.label}</title>
      {children(shape.fill)}
    </>
  )
  return shape.href ? (
    <a class={kind} href={shape.href} data-box={shape.box}>
      {content}
    </a>
  ) : (
    <g class={kind} data-box={shape.box}>
      {content}
    </g>
  )
}

/** A line without length: a dot as large whatever the zoom. White around ink, to be seen on every colour. */
function Pins({ places, unit }: { places: readonly { x: number; y: number }[]; unit: number }) {
  if (places.length === 0) return null
  const d = places.map(({ x, y }) => `M${Math.round(x)} ${Math.round(y)}h0`).join('')
  return (
    <g class="pins" fill="none" stroke-linecap="round">
      <path class="pins-under" d={d} stroke="#fff" stroke-width={unit * 11} />
      <path d={d} stroke={INK} stroke-width={unit * 7.5} />
    </g>
  )
}

/** What a legend shows of a dot. */
export function PinSwatch() {
  return <circle cx="12" cy="8" r="5" fill={INK} stroke="#fff" stroke-width="2" />
}

interface OutlinesProps {
  layout: MapLayout
  shapes: readonly OutlineShape[]
  /** Drawn over the shapes: see `Overlay`. */
  children?: Child
}

/** Shapes, borders, insets and scale bar: the content of an `<svg>`. */
export function Outlines({ layout, shapes, children }: OutlinesProps) {
  const drawn = shapes.map((shape) => ({
    shape,
    group: shape.group,
    traces: computeTraces(shape.geometry, layout.frameOf(shape.geometry).fit),
  }))
  const borders = formatBorders(drawn)
  return (
    <>
      <g transform={`scale(${1 / STEPS})`} fill-rule="evenodd" stroke-linejoin="round">
        <g class="shapes" stroke={BORDER} stroke-width={STEPS * 0.8}>
          {drawn.map(({ shape, traces }) => (
            <Mark shape={shape}>{(fill) => <path d={formatPath(traces)} fill={fill} />}</Mark>
          ))}
        </g>
        {borders && (
          // A light line under the dark one: it is seen on every colour.
          <g class="borders" fill="none">
            <path class="borders-under" stroke={BORDER} stroke-width={STEPS * 3} d={borders} />
            <path stroke={INK} stroke-width={STEPS * 1.2} d={borders} />
          </g>
        )}
        {children}
        <Pins places={drawn.filter(({ shape }) => shape.pin).map(({ traces }) => computeMiddle(traces))} unit={STEPS} />
      </g>
      {layout.frames.map(
        ({ label, box }) =>
          label && (
            <g class="inset">
              <rect x={box.x} y={box.y} width={box.width} height={box.height} fill="none" stroke={FRAME} />
              <text x={box.x} y={box.y - 5} font-size="14" fill={SOFT}>
                {label}
              </text>
            </g>
          ),
      )}
      <ScaleBar layout={layout} />
    </>
  )
}

function ScaleBar({ layout }: { layout: MapLayout }) {
  const bar = computeScaleBar(layout.metresPerUnit, layout.width / 5)
  const y = (layout.frames[0]?.box.height ?? layout.height) + 4
  return (
    <g class="scale-bar" transform={`translate(12 ${y})`}>
      <path d={`M0 -5V0H${Math.round(bar.width)}V-5`} fill="none" stroke={INK} stroke-width="1.5" />
      <text
        x={Math.round(bar.width) + 6}
        y="1"
        font-size="14"
        fill={INK}
        stroke={BORDER}
        stroke-width="3"
        paint-order="stroke"
      >
        {bar.label}
      </text>
    </g>
  )
}

interface CirclesProps {
  layout: CircleLayout
  shapes: ReadonlyMap<string, Shape>
  /** Names of groups, by code. */
  names: ReadonlyMap<string, string>
}

/** The name of a circle that touches the top of the picture stands inside it, whole. */
const LABEL_TOP = 16

const round = (n: number): number => Math.round(n * 10) / 10
/** About the width of a letter, for a font of size 1. */
const LETTER = 0.56

/** Circles by weight inside circles of their groups: the content of an `<svg>`. */
export function Circles({ layout, shapes, names }: CirclesProps) {
  const place = ({ x, y, r }: { x: number; y: number; r: number }) => ({ cx: round(x), cy: round(y), r: round(r) })
  return (
    <>
      <g class="circle-groups" fill="#fff" stroke={FRAME}>
        {layout.groups.map((group) => (
          <circle {...place(group)} stroke-width={group.depth === 1 ? 1.4 : 0.7} />
        ))}
      </g>
      <g class="shapes" stroke={SOFT} stroke-width="0.5">
        {layout.items.map((item) => {
          const shape = shapes.get(item.code)
          return shape && <Mark shape={shape}>{(fill) => <circle {...place(item)} fill={fill} />}</Mark>
        })}
      </g>
      <Pins places={layout.items.filter((item) => shapes.get(item.code)?.pin)} unit={1} />
      <g
        class="circle-names"
        font-size="14"
        fill={INK}
        stroke={BORDER}
        stroke-width="3"
        paint-order="stroke"
        text-anchor="middle"
      >
        {layout.groups.map((group) => {
          const name = names.get(group.code) ?? ''
          const fits = name.length * 14 * LETTER < group.r * 2.2 && group.r > 24
          return (
            fits && (
              <text
                x={round(group.x)}
                y={round(Math.max(LABEL_TOP, group.y - group.r + 4))}
                font-weight={group.depth === 1 ? 700 : 400}
              >
                {name}
              </text>
            )
          )
        })}
      </g>
    </>
  )
}
