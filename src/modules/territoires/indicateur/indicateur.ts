import { formatNumber } from '#ui/format.ts'

/** How values of communes become the value of a larger area. */
export const AGREGATIONS = {
  somme: {
    libelle: 'Somme',
    regle: 'Les valeurs des communes s’additionnent.',
  },
  moyenne: {
    libelle: 'Moyenne pondérée',
    regle: 'Moyenne des communes, chacune selon son poids.',
  },
  part: {
    libelle: 'Part',
    regle: 'Moyenne des parts, chacune selon son dénominateur\u00a0: c’est la part de l’ensemble.',
  },
  aucune: {
    libelle: 'Jamais calculé',
    regle: 'Ne se calcule pas à partir des communes\u00a0: seule la valeur publiée pour le territoire est montrée.',
  },
} as const
export type Agregation = keyof typeof AGREGATIONS

/** Only these need something that weighs. */
export const isPonderee = (agregation: Agregation): boolean => agregation === 'moyenne' || agregation === 'part'

/** Sections of a portrait, in their order. */
export const FAMILLES = {
  population: 'Population',
  age: 'Âge',
  revenus: 'Revenus',
  etat: 'État de santé',
  offre: 'Offre de soins et de services',
  acces: 'Accès aux soins',
  environnement: 'Cadre de vie',
  autre: 'Autres',
} as const
export type Famille = keyof typeof FAMILLES

export const SENS = {
  '1': 'Plus la valeur est élevée, plus la situation est favorable',
  '-1': 'Plus la valeur est basse, plus la situation est favorable',
  '0': 'Ni l’un ni l’autre',
} as const
export type Sens = 1 | -1 | 0

/** What is measured: what it counts, from whom, and how it may be added up. */
export interface ContenuIndicateur {
  libelle: string
  definition: string | null
  /** A sentence for a resident; `{valeur}` stands for the number alone. */
  phrase: string | null
  famille: Famille
  unite: string
  decimales: number
  source: string
  url: string | null
  licence: string | null
  sens: Sens
  seuil: number | null
  seuilLibelle: string | null
  agregation: Agregation
  /** Words for what weighs; null exactly where nothing does. */
  poids: string | null
  /** May the population stand for it where a file does not give it? */
  poidsPopulation: boolean
  rang: number
}

export interface Indicateur extends ContenuIndicateur {
  code: string
  fictif: boolean
  creeLe: Date
  modifieLe: Date
}

export type IndicateurACreer = ContenuIndicateur & Pick<Indicateur, 'code' | 'fictif'>

/** A definition as `donnees/` states it. */
export type Reference = Pick<Indicateur, 'code' | 'libelle' | 'famille' | 'unite' | 'source' | 'agregation'> &
  Partial<ContenuIndicateur>

/** One vintage of an indicator. */
export interface Serie {
  id: number
  indicateur: string
  millesime: number
  /** What the file says of how it was made, by name. */
  parametres: Readonly<Record<string, string>>
  fichier: string | null
  sha256: string | null
  importeeLe: Date
}

/** What a portrait needs of a series. */
export type SerieDatee = Pick<Serie, 'id' | 'millesime' | 'parametres'>

/** What a series says of its weights where the population stood for those that its file did not give. */
export const POIDS_POPULATION = 'population municipale'
/** Said wherever such a mean is shown. */
export const APPROXIMATION = 'pondéré par la population, approximation'

/** Are the means of a series weighted by the population, for want of what the definition names? */
export const isApproche = (
  { agregation, poids }: Pick<Indicateur, 'agregation' | 'poids'>,
  { parametres }: Pick<Serie, 'parametres'>,
): boolean => isPonderee(agregation) && parametres.Poids === POIDS_POPULATION && poids !== POIDS_POPULATION

/** Under this share of the population with a value, no mean is shown (domaine/observation.md §4, own). */
export const COUVERTURE_MIN = 0.9

/**
 * The parts of one area for one series, as `indicateur_zone` keeps them: they add up over areas without common commune
 * (but `publiee`, `minimum`, `maximum`).
 */
export interface Parts {
  publiee: number | null
  numerateur: number | null
  denominateur: number | null
  avecValeur: number
  total: number
  populationAvec: number
  population: number
  populationSousSeuil: number | null
  minimum: number | null
  maximum: number | null
}

export interface Valeur {
  valeur: number | null
  /** Who computed it; null where there is none. */
  calcul: 'publie' | 'maillage' | null
  /** Share of the inhabitants whose commune has a value (0 to 1); null where nobody lives there. */
  couverture: number | null
}

/**
 * Value of an area: the one that its source publishes, else ours where the communes with a value hold enough of the
 * population. A sum over a part of the communes would pass for the whole: it is held to the same rule.
 */
export function computeValeur(agregation: Agregation, parts: Parts): Valeur {
  const couverture = parts.population > 0 ? parts.populationAvec / parts.population : null
  if (parts.publiee !== null) return { valeur: parts.publiee, calcul: 'publie', couverture }
  const { numerateur, denominateur } = parts
  const assez = couverture !== null ? couverture >= COUVERTURE_MIN : parts.avecValeur === parts.total
  if (agregation === 'aucune' || !assez || numerateur === null || !denominateur)
    return { valeur: null, calcul: null, couverture }
  return {
    valeur: agregation === 'somme' ? numerateur : numerateur / denominateur,
    calcul: 'maillage',
    couverture,
  }
}

/**
 * Classes of EPCI that are compared with each other, by population: upper bound excluded. The bounds are Maillage's
 * own choice: each class holds more than a hundred of today's EPCI.
 */
export const CLASSES_EPCI = [
  { code: 'moins-10000', libelle: 'moins de 10\u202f000 habitants', min: 0, max: 10_000 },
  { code: '10000-20000', libelle: 'de 10\u202f000 à 20\u202f000 habitants', min: 10_000, max: 20_000 },
  { code: '20000-50000', libelle: 'de 20\u202f000 à 50\u202f000 habitants', min: 20_000, max: 50_000 },
  { code: '50000-100000', libelle: 'de 50\u202f000 à 100\u202f000 habitants', min: 50_000, max: 100_000 },
  { code: '100000-plus', libelle: '100\u202f000 habitants ou plus', min: 100_000, max: null },
] as const
export type ClasseEpci = (typeof CLASSES_EPCI)[number]

/** EPCI that a class needs with a value before its deciles are told. */
export const DECILE_MIN = 30

export const computeClasse = (population: number): ClasseEpci =>
  CLASSES_EPCI.findLast((c) => population >= c.min) ?? CLASSES_EPCI[0]

/**
 * The tenth, from 1 to 10, that a value falls in.
 * @param bornes nine marks, growing; a value on a mark belongs to the tenth under it
 */
export const computeDecile = (valeur: number, bornes: readonly number[]): number =>
  1 + bornes.filter((borne) => valeur > borne).length

export const formatAdresseIndicateur = (code: string): string => `/indicateurs/${code}`

/** « 3,4 » with the decimals of the indicator, without unit. */
export const formatValeur = (valeur: number, { decimales }: Pick<Indicateur, 'decimales'>): string =>
  formatNumber(valeur, { minimumFractionDigits: decimales, maximumFractionDigits: decimales })

/** Name of the open data file of a series; of its larger areas. */
export const formatNomSerie = ({ indicateur, millesime }: Pick<Serie, 'indicateur' | 'millesime'>): string =>
  `${indicateur}-${millesime}.csv.gz`
export const formatNomZones = ({ indicateur, millesime }: Pick<Serie, 'indicateur' | 'millesime'>): string =>
  `${indicateur}-${millesime}-territoires.csv.gz`
