import { z } from 'zod'
import type { Config } from '#config'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Route } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { HiddenFields } from '#ui/search-box.tsx'
import { type Criteres, formatAdresseRecherche, parseRecherche, schemaCriteres } from '../recherche/recherche.ts'
import { type Atteint, confirmerAbonnement, createDemande, getAtteint, politiqueTenir } from './abonnement.actions.ts'
import { hasAdresse } from './abonnement.queries.ts'
import {
  formatAdresseAbonnement,
  formatAdresseConfirmation,
  formatAdresseJeton,
  formatCriteres,
  formatNom,
  formatRecherche,
} from './abonnement.ts'
import { ChampAdresse, ChampsAlerte, createLienMort, filVeille, sansIndex, texteDe } from './cadre.tsx'
import { formatRythme } from './echeance.ts'
import { schemaJeton } from './saisie.ts'
import { renderVeille } from './veille.pages.tsx'

interface PropsForm {
  requete: Requete
  criteres: Criteres
  connue: boolean
  valeurs: Brut
  erreurs?: ErreurChamp[]
}

function PageAlerte({ requete, criteres, connue, valeurs, erreurs = [] }: PropsForm) {
  return (
    <Layout
      title="Recevoir les nouveautés d’une recherche"
      page={requete}
      errors={erreurs}
      crumbs={filVeille([{ label: 'Nouvelle alerte' }])}
      intro={
        <p>Un message liste les documents entrés au catalogue depuis le précédent. Sans nouveauté, pas de message.</p>
      }
      head={sansIndex}
    >
      <DefinitionList
        items={[
          {
            label: 'Recherche',
            value: <a href={formatAdresseRecherche(criteres)}>{formatCriteres(criteres)}</a>,
          },
        ]}
      />
      <Form action="/veille/abonnements">
        <HiddenFields values={{ genre: 'recherche', recherche: formatRecherche(criteres) }} />
        <ChampsAlerte valeurs={valeurs} erreurs={erreurs} />
        {!connue && <ChampAdresse valeurs={valeurs} erreurs={erreurs} />}
        <Actions>
          <Button>Recevoir les nouveautés</Button>
          <ButtonLink href={formatAdresseRecherche(criteres)} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

async function renderAlerte(
  ctx: Ctx,
  requete: Requete,
  criteres: Criteres,
  valeurs: Brut,
  erreurs: ErreurChamp[] = [],
) {
  return <PageAlerte {...{ requete, criteres, valeurs, erreurs }} connue={await hasAdresse(ctx)} />
}

function PageAttente({ requete, smtp }: { requete: Requete; smtp: boolean }) {
  return (
    <Layout
      title="Regardez votre boîte aux lettres"
      page={requete}
      crumbs={filVeille([{ label: 'Demande envoyée' }])}
      intro={<p>Il reste à confirmer, par le lien d’un message envoyé à l’adresse indiquée.</p>}
    >
      {!smtp && (
        <Alert ton="info">
          Ce site n’envoie pas de courriel. Le message est un fichier du dossier <code>courriels</code> du serveur.
        </Alert>
      )}
      <ul>
        <li>Le lien est valable 48 heures. Sans confirmation, l’adresse est effacée et rien d’autre n’est envoyé.</li>
        <li>Rien après quelques minutes&nbsp;? Regardez dans les courriers indésirables.</li>
        <li>Une même adresse reçoit trois demandes par jour au plus.</li>
      </ul>
      <p>
        <a href="/documentation">Revenir à la documentation</a>
      </p>
    </Layout>
  )
}

function PageConfirmation({ requete, jeton, atteint }: { requete: Requete; jeton: string; atteint: Atteint }) {
  const { abonnement: a } = atteint
  return (
    <Layout
      title={`Confirmer votre inscription\u202f?`}
      page={requete}
      crumbs={filVeille([{ label: 'Confirmation' }])}
      head={sansIndex}
      intro={<p>Dernière étape. Vous pourrez vous retirer à tout moment, par un lien de chaque message.</p>}
    >
      <DefinitionList
        items={
          a.genre === 'lettre'
            ? [{ label: 'Vous recevrez', value: 'La lettre de la documentation' }]
            : [
                { label: 'Vous recevrez', value: `Les nouveautés de cette recherche, ${formatRythme(a)}` },
                { label: 'Recherche', value: formatCriteres(parseRecherche(a.recherche)) },
                { label: 'Nom', value: a.nom },
              ]
        }
      />
      <Form action={formatAdresseConfirmation(jeton)}>
        <Actions>
          <Button>Confirmer</Button>
        </Actions>
      </Form>
      <p class="hint">Vous n’avez rien demandé&nbsp;? Fermez cette page&nbsp;: rien ne sera envoyé.</p>
    </Layout>
  )
}

const requeteJeton = z.object({ jeton: schemaJeton })

/** Asking for an alert or for the letter, and confirming by mail. */
export const createRoutesDemande = ({ adresse, smtp }: Pick<Config, 'adresse' | 'smtp'>): Route[] => [
  defineRoute({
    methode: 'GET',
    chemin: '/veille/alertes/nouvelle',
    requete: schemaCriteres,
    politique: publique,
    trace: 'veille.alerte.formulaire',
    lire: (ctx, criteres, requete) =>
      renderAlerte(ctx, requete, criteres, { nom: formatNom(criteres), rythme: 'semaine', jour: '1' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/veille/abonnements',
    action: createDemande(adresse),
    limite: { nom: 'veille-demande', max: 20, secondes: 600 },
    avis: {
      'alerte-creee': succes('L’alerte est enregistrée.'),
      'alerte-deja': { ton: 'info', texte: 'Vous receviez déjà les nouveautés de cette recherche.' },
      'lettre-abonnee': succes('Vous recevrez la prochaine lettre.'),
    },
    reussir: (resultat) => {
      if (resultat.issue === 'demande') return { vers: '/veille/demande' }
      if (resultat.genre === 'lettre') return { vers: '/veille', avis: 'lettre-abonnee' }
      return { vers: formatAdresseAbonnement(resultat.id), avis: resultat.deja ? 'alerte-deja' : 'alerte-creee' }
    },
    echouer: (ctx, erreurs, brut, requete) =>
      brut.genre === 'lettre'
        ? renderVeille(ctx, requete, { erreurs, valeurs: brut })
        : renderAlerte(ctx, requete, parseRecherche(texteDe(brut, 'recherche')), brut, erreurs),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/veille/demande',
    politique: publique,
    trace: 'veille.demande.page',
    fixe: true,
    lire: (_ctx, _entree, requete) => <PageAttente requete={requete} smtp={smtp !== null} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/veille/confirmation/:jeton',
    requete: requeteJeton,
    charger: async (ctx, acces) => ({ atteint: await getAtteint(ctx, acces, { demandes: true }) }),
    politique: (acteur, { atteint }: { atteint: Atteint | null }) => !atteint || politiqueTenir(acteur, atteint),
    trace: 'veille.confirmation.page',
    lire: (_ctx, { jeton }, requete, { atteint }) => {
      if (!atteint) return createLienMort(requete)
      if (atteint.abonnement.etat !== 'demande') return { vers: formatAdresseJeton(jeton) }
      return <PageConfirmation {...{ requete, jeton, atteint }} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/veille/confirmation/:jeton',
    action: confirmerAbonnement,
    avis: { 'abonnement-confirme': succes('Votre inscription est confirmée.') },
    reussir: (_resultat, _requete, brut) => ({
      vers: formatAdresseJeton(texteDe(brut, 'jeton')),
      avis: 'abonnement-confirme',
    }),
  }),
]
