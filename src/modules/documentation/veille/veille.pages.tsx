import type { Ctx, Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatDate, formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { HiddenFields } from '#ui/search-box.tsx'
import { formatAdresseRecherche, parseRecherche } from '../recherche/recherche.ts'
import { hasAdresse, listAbonnements } from './abonnement.queries.ts'
import { type Abonnement, type Alerte, formatAdresseAbonnement, formatCriteres } from './abonnement.ts'
import { ChampAdresse, EtatAbonnement } from './cadre.tsx'
import { formatRythme } from './echeance.ts'

interface Props {
  requete: Requete
  abonnements: readonly Abonnement[]
  /** The account's own address is known: none is asked for. */
  connue: boolean
  erreurs: ErreurChamp[]
  valeurs: Brut
}

/** The page of the watch: what one receives, and what one can receive. */
export async function renderVeille(
  ctx: Ctx,
  requete: Requete,
  { erreurs = [], valeurs = {} }: { erreurs?: ErreurChamp[]; valeurs?: Brut } = {},
) {
  const { compte } = ctx.acteur
  const [abonnements, connue] = await Promise.all([compte ? listAbonnements(ctx, compte) : [], hasAdresse(ctx)])
  return <PageVeille {...{ requete, abonnements, connue, erreurs, valeurs }} />
}

const isAlerte = (a: Abonnement): a is Alerte => a.genre === 'recherche'

function PageVeille({ requete, abonnements, connue, erreurs, valeurs }: Props) {
  const alertes = abonnements.filter(isAlerte)
  const lettre = abonnements.find((a) => a.genre === 'lettre')
  return (
    <Layout
      title="Veille"
      page={requete}
      width="list"
      crumbs={[{ label: 'Veille' }]}
      errors={erreurs}
      intro={<p>Recevez par courriel ce qui entre au catalogue, sans revenir le chercher.</p>}
    >
      <section aria-labelledby="alertes">
        <h2 id="alertes">{requete.acteur.compte ? 'Vos alertes' : 'Les nouveautés d’une recherche'}</h2>
        {alertes.length > 0 ? (
          <Alertes alertes={alertes} />
        ) : (
          <EmptyState
            title={requete.acteur.compte ? 'Vous n’avez pas encore d’alerte' : 'Une recherche qui se refait pour vous'}
            action={<Creer />}
          >
            <p>
              Cherchez dans la documentation, puis choisissez «&nbsp;Recevoir les nouveautés de cette recherche&nbsp;».
              Chaque jour ou chaque semaine, un message liste les documents entrés depuis le précédent. Sans nouveauté,
              pas de message.
            </p>
          </EmptyState>
        )}
        {alertes.length > 0 && (
          <Actions>
            <Creer />
          </Actions>
        )}
      </section>
      <section aria-labelledby="lettre">
        <h2 id="lettre">La lettre de la documentation</h2>
        <p>
          De temps en temps, les documentalistes choisissent quelques documents et disent pourquoi les lire.{' '}
          <a href="/veille/lettres">Lire les lettres parues</a>
        </p>
        {lettre ? (
          <p>
            <EtatAbonnement etat={lettre.etat} />{' '}
            {lettre.etat === 'demande' ? (
              'Un message attend votre réponse dans votre boîte.'
            ) : (
              <a href={formatAdresseAbonnement(lettre.id)}>
                {lettre.etat === 'actif'
                  ? 'Vous la recevez\u00a0: mettre en pause ou retirer'
                  : 'La recevoir à nouveau'}
              </a>
            )}
          </p>
        ) : (
          <Form action="/veille/abonnements">
            <HiddenFields values={{ genre: 'lettre' }} />
            {!connue && <ChampAdresse valeurs={valeurs} erreurs={erreurs} />}
            <Actions>
              <Button variant={connue ? 'secondary' : 'primary'}>Recevoir la lettre</Button>
            </Actions>
          </Form>
        )}
      </section>
    </Layout>
  )
}

const Creer = () => (
  <>
    <ButtonLink href="/documentation" variant="primary">
      Chercher dans la documentation
    </ButtonLink>
    <ButtonLink href="/veille/alertes/nouvelle">Suivre tout le catalogue</ButtonLink>
  </>
)

function Alertes({ alertes }: { alertes: readonly Alerte[] }) {
  return alertes.map((a) => {
    const criteres = parseRecherche(a.recherche)
    const quand =
      a.etat === 'demande'
        ? a.expireLe && `à confirmer avant le ${formatDateTime(a.expireLe)}`
        : a.prochaineLe && `prochain envoi le ${formatDate(a.prochaineLe)}`
    return (
      <Card
        title={a.nom}
        level={3}
        href={a.etat === 'demande' ? undefined : formatAdresseAbonnement(a.id)}
        kicker={<EtatAbonnement etat={a.etat} />}
      >
        <p>
          {'Recherche\u00a0: '}
          <a href={formatAdresseRecherche(criteres)}>{formatCriteres(criteres)}</a>
        </p>
        <p class="hint">{[formatRythme(a), quand].filter(Boolean).join(' · ')}</p>
      </Card>
    )
  })
}

export const lireVeille = defineRoute({
  methode: 'GET',
  chemin: '/veille',
  politique: publique,
  trace: 'veille.page',
  lire: (ctx, _entree, requete) => renderVeille(ctx, requete),
})
