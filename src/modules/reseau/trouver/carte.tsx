import type { Fond } from '#modules/territoires/index.ts'
import { formatNumber } from '#ui/format.ts'
import { KM_PAR_DEGRE, type Point } from './lieu.queries.ts'

const TAILLE = 400
const BORD = 22

/** Radii of the rings, the largest last: whole kilometres, two or three of them. */
export function listAnneaux(km: number): number[] {
  const pas = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500].find((p) => km / p <= 3) ?? 1000
  return Array.from({ length: Math.max(1, Math.ceil(km / pas)) }, (_, i) => (i + 1) * pas)
}

/** A place with its number in the list. */
export interface PointNumerote extends Point {
  numero: number
  nom: string
}

interface Props {
  /** The place that one starts from, or the middle of the territory. */
  depart: Point
  nom: string
  points: readonly PointNumerote[]
  /** Where a point leads: `#reponse-3`. */
  ancre: 'reponse' | 'fiche'
  /** Communes behind, where their outlines are known. */
  fond: Fond | null
}

/**
 * Where the answers stand around the place: rings of distance, north up, one numbered point an answer, which leads to
 * it in the list. The list beside says the same in words.
 */
export function CarteAides(props: Props) {
  const { nom, points, fond } = props
  if (points.length === 0) return null
  return (
    <figure class="carte-aides">
      <Plan {...props} />
      <figcaption class="hint">
        {`Autour de ${nom}, le nord en haut. Distances à vol d’oiseau.`}
        {fond?.source && ` Contours\u00a0: ${fond.source.source}.`}
      </figcaption>
    </figure>
  )
}

/** The picture alone, as a file. */
export const renderPlanSvg = async (props: Props): Promise<string> => String(await (<Plan {...props} />))

/** The colours of the style sheet, which a file does not have. */
const COULEURS = { petrole: '#0b4a52', lavis: '#e4eeea', trait: '#6c7779', doux: '#4a5759', blanc: '#ffffff' }

function Plan({ depart, nom, points, ancre, fond }: Props) {
  const cos = Math.cos((depart.latitude * Math.PI) / 180)
  const plan = (longitude: number, latitude: number): [number, number] => [
    (longitude - depart.longitude) * cos * KM_PAR_DEGRE,
    (depart.latitude - latitude) * KM_PAR_DEGRE,
  ]
  const places = points.map((point) => ({ ...point, place: plan(point.longitude, point.latitude) }))
  const anneaux = listAnneaux(Math.max(0.5, ...places.map(({ place: [x, y] }) => Math.hypot(x, y))))
  const rayon = anneaux.at(-1) ?? 1
  const echelle = (TAILLE / 2 - BORD) / rayon
  const px = (v: number): number => Math.round((TAILLE / 2 + v * echelle) * 10) / 10
  return (
    <svg viewBox={`0 0 ${TAILLE} ${TAILLE}`}>
      <title>{`Les réponses autour de ${nom}`}</title>
      <clipPath id="cadre-aides">
        <rect width={TAILLE} height={TAILLE} />
      </clipPath>
      {fond?.source && (
        <g class="communes" fill={COULEURS.lavis} stroke={COULEURS.blanc} clip-path="url(#cadre-aides)">
          {fond.formes.map(
            ({ contour }) =>
              contour && (
                <path
                  d={contour
                    .flat()
                    .map((anneau) => `M${anneau.map(([x, y]) => plan(x, y).map(px).join(' ')).join('L')}Z`)
                    .join('')}
                />
              ),
          )}
        </g>
      )}
      <g class="anneaux" fill="none" stroke={COULEURS.trait}>
        {anneaux.map((km) => (
          <>
            <circle cx={px(0)} cy={px(0)} r={Math.round(km * echelle * 10) / 10} stroke-dasharray="3 4" />
            <text
              x={px(0)}
              y={px(-km) + 13}
              font-size="12"
              fill={COULEURS.doux}
              stroke="none"
              text-anchor="middle"
            >{`${formatNumber(km)}\u00a0km`}</text>
          </>
        ))}
        <path d={`M${px(0) - 6} ${px(0)}h12M${px(0)} ${px(0) - 6}v12`} />
      </g>
      {places.reverse().map(({ numero, nom: le, place: [x, y] }) => (
        <a href={`#${ancre}-${numero}`} class="point">
          <title>{`${numero}. ${le}`}</title>
          <circle cx={px(x)} cy={px(y)} r="11" fill={COULEURS.petrole} stroke={COULEURS.blanc} stroke-width="1.5" />
          <text x={px(x)} y={px(y) + 4} font-size="12" fill={COULEURS.blanc} text-anchor="middle">
            {String(numero)}
          </text>
        </a>
      ))}
    </svg>
  )
}
