import { z } from 'zod'
import { ligne, ligneOuNull, liste, texteOuNull } from '#core/saisie.ts'
import { AGREGATIONS, type Agregation, FAMILLES, type Famille, isPonderee } from './indicateur.ts'

/** Words of our own addresses, that no indicator may take. */
const RESERVES = new Set(['imports', 'lectures', 'nouveau'])

export const schemaCode = z
  .string({ error: 'Donnez un code à cet indicateur.' })
  .trim()
  .max(60, 'Un code a 60 caractères au plus.')
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'Un code s’écrit en minuscules sans accent, chiffres et tirets, par exemple ald-60.',
  )
  .refine((code) => !RESERVES.has(code), 'Ce code est pris par Maillage.')

const url = ligneOuNull(1000).refine((v) => v === null || (/^https?:\/\//.test(v) && URL.canParse(v)), {
  error: 'Une adresse commence par http:// ou https://.',
})

/** A number typed in French or English; empty = null. */
const nombreOuNull = z
  .string()
  .default('')
  .transform((v) => v.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'))
  .refine((v) => v === '' || Number.isFinite(Number(v)), 'Écrivez un nombre, par exemple 2,5.')
  .transform((v) => (v === '' ? null : Number(v)))

const champs = {
  libelle: ligne('Donnez un nom à cet indicateur.', 200),
  definition: texteOuNull(2000),
  phrase: ligneOuNull(300).refine((v) => v === null || v.includes('{valeur}'), {
    error: 'La phrase porte {valeur} à la place du nombre.',
  }),
  famille: z.enum(Object.keys(FAMILLES) as Famille[], { error: 'Choisissez une famille.' }),
  unite: ligne('Dites dans quelle unité il se compte.', 80),
  decimales: z.coerce.number({ error: 'De 0 à 4 décimales.' }).int().min(0).max(4),
  source: ligne('Dites d’où il vient.', 200),
  url,
  licence: ligneOuNull(200),
  sens: z.enum(['1', '-1', '0']).transform((v) => Number(v) as 1 | -1 | 0),
  seuil: nombreOuNull,
  seuilLibelle: ligneOuNull(200),
  agregation: z.enum(Object.keys(AGREGATIONS) as Agregation[], { error: 'Dites comment il s’additionne.' }),
  poids: ligneOuNull(100),
  poidsPopulation: liste(z.string()).transform((v) => v.includes('oui')),
  rang: z.coerce.number().int().min(0).max(10_000).catch(100),
}

interface AVerifier {
  agregation: Agregation
  poids: string | null
  poidsPopulation: boolean
  seuil: number | null
  seuilLibelle: string | null
}

function checkEnsemble(v: AVerifier, suite: z.RefinementCtx): void {
  if (isPonderee(v.agregation) && v.poids === null)
    suite.addIssue({ code: 'custom', path: ['poids'], message: 'Dites ce qui pondère la moyenne.' })
  if (v.seuil !== null && v.seuilLibelle === null)
    suite.addIssue({ code: 'custom', path: ['seuilLibelle'], message: 'Dites ce que marque ce seuil.' })
}

/** Where nothing weighs, no words for it; without a threshold, none either. */
const formatEnsemble = <T extends AVerifier>(v: T): T => ({
  ...v,
  poids: isPonderee(v.agregation) ? v.poids : null,
  poidsPopulation: isPonderee(v.agregation) && v.poidsPopulation,
  seuilLibelle: v.seuil === null ? null : v.seuilLibelle,
})

/** A new definition, as the form sends it. */
export const schemaNouvelIndicateur = z
  .object({ code: schemaCode, ...champs })
  .superRefine(checkEnsemble)
  .transform(formatEnsemble)

/** A stored one, whose code comes from the address and never changes. */
export const schemaIndicateur = z
  .object({ indicateur: schemaCode, ...champs })
  .superRefine(checkEnsemble)
  .transform(formatEnsemble)
