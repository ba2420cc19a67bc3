import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { formatDate, formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { filGlossaire } from './cadre.tsx'
import { accepterProposition, refuserProposition } from './glossaire.actions.ts'
import { glossairePolicy, propositionPolicy } from './glossaire.policy.ts'
import { getEntree } from './glossaire.queries.ts'
import { type Entree, formatAdresseTerme, formatNom, getContenu } from './glossaire.ts'
import { Differences } from './historique.pages.tsx'
import { getProposition, listPropositions } from './proposition.queries.ts'
import { ETATS_PROPOSITION, formatAdresseProposition, type Proposition } from './proposition.ts'

const ADRESSE = '/glossaire/propositions'

const Etat = ({ p }: { p: Proposition }) => (
  <Tag ton={ETATS_PROPOSITION[p.etat].ton}>{ETATS_PROPOSITION[p.etat].libelle}</Tag>
)

function PagePropositions({ propositions, requete }: { propositions: Proposition[]; requete: Requete }) {
  const tient = glossairePolicy.peutParfois(requete.acteur, 'modifier')
  const titre = tient ? 'Propositions pour le glossaire' : 'Mes propositions'
  return (
    <Layout title={titre} page={requete} width="list" crumbs={filGlossaire([{ label: titre }])}>
      {propositions.length === 0 ? (
        <EmptyState
          title={tient ? 'Personne n’a rien proposé' : 'Vous n’avez rien proposé'}
          action={<ButtonLink href="/glossaire">Voir le glossaire</ButtonLink>}
        >
          <p>On propose un terme depuis le glossaire, et un changement depuis la page d’un terme.</p>
        </EmptyState>
      ) : (
        <Table
          caption={titre}
          columns={[
            { key: 'terme', label: 'Terme', header: true },
            { key: 'sorte', label: 'Proposition' },
            { key: 'etat', label: 'État' },
            { key: 'auteur', label: 'Par' },
            { key: 'date', label: 'Le' },
          ]}
          rows={propositions.map((p) => [
            <a href={formatAdresseProposition(p.id)}>{formatNom(p.contenu)}</a>,
            p.terme === null ? 'Nouveau terme' : 'Modification',
            <Etat p={p} />,
            p.auteur ?? 'Compte supprimé',
            formatDate(p.quand),
          ])}
        />
      )}
    </Layout>
  )
}

interface PropsUne {
  p: Proposition
  entree: Entree | null
  requete: Requete
  erreurs?: ErreurChamp[]
  reponse?: string
}

function PageProposition({ p, entree, requete, erreurs = [], reponse = '' }: PropsUne) {
  const nom = formatNom(p.contenu)
  return (
    <Layout
      title={`Proposition\u00a0: ${nom}`}
      page={requete}
      errors={erreurs}
      crumbs={filGlossaire([{ label: 'Propositions', href: ADRESSE }, { label: nom }])}
      intro={
        <p>
          {`${p.terme === null ? 'Nouveau terme' : 'Modification'}, par ${p.auteur ?? 'un compte supprimé'}, le ${formatDateTime(p.quand)} `}
          <Etat p={p} />
        </p>
      }
    >
      {p.motif && <p class="texte">{p.motif}</p>}
      {p.reponse && (
        <Alert ton="info" title="Pourquoi elle n’a pas été retenue">
          {p.reponse}
        </Alert>
      )}
      {entree && (
        <p>
          <a href={formatAdresseTerme(entree.slug)}>{`Voir «\u00a0${entree.terme}\u00a0» au glossaire`}</a>
        </p>
      )}
      <h2>
        {p.etat !== 'attente' ? 'Ce qui était proposé' : entree ? 'Ce qui changerait' : 'Ce que dirait le glossaire'}
      </h2>
      <Differences avant={entree && p.etat === 'attente' ? getContenu(entree) : null} apres={p.contenu} />
      {propositionPolicy.peut(requete.acteur, 'decider', p) && <Decision {...{ p, entree, erreurs, reponse }} />}
    </Layout>
  )
}

function Decision({ p, entree, erreurs = [], reponse }: Omit<PropsUne, 'requete'>) {
  const adresse = formatAdresseProposition(p.id)
  const formulaire = entree ? `${formatAdresseTerme(entree.slug)}/modifier` : '/glossaire/nouveau'
  const perimee = p.terme !== null && entree?.version !== p.version
  return (
    <section aria-labelledby="decision">
      <h2 id="decision">Décider</h2>
      {perimee && (
        <Alert ton="attention">Le terme a changé depuis&nbsp;: reprenez la proposition dans le formulaire.</Alert>
      )}
      <Form action={`${adresse}/accepter`}>
        <Actions>
          {!perimee && <Button>Accepter</Button>}
          <ButtonLink href={`${formulaire}?proposition=${p.id}`}>Reprendre dans le formulaire</ButtonLink>
        </Actions>
      </Form>
      <Form action={`${adresse}/refuser`}>
        <Field
          name="reponse"
          label="Pourquoi ne pas la retenir"
          value={reponse ?? ''}
          error={getError(erreurs, 'reponse')}
          hint="La personne qui propose lira cette phrase."
        />
        <Actions>
          <Button variant="secondary">Ne pas retenir</Button>
        </Actions>
      </Form>
    </section>
  )
}

const getTerme = async (ctx: Ctx, p: Proposition): Promise<Entree | null> =>
  p.terme === null ? null : getEntree(ctx, p.terme)

const echouer = async (ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) => {
  const p = await getProposition(ctx, identifiant.catch(0).parse(brut.id))
  if (!p || !propositionPolicy.peut(ctx.acteur, 'decider', p)) throw new ErreurIntrouvable('proposition')
  const reponse = typeof brut.reponse === 'string' ? brut.reponse : ''
  return <PageProposition {...{ p, erreurs, requete, reponse }} entree={await getTerme(ctx, p)} />
}

export const routesPropositions = [
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE,
    politique: (acteur) => propositionPolicy.peutParfois(acteur, 'lire'),
    trace: 'glossaire.propositions',
    lire: async (ctx, _entree, requete) => (
      <PagePropositions requete={requete} propositions={await listPropositions(ctx)} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/:id`,
    requete: z.object({ id: identifiant }),
    charger: (ctx: Ctx, { id }) => getProposition(ctx, id),
    politique: (acteur, p: Proposition) => propositionPolicy.peut(acteur, 'lire', p),
    trace: 'glossaire.proposition.lecture',
    objet: ({ id }) => ({ type: 'proposition', id }),
    lire: async (ctx, _entree, requete, p) => <PageProposition {...{ p, requete }} entree={await getTerme(ctx, p)} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/:id/accepter`,
    action: accepterProposition,
    avis: { 'proposition-acceptee': succes('La proposition est au glossaire.') },
    reussir: (slug) => ({ vers: formatAdresseTerme(slug), avis: 'proposition-acceptee' }),
    echouer,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/:id/refuser`,
    action: refuserProposition,
    avis: { 'proposition-refusee': succes('La réponse est transmise.') },
    reussir: (id) => ({ vers: formatAdresseProposition(id), avis: 'proposition-refusee' }),
    echouer,
  }),
]
