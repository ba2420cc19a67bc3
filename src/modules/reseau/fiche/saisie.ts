import { z } from 'zod'
import { ligneOuNull, liste } from '#core/saisie.ts'
import { checkSelection, hasTerme, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import { type NatureIdentifiant, parseIdentifiant } from '../identifiant.ts'

/** One term of a vocabulary, or none. */
export const termeOuNull = (vocabulaire: SlugVocabulaire, message: string) =>
  z
    .string()
    .nullish()
    .transform((v) => v || null)
    .refine((v) => v === null || hasTerme(vocabulaire, v), message)

/** Several terms of a vocabulary. */
export const termes = (vocabulaire: SlugVocabulaire) =>
  liste(z.string()).superRefine((choix, ctx) => {
    for (const message of checkSelection(vocabulaire, choix)) ctx.addIssue({ code: 'custom', message })
  })

/** One value of a closed list, or none. */
export const valeurOuNull = (valeurs: Record<string, string>) =>
  z
    .string()
    .nullish()
    .transform((v) => v || null)
    .refine((v) => v === null || Object.hasOwn(valeurs, v), 'Choisissez dans la liste.')

/** Several values of a closed list. */
export const valeurs = (liste_: Record<string, string>) =>
  liste(z.string().refine((v) => Object.hasOwn(liste_, v), 'Choisissez dans la liste.'))

/** A number of a register, its key checked. */
export const numeroOuNull = (nature: NatureIdentifiant) =>
  ligneOuNull(60).transform((texte, ctx) => {
    if (texte === null) return null
    const lu = parseIdentifiant(nature, texte)
    if ('valeur' in lu) return lu.valeur
    ctx.addIssue({ code: 'custom', message: lu.erreur })
    return z.NEVER
  })

export const adresseOuNull = ligneOuNull(1000).refine(
  (v) => v === null || /^https?:$/.test(URL.parse(v)?.protocol ?? ''),
  'Écrivez une adresse qui commence par https://.',
)

export const courrielOuNull = ligneOuNull(200).refine(
  (v) => v === null || z.email().safeParse(v).success,
  'Écrivez une adresse de courriel, comme accueil@exemple.fr.',
)

export const telephoneOuNull = ligneOuNull(30).refine(
  (v) => v === null || /^[+\d][\d\s.()-]{2,}$/.test(v),
  'Écrivez un numéro de téléphone, comme 04 92 00 00 00.',
)

export const codePostalOuNull = ligneOuNull(10).refine(
  (v) => v === null || /^\d{5}$/.test(v),
  'Écrivez un code postal de cinq chiffres.',
)

/** « 44,092 6,236 » or « 44.092, 6.236 »: latitude, longitude. */
export const positionOuNull = ligneOuNull(60).transform(
  (texte, ctx): { latitude: number; longitude: number } | null => {
    if (texte === null) return null
    const nombres = [...texte.matchAll(/-?\d+(?:[.,]\d+)?/g)].map((m) => Number(m[0].replace(',', '.')))
    const [latitude, longitude] = nombres
    if (nombres.length === 2 && latitude !== undefined && longitude !== undefined) {
      if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude }
    }
    ctx.addIssue({ code: 'custom', message: 'Écrivez la latitude puis la longitude, comme 44.092 6.236.' })
    return z.NEVER
  },
)

/** Revision of the sheet that the form was filled from. */
export const revision = z.coerce.number().int().positive()
