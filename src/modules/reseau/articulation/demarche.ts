import { z } from 'zod'
import { ligne } from '#core/saisie.ts'
import { dateSaisie } from './saisie.ts'

export const ETATS_DEMARCHE = {
  'a-faire': 'À faire',
  faite: 'Faite',
  abandonnee: 'Abandonnée',
} as const
export type EtatDemarche = keyof typeof ETATS_DEMARCHE

/** Something to do before a date, about two dispositifs or about communes without one. */
export interface Demarche {
  id: number
  intitule: string
  /** The dispositifs that it brings together, by name; null for a gap, and for one that is gone. */
  a: { id: number; nom: string } | null
  b: { id: number; nom: string } | null
  /** For a gap: the type that is missing, and where. */
  type: string | null
  communes: string[]
  echeance: string
  etat: EtatDemarche
  motif: string | null
  responsable: string | null
  nomResponsable: string | null
  revision: number
  /** Accounts that may read and change it: who coordinates one of the two, who is in charge, who wrote it. */
  coordinateurs: string[]
}

export const schemaDemarche = z.object({
  intitule: ligne('Écrivez ce qui est à faire.', 300),
  echeance: dateSaisie,
  responsable: z.preprocess(
    (v) => (v === '' || v === undefined ? null : v),
    z.uuid('Choisissez une personne de la liste.').nullable(),
  ),
})
export type SaisieDemarche = z.infer<typeof schemaDemarche>

/** Still to do, and its date is past. @param jour today, ISO */
export const isEnRetard = ({ etat, echeance }: Pick<Demarche, 'etat' | 'echeance'>, jour: string): boolean =>
  etat === 'a-faire' && echeance < jour

export const ADRESSE_DEMARCHES = '/articulation/demarches'
export const formatAdresseDemarche = (id: number): string => `${ADRESSE_DEMARCHES}/${id}`
