import { z } from 'zod'
import { ligne, texteOuNull } from '#core/saisie.ts'
import type { MailleOfficielle } from '../geographie/zone.ts'
import type { Agregation, Indicateur } from '../indicateur/indicateur.ts'
import type { Methode } from './calcul/partition.ts'

/** Who sees a typology. */
export const ETATS = {
  prive: { libelle: 'Privée', lecteurs: 'vous et les personnes qui administrent Maillage' },
  public: { libelle: 'Publique', lecteurs: 'tout le monde, sans compte' },
} as const
export type Etat = keyof typeof ETATS

/** What is grouped. */
export const MAILLES = {
  epci: { libelle: 'Intercommunalités', un: 'intercommunalité', feminin: true },
  departement: { libelle: 'Départements', un: 'département', feminin: false },
  commune: { libelle: 'Communes', un: 'commune', feminin: true },
  territoire: { libelle: 'Territoires enregistrés et publics', un: 'territoire', feminin: false },
} as const
export type MailleTypologie = keyof typeof MAILLES
export const MAILLES_TYPOLOGIE = Object.keys(MAILLES) as [MailleTypologie, ...MailleTypologie[]]

/** Areas in which each kind may be taken; none where there is nothing to choose. */
export const CADRES: Record<MailleTypologie, readonly (MailleOfficielle | 'territoire')[]> = {
  epci: ['france', 'region', 'departement'],
  departement: ['france', 'region'],
  commune: ['region', 'departement', 'epci', 'territoire'],
  territoire: [],
}

/** How values are compared. */
export const MESURES = {
  brute: { libelle: 'Telle quelle', court: null },
  log: { libelle: 'Par son logarithme', court: 'logarithme' },
  habitants: { libelle: 'Pour 10\u202f000 habitants', court: 'pour 10\u202f000 habitants' },
} as const
export type Mesure = keyof typeof MESURES
export const MESURES_TYPOLOGIE = Object.keys(MESURES) as [Mesure, ...Mesure[]]
/** Inhabitants that a rate is told for. */
export const POUR_HABITANTS = 10_000

/** Only what adds up can be told by inhabitant. */
export const listMesures = (agregation: Agregation): Mesure[] =>
  agregation === 'somme' ? ['brute', 'log', 'habitants'] : ['brute', 'log']

/** What is offered first: raw counts would only sort areas by size. */
export function getMesureConseillee({ code, agregation }: Pick<Indicateur, 'code' | 'agregation'>): Mesure {
  if (code === 'population' || code === 'densite') return 'log'
  return agregation === 'somme' ? 'habitants' : 'brute'
}

export const METHODES: Record<Methode, { libelle: string; aide: string }> = {
  kmeans: {
    libelle: 'k-moyennes',
    aide: 'Chaque territoire rejoint le groupe dont la moyenne lui ressemble le plus.',
  },
  ward: {
    libelle: 'Ward (classification hiérarchique)',
    aide: 'Les territoires les plus proches sont réunis deux à deux, puis les groupes entre eux.',
  },
}
export const METHODES_TYPOLOGIE = Object.keys(METHODES) as [Methode, ...Methode[]]

/** Share of missing indicators that an area may have, as the form offers it. */
export const PARTS_MANQUANTES = [0, 0.25, 0.5] as const

export interface IndicateurChoisi {
  code: string
  millesime: number
  mesure: Mesure
}

/** Everything that the computation needs beside the values. */
export interface Reglages {
  maille: MailleTypologie
  /** Reference of the area that holds them (`region-93`); null for saved territories. */
  zone: string | null
  indicateurs: IndicateurChoisi[]
  methode: Methode
  /** Null: the number of groups with the best silhouette. */
  k: number | null
  graine: number
  /** An area that misses more than this share of indicators is left out. */
  manquantes: number
}

/** More areas would take minutes: the largest région has some 5,100 communes. */
export const TERRITOIRES_MAX = 5500
export const INDICATEURS_MAX = 40
export const INDICATEURS_MIN = 2
export const GRAINE_MAX = 1_000_000

/** An indicator as it was when the groups were made. */
export interface Variable extends IndicateurChoisi {
  libelle: string
  unite: string
  decimales: number
  source: string
  /** When its series was written, ISO. */
  importeeLe: string
  /** Over all areas kept, in the unit of the measure (geometric mean where the logarithm is compared). */
  moyenne: number
  asymetrie: number
  /** Areas kept whose value misses: the mean stood for it. */
  remplacees: number
  /** The same everywhere: it tells nothing, and was not used. */
  constante: boolean
}

export interface Membre {
  code: string
  /** To the centre of the group, in standard deviations. */
  distance: number
  /** In the unit of each measure. */
  valeurs: (number | null)[]
}

export interface Groupe {
  /** As people call it; null: « Groupe 1 » by its rank. */
  nom: string | null
  description: string | null
  /** Mean silhouette of its members. */
  silhouette: number
  /** Difference from the mean of all, in standard deviations, by variable; null where it was not used. */
  ecarts: (number | null)[]
  /** Mean of the members, in the unit of each measure. */
  moyennes: (number | null)[]
  /** Nearest to the centre first: the first is the typical one. */
  membres: Membre[]
}

export interface Qualite {
  k: number
  /** Mean silhouette. */
  silhouette: number
  /** Inertia within groups over the whole, from 0 to 1: the less, the more alike the members are. */
  intra: number
}

/** What the computation gave, dated. */
export interface Resultat {
  calculeLe: string
  k: number
  /** Number of groups with the best silhouette. */
  propose: number
  variables: Variable[]
  qualite: Qualite[]
  correlations: { a: number; b: number; r: number }[]
  /** Areas left out, with the numbers of the variables that miss. */
  ecartes: { code: string; manquantes: number[] }[]
  /** Largest first. */
  groupes: Groupe[]
}

export interface Description {
  nom: string
  description: string | null
  etat: Etat
}

export interface Typologie extends Description {
  id: number
  /** Invented, for the demonstration. */
  fictif: boolean
  proprietaire: string | null
  reglages: Reglages
  resultat: Resultat
  revision: number
  creeeLe: Date
  modifieeLe: Date
  supprimeeLe: Date | null
}

export const formatAdresseTypologie = (id: number): string => `/typologies/${id}`

/** « Groupe 1 », or the name that people gave it. */
export const formatNomGroupe = (groupe: Pick<Groupe, 'nom'>, rang: number): string =>
  groupe.nom ?? `Groupe\u00a0${rang + 1}`

/** Letter that stands for a group beside its colour. */
export const formatLettre = (rang: number): string => String.fromCharCode(65 + rang)

export const REGLES_TYPOLOGIE = {
  nom: ligne('Donnez un nom à cette typologie.', 200),
  description: texteOuNull(5000),
  etat: z.enum(Object.keys(ETATS) as [Etat, ...Etat[]], { error: 'Choisissez qui voit cette typologie.' }),
}

/** Strong validator of a typology. */
export const getEtagTypologie = ({ revision, modifieeLe }: Pick<Typologie, 'revision' | 'modifieeLe'>): string =>
  `"${revision}-${modifieeLe.getTime().toString(36)}"`
