import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Redirection } from '#core/route.ts'
import { type Brut, identifiant, numeroPage } from '#core/saisie.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Button, ButtonLink, Field, Form, Select } from '#ui/form.tsx'
import { formatCount, formatDate, formatNumber } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Pagination } from '#ui/table.tsx'
import { Auteurs } from '../notice/fiche.tsx'
import { noticePolicy } from '../notice/notice.policy.ts'
import { getNotice } from '../notice/notice.queries.ts'
import { formatAdresseNotice, type Notice } from '../notice/notice.ts'
import { Atelier, formatSignalement, Pas } from './cadre.tsx'
import { ChampsComplement } from './complement.tsx'
import { completerNotice, ecarterNotice } from './entretien.actions.ts'
import { entretienPolicy } from './entretien.policy.ts'
import { COMPTE_MAX, getVoisines, listNoticesListe, type PageNotices } from './entretien.queries.ts'
import {
  BASE,
  type Filtres,
  formatAdresseListe,
  isEcartable,
  isListe,
  isVerification,
  LISTES,
  type Liste,
  listParametresFiltres,
  PAR_PAGE,
  schemaFiltres,
} from './entretien.ts'
import { LotThemes } from './themes.tsx'

const liste = z.custom<Liste>(isListe)

interface PropsListe extends PageNotices {
  liste: Liste
  filtres: Filtres
  requete: Requete
  erreurs?: ErreurChamp[]
  brut?: Brut
}

export function PageListe({
  liste,
  filtres,
  notices,
  natures,
  total,
  page,
  requete,
  erreurs = [],
  brut = {},
}: PropsListe) {
  const { titre, aide } = LISTES[liste]
  const filtree = Boolean(filtres.nature || filtres.q)
  return (
    <Atelier
      titre={titre}
      requete={requete}
      erreurs={erreurs}
      intro={<p>{`${formatTotal(total, filtres)}. ${aide}`}</p>}
      actions={
        notices[0] && (
          <ButtonLink href={`${formatAdresseListe(liste, filtres, notices[0].id)}`} variant="primary">
            Les traiter une par une
          </ButtonLink>
        )
      }
    >
      {(filtree || total > PAR_PAGE) && <Filtrer liste={liste} filtres={filtres} natures={natures} />}
      {notices.length === 0 ? (
        <EmptyState
          title={filtree ? 'Aucune notice de cette liste ne répond à ce filtre' : 'Cette liste est vide'}
          action={
            filtree ? (
              <ButtonLink href={formatAdresseListe(liste, { q: '' })}>Voir toute la liste</ButtonLink>
            ) : (
              <ButtonLink href={BASE}>Voir les autres listes</ButtonLink>
            )
          }
        />
      ) : liste === 'sans-theme' ? (
        <LotThemes {...{ notices, filtres, page, erreurs, brut }} />
      ) : (
        notices.map((notice) => <LigneListe liste={liste} filtres={filtres} notice={notice} />)
      )}
      <Pagination
        page={page}
        pages={Math.ceil(total / PAR_PAGE)}
        href={createHref(formatAdresseListe(liste, filtres))}
      />
    </Atelier>
  )
}

const formatTotal = (total: number, { q }: Filtres): string =>
  q && total > COMPTE_MAX ? `Plus de ${formatCount(COMPTE_MAX, 'notice')}` : formatCount(total, 'notice')

function Filtrer({ liste, filtres, natures }: Pick<PropsListe, 'liste' | 'filtres' | 'natures'>) {
  return (
    <search class="filtres-entretien">
      <Form action={`${BASE}/notices/${liste}`} method="get">
        <Select
          name="nature"
          label="Type de document"
          empty="Tous"
          value={filtres.nature}
          options={natures.map(({ nature, nombre }) => ({
            value: nature,
            label: `${getLibelle('nature', nature)} (${formatNumber(nombre)})`,
          }))}
        />
        <Field name="q" label="Mots de la notice" value={filtres.q} type="search" size="medium" />
        <Button variant="secondary">Filtrer</Button>
      </Form>
    </search>
  )
}

function LigneListe({ liste, filtres, notice }: { liste: Liste; filtres: Filtres; notice: Notice }) {
  return (
    <article class="fiche-entretien">
      <div class="kicker">{formatSignalement(notice)}</div>
      <h2 class="card-title">
        <a href={formatAdresseListe(liste, filtres, notice.id)}>{String(notice.csl.title)}</a>
      </h2>
      {liste === 'a-verifier' && notice.verifieeLe && (
        <p class="hint">{`Vérifiée le ${formatDate(notice.verifieeLe)}, modifiée le ${formatDate(notice.modifieeLe)}`}</p>
      )}
    </article>
  )
}

interface PropsFiche {
  liste: Liste
  filtres: Filtres
  notice: Notice
  precedente: number | null
  suivante: number | null
  requete: Requete
  erreurs?: ErreurChamp[]
  brut?: Brut
}

function PageFiche({ liste, filtres, notice, precedente, suivante, requete, erreurs = [], brut = {} }: PropsFiche) {
  const formatLien = (id: number | null) => (id === null ? null : formatAdresseListe(liste, filtres, id))
  const nom = LISTES[liste].titre
  return (
    <Atelier
      titre={String(notice.csl.title)}
      requete={requete}
      erreurs={erreurs}
      fil={[{ label: nom, href: formatAdresseListe(liste, filtres) }, { label: `Notice n°\u00a0${notice.id}` }]}
      intro={<Auteurs notice={notice} />}
    >
      <Pas precedente={formatLien(precedente)} suivante={formatLien(suivante)} />
      <div class="travail">
        <section id="travail" aria-label={nom}>
          <Form action={`${BASE}/notices/${liste}/${notice.id}`}>
            <input type="hidden" name="version" value={String(brut.version ?? notice.version)} />
            {Object.entries(listParametresFiltres(filtres)).map(([nomChamp, valeur]) => (
              <input type="hidden" name={nomChamp} value={valeur} />
            ))}
            <ChampsComplement {...{ liste, notice, brut, erreurs }} />
            <div class="actions">
              <Button>{isVerification(liste) ? 'Conforme\u00a0: marquer vérifiée' : 'Enregistrer et continuer'}</Button>
              {isEcartable(liste) && (
                <Button variant="link" formaction={`${BASE}/notices/${liste}/${notice.id}/sans-objet`}>
                  Sans objet pour ce document
                </Button>
              )}
            </div>
          </Form>
        </section>
        <section aria-label="La notice">
          <p class="hint">{formatSignalement(notice)}</p>
          {notice.csl.URL && /^https?:\/\//.test(notice.csl.URL) && (
            <p class="adresse-longue">
              <a href={notice.csl.URL}>{notice.csl.URL}</a>
            </p>
          )}
          {notice.resume && <p>{notice.resume}</p>}
          <p>
            <a href={formatAdresseNotice(notice.id)}>Voir la notice</a>
            {' · '}
            <a href={`${formatAdresseNotice(notice.id)}/modifier`}>Modifier tous ses champs</a>
          </p>
        </section>
      </div>
    </Atelier>
  )
}

/** On to the next notice of the list; at its end to what is left of it. */
async function formatSuite(ctx: Ctx, id: number, brut: Brut, avis: string): Promise<Redirection> {
  const demandee = liste.parse(brut.liste)
  const filtres = schemaFiltres.parse(brut)
  const { precedente, suivante } = await getVoisines(ctx, demandee, filtres, id)
  return { vers: formatAdresseListe(demandee, filtres, suivante ?? precedente), avis }
}

const entreeFiche = schemaFiltres.extend({ liste, id: identifiant })

export const routesListes = [
  defineRoute({
    methode: 'GET',
    chemin: `${BASE}/notices/:liste`,
    requete: schemaFiltres.extend({ liste, page: numeroPage }),
    politique: (acteur) => entretienPolicy.peutParfois(acteur, 'lire'),
    trace: 'entretien.liste',
    objet: (entree) => ({ type: 'entretien', id: entree.liste }),
    lire: async (ctx, { liste: voulue, page, ...filtres }, requete) => {
      const trouvees = await listNoticesListe(ctx, voulue, filtres, page)
      return <PageListe {...{ liste: voulue, filtres, requete, ...trouvees }} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${BASE}/notices/:liste/:id`,
    requete: entreeFiche,
    charger: (ctx, { id }) => getNotice(ctx, id),
    politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'modifier', notice),
    trace: 'entretien.notice',
    objet: ({ id }) => ({ type: 'notice', id }),
    lire: async (ctx, { liste: voulue, id, ...filtres }, requete, notice) => {
      const voisines = await getVoisines(ctx, voulue, filtres, id)
      return <PageFiche {...{ liste: voulue, filtres, notice, requete, ...voisines }} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${BASE}/notices/:liste/:id`,
    action: completerNotice,
    avis: { 'entretien-fait': succes('La notice est enregistrée. Voici la suivante de la liste.') },
    reussir: (id, _requete, brut, ctx) => formatSuite(ctx, id, brut, 'entretien-fait'),
    echouer: async (ctx, erreurs, brut, requete) => {
      const lu = entreeFiche.safeParse(brut)
      const notice = lu.success ? await getNotice(ctx, lu.data.id) : null
      // Input is judged before the row is read: who may not edit learns nothing from a faulty form.
      if (!lu.success || !notice || !noticePolicy.peut(ctx.acteur, 'modifier', notice))
        throw new ErreurIntrouvable('notice')
      const { liste: voulue, id, ...filtres } = lu.data
      const voisines = await getVoisines(ctx, voulue, filtres, id)
      return <PageFiche {...{ liste: voulue, filtres, notice, requete, erreurs, brut, ...voisines }} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${BASE}/notices/:liste/:id/sans-objet`,
    action: ecarterNotice,
    avis: { 'entretien-ecartee': succes('Cette notice ne sera plus dans cette liste. Voici la suivante.') },
    reussir: (id, _requete, brut, ctx) => formatSuite(ctx, id, brut, 'entretien-ecartee'),
  }),
]
