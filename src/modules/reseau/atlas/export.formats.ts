import type { MultiPolygon } from 'geojson'
import { merge } from 'topojson-client'
import { topology } from 'topojson-server'
import type { MultiPolygon as Arcs, GeometryCollection } from 'topojson-specification'
import { formatJour } from '#core/jour.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { getSigle } from '../dispositif/types.ts'
import { type DispositifAtlas, formatEtape, formatEtatPublic } from './atlas.ts'

const formatAdresse = (d: DispositifAtlas, site: string): string => `${site}/dispositifs/${d.id}`

/** Lines of a table, its heading first. */
export const formatTableau = (dispositifs: readonly DispositifAtlas[], site: string): (string | number | null)[][] => [
  [
    'numero',
    'type',
    'sigle',
    'nom',
    'fictif',
    'etape',
    'etat_public',
    'commune',
    'nom_commune',
    'departements',
    'communes',
    'population',
    'themes',
    'porteur',
    'site_web',
    'adresse',
    'modifie_le',
  ],
  ...dispositifs.map((d) => [
    d.id,
    d.type,
    getSigle(d.type),
    d.nom,
    d.fictif ? 'oui' : 'non',
    formatEtape(d),
    formatEtatPublic(d),
    d.commune,
    d.nomCommune,
    d.departements.join(' '),
    d.communes.join(' '),
    d.population,
    d.themes.map((t) => getLibelle('theme', t)).join(', '),
    d.organisme,
    d.siteWeb,
    formatAdresse(d, site),
    formatJour(d.modifieLe),
  ]),
]

/** Outlines of communes by code, and points inside them. */
export interface Formes {
  contours: ReadonlyMap<string, MultiPolygon>
  points: ReadonlyMap<string, [number, number]>
}

/**
 * One feature a dispositif: the outline of its territory, without the limits of communes inside; where a commune has no
 * outline, or no territory is known, a point of the commune where its team works; else no geometry. RFC 7946.
 */
export function formatGeojson(dispositifs: readonly DispositifAtlas[], formes: Formes, site: string): string {
  const objets = { communes: { type: 'GeometryCollection' as const, geometries: [...formes.contours.values()] } }
  const topo = topology(objets, 1e5)
  const { geometries } = topo.objects.communes as GeometryCollection
  const arcs = new Map([...formes.contours.keys()].map((code, i) => [code, geometries[i] as Arcs]))
  return JSON.stringify({
    type: 'FeatureCollection',
    features: dispositifs.map((d) => {
      const parts = d.communes.map((code) => arcs.get(code))
      const entieres = parts.filter((p) => p !== undefined)
      const point = d.commune === null ? undefined : formes.points.get(d.commune)
      const geometry =
        parts.length > 0 && entieres.length === parts.length
          ? merge(topo, entieres)
          : point
            ? { type: 'Point', coordinates: point }
            : null
      return {
        type: 'Feature',
        id: d.id,
        geometry,
        properties: {
          numero: d.id,
          type: d.type,
          nom: d.nom,
          fictif: d.fictif,
          etape: d.etape,
          etat_public: formatEtatPublic(d),
          communes: d.communes,
          population: d.population,
          adresse: formatAdresse(d, site),
        },
      }
    }),
  })
}
