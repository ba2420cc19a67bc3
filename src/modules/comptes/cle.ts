import { z } from 'zod'
import { formatJour } from '#core/jour.ts'
import { ligne, ligneOuNull, liste } from '#core/saisie.ts'
import { createJeton, isJeton } from './session.ts'

/**
 * What a key may be allowed to change. Reading what is public needs none of them. Slugs stand in keys: never renamed.
 */
export const PORTEES = {
  'notices:ecrire': { libelle: 'Écrire des notices', aide: 'Créer, modifier, retirer une notice à la fois.' },
  'notices:lot': { libelle: 'Verser des lots de notices', aide: 'Jusqu’à 500 notices en un envoi.' },
  'etageres:ecrire': { libelle: 'Composer ses étagères', aide: 'Créer et modifier les vôtres, avec leur plan.' },
  'annuaire:proposer': { libelle: 'Proposer des corrections de l’annuaire', aide: 'Une personne les relit.' },
  'territoires:ecrire': { libelle: 'Composer ses territoires', aide: 'Créer et modifier les vôtres.' },
} as const
export type Portee = keyof typeof PORTEES
export const isPortee = (texte: string): texte is Portee => Object.hasOwn(PORTEES, texte)

/** Keys in force that one account may hold. */
export const CLES_MAX = 20

/** Says to whoever finds it, and to the tools that look for forgotten secrets, what it is. */
const PREFIXE = 'mlg_'

/** `mlg_` and 32 random bytes. Kept as a plain SHA-256 (`computeEmpreinte`): 256 random bits leave nothing to guess. */
export const createSecret = (): string => PREFIXE + createJeton()

export const isSecret = (texte: string): boolean => texte.startsWith(PREFIXE) && isJeton(texte.slice(PREFIXE.length))

/** How a key is recognised without being told: « mlg_…k3Zq ». */
export const formatRepere = (fin: string): string => `${PREFIXE}…${fin}`

/** « en service », « expirée » or « révoquée », and since when a key is worth nothing. */
export function getEtat(
  cle: { expireLe: string | null; revoqueeLe: Date | null },
  maintenant: Date,
): 'active' | 'expiree' | 'revoquee' {
  if (cle.revoqueeLe) return 'revoquee'
  return cle.expireLe !== null && cle.expireLe < formatJour(maintenant) ? 'expiree' : 'active'
}

/** The form of a new key. */
export const schemaCle = z.object({
  nom: ligne('Donnez un nom à cette clé, par exemple celui de l’outil qui s’en servira.', 80),
  portees: liste(z.custom<Portee>((v) => typeof v === 'string' && isPortee(v), 'Choisissez des droits de la liste.')),
  expireLe: ligneOuNull(10).pipe(
    z.iso.date({ error: 'Écrivez la date avec son jour, son mois et son année.' }).nullable(),
  ),
})
