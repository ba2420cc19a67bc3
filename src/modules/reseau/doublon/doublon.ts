import type { FicheEditee } from '../fiche/genre.ts'
import type { Organisme } from '../organisme/organisme.ts'
import type { Structure } from '../structure/structure.ts'

/** Why two sheets may be one, surest first. */
export const RAISONS = {
  siren: 'Même numéro SIREN',
  siret: 'Même numéro SIRET',
  finess: 'Même numéro FINESS',
  telephone: 'Même téléphone, même commune',
  nom: 'Même nom, sans siège connu',
  commune: 'Noms proches, même commune',
  departement: 'Noms presque identiques, même département',
  position: 'Noms proches, à moins de 300\u00a0mètres',
} as const
export type Raison = keyof typeof RAISONS
export const RANGS = Object.keys(RAISONS) as Raison[]

/** Names this near (trigrams, from 0 to 1) are looked at by somebody. */
export const PROCHE = 0.6
/** Names this near are looked at where only the département is the same. */
const PRESQUE_IDENTIQUE = 0.8

/** Two sheets that may be one and the same. */
export interface Doublon {
  a: number
  b: number
  nomA: string
  nomB: string
  communeA: string | null
  communeB: string | null
  raison: Raison
}

/** What an organisme is recognised by. */
export interface Repere {
  siren: string | null
  finess: string | null
  /** SIREN and FINESS numbers of a legal body that its structures say. */
  sirensDits: readonly string[]
  finessDits: readonly string[]
  /** Where it is: its seat, else its structures; a city stands for its arrondissements. Empty = nobody knows. */
  communes: readonly string[]
  departements: readonly string[]
}

const isAutre = (un: string | null, autre: string | null): boolean => un !== null && autre !== null && un !== autre
const hasCommun = (a: readonly string[], b: readonly string[]): boolean => a.some((v) => b.includes(v))
const isDit = (numero: string | null, autre: string | null, dits: readonly string[]): boolean =>
  numero !== null && autre === null && dits.includes(numero)

/**
 * Why two organismes may be one legal body: one SIREN; a number of the one
 * said by the structures of the other, that has none; else near names at one place. SIREN and FINESS register a legal
 * body once: two numbers of one register that differ are two bodies, whatever their names.
 * @param noms likeness of their names, from 0 to 1
 */
export function computeRaisonOrganismes(a: Repere, b: Repere, noms: number): Raison | null {
  if (a.siren !== null && a.siren === b.siren) return 'siren'
  if (isAutre(a.siren, b.siren) || isAutre(a.finess, b.finess)) return null
  if (isDit(a.siren, b.siren, b.sirensDits) || isDit(b.siren, a.siren, a.sirensDits)) return 'siren'
  if (isDit(a.finess, b.finess, b.finessDits) || isDit(b.finess, a.finess, a.finessDits)) return 'finess'
  if (noms === 1 && (a.communes.length === 0 || b.communes.length === 0)) return 'nom'
  if (noms >= PROCHE && hasCommun(a.communes, b.communes)) return 'commune'
  return noms >= PRESQUE_IDENTIQUE && hasCommun(a.departements, b.departements) ? 'departement' : null
}

export type Cote = 'a' | 'b'

/** Fields of a structure that a merge chooses between, each alone. Longitude, latitude and their origin go together. */
export const CHAMPS_STRUCTURE = [
  'nom',
  'sigle',
  'type',
  'organisme',
  'description',
  'finess',
  'finessEj',
  'siret',
  'categorie',
  'categorieLibelle',
  'adresse',
  'complement',
  'codePostal',
  'commune',
  'longitude',
  'telephone',
  'courriel',
  'siteWeb',
  'horaires',
  'accessibilite',
  'accessibiliteUrl',
  'langues',
  'reseauxPorteurs',
  'dateOuverture',
  'etat',
] as const satisfies readonly (keyof Structure)[]

export const CHAMPS_ORGANISME = [
  ...(['nom', 'sigle', 'type', 'description', 'parent', 'finess', 'siren', 'commune'] as const),
  ...(['telephone', 'courriel', 'siteWeb'] as const),
] satisfies readonly (keyof Organisme)[]

/** What any two sheets are judged on, before one of them goes. */
export type FicheDouble = FicheEditee<{ finess: string | null; verifieLe: string | null; source: string }>

export interface Paire<F> {
  a: F
  b: F
}

const isVide = (v: unknown): boolean => v === null || v === '' || (Array.isArray(v) && v.length === 0)

/** The fields that differ, each with the side that one would keep: what is said wins over nothing, then `a`. */
export function listChoix<F>(
  champs: readonly (keyof F & string)[],
  { a, b }: Paire<F>,
): { champ: string; cote: Cote }[] {
  return champs
    .filter((champ) => JSON.stringify(a[champ]) !== JSON.stringify(b[champ]))
    .map((champ) => ({ champ, cote: isVide(a[champ]) ? 'b' : 'a' }))
}

/** The one that is better known stays: its address, its source. */
export function computeGardee<F extends Omit<FicheDouble, 'id'>>({ a, b }: Paire<F>): Cote {
  const note = (f: F) =>
    Number(f.finess !== null) * 4 + Number(f.verifieLe !== null) * 2 + Number(f.source !== 'saisie')
  return note(b) > note(a) ? 'b' : 'a'
}

const POSITION = ['longitude', 'latitude', 'positionSource']

/** What the kept sheet becomes: chosen fields, those that do not differ left out. */
export function mergeFiches<F extends object>(
  champs: readonly (keyof F & string)[],
  paire: Paire<F>,
  choix: Readonly<Partial<Record<string, Cote>>>,
): Partial<F> {
  return Object.fromEntries(
    listChoix(champs, paire).flatMap(({ champ, cote }) => {
      const choisie = paire[choix[champ] ?? cote] as Record<string, unknown>
      return (champ === 'longitude' ? POSITION : [champ]).map((nom) => [nom, choisie[nom]])
    }),
  ) as Partial<F>
}

/** Two organismes as one would compare them: where one stands above the other, what is above it stands above both. */
export function computePaireOrganismes({ a, b }: Paire<Organisme>): Paire<Organisme> {
  const lift = (o: Organisme, autre: Organisme) =>
    o.parent === autre.id ? { ...o, parent: autre.parent === o.id ? null : autre.parent } : o
  return { a: lift(a, b), b: lift(b, a) }
}
