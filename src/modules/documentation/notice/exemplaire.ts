import { z } from 'zod'
import { ligneOuNull, rangs } from '#core/saisie.ts'
import { getLibelle, hasTerme } from '#modules/vocabulaires/index.ts'

/** A copy of a document that a centre keeps. `cote` is its shelf-mark there; `statut` and `support` are terms. */
export const schemaPret = z.object({
  centre: z.string(),
  cote: z.string().nullable().default(null),
  note: z.string().nullable().default(null),
  support: z.string().nullish(),
  statut: z.string().nullish(),
  /** How to reach the centre about it. */
  contact: z.string().nullish(),
})
export type Pret = z.infer<typeof schemaPret>

/** May it be borrowed, now or when it comes back? A copy of which nothing is said may: `facettes_notice` says the same. */
export const isEmpruntable = ({ statut }: Pret): boolean => statut !== 'consultation' && statut !== 'perdu'

/** A copy in a line, for lists and history: « Centre, cote A1, à consulter sur place ». */
export const formatPret = (p: Pret): string =>
  [
    p.centre,
    p.cote && `cote ${p.cote}`,
    p.support && getLibelle('support', p.support).toLowerCase(),
    p.statut && getLibelle('statut-exemplaire', p.statut).toLowerCase(),
    p.note,
    p.contact,
  ]
    .filter(Boolean)
    .join(', ')

const EXEMPLAIRES_MAX = 50

const termeOuNull = (vocabulaire: 'support' | 'statut-exemplaire') =>
  ligneOuNull(60).refine((slug) => slug === null || hasTerme(vocabulaire, slug), 'Ce terme n’est pas dans la liste.')

/** Rows of the form. One that is empty, or to be taken off, is no copy. */
export const schemaExemplaires = rangs(
  z.object({
    centre: ligneOuNull(120),
    cote: ligneOuNull(100),
    support: termeOuNull('support'),
    statut: termeOuNull('statut-exemplaire'),
    note: ligneOuNull(300),
    contact: ligneOuNull(300),
    retirer: z.literal('1').optional(),
  }),
  EXEMPLAIRES_MAX,
).transform((lignes, contexte): Pret[] =>
  lignes.flatMap(({ centre, retirer, statut, ...reste }, rang) => {
    // The state of an empty row is the choice that was already made in the list.
    if (retirer || (centre === null && Object.values(reste).every((v) => v === null))) return []
    if (centre !== null) return [{ centre, statut, ...reste }]
    contexte.addIssue({ code: 'custom', path: [rang, 'centre'], message: 'Nommez le centre qui garde cet exemplaire.' })
    return []
  }),
)
