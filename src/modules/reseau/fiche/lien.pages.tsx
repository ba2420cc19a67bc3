import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { getStructure } from '../structure/structure.queries.ts'
import { formatAdresseStructure, type Structure } from '../structure/structure.ts'
import { feuille, filStructures } from './cadre.tsx'
import { fichePolicy } from './fiche.policy.ts'
import { creerLien, revoquerLien } from './lien.actions.ts'
import { type Lien, listLiens } from './lien.queries.ts'

const parametreId = z.object({ id: identifiant })
const fil = (s: Structure, label: string) =>
  filStructures([{ label: s.nom, href: formatAdresseStructure(s.id) }, { label }])

const formatEtat = (l: Lien, maintenant: Date): string => {
  if (l.revoqueLe) return `Révoqué le ${formatDate(l.revoqueLe)}`
  return l.expireLe <= maintenant ? 'Expiré' : `Valable jusqu’au ${formatDate(l.expireLe)}`
}

function PageLiens({ s, liens, ctx, requete }: { s: Structure; liens: Lien[]; ctx: Ctx; requete: Requete }) {
  const base = `${formatAdresseStructure(s.id)}/liens`
  return (
    <Layout
      title="Inviter la structure à corriger sa fiche"
      page={requete}
      crumbs={fil(s, 'Inviter')}
      intro={
        <p>{`Un lien ouvre le formulaire de «\u00a0${s.nom}\u00a0» à qui le reçoit, sans compte, pendant 60\u00a0jours.`}</p>
      }
    >
      <p>Ce que la structure écrit est une proposition&nbsp;: vous la relisez avant qu’elle paraisse.</p>
      <Form action={base}>
        <Actions>
          <Button>Créer un lien</Button>
        </Actions>
      </Form>
      <h2>Liens déjà créés</h2>
      {liens.length === 0 ? (
        <EmptyState title="Aucun lien pour cette structure" />
      ) : (
        <Table
          caption="Liens déjà créés"
          columns={[
            { key: 'cree', label: 'Créé', header: true },
            { key: 'etat', label: 'État' },
            { key: 'usage', label: 'Dernière proposition' },
            { key: 'geste', label: 'Geste' },
          ]}
          rows={liens.map((l) => [
            `Le ${formatDate(l.creeLe)}${l.auteur ? `, par ${l.auteur}` : ''}`,
            formatEtat(l, ctx.maintenant),
            l.utiliseLe ? formatDate(l.utiliseLe) : 'Aucune',
            l.revoqueLe === null && l.expireLe > ctx.maintenant ? (
              <Form action={`${base}/${l.id}/revoquer`}>
                <Button variant="secondary" label={`Révoquer le lien n°\u00a0${l.id}`}>
                  Révoquer
                </Button>
              </Form>
            ) : null,
          ])}
        />
      )}
    </Layout>
  )
}

interface PropsCree {
  s: Structure
  adresse: string
  expireLe: Date
  requete: Requete
}

function PageLienCree({ s, adresse, expireLe, requete }: PropsCree) {
  return (
    <Layout title="Le lien est créé" page={requete} crumbs={fil(s, 'Lien créé')} head={feuille}>
      <Alert ton="attention" title="Copiez-le maintenant">
        <p>Il n’est montré qu’une fois. Envoyez-le à la structure seulement.</p>
      </Alert>
      <p class="texte">
        <code class="lien-secret">{adresse}</code>
      </p>
      <p>{`Il vaut jusqu’au ${formatDate(expireLe)}. Vous pouvez le révoquer avant.`}</p>
      <Actions>
        <ButtonLink href={formatAdresseStructure(s.id)}>Revenir à la fiche</ButtonLink>
      </Actions>
    </Layout>
  )
}

export const routesLien = [
  defineRoute({
    methode: 'GET',
    chemin: '/structures/:id/liens',
    requete: parametreId,
    charger: (ctx: Ctx, { id }) => getStructure(ctx, id),
    politique: (acteur, s: Structure) => fichePolicy.peut(acteur, 'modifier', s),
    trace: 'structure.liens',
    objet: ({ id }) => ({ type: 'structure', id }),
    lire: async (ctx, { id }, requete, s) => <PageLiens {...{ s, ctx, requete }} liens={await listLiens(ctx, id)} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/structures/:id/liens',
    action: creerLien,
    // Not a redirection: the secret would have to wait somewhere, in an address or in the database.
    reussir: ({ jeton, expireLe, structure }, requete) => (
      <PageLienCree s={structure} adresse={`${requete.adresse}/contribuer/${jeton}`} {...{ expireLe, requete }} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/structures/:id/liens/:lien/revoquer',
    action: revoquerLien,
    avis: { 'lien-revoque': succes('Le lien est révoqué\u00a0: il n’ouvre plus rien.') },
    reussir: (id) => ({ vers: `${formatAdresseStructure(id)}/liens`, avis: 'lien-revoque' }),
  }),
]
