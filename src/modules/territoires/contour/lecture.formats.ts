import { createGunzip } from 'node:zlib'
import { type Anneau, hasCroisement, type MailleContour, type MultiPolygone, type Position } from './contour.ts'

/** Bytes once decompressed: the file at 100 m is far under it, the one at 5 m far above; memory takes some thirty times as much. */
const OCTETS_MAX = 120_000_000

/** The file as a whole cannot be taken. French, shown as is. */
export class ErreurContours extends Error {}

export interface ContourLu {
  /** Of today. */
  code: string
  /** As the file has it. */
  codeLu: string
  /** The file’s own, where it says one. */
  nom: string | null
  /** Codes of the communes that a QPV stands in, as the file has them; empty where it says none. */
  communes: string[]
  coordonnees: MultiPolygone
}

export interface ProblemeContour {
  /** Rank in the file, from 1. */
  n: number
  code: string | null
  raison: string
  /** The outline was taken all the same. */
  garde: boolean
}

export interface Lecture {
  contours: ContourLu[]
  problemes: ProblemeContour[]
}

type MailleLue = Extract<MailleContour, 'commune' | 'qpv'>

/**
 * Names of properties that hold the code and the name, in the order in which they are looked for: Etalab’s “contours
 * administratifs”; for the QPV, ANCT’s layer (`code_qp`, `lib_qp`) and files with shortened names.
 */
const PROPRIETES: Record<MailleLue, { code: readonly string[]; nom: readonly string[]; forme: RegExp; quoi: string }> =
  {
    commune: {
      code: ['code'],
      nom: ['nom'],
      forme: /^(\d{2}|2[AB])\d{3}$/,
      quoi: 'des communes (communes-100m.geojson ou communes-1000m.geojson)',
    },
    qpv: {
      code: ['code_qp', 'code', 'q'],
      nom: ['lib_qp', 'nom', 'n'],
      forme: /^Q[NP]\d{5}[0-9A-Z]$/,
      quoi: 'des quartiers prioritaires',
    },
  }

/**
 * The text of a file, gzipped or not. Read as a stream, so that one that is too large is refused before it fills the
 * memory.
 * @throws ErreurContours
 */
export async function readTexte(morceaux: AsyncIterable<Uint8Array>): Promise<string> {
  const recus: Uint8Array[] = []
  let taille = 0
  try {
    for await (const morceau of openMorceaux(morceaux)) {
      taille += morceau.length
      if (taille > OCTETS_MAX) throw new ErreurContours(TROP_GRAND)
      recus.push(morceau)
    }
  } catch (erreur) {
    if (erreur instanceof Error && 'code' in erreur && String(erreur.code).startsWith('Z_'))
      throw new ErreurContours('Ce fichier compressé est abîmé : téléchargez-le de nouveau.')
    throw erreur
  }
  return Buffer.concat(recus).toString('utf8')
}

const TROP_GRAND = `Ce fichier dépasse ${OCTETS_MAX / 1_000_000} Mo une fois décompressé. Prenez une version plus légère des mêmes contours : communes-100m.geojson.gz, ou communes-1000m.geojson.gz.`

async function* openMorceaux(morceaux: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const suite = morceaux[Symbol.asyncIterator]()
  const premier = await suite.next()
  if (premier.done) return
  const tout = async function* () {
    yield premier.value
    for (let m = await suite.next(); !m.done; m = await suite.next()) yield m.value
  }
  const [a, b] = premier.value
  if (a === 0x1f && b === 0x8b) yield* (await import('node:stream')).Readable.from(tout()).pipe(createGunzip())
  else yield* tout()
}

/**
 * Outlines of a GeoJSON feature collection. What cannot be taken is told feature by feature; an outline with a fault
 * that does not hide its shape is taken, and the fault told.
 * @param getCode the code of today for a code of the file, null where nobody knows it
 * @throws ErreurContours when nothing of the file can be taken
 */
export function parseContours(texte: string, maille: MailleLue, getCode: (code: string) => string | null): Lecture {
  const entites = parseCollection(texte)
  const attendu = PROPRIETES[maille]
  const contours: ContourLu[] = []
  const problemes: ProblemeContour[] = []
  const vus = new Map<string, number>()
  for (const [rang, entite] of entites.entries()) {
    const n = rang + 1
    const proprietes = isObjet(entite) && isObjet(entite.properties) ? entite.properties : {}
    const brut = findTexte(proprietes, attendu.code)
    const note = (raison: string, garde = false) => problemes.push({ n, code: brut, raison, garde })
    const code = brut === null ? null : attendu.forme.test(brut) ? getCode(brut) : null
    const avant = brut === null ? undefined : vus.get(brut)
    if (brut === null) note('Aucun code.')
    else if (!attendu.forme.test(brut)) note(`« ${brut.slice(0, 40)} » n’est pas un code attendu ici.`)
    else if (avant !== undefined) note(`Ce code a déjà été lu à l’entité ${avant}.`)
    else if (code === null) note('Ce code n’est pas connu du découpage d’aujourd’hui.')
    if (code === null || brut === null || avant !== undefined) continue
    vus.set(brut, n)
    const geometrie = isObjet(entite) ? entite.geometry : null
    const coordonnees = parseGeometrie(geometrie, note)
    const communes = maille === 'qpv' ? findCommunes(proprietes) : []
    if (coordonnees)
      contours.push({ code, codeLu: brut, nom: findTexte(proprietes, attendu.nom), communes, coordonnees })
  }
  if (contours.length === 0) throw new ErreurContours(explainRefus(problemes, attendu.quoi))
  return { contours, problemes }
}

function parseCollection(texte: string): unknown[] {
  let lu: unknown
  try {
    lu = JSON.parse(texte)
  } catch {
    throw new ErreurContours('Ce fichier n’est pas un GeoJSON : ce n’est pas du JSON valable.')
  }
  if (isObjet(lu) && lu.type === 'Topology')
    throw new ErreurContours('Ce fichier est un TopoJSON : prenez la version GeoJSON.')
  if (!isObjet(lu) || lu.type !== 'FeatureCollection' || !Array.isArray(lu.features))
    throw new ErreurContours('Ce fichier n’est pas un GeoJSON d’entités (FeatureCollection).')
  return lu.features
}

/** The commonest reason tells what is wrong with the whole file. */
function explainRefus(problemes: readonly ProblemeContour[], quoi: string): string {
  if (problemes.some((p) => p.raison === LAMBERT))
    return `${LAMBERT} Prenez le fichier en WGS 84 (longitude, latitude).`
  const compte = Map.groupBy(problemes, (p) => p.raison.replace(/« .* »/, 'un code'))
  const [raison] = [...compte].sort((a, b) => b[1].length - a[1].length)[0] ?? ['Il est vide.']
  return `Aucun contour de ce fichier ne peut être pris. Ce doit être le fichier ${quoi}. ${raison}`
}

const LAMBERT = 'Les coordonnées ne sont pas des degrés : elles semblent projetées (Lambert 93, par exemple).'

function parseGeometrie(geometrie: unknown, note: (raison: string, garde?: boolean) => void): MultiPolygone | null {
  if (!isObjet(geometrie)) {
    note('Aucun contour : la géométrie est vide.')
    return null
  }
  const { type, coordinates } = geometrie
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    note(`Un contour est attendu (Polygon ou MultiPolygon), pas « ${String(type).slice(0, 40)} ».`)
    return null
  }
  const fautes = new Set<string>()
  const polygones = (type === 'Polygon' ? [coordinates] : Array.isArray(coordinates) ? coordinates : [])
    .map((polygone) => parsePolygone(polygone, fautes))
    .filter((polygone) => polygone !== null)
  const refus = [...fautes].find((faute) => !GARDEES.has(faute))
  for (const faute of refus ? [refus] : fautes) note(faute, !refus && polygones.length > 0)
  if (polygones.length === 0 && fautes.size === 0) note('Aucun contour : la géométrie est vide.')
  return refus || polygones.length === 0 ? null : polygones
}

const OUVERT = 'Un anneau n’est pas fermé : il l’a été.'
const CROISE = 'Le contour se croise lui-même : il est gardé, sa surface peut être fausse.'
const COURT = 'Un anneau de moins de quatre points a été laissé de côté.'
const GARDEES = new Set([OUVERT, CROISE, COURT])

/** Null where its outside ring has too few points; `fautes` receives what is wrong. */
function parsePolygone(polygone: unknown, fautes: Set<string>): Anneau[] | null {
  const anneaux = (Array.isArray(polygone) ? polygone : []).map((anneau) => parseAnneau(anneau, fautes))
  const [dehors, ...trous] = anneaux
  return dehors ? [dehors, ...trous.filter((trou) => trou !== null)] : null
}

/** The very points that were read where nothing is wrong with them: a file holds millions. */
function parseAnneau(anneau: unknown, fautes: Set<string>): Anneau | null {
  if (!isSuite(anneau)) {
    fautes.add('Une coordonnée n’est pas un nombre.')
    return null
  }
  if (anneau.some(([x, y]) => Math.abs(x) > 180 || Math.abs(y) > 90)) {
    fautes.add(LAMBERT)
    return null
  }
  const [premier, dernier] = [anneau[0], anneau.at(-1)]
  const ouvert = premier !== undefined && dernier !== undefined && String(premier) !== String(dernier)
  if (ouvert) fautes.add(OUVERT)
  const ferme = ouvert ? [...anneau, premier] : anneau
  if (ferme.length < 4) {
    fautes.add(COURT)
    return null
  }
  if (hasCroisement(ferme)) fautes.add(CROISE)
  return ferme
}

const isSuite = (anneau: unknown): anneau is Position[] =>
  Array.isArray(anneau) && anneau.every((p) => Array.isArray(p) && typeof p[0] === 'number' && typeof p[1] === 'number')

/** Names of the property that lists communes: in ANCT’s layer, in files with shortened names. */
const COMMUNES = ['insee_com', 'com', 'communes']

/** Codes in a list or in one text, whatever separates them. */
function findCommunes(proprietes: Record<string, unknown>): string[] {
  const dit = COMMUNES.map((nom) => proprietes[nom]).find((valeur) => valeur !== undefined && valeur !== null)
  return [...new Set(String(dit ?? '').match(/\b(?:\d{2}|2[AB])\d{3}\b/g))]
}

function findTexte(proprietes: Record<string, unknown>, noms: readonly string[]): string | null {
  for (const nom of noms) {
    const valeur = proprietes[nom]
    if (typeof valeur === 'string' && valeur.trim() !== '') return valeur.trim()
  }
  return null
}

const isObjet = (valeur: unknown): valeur is Record<string, unknown> => typeof valeur === 'object' && valeur !== null
