import { formatNumber } from '#ui/format.ts'
import type { Parametres } from './parametres.ts'

/** On every screen, file and print of a simulation. */
export const MENTION = 'Simulation, pas le chiffre de la DREES'

/** Who sees a simulation. */
export const ETATS = {
  prive: { libelle: 'Privée', lecteurs: 'vous et les personnes qui administrent Maillage' },
  public: { libelle: 'Publique', lecteurs: 'tout le monde, sans compte' },
} as const
export type Etat = keyof typeof ETATS

/** In what access is told. Never both in one table. */
export const MESURES = {
  consultations: {
    libelle: 'Consultations de médecine générale par an et par habitant',
    unite: 'consultations par an et par habitant',
    court: 'C./an/hab.',
    decimales: 2,
    facteur: 1,
  },
  etp: {
    libelle: 'Équivalents temps plein pour 100\u202f000 habitants',
    unite: 'équivalents temps plein pour 100\u202f000 habitants',
    court: 'ETP/100\u202f000\u00a0hab.',
    decimales: 1,
    facteur: 100_000,
  },
} as const
export type Mesure = keyof typeof MESURES

/** What is imagined. */
export const GESTES = {
  ajouter: { libelle: 'Ajouter', singulier: 'arrive', verbe: 'arrivent' },
  retirer: { libelle: 'Retirer', singulier: 'part', verbe: 'partent' },
  deplacer: { libelle: 'Déplacer', singulier: 'se déplace', verbe: 'se déplacent' },
  ouvrir: {
    libelle: 'Ouvrir une MSP',
    singulier: 'exerce dans une MSP qui ouvre',
    verbe: 'exercent dans une MSP qui ouvre',
  },
} as const
export type NatureGeste = keyof typeof GESTES

export interface Geste {
  nature: NatureGeste
  /** Full-time equivalents. */
  nombre: number
  /** INSEE code of where it happens; of where they leave, in a move. */
  commune: string
  /** Where they go, in a move alone. */
  vers: string | null
}

/** Everything that the computation needs, but what the installation itself holds (people, places, imported times). */
export interface ContenuSimulation {
  zone: {
    nom: string
    /** Codes of communes, and references of official areas: a saved territory is kept as its communes of that day. */
    communes: string[]
    zones: string[]
  }
  mesure: Mesure
  /** Acts a year and full-time equivalent; counts in `consultations` alone. */
  actesParEtp: number
  /** In the unit of the measure; null: none. */
  seuil: number | null
  parametres: { code: string; libelle: string; valeurs: Parametres; aVerifier: readonly string[] }
  offre: {
    /** An indicator of supply and its vintage, read anew at each computation; null: the list. */
    indicateur: { code: string; millesime: number } | null
    /** INSEE code and full-time equivalents. */
    liste: [string, number][]
    /** What the author says of it: where it comes from, of what date. */
    source: string | null
  }
  /** Name of imported travel times; null: estimated. */
  temps: string | null
  gestes: Geste[]
}

export interface Simulation {
  id: number
  nom: string
  description: string | null
  etat: Etat
  fictif: boolean
  proprietaire: string | null
  contenu: ContenuSimulation
  revision: number
  creeeLe: Date
  modifieeLe: Date
  supprimeeLe: Date | null
}

export const formatAdresseSimulation = (id: number): string => `/simulations/${id}`

export const formatAcces = (valeur: number, mesure: Mesure): string => {
  const { decimales } = MESURES[mesure]
  return formatNumber(valeur, { minimumFractionDigits: decimales, maximumFractionDigits: decimales })
}

/** With its sign, « = » where nothing changes. */
export function formatDifference(valeur: number, mesure: Mesure): string {
  if (valeur === 0) return '='
  const texte = formatAcces(Math.abs(valeur), mesure)
  return `${valeur > 0 ? '+' : '−'}${texte}`
}

/** « Thoard : 2 équivalents temps plein arrivent ». @param getNom name of a commune by its code */
export function formatGeste({ nature, nombre, commune, vers }: Geste, getNom: (code: string) => string): string {
  const pluriel = nombre >= 2
  const qui = `${formatNumber(nombre)}\u00a0${pluriel ? 'équivalents' : 'équivalent'} temps plein`
  const verbe = pluriel ? GESTES[nature].verbe : GESTES[nature].singulier
  const suite = vers === null ? '' : ` (vers ${getNom(vers)})`
  return `${getNom(commune)}\u00a0: ${qui} ${verbe}${suite}`
}
