import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant, numeroPage } from '#core/saisie.ts'
import { asset } from '#ui/asset.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { Pagination, Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { Comparaison } from '../imports/comparaison.tsx'
import { listTitres } from '../imports/doublons.queries.ts'
import { getContenu, getNotice } from '../notice/notice.queries.ts'
import { formatAdresseNotice, type Notice } from '../notice/notice.ts'
import {
  accepterRecolte,
  type CibleRecolte,
  ecarterRecolte,
  entreeRecolte,
  fusionnerRecolte,
  getCibleRecolte,
  peutJuger,
} from './jugement.actions.ts'
import { moissonPolicy } from './moisson.policy.ts'
import { ETATS_RECOLTE, formatAdresseSource, formatContenu, type Recolte, type Source } from './moisson.ts'
import { getComptesRecolte, listAttente } from './recolte.queries.ts'
import { filMoissons } from './source.pages.tsx'
import { getSource } from './source.queries.ts'

const PAR_PAGE = 20

/** The notice that a waiting record is to be compared with: its own, or the one most like it. */
const getVisee = (recolte: Recolte): number | undefined => recolte.notice ?? recolte.doublons[0]?.notice

interface PropsAttente {
  source: Source
  recoltes: Recolte[]
  titres: ReadonlyMap<number, string>
  page: number
  total: number
  requete: Requete
}

function PageAttente({ source, recoltes, titres, page, total, requete }: PropsAttente) {
  const base = formatAdresseSource(source.id)
  return (
    <Layout
      title="Notices à examiner"
      page={requete}
      width="list"
      crumbs={filMoissons([{ label: source.nom, href: base }, { label: 'À examiner' }])}
      intro={
        <p>
          Ces notices de la source ressemblent à des notices du catalogue, ou ont changé des deux côtés. Ouvrez-les pour
          comparer&nbsp;: rien n’est remplacé sans vous.
        </p>
      }
    >
      {recoltes.length === 0 ? (
        <EmptyState title="Rien n’attend" action={<ButtonLink href={base}>Revenir à la source</ButtonLink>}>
          <p>Toutes les notices de cette source ont trouvé leur place.</p>
        </EmptyState>
      ) : (
        <Table
          caption="Notices qui attendent une décision"
          columns={[
            { key: 'titre', label: 'À la source', header: true },
            { key: 'etat', label: 'Pourquoi' },
            { key: 'notice', label: 'Au catalogue' },
          ]}
          rows={recoltes.map((r) => {
            const visee = getVisee(r)
            return [
              <>
                <a href={`${base}/attente/comparer?oai=${encodeURIComponent(r.identifiant)}`}>{r.item.title}</a>
                <div class="hint">{r.identifiant}</div>
              </>,
              <>
                <Tag ton="attention">{ETATS_RECOLTE[r.etat]}</Tag>
                {r.doublons[0] && <div class="hint">{r.doublons[0].raison}</div>}
              </>,
              visee === undefined ? '' : <a href={formatAdresseNotice(visee)}>{titres.get(visee)}</a>,
            ]
          })}
        />
      )}
      <Pagination page={page} pages={Math.ceil(total / PAR_PAGE)} href={createHref(`${base}/attente`)} />
    </Layout>
  )
}

function PageComparer({ cible, notice, requete }: { cible: CibleRecolte; notice: Notice | null; requete: Requete }) {
  const { source, recolte } = cible
  const base = formatAdresseSource(source.id)
  const contenu = formatContenu(recolte, source)
  const nouvelle = recolte.etat === 'a-juger'
  return (
    <Layout
      title={nouvelle ? 'Est-ce le même document ?' : 'Reprendre les changements de la source ?'}
      page={requete}
      width="list"
      crumbs={filMoissons([
        { label: source.nom, href: base },
        { label: 'À examiner', href: `${base}/attente` },
        { label: 'Comparer' },
      ])}
      head={<link rel="stylesheet" href={asset('/styles/imports.css')} />}
      intro={
        <p>
          {nouvelle
            ? 'Si oui, choisissez pour chaque champ ce que la notice doit garder. Sinon, la notice de la source entrera au catalogue à part.'
            : 'La source a changé sa notice, et elle avait été corrigée ici. Choisissez champ par champ.'}
        </p>
      }
    >
      <DeuxTitres {...{ recolte, source, notice }} />
      <Form action={`${base}/attente/fusionner`}>
        <input type="hidden" name="oai" value={recolte.identifiant} />
        {notice && (
          <>
            <input type="hidden" name="avec" value={String(notice.id)} />
            <input type="hidden" name="version" value={String(notice.version)} />
            <Comparaison
              gardee={getContenu(notice)}
              autre={contenu}
              noms={{ gardee: 'Au catalogue', autre: 'À la source', deux: 'Les deux' }}
            />
          </>
        )}
        <Actions>
          {notice && (
            <Button>{nouvelle ? 'C’est le même\u00a0: enregistrer ces choix' : 'Enregistrer ces choix'}</Button>
          )}
          {nouvelle && (
            <Button variant="secondary" formaction={`${base}/attente/accepter`}>
              C’est un autre document
            </Button>
          )}
          <Button variant="link" formaction={`${base}/attente/ecarter`}>
            {nouvelle ? 'Ne pas la prendre' : 'Laisser la notice telle quelle'}
          </Button>
        </Actions>
      </Form>
    </Layout>
  )
}

function DeuxTitres({ recolte, source, notice }: CibleRecolte & { notice: Notice | null }) {
  return (
    <>
      <p>
        {`À la source «\u00a0${source.nom}\u00a0»\u00a0: `}
        <strong>{recolte.item.title}</strong>
        <span class="hint">{` ${recolte.identifiant}`}</span>
      </p>
      {notice ? (
        <p>
          {'Au catalogue\u00a0: '}
          <a href={formatAdresseNotice(notice.id)}>{notice.csl.title}</a>
        </p>
      ) : (
        <p>La notice à laquelle elle ressemblait n’est plus au catalogue.</p>
      )}
    </>
  )
}

const avisJugement = (id: number, avis: string) => ({ vers: `${formatAdresseSource(id)}/attente`, avis })
const objet = ({ id }: { id: number }) => ({ type: 'moisson-source', id })

async function lireAttente(ctx: Ctx, source: Source, demandee: number, requete: Requete) {
  const { enAttente: total } = await getComptesRecolte(ctx, source.id)
  // The last record of the last page may just have been judged.
  const page = Math.min(demandee, Math.max(1, Math.ceil(total / PAR_PAGE)))
  const recoltes = await listAttente(ctx, source.id, page, PAR_PAGE)
  const titres = await listTitres(
    ctx,
    recoltes.flatMap((r) => getVisee(r) ?? []),
  )
  return <PageAttente {...{ source, recoltes, titres, page, total, requete }} />
}

export const routesJugements = [
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/moissons/:id/attente',
    requete: z.object({ id: identifiant, page: numeroPage }),
    charger: (ctx, { id }) => getSource(ctx, id),
    politique: (acteur, source: Source) => moissonPolicy.peut(acteur, 'juger', source),
    trace: 'moisson.attente',
    objet,
    lire: (ctx, { page }, requete, source) => lireAttente(ctx, source, page, requete),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/moissons/:id/attente/comparer',
    requete: entreeRecolte,
    charger: (ctx, entree) => getCibleRecolte(ctx, entree),
    politique: peutJuger,
    trace: 'moisson.comparaison',
    objet,
    lire: async (ctx, { id }, requete, cible) => {
      const { etat } = cible.recolte
      if (etat !== 'a-juger' && etat !== 'a-comparer') return { vers: `${formatAdresseSource(id)}/attente` }
      const visee = getVisee(cible.recolte)
      const notice = visee === undefined ? null : await getNotice(ctx, visee)
      return <PageComparer cible={cible} notice={notice?.supprimeeLe ? null : notice} requete={requete} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/moissons/:id/attente/fusionner',
    action: fusionnerRecolte,
    avis: { 'recolte-fusionnee': succes('Vos choix sont enregistrés dans la notice.') },
    reussir: ({ id }) => avisJugement(id, 'recolte-fusionnee'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/moissons/:id/attente/accepter',
    action: accepterRecolte,
    avis: { 'recolte-acceptee': succes('La notice de la source est au catalogue.') },
    reussir: ({ id }) => avisJugement(id, 'recolte-acceptee'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/moissons/:id/attente/ecarter',
    action: ecarterRecolte,
    avis: { 'recolte-ecartee': succes('C’est noté\u00a0: rien n’a changé au catalogue.') },
    reussir: ({ id }) => avisJugement(id, 'recolte-ecartee'),
  }),
]
