import { z } from 'zod'
import { identifiant, ligne } from '#core/saisie.ts'
import { schemaCourriel } from '#modules/comptes/index.ts'
import { parseRecherche } from '../recherche/recherche.ts'
import { formatRecherche, NOM_MAX } from './abonnement.ts'
import type { Rythme } from './echeance.ts'

/** Text of a field in any state: several values or none give what can be shown again. */
const brut = z.preprocess((v) => (Array.isArray(v) ? v[0] : v), z.string().max(4000).catch(''))

export const schemaRecherche = brut.transform((v) => formatRecherche(parseRecherche(v)))

const nom = ligne('Donnez un nom à cette alerte.', NOM_MAX)

const champsRythme = {
  rythme: z.enum(['jour', 'semaine'], { error: 'Choisissez chaque jour ou chaque semaine.' }),
  jour: z.coerce.number({ error: 'Choisissez un jour.' }).int().min(1).max(7).catch(1),
}
const formatRythme = ({ rythme, jour }: { rythme: 'jour' | 'semaine'; jour: number }): Rythme =>
  rythme === 'jour' ? { rythme, jour: null } : { rythme, jour }

/** Empty where the account's own address is used; `schemaCourriel` speaks when something was typed. */
const adresse = z.preprocess(
  (v) => (typeof v === 'string' && v.trim() === '' ? undefined : v),
  schemaCourriel.optional(),
)

/** The form that asks for what is new in a search, or for the letter. */
export const schemaDemande = z.discriminatedUnion('genre', [
  z
    .object({ genre: z.literal('recherche'), nom, recherche: schemaRecherche, adresse, ...champsRythme })
    .transform(({ rythme, jour, ...reste }) => ({ ...reste, ...formatRythme({ rythme, jour }) })),
  z.object({ genre: z.literal('lettre'), adresse }),
])
export type Demande = z.infer<typeof schemaDemande>

/** The token of a message: 32 random bytes in base64url. */
export const schemaJeton = z.string().regex(/^[\w-]{43}$/)

/** By what a subscription is reached: the token of a message, or its number for the account that owns it. */
export const schemaAcces = z.union([z.object({ jeton: schemaJeton }), z.object({ id: identifiant })])
export type Acces = z.infer<typeof schemaAcces>

/** What one changes in an alert. */
export const schemaReglages = z
  .object({ nom, ...champsRythme })
  .transform(({ nom, ...rythme }) => ({ nom, ...formatRythme(rythme) }))
