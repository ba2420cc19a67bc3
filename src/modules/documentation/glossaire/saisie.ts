import { z } from 'zod'
import { type Brut, ligne, ligneOuNull, rangs, texteOuNull } from '#core/saisie.ts'
import { hasTerme } from '#modules/vocabulaires/index.ts'
import type { ContenuEntree } from './glossaire.ts'

const DEFINITIONS_MAX = 20

/** One name a line. */
const noms = texteOuNull(2000).transform((v) => [
  ...new Set(
    (v ?? '')
      .split('\n')
      .map((l) => l.replace(/\s+/g, ' ').trim())
      .filter(Boolean),
  ),
])

/** A notice by its number or by a pasted address; null when none is said. */
const notice = z.preprocess(
  (v) => (typeof v === 'string' ? (/notices\/(\d+)/.exec(v)?.[1] ?? v.replace(/^n°\s*/i, '').trim()) || null : v),
  z.coerce
    .number({ error: 'Écrivez le numéro ou l’adresse d’une notice.' })
    .int('Écrivez le numéro ou l’adresse d’une notice.')
    .positive('Écrivez le numéro ou l’adresse d’une notice.')
    .max(2_147_483_647)
    .nullish()
    .transform((v) => v ?? null),
)

const schemaDefinition = z
  .object({
    texte: texteOuNull(3000),
    document: ligneOuNull(300),
    lieu: ligneOuNull(200),
    annee: ligneOuNull(4).refine((v) => v === null || /^\d{4}$/.test(v), 'Écrivez l’année en quatre chiffres.'),
    adresse: ligneOuNull(1000).refine(
      (v) => v === null || /^https?:$/.test(URL.parse(v)?.protocol ?? ''),
      'Écrivez une adresse qui commence par https://.',
    ),
    notice,
    aVerifier: z.literal('1').optional(),
  })
  .refine((d) => d.texte !== null || [d.document, d.lieu, d.annee, d.adresse, d.notice].every((v) => v === null), {
    path: ['texte'],
    message: 'Écrivez la définition, ou videz sa source.',
  })

/** The form of a term. A definition left empty is taken away. */
export const schemaTerme = z
  .object({
    terme: ligne('Écrivez le terme.', 200),
    sigle: ligneOuNull(30),
    formeLongue: ligneOuNull(300),
    variantes: noms,
    theme: z
      .string()
      .nullish()
      .transform((v) => v || null)
      .refine((v) => v === null || hasTerme('theme', v), 'Choisissez un thème de la liste.'),
    termesLies: noms,
    definitions: rangs(schemaDefinition, DEFINITIONS_MAX),
  })
  .refine((s) => s.sigle === null || s.formeLongue !== null, {
    path: ['formeLongue'],
    message: 'Écrivez la forme longue du sigle.',
  })
  .transform(({ definitions, ...saisie }): ContenuEntree & { origines: number[] } => {
    const ecrites = definitions.map((d, i) => ({ ...d, i })).filter((d) => d.texte !== null)
    return {
      ...saisie,
      definitions: ecrites.map(({ texte, aVerifier, i: _, ...source }) => ({
        ...source,
        texte: texte ?? '',
        aVerifier: aVerifier !== undefined,
      })),
      /** Rank in the form of each definition kept: faults found later are told at the right field. */
      origines: ecrites.map((d) => d.i),
    }
  })

/** What the form shows of a term: the reverse of the schema. */
export function formatSaisie(c: ContenuEntree): Brut {
  return {
    terme: c.terme,
    sigle: c.sigle ?? '',
    formeLongue: c.formeLongue ?? '',
    variantes: c.variantes.join('\n'),
    theme: c.theme ?? '',
    termesLies: c.termesLies.join('\n'),
    definitions: Object.fromEntries(
      c.definitions.map((d, i) => [
        String(i),
        {
          ...Object.fromEntries(Object.entries(d).map(([cle, v]) => [cle, v === null ? '' : String(v)])),
          ...(d.aVerifier ? { aVerifier: '1' } : { aVerifier: undefined }),
        },
      ]),
    ),
  }
}
