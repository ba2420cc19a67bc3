import { z } from 'zod'
import { ligne, texteOuNull } from '#core/saisie.ts'
import { adresseOuNull, dateOuNull, dateSaisie } from './saisie.ts'

/** A declared link between two dispositifs: what makes it, from when to when, and what proves it. `a` < `b`. */
export interface Lien {
  id: number
  a: number
  b: number
  nature: NatureLien
  depuis: string
  jusqu: string | null
  preuve: string
  preuveUrl: string | null
  note: string | null
  revision: number
}

export const NATURES_LIEN = {
  convention: { libelle: 'Convention', aide: 'Un texte signé par les deux.' },
  'siege-mutuel': {
    libelle: 'Siège dans une instance',
    aide: 'L’un siège au comité, au bureau ou au conseil de l’autre.',
  },
  'coordination-partagee': {
    libelle: 'Coordination partagée',
    aide: 'La même personne, ou la même équipe, coordonne les deux.',
  },
  'action-partagee': { libelle: 'Action partagée', aide: 'Une action menée et suivie ensemble.' },
  rencontre: { libelle: 'Rencontres régulières', aide: 'Des réunions prévues, avec un compte rendu.' },
  autre: { libelle: 'Autre lien', aide: 'À décrire dans la preuve.' },
} as const
export type NatureLien = keyof typeof NATURES_LIEN

/** What people write of a link. */
export const schemaLien = z
  .object({
    nature: z.enum(Object.keys(NATURES_LIEN) as [NatureLien, ...NatureLien[]], { error: 'Choisissez ce qui les lie.' }),
    depuis: dateSaisie,
    jusqu: dateOuNull,
    preuve: ligne('Dites ce qui prouve ce lien\u00a0: un texte, une date, un compte rendu.'),
    preuveUrl: adresseOuNull,
    note: texteOuNull(2000),
  })
  .refine(({ depuis, jusqu }) => jusqu === null || jusqu >= depuis, {
    path: ['jusqu'],
    message: 'Un lien ne finit pas avant d’avoir commencé.',
  })
export type SaisieLien = z.infer<typeof schemaLien>

export type EtatLien = 'a-venir' | 'en-cours' | 'termine'

export const ETATS_LIEN: Record<EtatLien, string> = {
  'a-venir': 'À venir',
  'en-cours': 'En cours',
  termine: 'Terminé',
}

/** State of a link on a day (ISO). Its last day still counts. */
export function getEtatLien({ depuis, jusqu }: Pick<Lien, 'depuis' | 'jusqu'>, jour: string): EtatLien {
  if (jusqu !== null && jusqu < jour) return 'termine'
  return depuis > jour ? 'a-venir' : 'en-cours'
}

/** Does a declared link hold these two together, now or soon? */
export const isLie = (liens: readonly Pick<Lien, 'depuis' | 'jusqu'>[], jour: string): boolean =>
  liens.some((l) => getEtatLien(l, jour) !== 'termine')

export const formatAdresseLien = (id: number): string => `/articulation/liens/${id}`
