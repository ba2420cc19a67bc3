import type { Logger } from 'pino'
import { z } from 'zod'
import type { FournisseurOidc } from '#config'
import { executeAction } from '#core/action.ts'
import { addTrace } from '#core/audit.ts'
import type { Ctx, Requete } from '#core/context.ts'
import { type ClientOidc, ErreurOidc } from '#core/oidc.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Redirection, type Route } from '#core/route.ts'
import { ErreurConnexion } from './connexion.ts'
import { addIdentite, createDemande, removeDemande } from './identite.actions.ts'
import { getArrivee, schemaRetour } from './retour.ts'
import { createSessionProuvee } from './session.actions.ts'

export interface FournisseurJoignable extends FournisseurOidc {
  client: ClientOidc
}

const LIMITE = { nom: 'connexion-oidc', max: 60, secondes: 600 }

const formatAdresseRetour = (adresse: string, slug: string): string => `${adresse}/connexion/oidc/${slug}/retour`

/** Login at the declared providers: leave for one of them, come back. */
export function routesIdentite(fournisseurs: readonly FournisseurJoignable[], journal: Logger): Route[] {
  const charger = async (_ctx: Ctx, { fournisseur }: { fournisseur: string }) =>
    fournisseurs.find(({ slug }) => slug === fournisseur) ?? null

  const depart = defineRoute({
    methode: 'GET',
    chemin: '/connexion/oidc/:fournisseur',
    requete: z.object({
      fournisseur: z.string(),
      retour: schemaRetour,
      session: z.string().optional(),
    }),
    charger,
    politique: publique,
    trace: 'comptes.connexion.depart',
    limite: LIMITE,
    async lire(ctx, { retour, session }, requete, { slug, client }): Promise<Redirection> {
      // Somebody already logged in is tying one more identity to his account: only a link of our own page may begin
      // that, and only that page knows the id of the session.
      if (ctx.acteur.compte !== null && session !== ctx.acteur.session) return { vers: '/compte' }
      try {
        const { adresse, ...secrets } = await client.createDemande(formatAdresseRetour(requete.adresse, slug))
        const jeton = await executeAction(createDemande, ctx, { ...secrets, retour, fournisseur: slug })
        return { vers: adresse, session: jeton }
      } catch (erreur) {
        return refuse(ctx, erreur, { slug, retour, journal })
      }
    },
  })

  const retour = defineRoute({
    methode: 'GET',
    chemin: '/connexion/oidc/:fournisseur/retour',
    requete: z.object({ fournisseur: z.string(), state: z.string().catch('') }),
    charger,
    politique: publique,
    trace: 'comptes.connexion.retour',
    limite: LIMITE,
    async lire(ctx, { state }, requete, fournisseur): Promise<Redirection> {
      const { slug } = fournisseur
      const demande = await executeAction(removeDemande, ctx, { fournisseur: slug, etat: state })
      try {
        if (!demande) throw new ErreurConnexion('expiree')
        return await enter(ctx, requete, fournisseur, demande)
      } catch (erreur) {
        return refuse(ctx, erreur, { slug, retour: demande?.retour ?? '/', journal })
      }
    },
  })

  return [depart, retour]
}

async function enter(
  ctx: Ctx,
  requete: Requete,
  { slug, profil, client }: FournisseurJoignable,
  demande: { etat: string; nonce: string; verifieur: string; retour: string },
): Promise<Redirection> {
  // The public address, which a proxy may have changed into another: it is the one the provider was told.
  const url = new URL(requete.chemin, requete.adresse)
  const { jetonId, ...presente } = await client.checkRetour(url, demande)
  const { compte, nouveau } = await executeAction(addIdentite, ctx, { ...presente, fournisseur: slug, profil })
  const session = await createSessionProuvee(ctx, requete, { compte, moyen: 'oidc', fournisseur: slug, jetonId })
  if (ctx.acteur.compte !== null) return { vers: '/compte', avis: 'identite-rattachee', session }
  return { vers: getArrivee(demande.retour, compte), avis: nouveau ? 'compte-cree' : 'connecte', session }
}

interface Echec {
  slug: string
  retour: string
  journal: Logger
}

/** Back to the login page, which says why; the other means stay at hand. Anything unforeseen is thrown on. */
async function refuse(ctx: Ctx, erreur: unknown, { slug, retour, journal }: Echec): Promise<Redirection> {
  if (!(erreur instanceof ErreurOidc || erreur instanceof ErreurConnexion)) throw erreur
  const { motif, cause } = erreur
  // The message of the cause may quote claims: its name and code are enough to find out.
  const detail = cause instanceof Error ? `${cause.name} ${'code' in cause ? String(cause.code) : ''}`.trim() : null
  journal.warn({ id: ctx.origine.requete, fournisseur: slug, motif, detail }, 'connexion refusée')
  await addTrace(ctx, {
    evenement: 'comptes.connexion',
    objet: null,
    issue: motif === 'indisponible' ? 'erreur' : 'refus',
  })
  // Who was logged in stays so, and learns why on his own page.
  const vers = ctx.acteur.compte === null ? `/connexion?retour=${encodeURIComponent(retour)}` : '/compte'
  return { vers, avis: `connexion-${motif}` }
}
