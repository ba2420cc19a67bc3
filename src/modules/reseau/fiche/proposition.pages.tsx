import { diffWords } from 'diff'
import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { Diff } from '#ui/diff.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { fieldId } from '#ui/error-summary.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { formatDate, formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { feuille, filStructures } from './cadre.tsx'
import { type Difference, listDifferences } from './champs.ts'
import { fichePolicy } from './fiche.policy.ts'
import type { CibleFiche, Valeurs } from './fiche.ts'
import type { FicheEditee } from './genre.ts'
import { Changements } from './historique.tsx'
import { listModifications } from './modification.queries.ts'
import { getNoms } from './noms.queries.ts'
import { getFiche } from './objet.queries.ts'
import { accepterProposition, refuserProposition } from './proposition.actions.ts'
import { propositionPolicy } from './proposition.policy.ts'
import { getProposition, listPropositions } from './proposition.queries.ts'
import { ETATS_PROPOSITION, formatAdresseProposition, formatAuteur, type Proposition } from './proposition.ts'

const ADRESSE = '/annuaire/propositions'
const OBJETS = { organisme: 'Organisme', structure: 'Structure', service: 'Service' } as const

/** Where the sheet of a proposal is read; null while it does not exist. */
const formatAdresse = (p: Pick<Proposition, 'objet' | 'objetId' | 'structure'>): string | null => {
  if (p.objetId === null) return p.structure === null ? null : `/structures/${p.structure}`
  if (p.objet === 'service') return `/structures/${p.structure}#service-${p.objetId}`
  return `/${p.objet}s/${p.objetId}`
}

const Etat = ({ p }: { p: Proposition }) => (
  <Tag ton={ETATS_PROPOSITION[p.etat].ton}>{ETATS_PROPOSITION[p.etat].libelle}</Tag>
)

function PagePropositions({ propositions, requete }: { propositions: Proposition[]; requete: Requete }) {
  const tient = fichePolicy.peutParfois(requete.acteur, 'modifier')
  const titre = tient ? 'Propositions pour l’annuaire' : 'Mes propositions'
  return (
    <Layout title={titre} page={requete} width="list" crumbs={filStructures([{ label: titre }])}>
      {propositions.length === 0 ? (
        <EmptyState
          title={tient ? 'Aucune proposition à relire' : 'Vous n’avez rien proposé'}
          action={<ButtonLink href="/structures">Voir les structures</ButtonLink>}
        >
          <p>On propose une correction depuis la fiche d’une structure, d’un service ou d’un organisme.</p>
        </EmptyState>
      ) : (
        <Table
          caption={titre}
          columns={[
            { key: 'fiche', label: 'Fiche', header: true },
            { key: 'sorte', label: 'Proposition' },
            { key: 'etat', label: 'État' },
            { key: 'auteur', label: 'Par' },
            { key: 'date', label: 'Le' },
          ]}
          rows={propositions.map((p) => [
            <a href={formatAdresseProposition(p.id)}>{p.nom || `Proposition n°\u00a0${p.id}`}</a>,
            `${OBJETS[p.objet]}, ${p.objetId === null ? 'nouvelle fiche' : 'correction'}`,
            <Etat p={p} />,
            formatAuteur(p),
            formatDate(p.quand),
          ])}
        />
      )}
    </Layout>
  )
}

/** What a proposal would change, and which of these fields changed since it was made. */
interface Comparaison {
  fiche: FicheEditee<CibleFiche> | null
  differences: Difference[]
  /** Names of fields that somebody changed since. */
  changes: ReadonlySet<string>
}

async function computeComparaison(ctx: Ctx, p: Proposition): Promise<Comparaison> {
  const fiche = p.objetId === null ? null : await getFiche(ctx, p.objet, p.objetId)
  const presents = fiche && p.etat === 'a-relire' ? (fiche as unknown as Valeurs) : null
  const noms = await getNoms(ctx, p.valeurs, presents)
  const depuis = fiche && p.revision !== null && p.etat === 'a-relire' ? fiche.revision - p.revision : 0
  const modifications = depuis > 0 ? await listModifications(ctx, p.objet, fiche?.id ?? 0, depuis) : []
  return {
    fiche,
    differences: listDifferences(p.objet, presents, p.valeurs, noms),
    changes: new Set(modifications.flatMap((m) => Object.keys(m.apres ?? {}))),
  }
}

interface PropsUne {
  p: Proposition
  comparaison: Comparaison
  requete: Requete
  erreurs?: ErreurChamp[]
  brut?: Brut
}

function PageProposition({ p, comparaison, requete, erreurs = [], brut = {} }: PropsUne) {
  const { fiche, differences } = comparaison
  const adresse = formatAdresse(p)
  const decide = propositionPolicy.peut(requete.acteur, 'decider', p)
  return (
    <Layout
      title={`Proposition\u00a0: ${p.nom}`}
      page={requete}
      errors={erreurs}
      crumbs={filStructures([{ label: 'Propositions', href: ADRESSE }, { label: p.nom }])}
      head={feuille}
      intro={
        <p>
          {`${OBJETS[p.objet]}, ${p.objetId === null ? 'nouvelle fiche' : 'correction'}. ${formatAuteur(p)}, le ${formatDateTime(p.quand)}. `}
          <Etat p={p} />
        </p>
      }
    >
      {p.message && (
        <blockquote class="texte">
          <p>{p.message}</p>
        </blockquote>
      )}
      {p.motif && (
        <Alert ton="info" title="Pourquoi elle n’a pas été retenue">
          {p.motif}
        </Alert>
      )}
      {adresse && (
        <p>
          <a href={adresse}>Voir la fiche</a>
        </p>
      )}
      <h2>{p.etat !== 'a-relire' ? 'Ce qui était proposé' : fiche ? 'Ce qui changerait' : 'Ce que dirait la fiche'}</h2>
      {decide && fiche && differences.length > 0 ? (
        <Choix {...{ p, comparaison, erreurs, brut }} />
      ) : (
        <Changements differences={differences} />
      )}
      {differences.length === 0 && <p>La fiche dit déjà tout cela.</p>}
      {decide && <Decision {...{ p, comparaison, erreurs, brut }} />}
    </Layout>
  )
}

type PropsDecision = Required<Pick<PropsUne, 'p' | 'comparaison' | 'erreurs' | 'brut'>>

/** Differences field by field, each with its box: one keeps all or some. */
function Choix({ p, comparaison: { fiche, differences, changes }, erreurs, brut }: PropsDecision) {
  const coches = brut.champs === undefined ? differences.map((d) => d.nom) : [brut.champs].flat()
  const faute = getError(erreurs, 'champs')
  return (
    <Form action={`${formatAdresseProposition(p.id)}/accepter`}>
      <input type="hidden" name="revision" value={String(fiche?.revision ?? 0)} />
      {differences.map((d, i) => (
        <fieldset class="proposition-champ">
          <legend>
            <span class="choice">
              <input
                type="checkbox"
                id={i === 0 ? fieldId('champs') : `champ-${d.nom}`}
                name="champs"
                value={d.nom}
                checked={coches.includes(d.nom)}
              />
              <label for={i === 0 ? fieldId('champs') : `champ-${d.nom}`}>{d.champ}</label>
            </span>
          </legend>
          {changes.has(d.nom) && (
            <p>
              <Tag ton="attention">Ce champ a changé depuis la proposition</Tag>
            </p>
          )}
          <Diff fields={[{ label: 'De l’un à l’autre', parts: diffWords(d.avant, d.apres) }]} />
        </fieldset>
      ))}
      {faute && <p class="message">{faute}</p>}
      <Actions>
        <Button>Accepter ce qui est coché</Button>
      </Actions>
    </Form>
  )
}

function Decision({ p, comparaison: { fiche, differences }, erreurs, brut }: PropsDecision) {
  const adresse = formatAdresseProposition(p.id)
  return (
    <section aria-labelledby="decision">
      <h2 id="decision">{fiche && differences.length > 0 ? 'Ou ne pas la retenir' : 'Décider'}</h2>
      {p.objetId === null && (
        <Form action={`${adresse}/accepter`}>
          <Actions>
            <Button>Ajouter à l’annuaire</Button>
          </Actions>
        </Form>
      )}
      <Form action={`${adresse}/refuser`}>
        <Field
          name="motif"
          label="Pourquoi ne pas la retenir"
          value={typeof brut.motif === 'string' ? brut.motif : ''}
          error={getError(erreurs, 'motif')}
          hint="La personne qui propose lira cette phrase."
        />
        <Actions>
          <Button variant="secondary">Ne pas retenir</Button>
        </Actions>
      </Form>
    </section>
  )
}

const echouer = async (ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) => {
  const p = await getProposition(ctx, identifiant.catch(0).parse(brut.id))
  if (!p || !propositionPolicy.peut(ctx.acteur, 'decider', p)) throw new ErreurIntrouvable('proposition')
  return <PageProposition {...{ p, erreurs, requete, brut }} comparaison={await computeComparaison(ctx, p)} />
}

export const routesPropositions = [
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE,
    politique: (acteur) => propositionPolicy.peutParfois(acteur, 'lire'),
    trace: 'annuaire.propositions',
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
    trace: 'annuaire.proposition.lecture',
    objet: ({ id }) => ({ type: 'proposition', id }),
    lire: async (ctx, _entree, requete, p) => (
      <PageProposition {...{ p, requete }} comparaison={await computeComparaison(ctx, p)} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/:id/accepter`,
    action: accepterProposition,
    avis: { 'fiche-proposition-acceptee': succes('La proposition est dans l’annuaire.') },
    reussir: (fiche) => ({
      vers: formatAdresse({ ...fiche, objetId: fiche.id }) ?? ADRESSE,
      avis: 'fiche-proposition-acceptee',
    }),
    echouer,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/:id/refuser`,
    action: refuserProposition,
    avis: { 'fiche-proposition-refusee': succes('La réponse est transmise.') },
    reussir: (id) => ({ vers: formatAdresseProposition(id), avis: 'fiche-proposition-refusee' }),
    echouer,
  }),
]
