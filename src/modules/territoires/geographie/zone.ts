/** Official areas. */
export type MailleOfficielle = 'commune' | 'epci' | 'departement' | 'region' | 'france'
/** `territoire`: saved under a number; `liste`: any set of communes, known by its codes alone. */
export type Maille = MailleOfficielle | 'territoire' | 'liste'

/** Any area as a set of communes. */
export interface Zone {
  maille: Maille
  /** INSEE code, SIREN, `FR` or `FM`, number of the territory; empty for a list. */
  code: string
  nom: string
  /**
   * Elementary codes, sorted: communes of today, where a whole city of Paris, Lyon or Marseille stands by its own code
   * and a part of it by the codes of its arrondissements.
   */
  communes: readonly string[]
  fictif: boolean
}

/** An area by its name, without its communes. */
export type ZoneNommee = Pick<Zone, 'maille' | 'code' | 'nom'>

/** Métropole and overseas départements; the other collectivities are in the geography, not in this sum. */
export const FRANCE = 'FR'
/** Métropole alone. */
export const FRANCE_METROPOLITAINE = 'FM'

export const LIBELLES_MAILLE: Record<Maille, string> = {
  commune: 'Commune',
  epci: 'Intercommunalité',
  departement: 'Département',
  region: 'Région',
  france: 'Pays',
  territoire: 'Territoire',
  liste: 'Liste de communes',
}

const CHEMINS = { commune: 'communes', epci: 'epci', departement: 'departements', region: 'regions' } as const

/** Path of the page of an area. */
export function formatAdresseZone(zone: Pick<Zone, 'maille' | 'code'> & { communes?: readonly string[] }): string {
  switch (zone.maille) {
    case 'france':
      return zone.code === FRANCE ? '/territoires/france' : '/territoires/france-metropolitaine'
    case 'territoire':
      return `/territoires/${zone.code}`
    case 'liste':
      return `/territoires/portrait?communes=${(zone.communes ?? []).join(',')}`
    default:
      return `/territoires/${CHEMINS[zone.maille]}/${zone.code}`
  }
}

const CODES: Record<Exclude<Maille, 'liste'>, RegExp> = {
  commune: /^(\d{2}|2[AB])\d{3}$/,
  epci: /^\d{9}$/,
  departement: /^(\d{2,3}|2[AB])$/,
  region: /^\d{2,3}$/,
  france: /^(FR|FM)$/,
  territoire: /^[1-9]\d{0,8}$/,
}

/** Reference of an area as one word, for query strings: `commune-04070`, `france-FR`, `territoire-42`. */
export function formatRefZone({ maille, code }: Pick<Zone, 'maille' | 'code'>): string {
  return `${maille}-${code}`
}

/** @returns null where the word is no reference; whether such an area exists is for the queries to say. */
export function parseRefZone(ref: string): { maille: Exclude<Maille, 'liste'>; code: string } | null {
  const coupe = ref.indexOf('-')
  const [maille, code] = [ref.slice(0, coupe), ref.slice(coupe + 1)]
  return isMaille(maille) && CODES[maille].test(code) ? { maille, code } : null
}

const isMaille = (texte: string): texte is Exclude<Maille, 'liste'> => Object.hasOwn(CODES, texte)
