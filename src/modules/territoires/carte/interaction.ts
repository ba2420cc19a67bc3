import { isDedans } from '../contour/contour.ts'

/** What part of the picture is shown: its corner, its whole size, how many times it is enlarged. */
export interface Cadrage {
  x: number
  y: number
  largeur: number
  hauteur: number
  zoom: number
}

/** Enough to tell the smallest commune of a région. */
const ZOOM_MAX = 24

/** The picture enlarged around a place, which keeps inside its frame. */
export function computeCadrage(cadrage: Cadrage, zoom: number, centre: { x: number; y: number }): Cadrage {
  const { largeur, hauteur } = cadrage
  const borne = Math.min(Math.max(zoom, 1), ZOOM_MAX)
  const [l, h] = [largeur / borne, hauteur / borne]
  return {
    ...cadrage,
    zoom: borne,
    x: Math.min(Math.max(centre.x - l / 2, 0), largeur - l),
    y: Math.min(Math.max(centre.y - h / 2, 0), hauteur - h),
  }
}

export type Lieu = readonly [x: number, y: number]

const DIRECTIONS: Record<string, Lieu> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** The nearest shape in a direction; what stands aside counts as farther. Null where there is none. */
export function computeVoisin(lieux: readonly Lieu[], rang: number, touche: string): number | null {
  const [ici, direction] = [lieux[rang], DIRECTIONS[touche]]
  if (!ici || !direction) return null
  let meilleur: number | null = null
  let moindre = Infinity
  for (const [autre, [x, y]] of lieux.entries()) {
    const [dx, dy] = [x - ici[0], y - ici[1]]
    const devant = dx * direction[0] + dy * direction[1]
    const cote = Math.abs(dx * direction[1] - dy * direction[0])
    if (devant <= 0 || cote > 2 * devant) continue
    if (devant + 2 * cote < moindre) {
      moindre = devant + 2 * cote
      meilleur = autre
    }
  }
  return meilleur
}

/** Does the place stand inside what was drawn, or on one of its corners? */
export const isDansTrace = (lieu: Lieu, sommets: readonly Lieu[]): boolean =>
  sommets.some(([x, y]) => x === lieu[0] && y === lieu[1]) || isDedans(lieu, [[[...sommets, ...sommets.slice(0, 1)]]])
