import { z } from 'zod'
import { hasTerme } from '#modules/vocabulaires/index.ts'
import { parseDateIso } from '../dates.ts'
import type { ContenuNotice } from '../notice/notice.ts'
import { parseNoms, schemaSaisie } from '../notice/saisie.ts'

export const BASE = '/documentation/entretien'

/** Notices that lack something, by list. The condition of each is in `entretien.queries.ts`, its index in the database. */
export const LISTES = {
  'sans-theme': { titre: 'Sans thème', aide: 'On ne les trouve pas en choisissant un thème.' },
  'sans-resume': { titre: 'Sans résumé', aide: 'Un résumé dit en quelques lignes à quoi sert le document.' },
  'sans-auteur': {
    titre: 'Sans auteur',
    aide: 'Articles, ouvrages, chapitres, thèses sans auteur\u202f; rapports, guides, actes sans auteur ni éditeur.',
  },
  'sans-date': { titre: 'Sans date', aide: 'Tous les documents, sauf les sites et les pages internet.' },
  'sans-source': {
    titre: 'Sans revue ou sans éditeur',
    aide: 'Articles sans revue, chapitres sans ouvrage, livres et rapports sans éditeur.',
  },
  'sans-adresse': { titre: 'En ligne, sans adresse', aide: 'Dites en ligne, sans adresse ni DOI.' },
  'jamais-verifiees': {
    titre: 'Jamais vérifiées',
    aide: 'Personne n’a encore comparé la notice avec son document.',
  },
  'a-verifier': {
    titre: 'À vérifier de nouveau',
    aide: 'Modifiées depuis leur vérification, ou vérifiées il y a plus de deux ans.',
  },
} as const
export type Liste = keyof typeof LISTES

export const isListe = (texte: unknown): texte is Liste => typeof texte === 'string' && Object.hasOwn(LISTES, texte)

/** Lists whose gesture is to say « vérifiée ». */
export const isVerification = (liste: Liste): boolean => liste === 'jamais-verifiees' || liste === 'a-verifier'

/** Lists that a notice may leave because it has no such thing: « s.d. », anonymous. A theme or a check, all have. */
export const isEcartable = (liste: Liste): boolean => !isVerification(liste) && liste !== 'sans-theme'

/** A verification holds two years (own). */
export function computeLimiteVerification(maintenant: Date): Date {
  const limite = new Date(maintenant)
  limite.setUTCFullYear(limite.getUTCFullYear() - 2)
  return limite
}

/** What narrows a list down: kept in its address, and carried through its gestures. */
export const schemaFiltres = z.object({
  nature: z
    .string()
    .refine((slug) => hasTerme('nature', slug))
    .optional()
    .catch(undefined),
  q: z
    .string()
    .transform((q) => q.replace(/\s+/g, ' ').trim().slice(0, 200))
    .catch('')
    .default(''),
})
export type Filtres = z.infer<typeof schemaFiltres>

export const listParametresFiltres = ({ nature, q }: Filtres): Record<string, string> => ({
  ...(nature && { nature }),
  ...(q && { q }),
})

/** Address of a list, or of one notice in it. */
export function formatAdresseListe(liste: Liste, filtres: Filtres, id: number | null = null): string {
  const parametres = new URLSearchParams(listParametresFiltres(filtres)).toString()
  return `${BASE}/notices/${liste}${id === null ? '' : `/${id}`}${parametres ? `?${parametres}` : ''}`
}

export const PAR_PAGE = 20

/** The field that says where a document of this kind comes from. */
export const getChampSource = (nature: string): 'container-title' | 'publisher' =>
  ['article', 'chapitre', 'communication'].includes(nature) ? 'container-title' : 'publisher'

const champs = schemaSaisie.shape
const plein = <T>(schema: z.ZodType<T | null>, message: string) =>
  schema.transform((valeur, ctx): T => {
    if (valeur !== null) return valeur
    ctx.addIssue({ code: 'custom', message })
    return z.NEVER
  })

/** What the quick form of each list asks, with the checks of the notice's own form. */
export const schemaComplement = z.discriminatedUnion('liste', [
  z.object({
    liste: z.literal('sans-theme'),
    themes: champs.themes.refine((t) => t.length > 0, 'Choisissez au moins un thème.'),
  }),
  z.object({
    liste: z.literal('sans-resume'),
    resume: plein(champs.resume, 'Écrivez le résumé.'),
    resumeSource: plein(champs.resumeSource, 'Dites de qui est ce résumé\u00a0: vous, l’auteur, l’éditeur, une base…'),
  }),
  z.object({ liste: z.literal('sans-auteur'), auteurs: plein(champs.auteurs, 'Écrivez au moins un auteur.') }),
  z.object({ liste: z.literal('sans-date'), date: plein(champs.date, 'Écrivez la date.') }),
  z.object({ liste: z.literal('sans-source'), source: plein(champs.publisher, 'Écrivez ce nom.') }),
  z.object({ liste: z.literal('sans-adresse'), URL: plein(champs.URL, 'Écrivez l’adresse.') }),
  z.object({ liste: z.literal('jamais-verifiees') }),
  z.object({ liste: z.literal('a-verifier') }),
])
export type Complement = z.infer<typeof schemaComplement>

/** The notice with what its list was asking for; nothing else of it moves. */
export function computeComplement(contenu: ContenuNotice, ajout: Complement): ContenuNotice {
  const { csl } = contenu
  switch (ajout.liste) {
    case 'sans-theme':
      return { ...contenu, themes: [...new Set([...contenu.themes, ...ajout.themes])] }
    case 'sans-resume':
      return { ...contenu, resume: ajout.resume, resumeSource: ajout.resumeSource }
    case 'sans-auteur':
      return { ...contenu, csl: { ...csl, author: parseNoms(ajout.auteurs, csl.author) } }
    case 'sans-date':
      return { ...contenu, csl: { ...csl, issued: parseDateIso(ajout.date) } }
    case 'sans-source':
      return { ...contenu, csl: { ...csl, [getChampSource(contenu.nature)]: ajout.source } }
    case 'sans-adresse':
      return { ...contenu, csl: { ...csl, URL: ajout.URL } }
    case 'jamais-verifiees':
    case 'a-verifier':
      return contenu
  }
}
