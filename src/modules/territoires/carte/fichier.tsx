import type { Child } from 'hono/jsx'
import { formatCount } from '#ui/format.ts'
import { listEmpty } from '#ui/map/legend.tsx'
import { OverlayPattern, OverlaySwatch } from '#ui/map/overlay.tsx'
import { formatFill, Patterns } from '#ui/map/picture.tsx'
import type { CarteProps } from './carte.tsx'
import { computeVue, countVides, createCercles, createContours, formatSource } from './dessin.tsx'
import { LARGEUR, LIBELLES_FORMES } from './fond.ts'
import { formatNombreQuartiers, formatSourceQuartiers } from './quartiers.tsx'

const POLICE = 'Atkinson Hyperlegible Next'
const ENCRE = '#1a2426'
const TRAIT = '#6c7779'
const MARGE = 16
const LIGNE = 20
/** Signs of a line of small text over the whole width. */
const SIGNES = 105

/**
 * The map as a file that stands alone: title, picture, legend, sources. No link, no script, no style sheet.
 * @param props as for `Carte`; `source` must be plain text
 */
export async function renderCarteSvg(props: CarteProps & { source: string }): Promise<string> {
  const { fond, echelle, titre, unite, id = 'carte' } = { ...props }
  const vue = computeVue(fond, props.vue)
  const { adresse: _page, ...contenu } = props
  const seules = { ...contenu, lien: () => null }
  const quartiers = vue === 'contours' && props.quartiers?.contours ? props.quartiers : null
  const dessin = vue === 'contours' ? createContours(seules) : createCercles(seules)
  const noms = LIBELLES_FORMES[fond.maille]
  const cases = [
    ...echelle.classes.map((c, i) => ({
      fond: formatFill(`${id}-legende`, echelle.classes, i),
      texte: c.label,
      nombre: c.count,
    })),
    ...listEmpty(countVides(props)).map(([raison, texte, nombre]) => ({
      fond: formatFill(`${id}-legende`, echelle.classes, raison),
      ...{ texte, nombre },
    })),
  ]
  const titres = cutLignes(titre, 70)
  const sources = [
    `Source\u00a0: ${props.source}`,
    ...(vue === 'contours' ? [`Contours\u00a0: ${formatSource(fond)}`] : []),
    ...(quartiers ? [`Quartiers prioritaires\u00a0: ${formatSourceQuartiers(quartiers)}.`] : []),
  ]
  const notes = [
    ...(vue === 'cercles' ? ['La surface de chaque cercle dit sa population, pas sa superficie.'] : []),
    ...sources,
    'Carte faite avec Maillage.',
  ].flatMap((note) => cutLignes(note, SIGNES))
  const haut = MARGE + titres.length * 26
  const legende = haut + dessin.height + 24
  const dessus = legende + 8 + cases.length * LIGNE
  const pied = dessus + (quartiers ? LIGNE : 0) + LIGNE + 4
  const hauteur = pied + notes.length * 17 + MARGE
  const svg = (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${LARGEUR} ${hauteur}`}
      width={LARGEUR}
      height={hauteur}
      font-family={`'${POLICE}', Verdana, sans-serif`}
      fill={ENCRE}
      aria-labelledby="titre"
    >
      <title id="titre">{titre}</title>
      <defs>
        <Patterns id={id} classes={echelle.classes} scale={dessin.scale} />
        <Patterns id={`${id}-legende`} classes={echelle.classes} />
        {quartiers && (
          <>
            <OverlayPattern id={id} scale={dessin.scale} />
            <OverlayPattern id={`${id}-legende`} />
          </>
        )}
      </defs>
      <rect width={LARGEUR} height={hauteur} fill="#fff" />
      <Lignes lignes={titres} y={MARGE + 14} pas={26} taille={20} gras />
      <g transform={`translate(0 ${haut})`}>{dessin.contenu}</g>
      <Lignes lignes={[unite]} y={legende} pas={LIGNE} taille={15} gras />
      {cases.map((c, i) => (
        <g transform={`translate(${MARGE} ${legende + 8 + i * LIGNE})`}>
          <rect width="26" height="15" fill={c.fond} stroke={TRAIT} stroke-width="0.8" />
          <text x="34" y="12.5" font-size="14">
            {`${c.texte} (${formatCount(c.nombre, noms.un, noms.plusieurs)})`}
          </text>
        </g>
      ))}
      {quartiers && (
        <g transform={`translate(${MARGE + 1} ${dessus})`}>
          <OverlaySwatch id={`${id}-legende`} />
          <text x="33" y="12.5" font-size="14">
            {formatNombreQuartiers(quartiers.quartiers.length)}
          </text>
        </g>
      )}
      <Lignes lignes={notes} y={pied} pas={17} taille={13} />
    </svg>
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${await svg.toString()}`
}

/** The picture alone, for a page that has title, legend and sources beside it. */
export async function renderImageSvg({ adresse: _page, ...props }: CarteProps): Promise<string> {
  const { fond, echelle, id = 'carte' } = props
  const seules = { ...props, lien: () => null }
  const dessin = computeVue(fond, props.vue) === 'contours' ? createContours(seules) : createCercles(seules)
  const svg = (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${dessin.width} ${dessin.height}`}
      width={dessin.width}
      height={dessin.height}
      font-family="Verdana, sans-serif"
    >
      <title>{props.titre}</title>
      <defs>
        <Patterns id={id} classes={echelle.classes} scale={dessin.scale} />
        {props.quartiers?.contours && <OverlayPattern id={id} scale={dessin.scale} />}
      </defs>
      {dessin.contenu}
    </svg>
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${await svg.toString()}`
}

interface LignesProps {
  lignes: readonly string[]
  y: number
  pas: number
  taille: number
  gras?: boolean
}

/** The font is variable, which rasterisers read as its regular weight: a thin stroke makes it bold everywhere. */
function Lignes({ lignes, y, pas, taille, gras }: LignesProps): Child {
  const trait = gras ? { stroke: ENCRE, 'stroke-width': 0.5 } : {}
  return lignes.map((ligne, i) => (
    <text x={MARGE} y={y + i * pas} font-size={taille} {...trait}>
      {ligne}
    </text>
  ))
}

/** Lines of that many signs at most, cut at spaces. */
function cutLignes(texte: string, signes: number): string[] {
  const lignes = ['']
  for (const mot of texte.split(' ')) {
    const ligne = lignes.at(-1) ?? ''
    if (ligne !== '' && ligne.length + mot.length >= signes) lignes.push(mot)
    else lignes[lignes.length - 1] = ligne === '' ? mot : `${ligne} ${mot}`
  }
  return lignes
}
