import { z } from 'zod'
import { ErreurLecture } from '#core/encodage.ts'
import {
  CODES_PROJECTION,
  convertPoint,
  getProjection,
  PROJECTIONS,
  type Projection,
} from '../geographie/projection.ts'
import { isCroise, type Polygone, type Position } from './geometrie.ts'

/** What one feature of a file says. */
export interface Entite {
  /** Place in the file, from 1. */
  n: number
  /** As the file names it, to find it again. */
  nom: string | null
  /** Code of a commune that it says: its geometry is then not looked at. */
  code: string | null
  points: Position[]
  polygones: Polygone[]
  /** Why it cannot be used; French, a sentence. */
  faute: string | null
}

/** What a file may hold: a commune's outline has some hundreds of positions. */
export const LIMITES_GEOJSON = { octets: 20_000_000, entites: 40_000, positions: 1_000_000 }

/** How the metres of a file were turned into degrees. */
export interface Conversion {
  projection: Projection
  /** Did the file name its projection? Else its numbers can be of that one only, which is to be confirmed. */
  dite: boolean
}

export interface Geojson {
  /** In degrees. */
  entites: Entite[]
  /** Null where the file was in degrees, or has no shape to read. */
  conversion: Conversion | null
}

const METRES =
  'Ces coordonnées ne sont ni des degrés de longitude et de latitude, ni des mètres d’une projection connue (Lambert 93 en métropole, UTM outre-mer). Enregistrez le fichier en WGS 84 (EPSG:4326) : dans QGIS, « Exporter », puis choisissez ce système.'

const schemaGeometrie = z.object({
  type: z.string(),
  coordinates: z.unknown().optional(),
  geometries: z.array(z.unknown()).optional(),
})
const schemaEntite = z.object({
  type: z.literal('Feature'),
  geometry: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).nullish(),
})
const schemaCrs = z.object({ crs: z.object({ properties: z.object({ name: z.string() }) }) })

/**
 * The features of a GeoJSON text (RFC 7946): points, polygons, and codes of communes that they carry. Metres are
 * converted: by the projection that an older file names (`crs`, GeoJSON 2008), or by the only one that they can be of.
 * @throws ErreurLecture where it is no GeoJSON, in an unknown projection, or beyond the limits
 */
export function parseGeojson(texte: string): Geojson {
  const racine = parseRacine(texte)
  const brutes = listBrutes(racine)
  if (brutes.length > LIMITES_GEOJSON.entites)
    throw new ErreurLecture(`Ce fichier a plus de ${LIMITES_GEOJSON.entites} entités : découpez-le.`)
  const reste = { positions: LIMITES_GEOJSON.positions }
  const entites = brutes.map((brute, i) => readEntite(brute, i + 1, reste))
  const conversion = getConversion(racine, entites)
  return { entites: conversion ? entites.map((e) => convertEntite(e, conversion.projection)) : entites, conversion }
}

const listPositions = (entites: readonly Entite[]): Position[] =>
  entites.flatMap((e) => [...e.points, ...e.polygones.flat(2)])

/** @throws ErreurLecture where no known projection has such numbers */
function getConversion(racine: Record<string, unknown>, entites: readonly Entite[]): Conversion | null {
  const positions = listPositions(entites)
  if (positions.length === 0) return null
  const crs = schemaCrs.safeParse(racine)
  if (crs.success && !/CRS84|EPSG:.*:?(4326|4171)$/.test(crs.data.crs.properties.name)) {
    const { name } = crs.data.crs.properties
    const projection = /LAMB93$/.test(name) ? 'lambert-93' : getProjection(Number(/EPSG.*:(\d+)$/.exec(name)?.[1]))
    if (projection === null) throw new ErreurLecture(`${METRES} Il dit être dans le système « ${name.slice(0, 60)} ».`)
    return { projection, dite: true }
  }
  if (positions.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)) return null
  const possibles = CODES_PROJECTION.filter((code) => positions.every(([x, y]) => convertPoint(code, x, y) !== null))
  const [projection] = possibles
  if (projection === undefined || possibles.length > 1) throw new ErreurLecture(METRES)
  return { projection, dite: false }
}

function convertEntite(entite: Entite, projection: Projection): Entite {
  let dehors = false
  const convertir = ([x, y]: Position): Position => {
    const point = convertPoint(projection, x, y)
    dehors ||= point === null
    return point ?? [x, y]
  }
  const points = entite.points.map(convertir)
  const polygones = entite.polygones.map((polygone) => polygone.map((anneau) => anneau.map(convertir)))
  return dehors
    ? { ...entite, faute: `Un de ses points n’est pas dans la zone de sa projection, ${PROJECTIONS[projection].nom}.` }
    : { ...entite, points, polygones }
}

function parseRacine(texte: string): { type: string } & Record<string, unknown> {
  let brut: unknown
  try {
    brut = JSON.parse(texte)
  } catch {
    throw new ErreurLecture('Ce fichier n’est pas du GeoJSON : il est coupé ou mal écrit.')
  }
  const lu = z.looseObject({ type: z.string() }).safeParse(brut)
  if (!lu.success) throw new ErreurLecture('Ce fichier est du JSON, mais pas du GeoJSON : il ne dit pas son « type ».')
  if (lu.data.type === 'Topology') throw new ErreurLecture('Ce fichier est du TopoJSON : enregistrez-le en GeoJSON.')
  return lu.data
}

function listBrutes(racine: { type: string } & Record<string, unknown>): unknown[] {
  if (racine.type === 'FeatureCollection') return z.array(z.unknown()).catch([]).parse(racine.features)
  return racine.type === 'Feature' ? [racine] : [{ type: 'Feature', geometry: racine }]
}

const NOMS_CODE = [
  'code',
  'insee',
  'codeinsee',
  'inseecom',
  'codgeo',
  'codecommune',
  'depcom',
  'codeinseecommune',
  'com',
]
const NOMS_NOM = ['nom', 'name', 'libelle', 'libgeo', 'nomcom', 'commune']

/** A property by one of its usual names, whatever its case and separators. */
function getPropriete(proprietes: Record<string, unknown>, noms: readonly string[]): string | null {
  const parNom = new Map(Object.entries(proprietes).map(([nom, v]) => [nom.toLowerCase().replace(/[^a-z]/g, ''), v]))
  for (const nom of noms) {
    const valeur = parNom.get(nom)
    if ((typeof valeur === 'string' && valeur.trim() !== '') || typeof valeur === 'number') return String(valeur).trim()
  }
  return null
}

function readEntite(brute: unknown, n: number, reste: { positions: number }): Entite {
  const vide: Entite = { n, nom: null, code: null, points: [], polygones: [], faute: null }
  const lue = schemaEntite.safeParse(brute)
  if (!lue.success) return { ...vide, faute: 'Ce n’est pas une entité de GeoJSON (« Feature »).' }
  const proprietes = lue.data.properties ?? {}
  const code = getPropriete(proprietes, NOMS_CODE)?.toUpperCase() ?? null
  const entite = { ...vide, nom: getPropriete(proprietes, NOMS_NOM)?.slice(0, 200) ?? null }
  // Numbers lose their first zero in spreadsheets.
  if (code && /^(\d{4,5}|2[AB]\d{3})$/.test(code)) return { ...entite, code: code.padStart(5, '0') }
  if (lue.data.geometry === null || lue.data.geometry === undefined)
    return { ...entite, faute: 'Elle n’a pas de géométrie, ni de code de commune.' }
  const faute = addGeometrie(entite, lue.data.geometry, reste, 0)
  return { ...entite, faute }
}

/** @returns the fault, or null */
function addGeometrie(entite: Entite, brute: unknown, reste: { positions: number }, niveau: number): string | null {
  const lue = schemaGeometrie.safeParse(brute)
  if (!lue.success || niveau > 3) return 'Sa géométrie n’est pas lisible.'
  const { type, coordinates, geometries = [] } = lue.data
  const lirePositions = (v: unknown) => readPositions(v, reste)
  switch (type) {
    case 'Point':
    case 'MultiPoint': {
      const points = lirePositions(type === 'Point' ? [coordinates] : coordinates)
      if (!points || points.length === 0) return 'Ses coordonnées ne sont pas lisibles.'
      entite.points.push(...points)
      return null
    }
    case 'Polygon':
    case 'MultiPolygon': {
      const polygones = z.array(z.array(z.unknown())).safeParse(type === 'Polygon' ? [coordinates] : coordinates)
      if (!polygones.success || polygones.data.length === 0) return 'Ses coordonnées ne sont pas lisibles.'
      for (const anneaux of polygones.data) {
        const lus = anneaux.map(lirePositions)
        const faute = getFauteAnneaux(lus)
        if (faute) return faute
        entite.polygones.push(lus as Polygone)
      }
      return null
    }
    case 'GeometryCollection':
      for (const geometrie of geometries) {
        const faute = addGeometrie(entite, geometrie, reste, niveau + 1)
        if (faute) return faute
      }
      return geometries.length > 0 ? null : 'Sa géométrie est vide.'
    case 'LineString':
    case 'MultiLineString':
      return 'C’est une ligne : seuls les points et les polygones désignent des communes.'
    default:
      return `Sa géométrie est d’un type inconnu (${type.slice(0, 40)}).`
  }
}

function getFauteAnneaux(anneaux: readonly (Position[] | null)[]): string | null {
  if (anneaux.length === 0) return 'Son polygone est vide.'
  for (const anneau of anneaux) {
    if (!anneau) return 'Ses coordonnées ne sont pas lisibles.'
    const [premier, dernier] = [anneau[0], anneau.at(-1)]
    if (anneau.length < 4 || !premier || !dernier) return 'Son contour a moins de trois côtés.'
    if (premier[0] !== dernier[0] || premier[1] !== dernier[1]) return 'Son contour n’est pas fermé.'
    const croise = isCroise(anneau)
    if (croise === null) return 'Son contour est trop compliqué : simplifiez-le.'
    if (croise) return 'Son contour se recoupe lui-même : on ne sait pas ce qui est dedans.'
  }
  return null
}

/** @throws ErreurLecture beyond the limit of the file */
function readPositions(brut: unknown, reste: { positions: number }): Position[] | null {
  if (!Array.isArray(brut)) return null
  reste.positions -= brut.length
  if (reste.positions < 0)
    throw new ErreurLecture('Ce fichier a plus d’un million de points : simplifiez-le, ou découpez-le.')
  const positions: Position[] = []
  for (const p of brut) {
    if (!Array.isArray(p)) return null
    const [x, y] = p
    if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) return null
    positions.push([x, y])
  }
  return positions
}

/** A commune as a feature; `coordonnees` of a MultiPolygon, null where no outline is known. */
export interface CommuneDessinee {
  code: string
  nom: string
  population: number | null
  coordonnees: unknown
}

/** A territory as GeoJSON: one feature a commune, with its code, so that it is read back without its outline. */
export const formatGeojson = (territoire: Record<string, unknown>, communes: readonly CommuneDessinee[]): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    ...territoire,
    features: communes.map(({ coordonnees, ...properties }) => ({
      type: 'Feature',
      properties,
      geometry: coordonnees ? { type: 'MultiPolygon', coordinates: coordonnees } : null,
    })),
  })
