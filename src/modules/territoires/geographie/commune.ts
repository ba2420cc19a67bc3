/** A commune of today, or a municipal arrondissement of Paris, Lyon or Marseille (then `ville` is its city’s code). */
export interface Commune {
  /** Official geographic code (INSEE), five characters. */
  code: string
  nom: string
  ville: string | null
  departement: string
  region: string
  /** SIREN of its intercommunalité; an arrondissement has its city’s. */
  epci: string | null
  ept: string | null
  codesPostaux: string[]
  /** Population municipale (see `SOURCE_GEOGRAPHIE`); null where none is published. */
  population: number | null
  /** A point inside its outline, degrees (WGS 84); null until outlines are imported. */
  longitude: number | null
  latitude: number | null
  /** km² */
  superficie: number | null
}

/** What the vintage of the package tells, said beside the numbers. Checked against the installed version by a test. */
export const SOURCE_GEOGRAPHIE = {
  version: '6.0.0',
  /** Official geographic code and EPCI of 1 January of this year. */
  millesime: 2026,
  /** Year of the populations in force that day (décret n° 2003-485, three years before). */
  population: 2023,
  libelle:
    'Insee, code officiel géographique et populations de référence ; DGCL, intercommunalités ; La Poste'.replaceAll(
      ' ;',
      '\u202f;',
    ),
  /** What the package has of another year. */
  reserve: 'À Mayotte, la population est celle du recensement de 2017.',
  url: 'https://github.com/datagouv/decoupage-administratif',
  licence: 'Licence Ouverte',
} as const

const ABREGES: Record<string, string> = { st: 'saint', ste: 'sainte', sts: 'saints', stes: 'saintes' }

/**
 * How the name of a place is searched: lower case, no accents, œ and æ in two letters, hyphens and apostrophes as
 * spaces, « St », « Ste » and « s/ » in full. The leading article stays. Empty where nothing of the text can be searched.
 */
export function formatCle(texte: string): string {
  return texte
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(?<=\s)s\/\s*/g, 'sur ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .map((mot) => ABREGES[mot] ?? mot)
    .join(' ')
}

/** First code of the arrondissements of a city, less one, and how many it has. */
const VILLES: Record<string, { base: number; nombre: number }> = {
  paris: { base: 75_100, nombre: 20 },
  lyon: { base: 69_380, nombre: 9 },
  marseille: { base: 13_200, nombre: 16 },
}

const ARRONDISSEMENT = /^(paris|lyon|marseille) (\d{1,2}) ?(?:e|er|eme|ieme|nd|nde)?(?: (?:arr|arrdt|arrondissement))?$/

/** « Marseille 3e », « Paris 12 », « Lyon 3ème arrondissement »: the code of the arrondissement; null for anything else. */
export function parseArrondissement(texte: string): string | null {
  if (!/^\s*(?:paris|lyon|marseille)\W/i.test(texte)) return null
  const lu = ARRONDISSEMENT.exec(formatCle(texte))
  const { base, nombre } = VILLES[lu?.[1] ?? ''] ?? { base: 0, nombre: 0 }
  const rang = Number(lu?.[2])
  return rang >= 1 && rang <= nombre ? String(base + rang) : null
}
