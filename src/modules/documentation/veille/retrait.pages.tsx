import { type Requete, succes } from '#core/context.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { Actions, Button, Form } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { type Atteint, getCible, politiqueCible, retirerAbonnement } from './abonnement.actions.ts'
import { createLienMort, filVeille, sansIndex } from './cadre.tsx'
import { schemaAcces } from './saisie.ts'

function PageRetrait({ requete, atteint: { abonnement: a } }: { requete: Requete; atteint: Atteint }) {
  return (
    <Layout
      title={`Ne plus recevoir ces messages\u202f?`}
      page={requete}
      crumbs={filVeille([{ label: 'Retrait' }])}
      head={sansIndex}
    >
      <p>
        <strong>{a.nom}</strong>
      </p>
      <p>
        Plus aucun de ces messages ne vous sera envoyé.
        {a.adresse !== null && ' L’adresse que vous aviez donnée sera effacée.'}
      </p>
      <Form action={requete.url.pathname}>
        <Actions>
          <Button variant="danger">Ne plus recevoir</Button>
        </Actions>
      </Form>
    </Layout>
  )
}

const PageRetire = ({ requete }: { requete: Requete }) => (
  <Layout title="C’est fait" page={requete} crumbs={filVeille([{ label: 'Retrait' }])} head={sansIndex}>
    <p>Plus aucun de ces messages ne vous sera envoyé. Rien n’est gardé de cette inscription.</p>
    <p>
      <a href="/veille">Voir ce que l’on peut recevoir</a>
    </p>
  </Layout>
)

const createRetrait = (
  chemin: string,
  reussir: (requete: Requete) => ReturnType<typeof PageRetire> | { vers: string; avis: string },
  partout: boolean,
): Route[] => [
  defineRoute({
    methode: 'GET',
    chemin,
    requete: schemaAcces,
    charger: (ctx, acces) => getCible(ctx, acces, { demandes: true }),
    politique: politiqueCible,
    trace: 'veille.retrait.page',
    lire: (_ctx, _acces, requete, { atteint }) =>
      atteint ? <PageRetrait {...{ requete, atteint }} /> : createLienMort(requete),
  }),
  defineRoute({
    methode: 'POST',
    chemin,
    action: retirerAbonnement,
    partout,
    avis: { 'abonnement-retire': succes('C’est fait\u00a0: vous ne recevrez plus ces messages.') },
    reussir: (_resultat, requete) => reussir(requete),
  }),
]

/**
 * Withdrawal: by its owner, or by the link of a message. A mail program follows that one by itself, by one POST that
 * comes from nowhere, holds no cookie and follows no redirection (RFC 8058): the token alone opens it.
 */
export const routesRetrait = [
  ...createRetrait('/veille/abonnements/:id/retrait', () => ({ vers: '/veille', avis: 'abonnement-retire' }), false),
  ...createRetrait('/veille/retrait/:jeton', (requete) => <PageRetire requete={requete} />, true),
]
