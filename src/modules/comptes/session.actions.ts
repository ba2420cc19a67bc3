import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { addTrace } from '#core/audit.ts'
import type { Ctx, Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { politiqueCompte } from './compte.policy.ts'
import type { Compte } from './compte.queries.ts'
import { formatNomComplet } from './compte.ts'
import {
  addSessionAnonyme,
  createSession,
  getSession,
  removeSession,
  removeSessionsDuCompte,
} from './session.queries.ts'
import type { Moyen } from './session.ts'

interface Preuve {
  compte: Compte
  moyen: Moyen
  fournisseur?: string
  jetonId?: string
}

/**
 * Opens the session of a login that has been proved, in the place of the browser's session of before; traced under the
 * account. @returns the token for the cookie.
 */
export function createSessionProuvee(ctx: Ctx, requete: Requete, { compte, ...preuve }: Preuve): Promise<string> {
  return ctx.db.transaction().execute(async (db) => {
    const { maintenant, acteur } = ctx
    const jeton = await createSession(db, compte.id, {
      ...preuve,
      maintenant,
      agent: requete.agent,
      remplace: acteur.session,
    })
    const titulaire = { compte: compte.id, nom: formatNomComplet(compte), role: compte.role, session: null }
    const objet = { type: 'compte', id: compte.id }
    await addTrace({ ...ctx, db, acteur: titulaire }, { evenement: 'comptes.connexion', objet, issue: 'fait' })
    return jeton
  })
}

/** Logs out. Where the session came from a provider, a short session without account keeps what its own logout needs. */
export const deleteSessionCourante = defineAction({
  nom: 'se déconnecter',
  entree: z.unknown(),
  politique: publique,
  trace: 'comptes.deconnexion',
  executer: (ctx) => removeSessionCourante(ctx),
})

/** Ends every session of one's account, this one included. */
export const deleteSessionsPartout = defineAction({
  nom: 'se déconnecter partout',
  entree: z.unknown(),
  politique: (acteur) => politiqueCompte.peut(acteur, 'tenir', { compte: acteur.compte }),
  trace: 'comptes.deconnexion-partout',
  async executer(ctx) {
    const sortie = await removeSessionCourante(ctx)
    if (ctx.acteur.compte !== null) await removeSessionsDuCompte(ctx, ctx.acteur.compte)
    return sortie
  },
})

/** @returns the token of the session that leads to the provider's logout; null when there is nothing more to end. */
async function removeSessionCourante(ctx: Ctx): Promise<string | null> {
  const session = ctx.acteur.session === null ? undefined : await removeSession(ctx, ctx.acteur.session)
  if (!session?.compte || !session.fournisseur || !session.jeton_id) return null
  const { fournisseur, jeton_id } = session
  return (await addSessionAnonyme(ctx, { fournisseur, jeton_id })).jeton
}

/** Ends one of one's own sessions, on another device or here. */
export const deleteSession = defineAction({
  nom: 'fermer une session',
  entree: z.object({ id: z.uuid() }),
  charger: async (ctx, { id }) => (await getSession(ctx, id)) ?? null,
  politique: (acteur, session) => politiqueCompte.peut(acteur, 'tenir', session),
  trace: 'comptes.session.fermeture',
  objet: ({ id }) => ({ type: 'session', id }),
  async executer(ctx, { id }) {
    await removeSession(ctx, id)
    return { courante: id === ctx.acteur.session }
  },
})
