import type { LegendClass } from './classes.ts'

interface LegendProps {
  title: string
  classes: readonly LegendClass[]
  /** Shapes without value. */
  missing: number
  /** Id of the pattern of what is missing, which stands in the map. */
  pattern: string
  /** « 12 communes », « 1 commune ». */
  count: (n: number) => string
}

/** What each colour says, and of how many shapes. */
export function Legend({ title, classes, missing, pattern, count }: LegendProps) {
  return (
    <div class="map-legend">
      <p class="map-legend-title">{title}</p>
      <ul class="map-classes">
        {classes.map(({ label, color, count: n }) => (
          <li>
            <Swatch fill={color} /> {label} <span class="count">{count(n)}</span>
          </li>
        ))}
        {missing > 0 && (
          <li>
            <Swatch fill={`url(#${pattern})`} /> donnée absente <span class="count">{count(missing)}</span>
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
