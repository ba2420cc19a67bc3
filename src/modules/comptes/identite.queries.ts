import type { Generated, JSONColumnType } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { lockNom } from '#core/reglage.ts'
import type { Compte } from './compte.queries.ts'
import type { ProfilFournisseur } from './identite.formats.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    identite: {
      id: Generated<string>
      compte: string
      emetteur: string
      sujet: string
      fournisseur: string
      prenom: string | null
      nom: string | null
      courriel: string | null
      profil: JSONColumnType<ProfilFournisseur>
      creee_le: Date
      vue_le: Date
    }
    connexion_oidc: {
      etat: string
      session: string
      fournisseur: string
      nonce: string
      verifieur: string
      retour: string
      expire_le: Date
    }
  }
}

interface Identite {
  compte: string
  emetteur: string
  sujet: string
  fournisseur: string
  prenom: string | null
  nom: string | null
  courriel: string | null
  profil: ProfilFournisseur
}

/**
 * The account of this person at this provider, undefined at a first visit. Two first visits at once queue here until
 * the end of the transaction: the second finds the account of the first.
 */
export async function getCompteParIdentite(ctx: Ctx, emetteur: string, sujet: string): Promise<Compte | undefined> {
  await lockNom(ctx.db, `identite ${emetteur} ${sujet}`)
  return ctx.db
    .selectFrom('identite')
    .innerJoin('compte', 'compte.id', 'identite.compte')
    .selectAll('compte')
    .where('emetteur', '=', emetteur)
    .where('sujet', '=', sujet)
    .executeTakeFirst()
}

/** Ties an identity to an account, or refreshes what the provider says of it; never moves it to another account. */
export async function updateIdentite(ctx: Ctx, { profil, ...identite }: Identite): Promise<void> {
  const { prenom, nom, courriel } = identite
  await ctx.db
    .insertInto('identite')
    .values({ ...identite, profil: JSON.stringify(profil), creee_le: ctx.maintenant, vue_le: ctx.maintenant })
    .onConflict((oc) =>
      oc
        .columns(['emetteur', 'sujet'])
        .doUpdateSet({ prenom, nom, courriel, profil: JSON.stringify(profil), vue_le: ctx.maintenant }),
    )
    .execute()
}

/** What the providers say of an account, by provider. */
export function listIdentites(ctx: Ctx, compte: string) {
  return ctx.db
    .selectFrom('identite')
    .select(['fournisseur', 'prenom', 'nom', 'courriel', 'profil', 'vue_le'])
    .where('compte', '=', compte)
    .orderBy('creee_le')
    .execute()
}

interface DemandeOidc {
  etat: string
  session: string
  fournisseur: string
  nonce: string
  verifieur: string
  retour: string
  expire_le: Date
}

export async function addDemandeOidc(ctx: Ctx, demande: DemandeOidc): Promise<void> {
  await ctx.db.insertInto('connexion_oidc').values(demande).execute()
}

/**
 * Takes out the login under way that this browser began at this provider: a second return with the same state finds
 * nothing, whatever the first one gave.
 * @returns undefined when it is unknown, begun in another browser or at another provider, or too old.
 */
export async function removeDemandeOidc(
  ctx: Ctx,
  { etat, session, fournisseur }: { etat: string; session: string; fournisseur: string },
): Promise<DemandeOidc | undefined> {
  const demande = await ctx.db
    .deleteFrom('connexion_oidc')
    .where('etat', '=', etat)
    .where('session', '=', session)
    .where('fournisseur', '=', fournisseur)
    .returningAll()
    .executeTakeFirst()
  return demande && demande.expire_le > ctx.maintenant ? demande : undefined
}
