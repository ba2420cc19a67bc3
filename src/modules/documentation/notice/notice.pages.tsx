import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { defineRoute, type Redirection } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { asset } from '#ui/asset.ts'
import { Actions, ButtonLink } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { listMetaCitation, renderCoins, renderJsonLd } from '../citation/citation.formats.ts'
import { isStyle, type SlugStyle } from '../citation/citation.ts'
import { LienAjoutEtagere } from '../etagere/lien.tsx'
import { listSigles } from '../glossaire/glossaire.queries.ts'
import type { Sigle } from '../glossaire/glossaire.ts'
import { Acces, Auteurs, Citation, Description, FACETTES, Liens, Resume, Voisines } from './fiche.tsx'
import { filAriane } from './fil.ts'
import { EditionLiens } from './lien.pages.tsx'
import { noticePolicy } from './notice.policy.ts'
import { getNotice, getRemplacante, type Lien, listLiens } from './notice.queries.ts'
import { formatAdresseNotice, formatItem, type Notice } from './notice.ts'
import { listVoisines } from './voisines.queries.ts'

/** A notice, or where the one it was merged into stands: both addresses keep working. */
async function chargerOuSuivre(ctx: Ctx, { id }: { id: number }): Promise<Notice | Redirection | null> {
  const notice = await getNotice(ctx, id)
  if (notice && !notice.remplaceePar) return notice
  const suivante = await getRemplacante(ctx, id)
  return suivante === null ? notice : { vers: formatAdresseNotice(suivante) }
}

export const lireNotice = defineRoute({
  methode: 'GET',
  chemin: '/documentation/notices/:id',
  requete: z.object({
    id: identifiant,
    style: z.custom<SlugStyle>((v) => typeof v === 'string' && isStyle(v)).catch('ireps-bfc'),
  }),
  charger: chargerOuSuivre,
  politique: (acteur, cible) => 'vers' in cible || noticePolicy.peut(acteur, 'lire', cible),
  trace: 'notice.lecture',
  objet: (entree) => ({ type: 'notice', id: entree.id }),
  lire: async (ctx, { style }, requete, cible) => {
    if ('vers' in cible) return cible
    const [liens, voisines, sigles] = await Promise.all([
      listLiens(ctx, cible.id),
      listVoisines(ctx, cible),
      listSigles(ctx),
    ])
    return <PageNotice {...{ notice: cible, liens, voisines, sigles, requete }} presentation={style} />
  },
})

interface PropsPage {
  notice: Notice
  liens: Lien[]
  voisines: Notice[]
  sigles: Sigle[]
  presentation: SlugStyle
  requete: Requete
}

function PageNotice({ notice, liens, voisines, sigles, presentation, requete }: PropsPage) {
  const item = formatItem(notice)
  const adresse = requete.adresse + formatAdresseNotice(notice.id)
  const motsCles = FACETTES.flatMap((f) => notice[f.cle].map((slug) => getLibelle(f.vocabulaire, slug)))
  const jsonLd = renderJsonLd(item, { adresse, titreSite: 'Maillage', motsCles })
  return (
    <Layout
      title={String(notice.csl.title)}
      page={requete}
      crumbs={filAriane([{ label: getLibelle('nature', notice.nature) }])}
      intro={<Auteurs notice={notice} />}
      width="list"
      actions={renderGestes(notice, requete)}
      head={
        <>
          <link rel="canonical" href={adresse} />
          {listMetaCitation(item).map((m) => (
            <meta name={m.name} content={m.content} />
          ))}
          <link rel="stylesheet" href={asset('/styles/notice.css')} />
          <script type="application/ld+json">{raw(jsonLd)}</script>
          <script type="module" src={asset('/ilots/copier.js')} nonce={requete.nonce} />
        </>
      }
    >
      <span class="Z3988" title={renderCoins(item)} />
      {notice.supprimeeLe && (
        <Alert ton="attention" title="Cette notice n’est plus au catalogue.">
          {`Elle a été retirée le ${formatDate(notice.supprimeeLe)}. Son historique permet de l’y remettre.`}
        </Alert>
      )}
      <div class="notice-sheet">
        <div>
          <Resume notice={notice} sigles={sigles} />
          <Acces notice={notice} />
          <Description notice={notice} />
        </div>
        <div>
          <Citation notice={notice} presentation={presentation} item={item} />
          <Liens liens={liens} />
          {noticePolicy.peut(requete.acteur, 'modifier', notice) && <EditionLiens notice={notice} liens={liens} />}
          <Voisines voisines={voisines} />
        </div>
      </div>
    </Layout>
  )
}

/** Nothing at all for who may only read: no empty line under the title. */
function renderGestes(notice: Notice, requete: Requete): Child {
  const { acteur } = requete
  if (!noticePolicy.peutParfois(acteur, 'historique')) return null
  const base = formatAdresseNotice(notice.id)
  return (
    <Actions>
      <LienAjoutEtagere notice={notice} requete={requete} />
      {noticePolicy.peut(acteur, 'modifier', notice) && (
        <>
          <ButtonLink href={`${base}/modifier`}>Modifier</ButtonLink>
          <ButtonLink href={`${base}/fusionner`} variant="link">
            Fusionner
          </ButtonLink>
        </>
      )}
      {noticePolicy.peutParfois(acteur, 'historique') && (
        <ButtonLink href={`${base}/historique`} variant="link">
          Historique
        </ButtonLink>
      )}
      {noticePolicy.peut(acteur, 'supprimer', notice) && !notice.supprimeeLe && (
        <ButtonLink href={`${base}/supprimer`} variant="link">
          Retirer du catalogue
        </ButtonLink>
      )}
    </Actions>
  )
}
