import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { succes } from '#core/context.ts'
import { formatEspaces } from '#core/db-errors.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatCount, formatDateTime, formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { moissonPolicy } from './moisson.policy.ts'
import { getMoisson, listMoissons, listRefus } from './moisson.queries.ts'
import {
  ETATS_MOISSON,
  FREQUENCES,
  formatAdresseMoisson,
  formatAdresseSource,
  type Moisson,
  REFUS_MAX,
  type Source,
} from './moisson.ts'
import type { RefusOai } from './oai.formats.ts'
import { type ComptesRecolte, getComptesRecolte } from './recolte.queries.ts'
import { lancerMoisson, reprendreSource, suspendreSource } from './source.actions.ts'
import { filMoissons, formatProchaine } from './source.pages.tsx'
import { getSource } from './source.queries.ts'

/** Harvests shown on the page of a source. */
const MONTREES = 20

interface PropsSource {
  source: Source
  moissons: Moisson[]
  comptes: ComptesRecolte
  requete: Requete
}

function PageSource({ source, moissons, comptes, requete }: PropsSource) {
  const [derniere] = moissons
  const base = formatAdresseSource(source.id)
  return (
    <Layout
      title={source.nom}
      page={requete}
      width="list"
      crumbs={filMoissons([{ label: source.nom }])}
      intro={<p>{formatSituation(source, derniere)}</p>}
      actions={<Gestes source={source} enCours={derniere?.etat === 'en-cours'} />}
    >
      {derniere?.etat === 'echouee' && (
        <Alert ton="erreur" title="La dernière moisson n’a pas abouti.">
          {`${formatEspaces(derniere.raison ?? '')} Ce qui avait été lu est gardé.`}
        </Alert>
      )}
      {comptes.enAttente > 0 && (
        <Alert ton="attention" title={`${formatCount(comptes.enAttente, 'notice')} à examiner`}>
          {'Doublons possibles, ou changements des deux côtés\u00a0: rien n’est remplacé sans vous. '}
          <a href={`${base}/attente`}>Comparer et décider</a>
        </Alert>
      )}
      <DefinitionList
        items={[
          { label: 'Adresse', value: source.adresse },
          { label: 'Format', value: source.prefixe },
          { label: 'Ensemble', value: source.ensemble ?? 'tout le catalogue' },
          { label: 'Licence des notices', value: source.licence ?? 'non précisée' },
          { label: 'Rythme', value: FREQUENCES[source.frequence].libelle },
          { label: 'Prochaine moisson', value: formatProchaine(source) },
          { label: 'Notices au catalogue', value: formatNumber(comptes.notices) },
          { label: 'Retirées de la source', value: comptes.retirees > 0 && formatNumber(comptes.retirees) },
        ]}
      />
      {moissons.length === 0 ? (
        <EmptyState title="Aucune moisson n’a encore été faite">
          <p>Lancez la première maintenant, ou attendez la date prévue.</p>
        </EmptyState>
      ) : (
        <TableMoissons source={source} moissons={moissons} />
      )}
    </Layout>
  )
}

function formatSituation(source: Source, derniere: Moisson | undefined): string {
  if (source.enPause) return 'Cette source est en pause\u00a0: elle n’est moissonnée que si vous le demandez.'
  if (derniere?.etat === 'en-cours') return 'Une moisson est en cours. Rechargez la page pour en voir la suite.'
  if (!derniere) return 'Cette source n’a pas encore été moissonnée.'
  return source.depuis === null
    ? 'La prochaine moisson lira tout le catalogue.'
    : `La prochaine moisson lira ce qui a changé depuis le ${formatDateTime(source.depuis)}.`
}

function Gestes({ source, enCours }: { source: Source; enCours: boolean }) {
  const base = formatAdresseSource(source.id)
  return (
    <>
      <Form action={`${base}/lancer`}>
        <Button>{enCours ? 'Relancer' : 'Moissonner maintenant'}</Button>
      </Form>
      {source.depuis !== null && (
        <Form action={`${base}/lancer`}>
          <Button variant="secondary" name="tout" value="1">
            Tout relire
          </Button>
        </Form>
      )}
      <ButtonLink href={`${base}/modifier`}>Modifier</ButtonLink>
      <Form action={`${base}/${source.enPause ? 'reprendre' : 'suspendre'}`}>
        <Button variant="link">{source.enPause ? 'Sortir de la pause' : 'Mettre en pause'}</Button>
      </Form>
      <ButtonLink href={`${base}/retirer`} variant="link">
        Retirer
      </ButtonLink>
    </>
  )
}

function TableMoissons({ source, moissons }: { source: Source; moissons: Moisson[] }) {
  return (
    <Table
      caption="Dernières moissons"
      columns={[
        { key: 'date', label: 'Commencée', header: true },
        { key: 'etat', label: 'État' },
        { key: 'lues', label: 'Lues', numeric: true },
        { key: 'creees', label: 'Ajoutées', numeric: true },
        { key: 'modifiees', label: 'Mises à jour', numeric: true },
        { key: 'aJuger', label: 'À examiner', numeric: true },
        { key: 'refusees', label: 'Refusées', numeric: true },
      ]}
      rows={moissons.map((m) => [
        <a href={formatAdresseMoisson(source.id, m.id)}>{`le ${formatDateTime(m.commenceeLe)}`}</a>,
        <Tag ton={ETATS_MOISSON[m.etat].ton}>{ETATS_MOISSON[m.etat].libelle}</Tag>,
        formatNumber(m.lues),
        formatNumber(m.creees),
        formatNumber(m.modifiees),
        formatNumber(m.aJuger),
        formatNumber(m.refusees),
      ])}
    />
  )
}

interface PropsMoisson {
  source: Source
  moisson: Moisson
  refus: RefusOai[]
  requete: Requete
}

function PageMoisson({ source, moisson: m, refus, requete }: PropsMoisson) {
  return (
    <Layout
      title={`Moisson du ${formatDateTime(m.commenceeLe)}`}
      page={requete}
      width="list"
      crumbs={filMoissons([
        { label: source.nom, href: formatAdresseSource(source.id) },
        { label: `le ${formatDateTime(m.commenceeLe)}` },
      ])}
      intro={
        <p>
          {m.depuis === null
            ? 'Tout le catalogue de la source a été demandé.'
            : `Ce qui avait changé depuis le ${formatDateTime(m.depuis)} a été demandé.`}
        </p>
      }
    >
      {m.raison && (
        <Alert ton="erreur" title="Cette moisson n’a pas abouti.">
          {formatEspaces(m.raison)}
        </Alert>
      )}
      <DefinitionList
        items={[
          { label: 'État', value: <Tag ton={ETATS_MOISSON[m.etat].ton}>{ETATS_MOISSON[m.etat].libelle}</Tag> },
          { label: 'Finie', value: m.finieLe && `le ${formatDateTime(m.finieLe)}` },
          { label: 'Pages lues', value: formatNumber(m.pages) },
          { label: 'Notices lues', value: formatNumber(m.lues) },
          { label: 'Ajoutées', value: formatNumber(m.creees) },
          { label: 'Mises à jour', value: formatNumber(m.modifiees) },
          { label: 'Inchangées', value: formatNumber(m.inchangees) },
          { label: 'Déjà au catalogue', value: formatNumber(m.rapprochees) },
          { label: 'À examiner', value: formatNumber(m.aJuger) },
          { label: 'Retirées de la source', value: formatNumber(m.retirees) },
          { label: 'Refusées', value: formatNumber(m.refusees) },
        ]}
      />
      {refus.length > 0 && (
        <>
          {m.refusees > REFUS_MAX && <p>{`Voici les ${formatNumber(REFUS_MAX)} premières des notices refusées.`}</p>}
          <Table
            caption="Notices refusées"
            columns={[
              { key: 'identifiant', label: 'Identifiant', header: true },
              { key: 'raison', label: 'Raison' },
            ]}
            rows={refus.map((r) => [r.identifiant || '(sans identifiant)', formatEspaces(r.raison)])}
          />
        </>
      )}
      <PerdusMoisson moisson={m} />
    </Layout>
  )
}

/** What the notices do not carry, by field: said, so that nothing is lost in silence. */
function PerdusMoisson({ moisson: { perdus } }: { moisson: Moisson }) {
  const zones = Object.entries(perdus).sort(([, a], [, b]) => b.nombre - a.nombre)
  if (zones.length === 0) return null
  return (
    <Table
      caption="Ce que les notices ne reprennent pas"
      columns={[
        { key: 'zone', label: 'Zone de la source', header: true },
        { key: 'raison', label: 'Pourquoi' },
        { key: 'exemple', label: 'Exemple' },
        { key: 'gardee', label: 'Gardée telle quelle' },
        { key: 'nombre', label: 'Fois', numeric: true },
      ]}
      rows={zones.map(([zone, p]) => [
        zone,
        formatEspaces(p.raison),
        p.exemple,
        p.gardee ? 'oui' : 'non',
        formatNumber(p.nombre),
      ])}
    />
  )
}

const parId = z.object({ id: identifiant })
const charger = (ctx: Ctx, { id }: { id: number }) => getSource(ctx, id)
const peutLire = (acteur: Ctx['acteur'], source: Source) => moissonPolicy.peut(acteur, 'lire', source)
const objet = ({ id }: { id: number }) => ({ type: 'moisson-source', id })

export const routesMoissons = [
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/moissons/:id',
    requete: parId,
    charger,
    politique: peutLire,
    trace: 'moisson.source.lecture',
    objet,
    lire: async (ctx, { id }, requete, source) => {
      const [moissons, comptes] = await Promise.all([listMoissons(ctx, id, MONTREES), getComptesRecolte(ctx, id)])
      return <PageSource {...{ source, moissons, comptes, requete }} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/moissons/:id/passages/:passage',
    requete: parId.extend({ passage: identifiant }),
    charger: async (ctx, { id, passage }) => {
      const source = await getSource(ctx, id)
      const moisson = source && (await getMoisson(ctx, id, passage))
      return moisson && { source, moisson }
    },
    politique: (acteur, { source }) => peutLire(acteur, source),
    trace: 'moisson.passage',
    objet,
    lire: async (ctx, { passage }, requete, cible) => (
      <PageMoisson {...cible} refus={await listRefus(ctx, passage)} requete={requete} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/moissons/:id/lancer',
    action: lancerMoisson,
    avis: { 'moisson-demandee': succes('La moisson va commencer. Rechargez la page dans un instant.') },
    reussir: ({ adresse }) => ({ vers: adresse, avis: 'moisson-demandee' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/moissons/:id/suspendre',
    action: suspendreSource,
    avis: { 'source-en-pause': succes('La source est en pause.') },
    reussir: (id) => ({ vers: formatAdresseSource(id), avis: 'source-en-pause' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/moissons/:id/reprendre',
    action: reprendreSource,
    avis: { 'source-reprise': succes('La source sera de nouveau moissonnée à son rythme.') },
    reussir: (id) => ({ vers: formatAdresseSource(id), avis: 'source-reprise' }),
  }),
]
