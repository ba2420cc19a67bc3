import type { Child } from 'hono/jsx'
import { asset } from '#ui/asset.ts'
import { formatCount, formatNumber } from '#ui/format.ts'
import type { Scale } from '#ui/map/classes.ts'
import { Legend } from '#ui/map/legend.tsx'
import { OverlayPattern } from '#ui/map/overlay.tsx'
import { Patterns } from '#ui/map/picture.tsx'
import { type Column, Table } from '#ui/table.tsx'
import type { Quartiers } from '../contour/quartier.queries.ts'
import {
  computeVue,
  countVides,
  createCercles,
  createContours,
  type Dessin,
  formatChiffre,
  formatSource,
} from './dessin.tsx'
import { FORMES_MAX, type Fond, type FormeFond, LIBELLES_FORMES } from './fond.ts'
import { ChoixQuartiers, formatNombreQuartiers, formatSourceQuartiers, ListeQuartiers } from './quartiers.tsx'

/*
 * A map on any page:
 *
 *     const fond = await getFond(ctx, 'commune', zone.communes)
 *     const valeurs = new Map([['04070', 3.4], ['04112', null]])
 *     <Carte
 *       fond={fond}
 *       titre="Accès aux médecins généralistes, 2024"
 *       valeurs={valeurs}
 *       echelle={computeScale({ values: [...valeurs.values()].filter((v) => v !== null), pivot: 2.5, decimals: 1 })}
 *       unite="consultations par an et par habitant"
 *       decimales={1}
 *       source="DREES, 2024"
 *       lien={(code) => `/territoires/communes/${code}`}
 *       vue={vue}
 *       adresse={createHref(requete.chemin)}
 *       telechargement={{ svg, png }}
 *       nonce={requete.nonce}
 *     />
 *
 * `getFond` (fond.queries.ts) reads names, populations and outlines of communes, EPCI, départements or régions, with the
 * detail that the picture can show; where no outline was imported the map shows circles by itself. `computeScale` and
 * `computeCategories` (#ui/map/classes.ts) make the classes. The table of the same figures is part of the map;
 * `sansTable` leaves it out where the page has its own. With `selection`, shapes check boxes that the page has, and one
 * may draw around several. Files: `renderCarteSvg` (fichier.tsx) takes the same properties, `renderCartePng` (png.formats.ts) what it gives.
 */

export interface CarteProps {
  /** Begins the ids of this map: to be said where a page has several. */
  id?: string
  fond: Fond
  /** What the map shows, with its vintage. */
  titre: string
  /** By code of shape; null or absent: no value, hatched; `secret`: hidden by its source, dotted. */
  valeurs: ReadonlyMap<string, number | 'secret' | null>
  echelle: Scale
  unite: string
  decimales?: number
  /** In place of the figure and its unit: the name of a group. */
  formatValeur?: (valeur: number) => string
  /** Of the values: who, which vintage. */
  source: Child
  /** Where a shape leads; null: nowhere. */
  lien?: (code: string) => string | null
  vue?: VueCarte
  /** Gives the address of the same page with another `vue`; without it, one cannot change. */
  adresse?: (changement: { vue?: string | null; quartiers?: string | null }) => string
  /** Quartiers prioritaires, drawn where their outlines were read; with `adresse`, one may show or hide them. */
  quartiers?: Quartiers | null
  /** Dots over the shapes: what they say in the legend, and in the title of each shape that has one, by code. */
  reperes?: { legende: string; parForme: ReadonlyMap<string, string> }
  /**
   * For maps of many shapes, which would weigh more than the page: the address of the picture alone, and of the page with
   * the map to explore and its table.
   */
  image?: { adresse: string; exploration: string }
  /** The map as files. */
  telechargement?: { svg: string; png: string }
  sansTable?: boolean
  /** Of the request: lets the map zoom, tell what is pointed at, be chosen from and drawn on, where scripts run. */
  nonce?: string
  /** The map serves to choose, where scripts run: shapes check the boxes of the page, one by one or all that one draws around. */
  selection?: SelectionCarte
}

export interface SelectionCarte {
  /** What the ids of the check boxes begin with, before the code. Each holds its central point: `data-centre`. */
  boites: string
  cochees: ReadonlySet<string>
  /** Colours of what is chosen, and of what is not. */
  couleurs: readonly [choisie: string, autre: string]
}

/** `contours` where outlines are; `cercles` shows people rather than hectares. */
export type VueCarte = 'contours' | 'cercles'

/** Map, legend, sources and table. */
export function Carte(props: CarteProps) {
  const { id = 'carte', fond, echelle, unite } = props
  const vue = computeVue(fond, props.vue)
  const noms = LIBELLES_FORMES[fond.maille]
  const count = (n: number) => formatCount(n, noms.un, noms.plusieurs)
  const dessin = vue === 'contours' ? createContours(props) : createCercles(props)
  const quartiers = vue === 'contours' && props.quartiers?.contours ? props.quartiers : null
  const image = fond.formes.length > FORMES_MAX ? props.image : undefined
  const sansContour = vue === 'contours' ? fond.formes.filter((f) => !f.contour) : []
  return (
    <figure class="map" id={id} aria-labelledby={`${id}-titre`}>
      <link rel="stylesheet" href={asset('/styles/carte.css')} />
      <figcaption class="map-title" id={`${id}-titre`}>
        {props.titre}
      </figcaption>
      <Outils {...props} vue={vue} />
      <div class="map-body">
        {image ? (
          <a href={`${image.exploration}#${id}`}>
            <img
              class="map-image"
              src={image.adresse}
              width={dessin.width}
              height={dessin.height}
              alt={`${props.titre}. Ouvrir la carte à explorer.`}
            />
          </a>
        ) : (
          <carte-interactive
            couleurs={props.selection?.couleurs.join(' ')}
            projection={props.selection && JSON.stringify(dessin.fit)}
          >
            <Image {...props} dessine={dessin} />
          </carte-interactive>
        )}
        <Legend
          title={unite}
          classes={echelle.classes}
          empty={countVides(props)}
          overlay={quartiers && formatNombreQuartiers(quartiers.quartiers.length)}
          pins={props.reperes && props.reperes.parForme.size > 0 ? props.reperes.legende : null}
          {...{ id, count }}
        />
      </div>
      <div class="map-notes" id={`${id}-suite`}>
        {sansContour.length > 0 && (
          <p>
            {count(sansContour.length)} sans contour dans le fichier importé, absentes du dessin&nbsp;:{' '}
            {sansContour
              .slice(0, 8)
              .map((f) => f.nom)
              .join(', ')}
            {sansContour.length > 8 ? '…' : '.'}
          </p>
        )}
        {vue === 'cercles' && (
          <p>
            Chaque cercle est une {noms.un.replace('département', 'unité')}
            &nbsp;: sa surface dit sa population, pas sa superficie.
          </p>
        )}
        <p>
          Source&nbsp;: {props.source}
          {vue === 'contours' && fond.source && <> Contours&nbsp;: {formatSource(fond)}</>}
          {quartiers && <> Quartiers prioritaires&nbsp;: {formatSourceQuartiers(quartiers)}.</>}
        </p>
      </div>
      {image && (
        <p>
          <a href={`${image.exploration}#${id}`}>
            {props.sansTable ? 'Ouvrir la carte à explorer' : 'Ouvrir la carte à explorer et son tableau'}
          </a>
        </p>
      )}
      {!props.sansTable && !image && <Chiffres {...props} />}
      {quartiers && <ListeQuartiers quartiers={quartiers} />}
      {props.nonce && !image && <script type="module" src={asset('/ilots/carte.js')} nonce={props.nonce} />}
    </figure>
  )
}

function Outils({ id = 'carte', fond, vue, adresse, quartiers, telechargement }: CarteProps) {
  const contours = fond.formes.some((f) => f.contour)
  return (
    <div class="map-tools">
      {adresse && contours && (
        <p class="map-views">
          {vue === 'contours' ? (
            <>
              <strong>Contours</strong>{' '}
              <a href={`${adresse({ vue: 'cercles' })}#${id}`}>Voir les habitants (cercles)</a>
            </>
          ) : (
            <>
              <a href={`${adresse({ vue: null })}#${id}`}>Voir les contours</a> <strong>Cercles</strong>
            </>
          )}
        </p>
      )}
      {adresse && vue === 'contours' && quartiers && <ChoixQuartiers {...{ quartiers, adresse, id }} />}
      {telechargement && (
        <p class="map-files">
          Télécharger la carte&nbsp;:{' '}
          <a href={telechargement.svg} download>
            SVG
          </a>
          ,{' '}
          <a href={telechargement.png} download>
            PNG
          </a>
        </p>
      )}
      <p class="map-skip">
        <a href={`#${id}-suite`}>Passer la carte</a>
      </p>
    </div>
  )
}

function Image({ id = 'carte', fond, titre, echelle, quartiers, dessine }: CarteProps & { dessine: Dessin }) {
  return (
    <svg
      class="map-image"
      viewBox={`0 0 ${dessine.width} ${dessine.height}`}
      aria-labelledby={`${id}-nom ${id}-description`}
    >
      <title id={`${id}-nom`}>{titre}</title>
      <desc id={`${id}-description`}>
        {`${fond.formes.length} ${LIBELLES_FORMES[fond.maille].plusieurs}. Les mêmes chiffres sont dans le tableau qui suit.`}
      </desc>
      <defs>
        <Patterns id={id} classes={echelle.classes} scale={dessine.scale} />
        {quartiers?.contours && <OverlayPattern id={id} scale={dessine.scale} />}
      </defs>
      {dessine.contenu}
    </svg>
  )
}

function Chiffres(props: CarteProps) {
  const { id = 'carte', fond, titre, unite, lien } = props
  const colonnes: Column[] = [
    { key: 'nom', label: LIBELLES_FORMES[fond.maille].un, header: true },
    { key: 'valeur', label: unite, numeric: !props.formatValeur },
    { key: 'population', label: 'habitants', numeric: true },
  ]
  return (
    <details class="map-table" id={`${id}-chiffres`}>
      <summary>Les chiffres de la carte</summary>
      <Table
        caption={titre}
        columns={colonnes}
        rows={fond.formes.map((f) => [
          <Nom forme={f} adresse={lien?.(f.code) ?? null} />,
          formatChiffre(props, f.code, false),
          f.population === null ? 'inconnue' : formatNumber(f.population),
        ])}
      />
    </details>
  )
}

const Nom = ({ forme, adresse }: { forme: FormeFond; adresse: string | null }) =>
  adresse === null ? <span>{forme.nom}</span> : <a href={adresse}>{forme.nom}</a>
