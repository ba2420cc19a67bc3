import { z } from 'zod'
import type { Config, FournisseurOidc } from '#config'
import type { Ctx, Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { HiddenFields } from '#ui/search-box.tsx'
import { type Compte, listComptesDemo } from './compte.queries.ts'
import { formatNomComplet, LIBELLES_ROLE } from './compte.ts'
import { AVIS_ECHEC, AVIS_SUCCES } from './connexion.ts'
import { checkCompteDemo } from './demonstration.actions.ts'
import { getArrivee, schemaRetour } from './retour.ts'
import { createSessionProuvee } from './session.actions.ts'

/** The login page, its messages, and the demonstration list where there is one. */
export function routesConnexion(config: Config): Route[] {
  const page = defineRoute({
    methode: 'GET',
    chemin: '/connexion',
    requete: z.object({ retour: schemaRetour }),
    politique: publique,
    trace: 'comptes.connexion.page',
    avis: { ...AVIS_ECHEC, ...AVIS_SUCCES },
    lire: (ctx, { retour }, requete) =>
      ctx.acteur.compte === null
        ? renderConnexion(ctx, requete, config, { retour })
        : { vers: retour === '/' ? '/compte' : retour },
  })
  return config.demo ? [page, demonstration] : [page]
}

const demonstration = defineRoute({
  methode: 'POST',
  chemin: '/connexion/demo',
  action: checkCompteDemo,
  limite: { nom: 'connexion-demo', max: 60, secondes: 60 },
  async reussir({ compte, retour }, requete, _brut, ctx) {
    const session = await createSessionProuvee(ctx, requete, { compte, moyen: 'demonstration' })
    return { vers: getArrivee(retour, compte), avis: 'connecte', session }
  },
})

interface EtatConnexion {
  retour: string
  courriel?: string
  erreurs?: readonly ErreurChamp[]
}

/** The login page, with the address typed and its faults when it comes back. */
export async function renderConnexion(
  ctx: Ctx,
  requete: Requete,
  config: Config,
  { retour, courriel = '', erreurs = [] }: EtatConnexion,
) {
  const personnes = config.demo ? await listComptesDemo(ctx) : []
  return (
    <Layout
      title="Se connecter"
      page={requete}
      crumbs={[{ label: 'Se connecter' }]}
      errors={erreurs}
      intro={
        <p>
          Lire et chercher ne demandent aucun compte. Un compte sert à proposer, corriger et importer&nbsp;: il s’ouvre
          sans mot de passe.
        </p>
      }
    >
      {personnes.length > 0 && <Demonstration personnes={personnes} retour={retour} />}
      {config.oidc.length > 0 && <Fournisseurs fournisseurs={config.oidc} retour={retour} />}
      <section>
        <h2>Par un code reçu par courriel</h2>
        <Form action="/connexion/courriel">
          <HiddenFields values={{ retour }} />
          <Field
            name="courriel"
            label="Adresse de courriel"
            type="email"
            inputmode="email"
            autocomplete="email"
            size="medium"
            value={courriel}
            hint="Nous y envoyons un code à huit chiffres. Si cette adresse n’a pas de compte, il s’en ouvre un avec le rôle de visiteur, que la personne qui administre le site peut changer."
            error={getError(erreurs, 'courriel')}
            required
          />
          <Actions>
            <Button>Recevoir un code</Button>
          </Actions>
        </Form>
      </section>
    </Layout>
  )
}

function Fournisseurs({ fournisseurs, retour }: { fournisseurs: readonly FournisseurOidc[]; retour: string }) {
  return (
    <section>
      <h2>Par un service d’identité</h2>
      <Actions>
        {fournisseurs.map(({ slug, libelle }) => (
          <ButtonLink variant="primary" href={formatDepart(slug, { retour })}>
            {`Se connecter avec ${libelle}`}
          </ButtonLink>
        ))}
      </Actions>
    </section>
  )
}

/** Address that begins a login at a provider: a link, because the policy of contents keeps forms on this site. */
export function formatDepart(fournisseur: string, parametres: { retour: string } | { session: string }): string {
  return `/connexion/oidc/${fournisseur}?${new URLSearchParams(parametres)}`
}

function Demonstration({ personnes, retour }: { personnes: readonly Compte[]; retour: string }) {
  return (
    <section>
      <h2>Avec une personne de démonstration</h2>
      <p>Ces personnes sont inventées. Choisissez celle dont vous voulez essayer le rôle.</p>
      <Form action="/connexion/demo">
        <HiddenFields values={{ retour }} />
        {personnes.map((personne) => {
          const { nom, droits } = LIBELLES_ROLE[personne.role]
          return (
            <Actions>
              <Button variant="secondary" name="compte" value={personne.id}>
                {`${formatNomComplet(personne) ?? ''}, ${nom.toLowerCase()}`}
              </Button>
              <span class="hint">{droits}</span>
            </Actions>
          )
        })}
      </Form>
    </section>
  )
}
