import { z } from 'zod'
import { ligne, ligneOuNull, texteOuNull } from '#core/saisie.ts'
import { isStyle, type SlugStyle } from '../citation/citation.ts'
import { parseDateIso } from '../dates.ts'
import { type ContenuEtagere, type Etagere, isLicence, type SlugLicence } from './etagere.ts'

const coche = z
  .literal('1')
  .optional()
  .transform((v) => v === '1')

/** The form of a shelf. */
export const schemaEtagere = z
  .object({
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
    avecResumes: coche,
    avecLiens: coche,
    avecNumeros: coche,
    planNumerote: coche,
  })
  .transform((saisie): ContenuEtagere => ({ ...saisie, recherche: null }))

const OPTIONS = ['avecResumes', 'avecLiens', 'avecNumeros', 'planNumerote'] as const

/** What the form shows of a stored shelf: the reverse of the schema. */
export function formatSaisie(etagere: Etagere): Record<string, string> {
  const { titre, sousTitre, introduction, auteurs, couverture, date, licence, presentation, revision } = etagere
  const textes = { titre, sousTitre, introduction, auteurs, couverture, date, licence, presentation }
  return {
    ...Object.fromEntries(Object.entries(textes).map(([cle, valeur]) => [cle, valeur ?? ''])),
    ...Object.fromEntries(OPTIONS.filter((cle) => etagere[cle]).map((cle) => [cle, '1'])),
    revision: String(revision),
  }
}
