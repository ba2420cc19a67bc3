import { z } from 'zod'
import { ligne, texteOuNull } from '#core/saisie.ts'
import type { Zone } from '../geographie/zone.ts'

/** Who sees a territory. */
export const ETATS = {
  prive: { libelle: 'Privé', lecteurs: 'vous et les personnes qui administrent Maillage' },
  public: { libelle: 'Public', lecteurs: 'tout le monde, sans compte' },
} as const
export type Etat = keyof typeof ETATS

/** What people write of a territory, beside its communes. */
export interface Description {
  nom: string
  description: string | null
  etat: Etat
}

/** A set of communes kept under a name. */
export interface Territoire extends Description {
  id: number
  /** Invented, for the demonstration. */
  fictif: boolean
  proprietaire: string | null
  /** In the form of `formatComposition`, codes of the day when they were written. */
  communes: string[]
  revision: number
  creeeLe: Date
  modifieeLe: Date
  supprimeeLe: Date | null
}

/** A state of the composition; number 1 is the first, the largest is the present one. */
export interface Version {
  numero: number
  quand: Date
  /** Name of who made it; null where nobody did, or the account is gone. */
  auteur: string | null
  note: string | null
  communes: string[]
  /** Inhabitants as they were counted that day; null where none is published. */
  population: number | null
}

export const formatAdresseTerritoire = (id: number): string => `/territoires/${id}`

export const REGLES_TERRITOIRE = {
  nom: ligne('Donnez un nom à ce territoire.', 200),
  description: texteOuNull(5000),
  etat: z.enum(Object.keys(ETATS) as [Etat, ...Etat[]], { error: 'Choisissez qui voit ce territoire.' }),
}

/** Strong validator of a territory. */
export const getEtagTerritoire = ({ revision, modifieeLe }: Pick<Territoire, 'revision' | 'modifieeLe'>): string =>
  `"${revision}-${modifieeLe.getTime().toString(36)}"`

/** A territory as an area. @param communes its composition, in codes of today */
export const formatZoneTerritoire = (
  t: Pick<Territoire, 'id' | 'nom' | 'fictif'>,
  communes: readonly string[],
): Zone => ({
  maille: 'territoire',
  code: String(t.id),
  nom: t.nom,
  communes,
  fictif: t.fictif,
})
