/** What is kept of an organisme, a structure or a service beside its own fields. */
export interface Suivi {
  /** Invented, for the demonstration. */
  fictif: boolean
  /** Where its facts come from: `saisie`, or the slug of a source. */
  source: string
  sourceId: string | null
  sourceUrl: string | null
  licence: string | null
  revision: number
  /** ISO date of the last time that somebody checked it, and who. */
  verifieLe: string | null
  verifiePar: string | null
  creeLe: Date
  modifieLe: Date
  supprimeLe: Date | null
}

export type Publication = 'propose' | 'publie'

/** What rights are judged on. */
export interface CibleFiche {
  publication: Publication
  supprimeLe: Date | null
  /** The actor coordinates a dispositif whose territory holds its commune. */
  coordonnee: boolean
}

export type ObjetFiche = 'organisme' | 'structure' | 'service' | 'contact' | 'dispositif'

export const GESTES = {
  creation: 'Création',
  modification: 'Modification',
  verification: 'Vérification',
  import: 'Import',
  fusion: 'Fusion',
  fermeture: 'Ouverture ou fermeture',
  suppression: 'Retrait',
  restauration: 'Rétablissement',
} as const
export type GesteFiche = keyof typeof GESTES

/** Fields by name, as a history or a proposal holds them. */
export type Valeurs = Readonly<Record<string, unknown>>

/** Lists of a sheet are sets (themes, publics, languages, communes): a form sends them in the order of its boxes. */
const formatValeur = (valeur: unknown): string =>
  JSON.stringify(Array.isArray(valeur) ? valeur.map((v) => JSON.stringify(v)).sort() : (valeur ?? null))
const isEgal = (a: unknown, b: unknown): boolean => formatValeur(a) === formatValeur(b)

/** The fields of `apres` that differ from `avant`, on both sides; null where nothing changes. */
export function listChanges(avant: Valeurs, apres: Valeurs): { avant: Valeurs; apres: Valeurs } | null {
  const champs = Object.keys(apres).filter((champ) => !isEgal(avant[champ], apres[champ]))
  if (champs.length === 0) return null
  const keep = (valeurs: Valeurs) => Object.fromEntries(champs.map((champ) => [champ, valeurs[champ] ?? null]))
  return { avant: keep(avant), apres: keep(apres) }
}
