import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { type Requete, succes } from '#core/context.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { asset } from '#ui/asset.ts'
import { Actions, Button, ButtonLink, Field, Form } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { filAriane } from '../notice/fil.ts'
import { noticePolicy } from '../notice/notice.policy.ts'
import { getContenu, getNotice, getRemplacante } from '../notice/notice.queries.ts'
import { type ContenuNotice, formatAdresseNotice, type Notice } from '../notice/notice.ts'
import { Comparaison } from './comparaison.tsx'
import { listDoublonsCatalogue } from './doublons.actions.ts'
import { listCandidates, listTitres } from './doublons.queries.ts'
import type { Doublon } from './doublons.ts'
import {
  type CibleFusion,
  fusionnerLigne,
  fusionnerNotices,
  getAncienne,
  getCibleFusion,
  peutFusionner,
} from './fusion.actions.ts'
import { formatAdresseImport, formatAdresseLigne, formatLieu } from './imports.ts'
import { type CibleLigne, entreeLigne, objetLigne, politiqueLigne } from './ligne.actions.ts'
import { filLigne, formatRetour, getCibleLigne } from './ligne.pages.tsx'
import { formatProposition } from './proposition.ts'
import { formatSource } from './source.ts'

const style = () => <link rel="stylesheet" href={asset('/styles/imports.css')} />

interface PropsComparerLigne {
  cible: CibleLigne
  notice: Notice
  ancienne: ContenuNotice | null
  requete: Requete
}

function PageComparerLigne({ cible: { imp, ligne }, notice, ancienne, requete }: PropsComparerLigne) {
  const base = formatAdresseLigne(imp.id, ligne.rang)
  const vue = ancienne ? 'mises-a-jour' : 'doublons'
  return (
    <Layout
      title="Comparer avec le catalogue"
      page={requete}
      width="list"
      crumbs={filLigne(imp, `Référence n°\u00a0${ligne.rang}`)}
      head={style()}
      intro={
        <p>
          {ancienne
            ? 'Cette notice vient de cette base, où elle a changé depuis. Ce que personne n’a corrigé ici suit la base\u202f; le reste attend votre choix.'
            : 'Est-ce le même document\u00a0? Si oui, choisissez pour chaque champ ce que la notice doit garder. Sinon, la référence deviendra une notice à part.'}
        </p>
      }
    >
      <h2>Dans le document importé</h2>
      <p class="hint">{formatLieu(ligne)}</p>
      <blockquote class="source">{formatSource(ligne)}</blockquote>
      <h2>
        {'Au catalogue\u00a0: '}
        <a href={formatAdresseNotice(notice.id)}>{notice.csl.title}</a>
      </h2>
      <Form action={`${base}/fusionner`}>
        <input type="hidden" name="avec" value={String(notice.id)} />
        <input type="hidden" name="version" value={String(notice.version)} />
        <input type="hidden" name="vue" value={vue} />
        <Comparaison
          gardee={getContenu(notice)}
          autre={formatProposition(ligne, imp)}
          ancienne={ancienne}
          noms={{ gardee: 'Au catalogue', autre: 'Dans l’import', deux: 'Les deux' }}
        />
        <Actions>
          <Button>{ancienne ? 'Mettre la notice à jour' : 'C’est le même\u00a0: enregistrer ces choix'}</Button>
          {ligne.item.title && (
            <Button variant="secondary" name="autre" value="1" formaction={`${base}/accepter`}>
              C’est un autre document
            </Button>
          )}
          <ButtonLink href={`${formatAdresseImport(imp.id)}?vue=${vue}`} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

interface PropsChoisir {
  notice: Notice
  doublons: Doublon[]
  titres: ReadonlyMap<number, string>
  requete: Requete
}

/** Which notice to merge with: likely ones, or a number. */
function PageChoisir({ notice, doublons, titres, requete }: PropsChoisir) {
  const base = formatAdresseNotice(notice.id)
  return (
    <Layout
      title="Fusionner avec une autre notice"
      page={requete}
      crumbs={filAriane([{ label: String(notice.csl.title), href: base }, { label: 'Fusionner' }])}
      intro={<p>L’autre notice disparaîtra dans celle-ci, et son adresse mènera ici.</p>}
    >
      <h2>Notices semblables</h2>
      {doublons.length === 0 ? (
        <p>Aucune notice du catalogue ne ressemble à celle-ci.</p>
      ) : (
        <ul>
          {doublons.map((d) => (
            <li>
              <a href={`${base}/fusionner?avec=${d.notice}`}>{titres.get(d.notice ?? 0)}</a>
              {` (n°\u00a0${d.notice}, ${d.raison})`}
            </li>
          ))}
        </ul>
      )}
      <h2>Une autre notice</h2>
      <Form action={`${base}/fusionner`} method="get">
        <Field
          name="avec"
          label="Numéro de la notice"
          hint="Il se lit au bas de la description de chaque notice."
          inputmode="numeric"
          size="short"
        />
        <Actions>
          <Button>Comparer</Button>
          <ButtonLink href={base} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

interface PropsFusion {
  action: string
  cible: CibleFusion
  annuler: string
  /** More fields, hidden. */
  children?: Child
}

/** The choice of fields between two notices of the catalogue, and the button that makes one of them. */
export function FormFusion({ action, cible: { gardee, autre }, annuler, children }: PropsFusion) {
  const noms = {
    gardee: `Notice n°\u00a0${gardee.id}, gardée`,
    autre: `Notice n°\u00a0${autre.id}`,
    deux: 'Les deux',
  }
  return (
    <Form action={action}>
      {children}
      <input type="hidden" name="avec" value={String(autre.id)} />
      <input type="hidden" name="version" value={String(gardee.version)} />
      <input type="hidden" name="versionAutre" value={String(autre.version)} />
      <Comparaison gardee={getContenu(gardee)} autre={getContenu(autre)} noms={noms} />
      <Actions>
        <Button>Fusionner</Button>
        <ButtonLink href={annuler} variant="link">
          Annuler
        </ButtonLink>
      </Actions>
    </Form>
  )
}

function PageFusion({ cible: { gardee, autre }, requete }: { cible: CibleFusion; requete: Requete }) {
  const base = formatAdresseNotice(gardee.id)
  return (
    <Layout
      title="Fusionner deux notices"
      page={requete}
      width="list"
      crumbs={filAriane([{ label: String(gardee.csl.title), href: base }, { label: 'Fusionner' }])}
      head={style()}
      intro={
        <p>
          {`La notice n°\u00a0${gardee.id} reste, avec les champs choisis et les liens des deux. L’adresse de la notice n°\u00a0${autre.id} y mènera. `}
          <a
            href={`${formatAdresseNotice(autre.id)}/fusionner?avec=${gardee.id}`}
          >{`Garder plutôt la n°\u00a0${autre.id}`}</a>
        </p>
      }
    >
      <FormFusion action={`${base}/fusionner`} cible={{ gardee, autre }} annuler={base} />
    </Layout>
  )
}

const entreeFusion = z.object({ id: identifiant, avec: identifiant.nullish().catch(null) })

export const routesFusion = [
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/imports/:id/lignes/:rang/comparer',
    requete: entreeLigne.extend({ avec: identifiant }),
    charger: async (ctx, { id, rang, avec }) => {
      const cible = await getCibleLigne(ctx, { id, rang })
      // The one it was compared with may have been merged since.
      const notice = await getNotice(ctx, (await getRemplacante(ctx, avec)) ?? avec)
      if (!cible || !notice || notice.supprimeeLe) return null
      return { ...cible, notice, ancienne: await getAncienne(ctx, cible, avec) }
    },
    politique: politiqueLigne,
    trace: 'import.ligne.comparaison',
    objet: objetLigne,
    lire: (_ctx, _entree, requete, cible) => (
      <PageComparerLigne cible={cible} notice={cible.notice} ancienne={cible.ancienne} requete={requete} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/imports/:id/lignes/:rang/fusionner',
    action: fusionnerLigne,
    avis: { 'ligne-fusionnee': succes('La référence est réunie à la notice du catalogue.') },
    reussir: ({ id }, _requete, brut) => ({ vers: formatRetour(id, brut), avis: 'ligne-fusionnee' }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/notices/:id/fusionner',
    requete: entreeFusion,
    charger: async (ctx, { id, avec }) => {
      if (avec) return getCibleFusion(ctx, { id, avec })
      const gardee = await getNotice(ctx, id)
      return gardee && { gardee, autre: null }
    },
    politique: (acteur, { gardee, autre }) =>
      autre ? peutFusionner(acteur, { gardee, autre }) : noticePolicy.peut(acteur, 'modifier', gardee),
    trace: 'notice.fusion.formulaire',
    objet: ({ id }) => ({ type: 'notice', id }),
    lire: async (ctx, { id }, requete, { gardee, autre }) => {
      if (autre) return <PageFusion cible={{ gardee, autre }} requete={requete} />
      const candidates = await listCandidates(ctx, [{ rang: 1, item: gardee.csl }], id)
      const doublons = listDoublonsCatalogue({ item: gardee.csl }, candidates)
      const titres = await listTitres(
        ctx,
        doublons.flatMap((d) => d.notice ?? []),
      )
      return <PageChoisir notice={gardee} doublons={doublons} titres={titres} requete={requete} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/notices/:id/fusionner',
    action: fusionnerNotices,
    avis: { 'notices-fusionnees': succes('Les deux notices n’en font plus qu’une.') },
    reussir: (id) => ({ vers: formatAdresseNotice(id), avis: 'notices-fusionnees' }),
  }),
]
