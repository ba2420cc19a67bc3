import { z } from 'zod'
import { type Brut, ligne, ligneOuNull, liste, texteOuNull } from '#core/saisie.ts'
import { isStyle, type SlugStyle } from '../citation/citation.ts'
import { parseDateIso } from '../dates.ts'
import { formatAdresseRecherche, listParametres, parseRecherche } from '../recherche/recherche.ts'
import { type ContenuEtagere, type Etagere, isLicence, type SlugLicence } from './etagere.ts'

/** What the form lists as boxes to check; a shelf has a field of that name for each. */
export const OPTIONS = ['avecResumes', 'avecLiens', 'avecNumeros', 'planNumerote'] as const

/** Address of a search, its query, or plain words → the query in its one form; empty when it looks for nothing. */
export function formatRecherche(saisie: string): string {
  const suite = /^[^\s?]*\?(.*)$/.exec(saisie)?.[1] ?? (/^[a-z-]+=/.test(saisie) ? saisie : undefined)
  const criteres = parseRecherche(suite ?? new URLSearchParams({ q: saisie }).toString())
  return new URLSearchParams(listParametres({ ...criteres, page: 1 })).toString()
}

/** What is written of a shelf, by the form as by the API. */
export const REGLES_ETAGERE = {
  titre: ligne('Écrivez le titre de l’étagère.', 300),
  sousTitre: ligneOuNull(300),
  introduction: texteOuNull(),
  auteurs: ligneOuNull(300),
  couverture: ligneOuNull(300),
  date: ligneOuNull(10).refine(
    (v) => v === null || parseDateIso(v) !== undefined,
    'Écrivez la date sous la forme 2023, 2023-05 ou 2023-05-31.',
  ),
  licence: z
    .string()
    .nullish()
    .transform((v) => v || null)
    .refine((v): v is SlugLicence | null => v === null || isLicence(v), 'Choisissez une licence de la liste.'),
  presentation: z.custom<SlugStyle>(
    (v) => typeof v === 'string' && isStyle(v),
    'Choisissez une présentation de la liste.',
  ),
  recherche: ligneOuNull(2000)
    .transform((v) => (v === null ? null : formatRecherche(v)))
    .refine((v) => v !== '', 'Cette recherche ne demande rien\u00a0: copiez l’adresse d’une recherche.'),
}

/** The form of a shelf. */
export const schemaEtagere = z.object({ ...REGLES_ETAGERE, options: liste(z.enum(OPTIONS)) }).transform(
  ({ options, ...saisie }): ContenuEtagere => ({
    ...saisie,
    avecResumes: options.includes('avecResumes'),
    avecLiens: options.includes('avecLiens'),
    avecNumeros: options.includes('avecNumeros'),
    planNumerote: options.includes('planNumerote'),
  }),
)

/** What the form shows of a stored shelf: the reverse of the schema. */
export function formatSaisie(etagere: Etagere): Brut {
  const { titre, sousTitre, introduction, auteurs, couverture, date, licence, presentation, revision } = etagere
  const recherche = etagere.recherche && formatAdresseRecherche(parseRecherche(etagere.recherche))
  const textes = { titre, sousTitre, introduction, auteurs, couverture, date, licence, presentation, recherche }
  return {
    ...Object.fromEntries(Object.entries(textes).map(([cle, valeur]) => [cle, valeur ?? ''])),
    options: OPTIONS.filter((cle) => etagere[cle]),
    revision: String(revision),
  }
}
