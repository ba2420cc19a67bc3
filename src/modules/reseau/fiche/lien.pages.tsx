import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Limite } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Form, getError, TextArea } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { ChampsStructure } from '../structure/champs.tsx'
import { formatSaisieStructure } from '../structure/saisie.ts'
import { getStructure } from '../structure/structure.queries.ts'
import { formatAdresseStructure, type Structure } from '../structure/structure.ts'
import { feuille, filStructures } from './cadre.tsx'
import { fichePolicy } from './fiche.policy.ts'
import { contribuer, creerLien, getContribution, type LienOuvert, revoquerLien } from './lien.actions.ts'
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
    <Layout title="Le lien est créé" page={requete} crumbs={fil(s, 'Lien créé')}>
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

const sansIndex = <meta name="robots" content="noindex, nofollow" />

async function renderLienMort(requete: Requete): Promise<Response> {
  const page = (
    <Layout title="Ce lien n’ouvre rien" page={requete} head={sansIndex}>
      <p>Il a expiré, il a été révoqué, ou il est incomplet. Vérifiez qu’il a été recopié en entier.</p>
      <p>Sinon, demandez-en un autre à la personne qui vous l’a envoyé.</p>
      <p>
        <a href="/structures">Voir les structures</a>
      </p>
    </Layout>
  )
  return new Response(String(await page), { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } })
}

interface PropsContribution {
  s: Structure
  valeurs: Brut
  erreurs: ErreurChamp[]
  requete: Requete
}

function PageContribution({ s, valeurs, erreurs, requete }: PropsContribution) {
  return (
    <Layout
      title={`Corriger la fiche de «\u00a0${s.nom}\u00a0»`}
      page={requete}
      errors={erreurs}
      head={
        <>
          {sansIndex}
          {feuille}
        </>
      }
      intro={
        <p>
          Corrigez ce qui est faux, complétez ce qui manque. La personne qui tient l’annuaire relira avant que cela
          paraisse.
        </p>
      }
    >
      <Form action={requete.url.pathname}>
        <ChampsStructure {...{ valeurs, erreurs }} sansRegistres />
        <TextArea
          name="message"
          label="Un mot pour la personne qui relira"
          rows={3}
          value={typeof valeurs.message === 'string' ? valeurs.message : ''}
          error={getError(erreurs, 'message')}
          hint="Facultatif. N’écrivez rien sur les personnes accompagnées."
        />
        <input type="hidden" name="revision" value={String(valeurs.revision ?? s.revision)} />
        <Actions>
          <Button>Envoyer</Button>
        </Actions>
      </Form>
    </Layout>
  )
}

const schemaJeton = z.object({ jeton: z.string().max(100) })
const LECTURES: Limite = { nom: 'contribution', max: 60, secondes: 3600 }
const ENVOIS: Limite = { nom: 'contribution-envoi', max: 10, secondes: 3600 }

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
  defineRoute({
    methode: 'GET',
    chemin: '/contribuer/:jeton',
    requete: schemaJeton,
    charger: async (ctx: Ctx, entree): Promise<{ ouvert: LienOuvert | null }> => ({
      ouvert: await getContribution(ctx, entree),
    }),
    politique: publique,
    trace: 'structure.contribution.formulaire',
    limite: LECTURES,
    lire: async (ctx, _entree, requete, { ouvert }) => {
      if (!ouvert) return renderLienMort(requete)
      const valeurs = await formatSaisieStructure(ouvert.structure, ctx.maintenant)
      return <PageContribution s={ouvert.structure} {...{ valeurs, requete }} erreurs={[]} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/contribuer/:jeton',
    action: contribuer,
    limite: ENVOIS,
    reussir: (id, requete) => (
      <Layout title="Merci, c’est envoyé" page={requete} head={sansIndex}>
        <p>Une personne qui tient l’annuaire va relire vos corrections. Elles paraîtront ensuite sur la fiche.</p>
        <p>Votre lien reste valable&nbsp;: vous pourrez corriger encore.</p>
        <Actions>
          <ButtonLink href={formatAdresseStructure(id)}>Voir la fiche</ButtonLink>
          <ButtonLink href={requete.url.pathname} variant="link">
            Corriger encore
          </ButtonLink>
        </Actions>
      </Layout>
    ),
    echouer: async (ctx, erreurs, brut, requete) => {
      const ouvert = await getContribution(ctx, schemaJeton.catch({ jeton: '' }).parse(brut))
      if (!ouvert) throw new ErreurIntrouvable('lien')
      return <PageContribution s={ouvert.structure} {...{ erreurs, requete }} valeurs={brut} />
    },
  }),
]
