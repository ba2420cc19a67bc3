import type { LegendClass } from './classes.ts'
import { OverlayPattern, OverlaySwatch } from './overlay.tsx'
import { formatFill, Patterns } from './picture.tsx'

interface LegendProps {
  title: string
  classes: readonly LegendClass[]
  /** Shapes without value. */
  missing: number
  /** What is drawn over the shapes: « 12 quartiers prioritaires ». */
  overlay?: string | null
  /** Of the map: the names of patterns begin with it. */
  id: string
  /** « 12 communes », « 1 commune ». */
  count: (n: number) => string
}

/** What each colour says, and of how many shapes. */
export function Legend({ title, classes, missing, overlay = null, id, count }: LegendProps) {
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
        {missing > 0 && (
          <li>
            <Swatch fill={formatFill(pattern, classes, null)} />
            <span>
              donnée absente <span class="count">{count(missing)}</span>
            </span>
          </li>
        )}
        {overlay && (
          <li>
            <svg class="map-swatch" viewBox="-1 -1 26 17" aria-hidden="true" focusable="false">
              <OverlaySwatch id={pattern} />
            </svg>
            <span>{overlay}</span>
          </li>
        )}
      </ul>
    </div>
  )
}

function Swatch({ fill }: { fill: string }) {
  return (
    <svg class="map-swatch" viewBox="0 0 24 16" aria-hidden="true" focusable="false">
      <rect x="0.5" y="0.5" width="23" height="15" fill={fill} stroke="#6c7779" />
    </svg>
  )
}
