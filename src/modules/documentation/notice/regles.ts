import { z } from 'zod'
import { ligne, ligneOuNull, texteOuNull } from '#core/saisie.ts'
import { hasTerme, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'

const DOI = /^10\.\d{4,9}\/\S+$/

/** ISBN-10 or ISBN-13 with a right check digit. Source: ISO 2108. */
export function isIsbn(texte: string): boolean {
  const c = texte.replace(/[\s-]/g, '').toUpperCase()
  if (/^\d{13}$/.test(c)) return [...c].reduce((s, d, i) => s + Number(d) * (i % 2 ? 3 : 1), 0) % 10 === 0
  if (/^\d{9}[\dX]$/.test(c))
    return [...c].reduce((s, d, i) => s + (d === 'X' ? 10 : Number(d)) * (10 - i), 0) % 11 === 0
  return false
}

/** The fields of one line of a notice, by their CSL names: the same rules for the form and for the API. */
export const REGLES_LIGNES = {
  title: ligne('Écrivez le titre.', 1000),
  'container-title': ligneOuNull(),
  'collection-title': ligneOuNull(),
  volume: ligneOuNull(50),
  issue: ligneOuNull(50),
  publisher: ligneOuNull(),
  'publisher-place': ligneOuNull(),
  page: ligneOuNull(50),
  'number-of-pages': ligneOuNull(10).refine((n) => n === null || /^\d+$/.test(n), 'Écrivez un nombre entier de pages.'),
  URL: ligneOuNull(2000).refine(
    (u) => u === null || (/^https?:\/\/\S+$/.test(u) && URL.canParse(u)),
    'Écrivez une adresse complète, qui commence par http:// ou https://.',
  ),
  DOI: ligneOuNull(300)
    .transform((d) => d?.replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:\s*)/i, '') ?? null)
    .refine((d) => d === null || DOI.test(d), 'Un DOI commence par «\u00a010.\u00a0», par exemple 10.1000/182.'),
  ISBN: ligneOuNull(30).refine(
    (i) => i === null || isIsbn(i),
    'Cet ISBN n’est pas valable\u00a0: vérifiez chaque chiffre.',
  ),
  ISSN: ligneOuNull(9).refine(
    (i) => i === null || /^\d{4}-?\d{3}[\dXx]$/.test(i),
    'Un ISSN a huit chiffres, par exemple 1950-6899.',
  ),
  language: ligneOuNull(10),
  genre: ligneOuNull(100),
}

export const regleNature = z
  .string({ error: 'Choisissez le type de document.' })
  .refine((n) => hasTerme('nature', n), 'Choisissez le type de document.')

export const regleTerme = (vocabulaire: SlugVocabulaire) =>
  z.string().refine((slug) => hasTerme(vocabulaire, slug), 'Ce terme n’est pas dans la liste.')

export const regleResume = texteOuNull(5000)
export const regleResumeSource = ligneOuNull(100)

/** An abstract belongs to someone: who is said with it. */
export const hasSourceDuResume = (n: { resume: string | null; resumeSource: string | null }): boolean =>
  n.resume === null || n.resumeSource !== null
export const SANS_SOURCE = {
  path: ['resumeSource'],
  message: 'Dites de qui est ce résumé\u00a0: vous, l’auteur, l’éditeur, une base…',
}
