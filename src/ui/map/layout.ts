import {
  type Box,
  computeExtent,
  computeFit,
  computeMetresPerUnit,
  type Fit,
  type Frame,
  findFrame,
  type Geometry,
} from './projection.ts'

export interface PlacedFrame {
  fit: Fit
  box: Box
  /** Over an inset; null for the main frame. */
  label: string | null
}

export interface MapLayout {
  width: number
  height: number
  /** The main frame first. */
  frames: PlacedFrame[]
  /** Ground shown by one unit of the main frame, in metres. */
  metresPerUnit: number
  frameOf(geometry: Geometry): PlacedFrame
}

const MARGIN = 8
const INSET_GAP = 8
const INSET_LABEL = 22

/** Places frames: the one with the most shapes is the picture, the others stand in a row under it, each at its own scale. */
export function computeLayout(geometries: readonly Geometry[], width: number, maxHeight: number): MapLayout {
  const frameOf = (geometry: Geometry): Frame => findFrame(geometry[0]?.[0]?.[0] ?? [0, 0])
  const groups = [...Map.groupBy(geometries, frameOf)].sort((a, b) => b[1].length - a[1].length)
  const [first, ...others] = groups
  if (!first) throw new Error('A map needs at least one geometry.')
  const extent = computeExtent(first[0], first[1])
  const ratio = (extent[3] - extent[1] || 1) / (extent[2] - extent[0] || 1)
  const inner = width - 2 * MARGIN
  const height = Math.round(Math.min(Math.max(inner * ratio, width * 0.3), maxHeight - 2 * MARGIN)) + 2 * MARGIN
  const box = { x: MARGIN, y: MARGIN, width: inner, height: height - 2 * MARGIN }
  const main = { fit: computeFit(first[0], extent, box), box, label: null }
  const side = Math.min(150, (inner - INSET_GAP * (others.length - 1)) / Math.max(others.length, 1))
  const insets = others.map(([frame, members], i) => {
    const inset = { x: MARGIN + i * (side + INSET_GAP), y: height + INSET_LABEL, width: side, height: side * 0.8 }
    const inside = { x: inset.x + 4, y: inset.y + 4, width: inset.width - 8, height: inset.height - 8 }
    return { fit: computeFit(frame, computeExtent(frame, members), inside), box: inset, label: frame.label }
  })
  const placed = [main, ...insets]
  return {
    width,
    height: insets.length > 0 ? height + INSET_LABEL + side * 0.8 + MARGIN : height,
    frames: placed,
    metresPerUnit: computeMetresPerUnit(main.fit, width / 2, height / 2),
    frameOf: (geometry) => placed.find(({ fit }) => fit.frame === frameOf(geometry)) ?? main,
  }
}

/** A round length that fits, and how wide it is drawn. */
export function computeScaleBar(metresPerUnit: number, maxWidth: number): { width: number; label: string } {
  const most = metresPerUnit * maxWidth
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = power * ([5, 2, 1].find((step) => step * power <= most) ?? 1)
  const label = metres < 1000 ? `${metres}\u00a0m` : `${(metres / 1000).toLocaleString('fr-FR')}\u00a0km`
  return { width: metres / metresPerUnit, label }
}
