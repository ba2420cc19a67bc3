import { z } from 'zod'
import { ROLES, type Role } from '#core/acteur.ts'
import { ligneOuNull } from '#core/saisie.ts'

/** What each role is called, and what it opens, in the order of trust. */
export const LIBELLES_ROLE: Record<Role, { nom: string; droits: string }> = {
  visiteur: { nom: 'Visiteur', droits: 'Lit ce qui est public.' },
  contributeur: { nom: 'Contributeur', droits: 'Propose des documents et des corrections.' },
  documentaliste: { nom: 'Documentaliste', droits: 'Tient le catalogue\u00a0: notices, imports, glossaire.' },
  coordinateur: { nom: 'Coordinateur', droits: 'Anime les dispositifs qui lui sont confiés.' },
  administrateur: { nom: 'Administrateur', droits: 'Gère les comptes et leurs rôles.' },
}

/** How well an account's identity is proved, from the weakest to the strongest. Own scale of the platform. */
export const NIVEAUX = ['declaree', 'courriel', 'fournisseur', 'professionnel'] as const
export type Niveau = (typeof NIVEAUX)[number]

export const LIBELLES_NIVEAU: Record<Niveau, string> = {
  declaree: 'Déclarée, sans preuve',
  courriel: 'Adresse de courriel vérifiée',
  fournisseur: 'Vérifiée par un fournisseur d’identité',
  professionnel: 'Professionnel de santé identifié (RPPS)',
}

/** The stronger of two levels: a login by a weaker means does not undo a proof. */
export function computeNiveau(a: Niveau, b: Niveau): Niveau {
  return NIVEAUX.indexOf(a) >= NIVEAUX.indexOf(b) ? a : b
}

/** « Dominique Fictif », or what is known of it; null when nothing is. */
export function formatNomComplet({ prenom, nom }: { prenom: string | null; nom: string | null }): string | null {
  return [prenom, nom].filter(Boolean).join(' ') || null
}

/** Mail address, in the one form under which accounts are known: trimmed, lower case. */
export const schemaCourriel = z
  .string({ error: 'Indiquez votre adresse de courriel.' })
  .trim()
  .toLowerCase()
  .min(1, 'Indiquez votre adresse de courriel.')
  .max(254, 'Cette adresse est trop longue.')
  .pipe(z.email('Cette adresse n’a pas la forme nom@domaine.fr.'))

export const schemaRole = z.enum(ROLES, { error: 'Choisissez un rôle de la liste.' })

export const schemaNom = z.object({ prenom: ligneOuNull(100), nom: ligneOuNull(100) })

/** Without this account, nobody could give a role to anybody any more. */
export function isDernierAdministrateur(
  { role, actif }: { role: Role; actif: boolean },
  autresAdministrateurs: number,
): boolean {
  return role === 'administrateur' && actif && autresAdministrateurs === 0
}
