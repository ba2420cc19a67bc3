import { getProjection, type Projection } from '#modules/territoires/index.ts'

/** Kinds of ways as FINESS shortens them; what is not here is written as it stands. */
const VOIES: Readonly<Record<string, string>> = {
  ALL: 'ALLÉE',
  AV: 'AVENUE',
  BD: 'BOULEVARD',
  CHE: 'CHEMIN',
  CRS: 'COURS',
  FG: 'FAUBOURG',
  IMP: 'IMPASSE',
  LOT: 'LOTISSEMENT',
  PAS: 'PASSAGE',
  PL: 'PLACE',
  QU: 'QUAI',
  QUA: 'QUARTIER',
  R: 'RUE',
  RES: 'RÉSIDENCE',
  RPT: 'ROND-POINT',
  RTE: 'ROUTE',
  SQ: 'SQUARE',
}

/** « 12 RUE ANCIEN TERRAIN DE FOOT »; null where nothing is said. */
export function formatVoie(numero: string, complement: string, type: string, voie: string): string | null {
  const parties = [numero, complement, VOIES[type] ?? type, voie].map((p) => p.trim()).filter(Boolean)
  // A way that begins with its kind in full (« CHE », « CHEMIN SAFER MORANGE ») does not say it twice.
  const entier = parties.join(' ').replace(/\s+/g, ' ')
  return entier.replace(/(^|\s)(\S+) \2(?=\s)/, '$1$2') || null
}

/** « 97306 CAYENNE CEDEX » */
export function parseAcheminement(ligne: string): string | null {
  return /^\s*(\d{5})\b/.exec(ligne)?.[1] ?? null
}

/**
 * Codes that the two collectivities born of Guadeloupe had before 2007 (loi organique n° 2007-223), under which FINESS
 * still files them.
 */
const CODES_REMPLACES: Readonly<Record<string, string>> = { '97123': '97701', '97127': '97801' }

/**
 * INSEE codes that the two cells of FINESS may stand for, the likeliest first. Overseas the département is `9A` to `9J`,
 * and the commune has three digits of its own.
 */
export function listCodesInsee(departement: string, commune: string): string[] {
  if (!/^\d{3}$/.test(commune)) return []
  const codes = /^9[A-J]$/.test(departement)
    ? departement === '9J'
      ? [`98${commune}`, `97${commune}`]
      : [`97${commune}`, `98${commune}`]
    : [`${departement}${commune}`.length === 5 ? `${departement}${commune}` : `${departement.slice(0, 2)}${commune}`]
  return codes.map((code) => CODES_REMPLACES[code] ?? code)
}

const ZONES_UTM: Readonly<Record<string, Projection>> = {
  '20N': 'utm-20n',
  '21N': 'utm-21n',
  '22N': 'utm-22n',
  '38S': 'utm-38s',
  '40S': 'utm-40s',
}

/** First figures of the numbers of overseas places, where the file does not name the projection. */
const PAR_NUMERO: readonly (readonly [RegExp, Projection])[] = [
  [/^970[12]/, 'utm-20n'],
  [/^9703/, 'utm-22n'],
  [/^9704/, 'utm-40s'],
  [/^9805/, 'utm-38s'],
]

/**
 * The projection of a row: the source cell names it (`EPSG:4471 RGM04/UTM zone 38S (Mayotte)`, `UTM_N20`, `LAMBERT_93`);
 * else the number of the place tells where it stands.
 */
export function getProjectionFiness(source: string, finess: string): Projection {
  const epsg = getProjection(Number(/EPSG:(\d+)/i.exec(source)?.[1]))
  if (epsg) return epsg
  const utm = /UTM[ _]*(?:zone[ _]*)?(?:(\d{2})([NS])|([NS])(\d{2}))/i.exec(source)
  const zone = utm && `${utm[1] ?? utm[4]}${(utm[2] ?? utm[3] ?? '').toUpperCase()}`
  return (zone && ZONES_UTM[zone]) || (PAR_NUMERO.find(([motif]) => motif.test(finess))?.[1] ?? ('lambert-93' as const))
}
