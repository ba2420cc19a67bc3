import { z } from 'zod'
import type { ErreurChamp } from '#core/errors.ts'
import { type Brut, identifiant, ligne, ligneOuNull, liste, texteOuNull } from '#core/saisie.ts'
import { schemaComposer } from '#modules/territoires/index.ts'
import type { Dispositif } from './dispositif.ts'
import type { TypeDispositif } from './type.ts'

const vide = (v: unknown): unknown => (typeof v === 'string' && v.trim() === '' ? null : v)

/** A day, as an ISO date; empty = null. */
export const dateOuNull = z
  .preprocess(vide, z.iso.date({ error: 'Écrivez la date avec son jour, son mois et son année.' }).nullable())
  .optional()
  .transform((v) => v ?? null)

/** An address of a page; empty = null. */
export const urlOuNull = z
  .preprocess(
    (v) => vide(typeof v === 'string' ? v.trim() : v),
    z
      .url({ protocol: /^https?$/, error: 'Écrivez l’adresse entière, qui commence par https://.' })
      .max(1000)
      .nullable(),
  )
  .optional()
  .transform((v) => v ?? null)

const courrielOuNull = z
  .preprocess(
    (v) => vide(typeof v === 'string' ? v.trim().toLowerCase() : v),
    z.email('Cette adresse n’a pas la forme nom@domaine.fr.').max(254).nullable(),
  )
  .optional()
  .transform((v) => v ?? null)

/** Codes of quartiers prioritaires, in boxes or typed. */
const FORME_QPV = /^Q[A-Z0-9]{5,9}$/
const qpv = z.preprocess(
  (v) =>
    [v ?? []]
      .flat()
      .flatMap((e) =>
        String(e)
          .toUpperCase()
          .split(/[\s,;]+/),
      )
      .filter(Boolean),
  z
    .array(z.string().regex(FORME_QPV, 'Un code de quartier commence par Q, comme QN00101M.'))
    .max(500)
    .transform((codes) => [...new Set(codes)].sort()),
)

/** What the form of a dispositif holds beside its territory. */
export const schemaSaisie = z.object({
  nom: ligne('Donnez un nom à ce dispositif.', 200),
  description: texteOuNull(5000),
  /** The carrier, by its name or number; `organisme`: which one, where several have these words. */
  porteur: ligneOuNull(300),
  organisme: identifiant.optional().catch(undefined),
  /** Commune where the team works, by name or code. */
  siege: ligneOuNull(200),
  adresse: ligneOuNull(300),
  telephone: ligneOuNull(40),
  courriel: courrielOuNull,
  siteWeb: urlOuNull,
  themes: liste(z.string()),
  publics: liste(z.string()),
  qpv,
  source: ligneOuNull(300),
  sourceUrl: urlOuNull,
  fin: dateOuNull,
  valeurs: z.record(z.string(), z.string().max(5000)).catch({}).default({}),
})
export type Saisie = z.infer<typeof schemaSaisie>

/** What a form says of a territory: the composer’s fields, communes to take away, from when it holds, and why. */
export const schemaTerritoire = z.object({
  ...schemaComposer.shape,
  retirees: liste(z.string()),
  depuis: dateOuNull,
  note: ligneOuNull(500),
  /** Of an administrator: why this overlap is agreed. */
  motif: ligneOuNull(500),
})
export type SaisieTerritoire = z.infer<typeof schemaTerritoire>

const listMots = (v: unknown): string[] =>
  [v ?? []]
    .flat()
    .flatMap((e) => String(e).split(/[\s,;]+/))
    .filter(Boolean)
    .sort()

/** Whether some of these fields are at fault, or say otherwise than the sheet. Lists may come in any order. */
export const isTouche = (
  champs: readonly string[],
  { valeurs, erreurs, stocke }: { valeurs: Brut; erreurs: readonly ErreurChamp[]; stocke: Brut },
): boolean =>
  champs.some(
    (champ) =>
      erreurs.some(({ field }) => field === champ || field.startsWith(`${champ}.`)) ||
      (Array.isArray(stocke[champ])
        ? listMots(valeurs[champ]).join() !== listMots(stocke[champ]).join()
        : String(valeurs[champ] ?? '').trim() !== String(stocke[champ] ?? '')),
  )

const NOMBRE = /^-?\d+([.,]\d+)?$/

/**
 * Answers to the slots of a type, as typed → as kept. An empty answer is left out; a slot that the type does not have is
 * left out too.
 * @returns the answers, and the faults by field
 */
export function parseValeurs(
  type: TypeDispositif,
  brutes: Readonly<Record<string, string>>,
): { valeurs: Dispositif['valeurs']; fautes: { field: string; message: string }[] } {
  const valeurs: Dispositif['valeurs'] = {}
  const fautes: { field: string; message: string }[] = []
  for (const { slug, nature } of [...type.champs, ...type.indicateurs]) {
    const texte = brutes[slug]?.trim() ?? ''
    const field = `valeurs.${slug}`
    if (texte === '') continue
    if (nature === 'nombre') {
      const compact = texte.replace(/[\s\u00a0\u202f]/g, '')
      if (NOMBRE.test(compact)) valeurs[slug] = Number(compact.replace(',', '.'))
      else fautes.push({ field, message: 'Écrivez un nombre.' })
    } else if (nature === 'date' && !z.iso.date().safeParse(texte).success) {
      fautes.push({ field, message: 'Écrivez la date avec son jour, son mois et son année.' })
    } else valeurs[slug] = texte
  }
  return { valeurs, fautes }
}
