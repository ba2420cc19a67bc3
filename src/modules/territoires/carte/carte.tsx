import type { Child } from 'hono/jsx'
import { asset } from '#ui/asset.ts'
import { formatCount, formatNumber } from '#ui/format.ts'
import { computeCircles } from '#ui/map/circles.ts'
import type { Scale } from '#ui/map/classes.ts'
import { computeLayout } from '#ui/map/layout.ts'
import { Legend } from '#ui/map/legend.tsx'
import { Circles, MissingPattern, type OutlineShape, Outlines, type Shape } from '#ui/map/picture.tsx'
import { type Column, Table } from '#ui/table.tsx'
import { type Fond, type FormeFond, HAUTEUR_MAX, LARGEUR, LIBELLES_FORMES } from './fond.ts'

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
 *       nonce={requete.nonce}
 *     />
 *
 * `getFond` (fond.queries.ts) reads names, populations and outlines of communes, EPCI, départements or régions, with the
 * detail that the picture can show; where no outline was imported the map shows circles by itself. `computeScale` and
 * `computeCategories` (#ui/map/classes.ts) make the classes. The table of the same figures is part of the map;
 * `sansTable` leaves it out where the page has its own.
 */

export interface CarteProps {
  /** Begins the ids of this map: to be said where a page has several. */
  id?: string
  fond: Fond
  /** What the map shows, with its vintage. */
  titre: string
  /** By code of shape; null or absent: no value, hatched. */
  valeurs: ReadonlyMap<string, number | null>
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
  adresse?: (changement: { vue: string | null }) => string
  /** The map as files. */
  telechargement?: { svg: string; png: string }
  sansTable?: boolean
}

/** `contours` where outlines are; `cercles` shows people rather than hectares. */
export type VueCarte = 'contours' | 'cercles'

/** The view that will be shown: circles where there is no outline. */
export const computeVue = (fond: Fond, vue: VueCarte = 'contours'): VueCarte =>
  vue === 'contours' && fond.formes.some((f) => f.contour) ? 'contours' : 'cercles'

/** Map, legend, sources and table. */
export function Carte(props: CarteProps) {
  const { id = 'carte', fond, echelle, unite } = props
  const vue = computeVue(fond, props.vue)
  const noms = LIBELLES_FORMES[fond.maille]
  const count = (n: number) => formatCount(n, noms.un, noms.plusieurs)
  const sansContour = vue === 'contours' ? fond.formes.filter((f) => !f.contour) : []
  return (
    <figure class="map" id={id} aria-labelledby={`${id}-titre`}>
      <link rel="stylesheet" href={asset('/styles/carte.css')} />
      <figcaption class="map-title" id={`${id}-titre`}>
        {props.titre}
      </figcaption>
      <Outils {...props} vue={vue} />
      <div class="map-body">
        <Image {...props} vue={vue} />
        <Legend
          title={unite}
          classes={echelle.classes}
          missing={fond.formes.filter((f) => computeClasse(props, f) === null).length}
          pattern={`${id}-absent`}
          count={count}
        />
      </div>
      <div class="map-notes">
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
        </p>
      </div>
      {!props.sansTable && <Chiffres {...props} />}
    </figure>
  )
}

/** Where outlines come from, in one sentence. */
export function formatSource({ source }: Fond): string {
  if (!source) return ''
  const dits = [source.source, source.millesime, source.licence].filter((dit) => dit !== null)
  return `${dits.join(', ')}, simplifiés.`
}

function Outils({ id = 'carte', fond, vue, adresse, telechargement }: CarteProps) {
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
        <a href={`#${id}-chiffres`}>Passer la carte, aller aux chiffres</a>
      </p>
    </div>
  )
}

function Image(props: CarteProps) {
  const { id = 'carte', fond, titre, vue } = props
  const dessin = vue === 'contours' ? createContours(props) : createCercles(props)
  return (
    <svg
      class="map-image"
      viewBox={`0 0 ${dessin.width} ${dessin.height}`}
      aria-labelledby={`${id}-nom ${id}-description`}
    >
      <title id={`${id}-nom`}>{titre}</title>
      <desc id={`${id}-description`}>
        {`${fond.formes.length} ${LIBELLES_FORMES[fond.maille].plusieurs}. Les mêmes chiffres sont dans le tableau qui suit.`}
      </desc>
      <defs>
        <MissingPattern id={`${id}-absent`} />
      </defs>
      {dessin.contenu}
    </svg>
  )
}

/** The picture by outlines: its size, and what stands in its `<svg>`. */
export function createContours(props: CarteProps): { width: number; height: number; contenu: Child } {
  const { id = 'carte', fond } = props
  const shapes: OutlineShape[] = fond.formes.flatMap((f) =>
    f.contour ? [{ ...createForme(props, f), geometry: f.contour, group: f.groupes.at(-1) ?? null }] : [],
  )
  const layout = computeLayout(
    shapes.map((s) => s.geometry),
    LARGEUR,
    HAUTEUR_MAX,
  )
  return {
    width: layout.width,
    height: Math.round(layout.height),
    contenu: <Outlines layout={layout} shapes={shapes} missing={`${id}-absent`} />,
  }
}

/** The picture by circles. */
export function createCercles(props: CarteProps): { width: number; height: number; contenu: Child } {
  const { id = 'carte', fond } = props
  const layout = computeCircles(
    fond.formes.map((f) => ({ code: f.code, weight: f.population ?? 0, groups: f.groupes })),
    LARGEUR,
  )
  const shapes: ReadonlyMap<string, Shape> = new Map(fond.formes.map((f) => [f.code, createForme(props, f)]))
  return {
    width: layout.width,
    height: layout.height,
    contenu: <Circles layout={layout} shapes={shapes} names={fond.groupes} missing={`${id}-absent`} />,
  }
}

function computeClasse({ valeurs, echelle }: CarteProps, { code }: FormeFond): number | null {
  const valeur = valeurs.get(code) ?? null
  return valeur === null ? null : echelle.index(valeur)
}

function createForme(props: CarteProps, forme: FormeFond): Shape {
  const classe = computeClasse(props, forme)
  return {
    code: forme.code,
    label: `${forme.nom}\u00a0: ${formatChiffre(props, forme.code, true)}`,
    fill: classe === null ? null : (props.echelle.classes[classe]?.color ?? null),
    href: props.lien?.(forme.code) ?? null,
  }
}

function formatChiffre(props: CarteProps, code: string, avecUnite: boolean): string {
  const valeur = props.valeurs.get(code) ?? null
  if (valeur === null) return 'donnée absente'
  if (props.formatValeur) return props.formatValeur(valeur)
  const options = { minimumFractionDigits: props.decimales ?? 0, maximumFractionDigits: props.decimales ?? 0 }
  return `${formatNumber(valeur, options)}${avecUnite ? ` ${props.unite}` : ''}`
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
        rows={fond.formes.map((f) => {
          const adresse = lien?.(f.code)
          return [
            adresse ? <a href={adresse}>{f.nom}</a> : f.nom,
            formatChiffre(props, f.code, false),
            f.population === null ? 'inconnue' : formatNumber(f.population),
          ]
        })}
      />
    </details>
  )
}
