import type { Logger } from 'pino'
import type { Config } from '#config'
import { addTrace } from '#core/audit.ts'
import type { Ctx, Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import type { EnvoyerCourriel } from '#core/mail.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Redirection, type Route } from '#core/route.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { checkCodeConnexion, createCodeConnexion } from './code.actions.ts'
import { getCodeEnAttente } from './code.queries.ts'
import { ESSAIS_MAX, formatMessage } from './code.ts'
import { renderConnexion } from './connexion.pages.tsx'
import { getArrivee, parseRetour } from './retour.ts'
import { createSessionProuvee } from './session.actions.ts'

/** Login by a code sent by mail: ask for it, type it. */
export function routesCode(config: Config, envoyer: EnvoyerCourriel, journal: Logger): Route[] {
  const demande = defineRoute({
    methode: 'POST',
    chemin: '/connexion/courriel',
    action: createCodeConnexion,
    // A team behind one address logs in on Monday morning: the limit by mailbox is the strict one.
    limite: { nom: 'code-envoi', max: 20, secondes: 600 },
    async reussir({ courriel, code, jeton: session }, requete, brut, ctx): Promise<Redirection> {
      try {
        await envoyer({ a: courriel, ...formatMessage(code, requete.adresse) }, ctx.maintenant)
        return { vers: '/connexion/code', session }
      } catch (erreur) {
        // The server's words often quote the address: only its code is logged.
        const motif = erreur instanceof Error && 'code' in erreur ? String(erreur.code) : 'inconnu'
        journal.error({ id: requete.id, motif }, 'courriel non envoyé')
        const retour = encodeURIComponent(parseRetour(brut.retour))
        return { vers: `/connexion?retour=${retour}`, avis: 'courriel-panne', session }
      }
    },
    echouer: (ctx, erreurs, brut, requete) =>
      renderConnexion(ctx, requete, config, {
        retour: parseRetour(brut.retour),
        courriel: typeof brut.courriel === 'string' ? brut.courriel : '',
        erreurs,
      }),
  })

  const saisie = defineRoute({
    methode: 'GET',
    chemin: '/connexion/code',
    politique: publique,
    trace: 'comptes.code.page',
    lire: (ctx, _entree, requete) => renderCode(ctx, requete, config, []),
  })

  const essai = defineRoute({
    methode: 'POST',
    chemin: '/connexion/code',
    action: checkCodeConnexion,
    limite: { nom: 'code-essai', max: 60, secondes: 600 },
    async reussir(resultat, requete, _brut, ctx): Promise<Redirection> {
      if (resultat.issue === 'ouvert') {
        const { compte, nouveau, retour } = resultat
        const session = await createSessionProuvee(ctx, requete, { compte, moyen: 'courriel' })
        return { vers: getArrivee(retour, compte), avis: nouveau ? 'compte-cree' : 'connecte', session }
      }
      await addTrace(ctx, { evenement: 'comptes.connexion', objet: null, issue: 'refus' })
      // The page tells the tries left, as the database counts them; without any, it leads back to the login page.
      if (resultat.issue === 'faux') return { vers: '/connexion/code' }
      return { vers: '/connexion', avis: resultat.issue === 'ferme' ? 'connexion-ferme' : 'code-perime' }
    },
    echouer: (ctx, erreurs, _brut, requete) => renderCode(ctx, requete, config, erreurs),
  })

  return [demande, saisie, essai]
}

async function renderCode(ctx: Ctx, requete: Requete, config: Config, fautes: readonly ErreurChamp[]) {
  const { session } = ctx.acteur
  const attente = session === null ? undefined : await getCodeEnAttente(ctx, session)
  if (!attente) return { vers: '/connexion', avis: 'code-perime' }
  const restants = ESSAIS_MAX - attente.essais
  const erreurs =
    fautes.length > 0 || attente.essais === 0
      ? fautes
      : [{ field: 'code', message: `Ce code n’est pas le bon. Il reste ${formatCount(restants, 'essai')}.` }]
  return (
    <Layout
      title="Taper le code reçu"
      page={requete}
      crumbs={[{ label: 'Se connecter', href: '/connexion' }, { label: 'Code' }]}
      errors={erreurs}
      intro={
        <p>
          Un message est parti vers <strong>{attente.courriel}</strong>. Son code est valable dix minutes, une seule
          fois, dans ce navigateur.
        </p>
      }
    >
      {config.smtp === null ? (
        <Alert ton="info">
          Ce site n’envoie pas de courriel. Le message est un fichier du dossier <code>courriels</code> du serveur, dont
          le chemin est donné dans son journal.
        </Alert>
      ) : (
        <p>Rien après une minute&nbsp;? Regardez dans les courriers indésirables.</p>
      )}
      <Form action="/connexion/code">
        <Field
          name="code"
          label="Code à huit chiffres"
          inputmode="numeric"
          autocomplete="one-time-code"
          size="short"
          error={getError(erreurs, 'code')}
          required
        />
        <Actions>
          <Button>Se connecter</Button>
          <ButtonLink href={`/connexion?retour=${encodeURIComponent(attente.retour)}`}>
            Demander un autre code
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}
