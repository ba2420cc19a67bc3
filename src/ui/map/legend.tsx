import type { LegendClass } from './classes.ts'
import { OverlayPattern, OverlaySwatch } from './overlay.tsx'
import { EMPTY, type Empty, formatFill, Patterns, PinSwatch } from './picture.tsx'

interface LegendProps {
  title: string
  classes: readonly LegendClass[]
  /** Shapes without value, by reason. */
  empty: Readonly<Record<Empty, number>>
  /** What is drawn over the shapes: « 12 quartiers prioritaires ». */
  overlay?: string | null
  /** What the dots say: « équipe sans territoire ». */
  pins?: string | null
  /** Of the map: the names of patterns begin with it. */
  id: string
  /** « 12 communes », « 1 commune ». */
  count: (n: number) => string
}

/** What each colour says, and of how many shapes. */
export function Legend({ title, classes, empty, overlay = null, pins = null, id, count }: LegendProps) {
  const pattern = `${id}-legende`
  return (
    <div class="map-legend">
      <svg class="map-patterns" aria-hidden="true" focusable="false">
        <defs>
          <Patterns id={pattern} classes={classes} />
          {overlay && <OverlayPattern id={pattern} />}
        </defs>
      </svg>
      <p class="map-legend-title">{title}</p>
      <ul class="map-classes">
        {classes.map(({ label, count: n }, index) => (
          <li>
            <Swatch fill={formatFill(pattern, classes, index)} />
            <span>
              {label} <span class="count">{count(n)}</span>
            </span>
          </li>
        ))}
        {listEmpty(empty).map(([reason, label, n]) => (
          <li>
            <Swatch fill={formatFill(pattern, classes, reason)} />
            <span>
              {label} <span class="count">{count(n)}</span>
            </span>
          </li>
        ))}
        {overlay && (
          <li>
            <svg class="map-swatch" viewBox="-1 -1 26 17" aria-hidden="true" focusable="false">
              <OverlaySwatch id={pattern} />
            </svg>
            <span>{overlay}</span>
          </li>
        )}
        {pins && (
          <li>
            <svg class="map-swatch" viewBox="0 0 24 16" aria-hidden="true" focusable="false">
              <PinSwatch />
            </svg>
            <span>{pins}</span>
          </li>
        )}
      </ul>
    </div>
  )
}

/** The reasons that a map shows, with their words. */
export const listEmpty = (empty: LegendProps['empty']) =>
  (['secret', 'missing'] as const)
    .filter((reason) => empty[reason] > 0)
    .map((reason) => [reason, EMPTY[reason], empty[reason]] as const)

function Swatch({ fill }: { fill: string }) {
  return (
    <svg class="map-swatch" viewBox="0 0 24 16" aria-hidden="true" focusable="false">
      <rect x="0.5" y="0.5" width="23" height="15" fill={fill} stroke="#6c7779" />
    </svg>
  )
}
