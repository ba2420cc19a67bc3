import type { Feature, FeatureCollection, MultiPolygon as GeoMultiPolygon, Polygon as GeoPolygon } from 'geojson'
import { feature, mergeArcs, neighbors } from 'topojson-client'
import { topology } from 'topojson-server'
import { presimplify, simplify, sphericalTriangleArea } from 'topojson-simplify'
import type { GeometryCollection, MultiPolygon, Objects, Polygon, Topology } from 'topojson-specification'
import { type Anneau, computeAireAnneau, type MultiPolygone, NIVEAUX, type Position, RAYON_M } from './contour.ts'

/** One outline to be joined with others: several of one code are pieces of one commune. */
export interface Piece {
  code: string
  coordonnees: MultiPolygone
}

/** What a commune belongs to. `ville` is set for a municipal arrondissement, which lies over its city. */
export interface Rattachement {
  ville: string | null
  epci: string | null
  departement: string
  region: string
}

export interface Trace {
  maille: 'commune' | 'epci' | 'departement' | 'region'
  code: string
  niveau: number
  coordonnees: MultiPolygone
}

type Forme = Polygon<Proprietes> | MultiPolygon<Proprietes>
type Communes = GeometryCollection<Proprietes>
type Proprietes = { code: string }
type Topologie = Topology<Objects<Proprietes>>

/** Steps of the grid on which points are merged: about a metre over the width of the whole of France, overseas included. */
const GRILLE = 1e7
/** Coordinates are kept to the ten-thousandth of a degree, eleven metres: the same at all levels, so that borders meet. */
const FACTEUR = 10_000
/** The coarsest level of communes: a map with more than some thousands of them shows EPCI instead. */
const NIVEAU_COMMUNE_MAX = 2

/**
 * One topology of all communes, so that a border between two of them stays common whatever the level of detail; EPCI,
 * départements and régions are merged from it. `traces` is lazy: each is computed as it is read; one that is the same as
 * that of the finer level is left out.
 */
export function computeTopologie(
  pieces: readonly Piece[],
  rattachements: ReadonlyMap<string, Rattachement>,
): { traces: Iterable<Trace>; voisines: [string, string][] } {
  const communes: FeatureCollection<GeoMultiPolygon, Proprietes> = {
    type: 'FeatureCollection',
    features: pieces.map(({ code, coordonnees }) => ({
      type: 'Feature',
      geometry: { type: 'MultiPolygon', coordinates: coordonnees as unknown as GeoMultiPolygon['coordinates'] },
      properties: { code },
    })),
  }
  const pondere = presimplify(topology({ communes }, GRILLE) as Topologie, sphericalTriangleArea)
  const formes = groupPieces(pondere)
  const entieres = [...formes].filter(([code]) => rattachements.get(code)?.ville === null)
  const groupes = (['epci', 'departement', 'region'] as const).flatMap((maille) =>
    [...Map.groupBy(entieres, ([code]) => rattachements.get(code)?.[maille] ?? null)].flatMap(([code, membres]) =>
      code === null
        ? []
        : [
            {
              maille,
              code,
              forme: mergeFormes(
                pondere,
                membres.map(([, f]) => f),
              ),
            },
          ],
    ),
  )
  const seules = [...formes].map(([code, forme]) => ({ maille: 'commune' as const, code, forme }))
  return {
    traces: listTraces(pondere, [...seules, ...groupes]),
    voisines: listVoisines(formes, rattachements),
  }
}

/** Pieces of one commune become one shape. */
function groupPieces(topologie: Topologie): Map<string, Forme> {
  const geometries = (topologie.objects.communes as Communes).geometries as Forme[]
  const parCode = Map.groupBy(geometries, (g) => g.properties?.code ?? '')
  return new Map(
    [...parCode].map(([code, membres]) => [
      code,
      membres.length === 1 && membres[0] ? membres[0] : mergeFormes(topologie, membres),
    ]),
  )
}

const mergeFormes = (topologie: Topologie, formes: Forme[]): Forme => mergeArcs(topologie, formes) as Forme

function* listTraces(
  pondere: Topologie,
  formes: readonly { maille: Trace['maille']; code: string; forme: Forme }[],
): Iterable<Trace> {
  const niveaux = NIVEAUX.map((metres) => {
    const aire = metres * metres
    return simplify(pondere, aire / 2 / RAYON_M / RAYON_M)
  })
  for (const { maille, code, forme } of formes) {
    let plusFin: MultiPolygone | null = null
    for (const [niveau, topologie] of niveaux.entries()) {
      if (maille === 'commune' && niveau > NIVEAU_COMMUNE_MAX) continue
      const trait = cleanForme(topologie, forme, niveau)
      // Nothing to add where nothing was taken away; and a small commune whose outline would vanish stays on the map.
      if (trait.length === 0 || (plusFin && countPoints(trait) === countPoints(plusFin))) continue
      plusFin = trait
      yield { maille, code, niveau, coordonnees: trait }
    }
  }
}

const countPoints = (contour: MultiPolygone): number =>
  contour.reduce((n, polygone) => n + polygone.reduce((m, anneau) => m + anneau.length, 0), 0)

/** Coordinates rounded for the level, without the islands and holes that could not be seen; empty where all has vanished. */
function cleanForme(topologie: Topologie, forme: Forme, niveau: number): MultiPolygone {
  const { type, coordinates } = (feature(topologie, forme) as Feature<GeoPolygon | GeoMultiPolygon>).geometry
  const polygones = type === 'Polygon' ? [coordinates] : coordinates
  const visible = (NIVEAUX[niveau] ?? 0) ** 2
  const arrondis = polygones
    .map((polygone) =>
      polygone.map((anneau) => roundAnneau(anneau as unknown as Anneau)).filter((anneau) => anneau.length > 3),
    )
    .filter((polygone) => polygone.length > 0)
    .map((polygone) => ({ polygone, aire: computeAireAnneau(polygone[0] ?? []) }))
    .filter(({ aire }) => aire > 0)
  const plusGrande = Math.max(...arrondis.map(({ aire }) => aire))
  return arrondis
    .filter(({ aire }) => aire >= visible || aire === plusGrande)
    .map(({ polygone: [dehors, ...trous] }) => [
      dehors ?? [],
      ...trous.filter((trou) => computeAireAnneau(trou) >= visible),
    ])
}

/** Without the points that rounding made equal. */
function roundAnneau(anneau: Anneau): Position[] {
  const points: Position[] = []
  for (const [x, y] of anneau) {
    const point: Position = [Math.round(x * FACTEUR) / FACTEUR, Math.round(y * FACTEUR) / FACTEUR]
    const dernier = points.at(-1)
    if (!dernier || dernier[0] !== point[0] || dernier[1] !== point[1]) points.push(point)
  }
  return points
}

/** Both orders of each pair that shares a border; a city and its own arrondissements, which overlap, are no neighbours. */
function listVoisines(
  formes: ReadonlyMap<string, Forme>,
  rattachements: ReadonlyMap<string, Rattachement>,
): [string, string][] {
  const codes = [...formes.keys()]
  const ville = (code: string) => rattachements.get(code)?.ville ?? null
  return neighbors([...formes.values()]).flatMap((rangs, rang) => {
    const code = codes[rang] ?? ''
    return rangs
      .map((r) => codes[r] ?? '')
      .filter((autre) => ville(code) !== autre && ville(autre) !== code)
      .map((autre): [string, string] => [code, autre])
  })
}
