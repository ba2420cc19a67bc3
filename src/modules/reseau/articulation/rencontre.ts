import { z } from 'zod'
import { texteOuNull } from '#core/saisie.ts'
import { PARTIES, QUESTIONS } from './donnees/rencontre.ts'
import { dateOuNull } from './saisie.ts'

export const REPONSES_RENCONTRE = {
  oui: 'Oui',
  non: 'Non',
  'a-voir': 'À voir',
} as const
export type ReponseQuestion = keyof typeof REPONSES_RENCONTRE

/** The answer to one question; null where nothing was chosen. */
export interface Reponse {
  reponse: ReponseQuestion | null
  note: string | null
}

/** A first meeting between two dispositifs: what was prepared, said and agreed. */
export interface Rencontre {
  id: number
  a: number
  b: number
  date: string | null
  lieu: string | null
  reponses: Record<string, Reponse>
  bilan: string | null
  revision: number
  modifieeLe: Date
}

const vide = (v: unknown): unknown => (v === '' || v === undefined ? null : v)
const reponse = z.object({
  reponse: z.preprocess(
    vide,
    z.enum(Object.keys(REPONSES_RENCONTRE) as [ReponseQuestion, ...ReponseQuestion[]]).nullable(),
  ),
  note: texteOuNull(2000),
})

/** Questions that are not ours are left out; one without answer nor note keeps nothing. */
const reponses = z
  .record(z.string(), z.unknown())
  .default({})
  .transform((brut) =>
    QUESTIONS.flatMap(({ slug }) => (Object.hasOwn(brut, slug) ? [[slug, brut[slug]] as const] : [])),
  )
  .transform((paires) => Object.fromEntries(paires))
  .pipe(z.record(z.string(), reponse))
  .transform(
    (lues): Record<string, Reponse> =>
      Object.fromEntries(Object.entries(lues).filter(([, r]) => r.reponse !== null || r.note !== null)),
  )

export const schemaRencontre = z.object({
  date: dateOuNull,
  lieu: z.preprocess(
    vide,
    z.string().trim().max(200, 'Ce lieu est trop long\u00a0: 200 caractères au plus.').nullable(),
  ),
  reponses,
  bilan: texteOuNull(5000),
})
export type SaisieRencontre = z.infer<typeof schemaRencontre>

/** How far a checklist is, by part. */
export const computeAvancement = (
  donnees: Rencontre['reponses'],
): { partie: string; faites: number; toutes: number }[] =>
  PARTIES.map(({ slug }) => {
    const siennes = QUESTIONS.filter((q) => q.partie === slug)
    const faites = siennes.filter((q) => donnees[q.slug]?.reponse != null).length
    return { partie: slug, faites, toutes: siennes.length }
  })

export const formatAdresseRencontre = (id: number): string => `/articulation/rencontres/${id}`
