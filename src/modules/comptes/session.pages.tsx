import { executeAction } from '#core/action.ts'
import { ErreurOidc } from '#core/oidc.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Redirection, type Route } from '#core/route.ts'
import { ButtonLink } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import type { FournisseurJoignable } from './identite.pages.tsx'
import { deleteSession, deleteSessionCourante, deleteSessionsPartout } from './session.actions.ts'
import { getSortie } from './session.queries.ts'

const SORTIE: Redirection = { vers: '/connexion', avis: 'deconnecte', session: null }

const leave = (jeton: string | null): Redirection =>
  jeton === null ? SORTIE : { vers: '/deconnexion', session: jeton }

/** Ends of sessions: this one, another of one's own, all of them; here, then at the provider. */
export function routesSession(fournisseurs: readonly FournisseurJoignable[]): Route[] {
  const ici = defineRoute({
    methode: 'POST',
    chemin: '/deconnexion',
    action: deleteSessionCourante,
    reussir: leave,
  })

  const partout = defineRoute({
    methode: 'POST',
    chemin: '/compte/deconnexion-partout',
    action: deleteSessionsPartout,
    reussir: leave,
  })

  const une = defineRoute({
    methode: 'POST',
    chemin: '/compte/sessions/:id/fermeture',
    action: deleteSession,
    avis: { 'session-fermee': { ton: 'succes', texte: 'La session est fermée.' } },
    reussir: ({ courante }): Redirection => (courante ? SORTIE : { vers: '/compte', avis: 'session-fermee' }),
  })

  // A form may not lead to another site (policy of contents): this page goes there by itself, or by its link.
  const etape = defineRoute({
    methode: 'GET',
    chemin: '/deconnexion',
    politique: publique,
    trace: 'comptes.deconnexion.page',
    async lire(ctx, _entree, requete) {
      const sortie = ctx.acteur.session === null ? undefined : await getSortie(ctx, ctx.acteur.session)
      const fournisseur = fournisseurs.find(({ slug }) => slug === sortie?.fournisseur)
      if (!fournisseur) return { vers: '/connexion' }
      return (
        <Layout
          title="Vous êtes déconnecté de Maillage"
          page={requete}
          head={<meta http-equiv="refresh" content="0; url=/deconnexion/fournisseur" />}
          intro={<p>{`La déconnexion se poursuit chez ${fournisseur.libelle}.`}</p>}
        >
          <div class="actions">
            <ButtonLink href="/deconnexion/fournisseur" variant="primary">
              {`Se déconnecter de ${fournisseur.libelle}`}
            </ButtonLink>
          </div>
        </Layout>
      )
    },
  })

  const fournisseur = defineRoute({
    methode: 'GET',
    chemin: '/deconnexion/fournisseur',
    politique: publique,
    trace: 'comptes.deconnexion.fournisseur',
    async lire(ctx, _entree, requete): Promise<Redirection> {
      const sortie = ctx.acteur.session === null ? undefined : await getSortie(ctx, ctx.acteur.session)
      const choisi = fournisseurs.find(({ slug }) => slug === sortie?.fournisseur)
      if (!sortie || !choisi) return { vers: '/connexion' }
      await executeAction(deleteSessionCourante, ctx, {})
      try {
        const adresse = await choisi.client.getAdresseSortie(sortie.jetonId, `${requete.adresse}/connexion`)
        return adresse === null ? SORTIE : { vers: adresse, session: null }
      } catch (erreur) {
        if (erreur instanceof ErreurOidc) return SORTIE
        throw erreur
      }
    },
  })

  return [ici, partout, une, etape, fournisseur]
}
