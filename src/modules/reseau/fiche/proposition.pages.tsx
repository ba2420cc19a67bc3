import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { feuille } from '../dispositif/cadre.tsx'
import { filStructures } from './cadre.tsx'
import { computeComparaison } from './comparaison.queries.ts'
import { fichePolicy } from './fiche.policy.ts'
import { accepterProposition, refuserProposition } from './proposition.actions.ts'
import { propositionPolicy } from './proposition.policy.ts'
import { getProposition, listPropositions } from './proposition.queries.ts'
import {
  ADRESSE_PROPOSITIONS,
  formatAdresseFiche,
  formatAdresseProposition,
  formatAuteur,
  formatSorte,
  type Proposition,
} from './proposition.ts'
import { Etat, PageProposition } from './proposition.tsx'

function PagePropositions({ propositions, requete }: { propositions: Proposition[]; requete: Requete }) {
  const tient = fichePolicy.peutParfois(requete.acteur, 'modifier')
  const titre = tient ? 'Propositions pour l’annuaire' : 'Mes propositions'
  return (
    <Layout title={titre} page={requete} width="list" crumbs={filStructures([{ label: titre }])} head={feuille}>
      {propositions.length === 0 ? (
        <EmptyState
          title={tient ? 'Aucune proposition à relire' : 'Vous n’avez rien proposé'}
          action={<ButtonLink href="/structures">Voir les structures</ButtonLink>}
        >
          <p>
            On propose une correction depuis la fiche d’une structure, d’un service, d’un organisme ou d’un dispositif.
          </p>
        </EmptyState>
      ) : (
        <>
          <Attente propositions={propositions.filter((p) => p.etat === 'a-relire')} />
          <Repondues propositions={propositions.filter((p) => p.etat !== 'a-relire')} />
        </>
      )}
    </Layout>
  )
}

const lien = (p: Proposition) => (
  <>
    <a href={formatAdresseProposition(p.id)}>{p.nom || `Proposition n°\u00a0${p.id}`}</a>
    <span class="sous">{p.nomStructure === null ? formatSorte(p) : `${formatSorte(p)}. ${p.nomStructure}`}</span>
  </>
)
const auteur = (p: Proposition) => (
  <>
    {formatAuteur(p)}
    <span class="sous">{formatDate(p.quand)}</span>
  </>
)

const Attente = ({ propositions }: { propositions: readonly Proposition[] }) =>
  propositions.length === 0 ? (
    <p>Aucune n’attend.</p>
  ) : (
    <Table
      caption="À relire"
      columns={[
        { key: 'fiche', label: 'Fiche', header: true },
        { key: 'auteur', label: 'Par' },
      ]}
      rows={propositions.map((p) => [lien(p), auteur(p)])}
    />
  )

const Repondues = ({ propositions }: { propositions: readonly Proposition[] }) =>
  propositions.length === 0 ? null : (
    <Table
      caption="Les dernières réponses"
      columns={[
        { key: 'fiche', label: 'Fiche', header: true },
        { key: 'auteur', label: 'Par' },
        { key: 'reponse', label: 'Réponse' },
      ]}
      rows={propositions.map((p) => [
        lien(p),
        auteur(p),
        <>
          <Etat p={p} />
          {p.decideeLe && <span class="sous">{formatDate(p.decideeLe)}</span>}
        </>,
      ])}
    />
  )

async function getDecidable(ctx: Ctx, brut: Brut): Promise<Proposition> {
  const p = await getProposition(ctx, identifiant.catch(0).parse(brut.id))
  if (!p || !propositionPolicy.peut(ctx.acteur, 'decider', p)) throw new ErreurIntrouvable('proposition')
  return p
}

const echouer = async (ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) => {
  const p = await getDecidable(ctx, brut)
  return <PageProposition {...{ p, erreurs, requete, brut }} comparaison={await computeComparaison(ctx, p)} />
}

/** Two at once: the second reads the answer of the first. */
const disputer = async (ctx: Ctx, _erreur: ErreurChamp, brut: Brut, requete: Requete) => {
  const p = await getDecidable(ctx, brut)
  return <PageProposition {...{ p, requete, brut }} devance comparaison={await computeComparaison(ctx, p)} />
}

export const routesPropositions = [
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE_PROPOSITIONS,
    politique: (acteur) => propositionPolicy.peutParfois(acteur, 'lire'),
    trace: 'annuaire.propositions',
    lire: async (ctx, _entree, requete) => (
      <PagePropositions requete={requete} propositions={await listPropositions(ctx)} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE_PROPOSITIONS}/:id`,
    requete: z.object({ id: identifiant }),
    charger: (ctx: Ctx, { id }) => getProposition(ctx, id),
    politique: (acteur, p: Proposition) => propositionPolicy.peut(acteur, 'lire', p),
    trace: 'annuaire.proposition.lecture',
    objet: ({ id }) => ({ type: 'proposition', id }),
    lire: async (ctx, _entree, requete, p) => (
      <PageProposition {...{ p, requete }} comparaison={await computeComparaison(ctx, p)} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE_PROPOSITIONS}/:id/accepter`,
    action: accepterProposition,
    avis: { 'fiche-proposition-acceptee': succes('La proposition est dans l’annuaire.') },
    reussir: (fiche) => ({
      vers: formatAdresseFiche({ ...fiche, objetId: fiche.id }) ?? ADRESSE_PROPOSITIONS,
      avis: 'fiche-proposition-acceptee',
    }),
    echouer,
    disputer,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE_PROPOSITIONS}/:id/refuser`,
    action: refuserProposition,
    avis: { 'fiche-proposition-refusee': succes('La réponse est transmise.') },
    reussir: (id) => ({ vers: formatAdresseProposition(id), avis: 'fiche-proposition-refusee' }),
    echouer,
    disputer,
  }),
]
