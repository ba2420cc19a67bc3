import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable, ErreurSaisie } from '#core/errors.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import type { ClientWeb } from '#core/web-client.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatDateTime, formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { filAriane } from '../notice/fil.ts'
import { FormSource, formatSaisieSource } from './formulaire.tsx'
import { moissonPolicy } from './moisson.policy.ts'
import { ETATS_MOISSON, FREQUENCES, formatAdresseSource, type Source } from './moisson.ts'
import { createReglagesOai, ErreurMoisson, formatReglagesPage } from './oai-client.formats.ts'
import { getServeur, type Serveur } from './serveur.formats.ts'
import { creerSource, modifierSource, retirerSource, verifierServeur } from './source.actions.ts'
import { getSource, listSources, type SourceListee } from './source.queries.ts'

const RACINE = '/documentation/moissons'

/** Breadcrumb of the harvests. */
export const filMoissons = (suite: { label: string; href?: string }[] = []) =>
  filAriane([{ label: 'Moissons', ...(suite.length > 0 && { href: RACINE }) }, ...suite])

function PageSources({ sources, requete }: { sources: SourceListee[]; requete: Requete }) {
  return (
    <Layout
      title="Moissons d’autres catalogues"
      page={requete}
      width="list"
      crumbs={filMoissons()}
      intro={
        <p>
          Un catalogue qui parle OAI-PMH, comme celui de PMB, peut remplir celui-ci. Vous déclarez sa source, et ses
          notices arrivent au rythme choisi.
        </p>
      }
      actions={<ButtonLink href={`${RACINE}/nouvelle`}>Déclarer une source</ButtonLink>}
    >
      {sources.length === 0 ? (
        <EmptyState
          title="Aucune source n’est encore déclarée"
          action={<ButtonLink href={`${RACINE}/nouvelle`}>Déclarer une source</ButtonLink>}
        >
          <p>Il suffit de l’adresse du serveur OAI-PMH du catalogue à moissonner.</p>
        </EmptyState>
      ) : (
        <Table
          caption="Sources moissonnées"
          columns={[
            { key: 'nom', label: 'Source', header: true },
            { key: 'etat', label: 'Dernière moisson' },
            { key: 'prochaine', label: 'Prochaine' },
            { key: 'notices', label: 'Notices', numeric: true },
            { key: 'attente', label: 'À examiner', numeric: true },
          ]}
          rows={sources.map((s) => [
            <>
              <a href={formatAdresseSource(s.id)}>{s.nom}</a>
              <div class="hint">{new URL(s.adresse).host}</div>
            </>,
            s.etat ? (
              <>
                <Tag ton={ETATS_MOISSON[s.etat].ton}>{ETATS_MOISSON[s.etat].libelle}</Tag>
                {s.derniereLe && <div class="hint">{`le ${formatDateTime(s.derniereLe)}`}</div>}
              </>
            ) : (
              'Pas encore'
            ),
            formatProchaine(s),
            formatNumber(s.notices),
            s.enAttente > 0 ? <a href={`${formatAdresseSource(s.id)}/attente`}>{formatNumber(s.enAttente)}</a> : '0',
          ])}
        />
      )}
    </Layout>
  )
}

/** When a source is next asked, in words. */
export function formatProchaine({ enPause, prochaineLe, frequence }: Source): string {
  if (enPause) return 'En pause'
  return prochaineLe ? `le ${formatDateTime(prochaineLe)}` : FREQUENCES[frequence].libelle
}

interface PropsSaisie {
  requete: Requete
  valeurs: Brut
  erreurs?: ErreurChamp[]
  /** Present when a stored source is edited. */
  source?: Source | null
  serveur?: Serveur | null
}

function PageSaisie({ requete, valeurs, erreurs = [], source = null, serveur = null }: PropsSaisie) {
  const base = source && formatAdresseSource(source.id)
  return (
    <Layout
      title={source ? 'Modifier la source' : 'Déclarer une source'}
      page={requete}
      errors={erreurs}
      crumbs={
        source && base
          ? filMoissons([{ label: source.nom, href: base }, { label: 'Modifier' }])
          : filMoissons([{ label: 'Nouvelle source' }])
      }
      intro={
        <p>
          Écrivez l’adresse du serveur, puis vérifiez-le&nbsp;: il dira ses formats et ses ensembles, à choisir ici.
        </p>
      }
    >
      <FormSource
        action={base ? `${base}/modifier` : RACINE}
        verifier={`${RACINE}/verifier`}
        annuler={base ?? RACINE}
        {...{ valeurs, erreurs, source, serveur }}
      />
    </Layout>
  )
}

function PageRetrait({ source, requete }: { source: Source; requete: Requete }) {
  const base = formatAdresseSource(source.id)
  return (
    <Layout
      title="Retirer cette source ?"
      page={requete}
      crumbs={filMoissons([{ label: source.nom, href: base }, { label: 'Retirer' }])}
    >
      <p>
        <strong>{source.nom}</strong>
      </p>
      <p>
        Elle ne sera plus moissonnée. Ses notices restent au catalogue. Ce qui attend d’être examiné n’y entrera pas.
      </p>
      <Form action={`${base}/retirer`}>
        <Actions>
          <Button variant="danger">Retirer la source</Button>
          <ButtonLink href={base} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

const parId = z.object({ id: identifiant })
const charger = (ctx: Ctx, { id }: { id: number }) => getSource(ctx, id)
const objet = ({ id }: { id: number }) => ({ type: 'moisson-source', id })
const peutDeclarer = (acteur: Ctx['acteur'], source: Source) => moissonPolicy.peut(acteur, 'declarer', source)

/** The form again with what was typed, for a new source or for the one that the hidden field names. */
async function saisirEncore(
  ctx: Ctx,
  requete: Requete,
  valeurs: Brut,
  reste: Omit<PropsSaisie, 'requete' | 'valeurs'>,
) {
  const id = identifiant.safeParse(valeurs.id)
  const source = id.success ? await getSource(ctx, id.data) : null
  if (id.success && !source) throw new ErreurIntrouvable('moisson')
  return <PageSaisie {...{ requete, valeurs, source }} {...reste} />
}

/** @param client asks the servers that people declare */
export const createRoutesSources = (client: ClientWeb): Route[] => [
  defineRoute({
    methode: 'GET',
    chemin: RACINE,
    politique: (acteur) => moissonPolicy.peutParfois(acteur, 'lire'),
    trace: 'moisson.liste',
    lire: async (ctx, _entree, requete) => <PageSources sources={await listSources(ctx)} requete={requete} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE}/nouvelle`,
    politique: (acteur) => moissonPolicy.peutParfois(acteur, 'declarer'),
    trace: 'moisson.source.formulaire',
    lire: (_ctx, _entree, requete) => <PageSaisie requete={requete} valeurs={{ frequence: 'hebdomadaire' }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: RACINE,
    action: creerSource,
    avis: { 'source-creee': succes('La source est déclarée. Vous pouvez lancer sa première moisson.') },
    reussir: (id) => ({ vers: formatAdresseSource(id), avis: 'source-creee' }),
    echouer: (ctx, erreurs, brut, requete) => saisirEncore(ctx, requete, { ...brut, id: undefined }, { erreurs }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE}/verifier`,
    action: verifierServeur,
    limite: { nom: 'moisson-verification', max: 60, secondes: 600 },
    // Asked here, after the action: a slow server must not hold a transaction.
    reussir: async ({ adresse }, requete, brut, ctx) => {
      const reglages = formatReglagesPage(createReglagesOai(client))
      try {
        const serveur = await getServeur(reglages, adresse, AbortSignal.timeout(20_000))
        return await saisirEncore(ctx, requete, { ...brut, adresse }, { serveur })
      } catch (erreur) {
        if (erreur instanceof ErreurMoisson) throw new ErreurSaisie([{ field: 'adresse', message: erreur.message }])
        throw erreur
      }
    },
    echouer: (ctx, erreurs, brut, requete) => saisirEncore(ctx, requete, brut, { erreurs }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE}/:id/modifier`,
    requete: parId,
    charger,
    politique: peutDeclarer,
    trace: 'moisson.source.formulaire',
    objet,
    lire: (_ctx, _entree, requete, source) => (
      <PageSaisie requete={requete} valeurs={formatSaisieSource(source)} source={source} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE}/:id/modifier`,
    action: modifierSource,
    avis: { 'source-modifiee': succes('La source est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseSource(id), avis: 'source-modifiee' }),
    echouer: (ctx, erreurs, brut, requete) => saisirEncore(ctx, requete, brut, { erreurs }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE}/:id/retirer`,
    requete: parId,
    charger,
    politique: peutDeclarer,
    trace: 'moisson.source.retrait.formulaire',
    objet,
    lire: (_ctx, _entree, requete, source) => <PageRetrait source={source} requete={requete} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE}/:id/retirer`,
    action: retirerSource,
    avis: { 'source-retiree': succes('La source est retirée. Ses notices restent au catalogue.') },
    reussir: () => ({ vers: RACINE, avis: 'source-retiree' }),
  }),
]
