import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { formatEntetesFichier } from '#core/file.ts'
import { createPage } from '#core/response.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { asset } from '#ui/asset.ts'
import { ErrorPage } from '#ui/error-page.tsx'
import { Actions, ButtonLink } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { listMetaCitation, renderCoins } from '../citation/citation.formats.ts'
import { isStyle, type SlugStyle } from '../citation/citation.ts'
import { LienAjoutEtagere } from '../etagere/lien.tsx'
import { createLecteur } from '../glossaire/glossaire.queries.ts'
import type { LecteurSigles } from '../glossaire/sigles.ts'
import { Origines } from '../moisson/origines.tsx'
import { listOrigines, type Origine } from '../moisson/recolte.queries.ts'
import { type Adresse, listAdressesNotice } from '../soin/adresse.queries.ts'
import { EtatLien } from '../soin/etat-lien.tsx'
import { Exemplaires } from './exemplaire.tsx'
import { Acces, Auteurs, Citation, Description, Liens, Resume, Voisines } from './fiche.tsx'
import { filAriane } from './fil.ts'
import { EditionLiens } from './lien.pages.tsx'
import {
  formatAdresseFormat,
  formatJsonLd,
  formatNotice,
  getRepresentation,
  NOMS_REPRESENTATIONS,
  REPRESENTATIONS,
} from './notice.formats.ts'
import { noticePolicy } from './notice.policy.ts'
import { getNotice, getRemplacante, isRetiree, type Lien, listLiens } from './notice.queries.ts'
import { formatAdresseNotice, formatItem, type Notice } from './notice.ts'
import { listVoisines } from './voisines.queries.ts'

/** A notice; or where the one it was merged into stands, so that both addresses keep working; or that it was taken out. */
type Cible = Notice | { suivante: number } | { retiree: true }

async function chargerOuSuivre(ctx: Ctx, { id }: { id: number }): Promise<Cible | null> {
  const notice = await getNotice(ctx, id)
  if (notice && !notice.remplaceePar) return notice
  const suivante = await getRemplacante(ctx, id)
  if (suivante !== null) return { suivante }
  return notice ?? ((await isRetiree(ctx, id)) ? { retiree: true } : null)
}

/** « 12 », or « 12.ris »: the number and the format, which then wins over the header `Accept`. */
const schemaNumero = z.string().transform((texte, contexte) => {
  const [, id, nom] = /^(\d+)(?:\.([a-z0-9-]+))?$/.exec(texte) ?? []
  const format = NOMS_REPRESENTATIONS.find((n) => n === nom) ?? null
  const lu = identifiant.safeParse(id)
  if (lu.success && (nom === undefined || format !== null)) return { numero: lu.data, format }
  contexte.addIssue({ code: 'custom', message: 'Ce n’est pas l’adresse d’une notice.' })
  return z.NEVER
})

const VARIE = { vary: 'accept' }

export const lireNotice = defineRoute({
  methode: 'GET',
  chemin: '/documentation/notices/:id',
  requete: z
    .object({
      id: schemaNumero,
      style: z.custom<SlugStyle>((v) => typeof v === 'string' && isStyle(v)).catch('ireps-bfc'),
    })
    .transform(({ id: { numero, format }, style }) => ({ id: numero, format, style })),
  charger: chargerOuSuivre,
  politique: (acteur, cible) => 'suivante' in cible || 'retiree' in cible || noticePolicy.peut(acteur, 'lire', cible),
  trace: 'notice.lecture',
  objet: (entree) => ({ type: 'notice', id: entree.id }),
  lire: async (ctx, { format, style }, requete, cible) => {
    if ('suivante' in cible) {
      const vers = formatAdresseFormat(cible.suivante, format ?? 'html') + requete.url.search
      return new Response(null, { status: 301, headers: { ...VARIE, location: vers } })
    }
    if ('retiree' in cible) return createPage(<PageRetiree requete={requete} />, 410, VARIE)
    if (format !== null) return sendFichier(cible, format, requete)
    const voulue = getRepresentation(requete.entetes.get('accept'))
    if (voulue === null) return createPage(<PageFormats notice={cible} requete={requete} />, 406, VARIE)
    if (voulue.nom === 'html') return createPage(await renderNotice(ctx, cible, style, requete), 200, VARIE)
    const corps = await formatNotice(cible, voulue.nom, requete.adresse)
    const adresse = formatAdresseFormat(cible.id, voulue.nom)
    return new Response(corps, { headers: { ...VARIE, 'content-type': voulue.type, 'content-location': adresse } })
  },
})

async function sendFichier(notice: Notice, nom: (typeof NOMS_REPRESENTATIONS)[number], requete: Requete) {
  const { extension = nom, type = '' } = REPRESENTATIONS.get(nom) ?? {}
  const headers = formatEntetesFichier(String(notice.csl.title), { extension, type })
  return new Response(await formatNotice(notice, nom, requete.adresse), { headers })
}

const PageRetiree = ({ requete }: { requete: Requete }) => (
  <ErrorPage page={requete} status={410} title="Cette notice n’est plus au catalogue">
    <p>Les documentalistes l’ont retirée. Son adresse ne servira à aucune autre.</p>
  </ErrorPage>
)

const PageFormats = ({ notice, requete }: { notice: Notice; requete: Requete }) => (
  <ErrorPage page={requete} status={406}>
    <p>Votre logiciel demande cette notice dans un format que Maillage n’écrit pas. Elle existe en&nbsp;:</p>
    <ul>
      {[...REPRESENTATIONS].map(([nom, { libelle, type }]) => (
        <li>
          <a href={formatAdresseFormat(notice.id, nom)}>{libelle}</a> (<code>{type}</code>)
        </li>
      ))}
    </ul>
  </ErrorPage>
)

async function renderNotice(ctx: Ctx, notice: Notice, presentation: SlugStyle, requete: Requete) {
  const [liens, voisines, lecteur, origines, [lien = null]] = await Promise.all([
    listLiens(ctx, notice.id),
    listVoisines(ctx, notice),
    createLecteur(ctx),
    listOrigines(ctx, notice.id),
    listAdressesNotice(ctx, notice.id),
  ])
  return <PageNotice {...{ notice, liens, voisines, lecteur, origines, lien, presentation, requete }} />
}

interface PropsPage {
  notice: Notice
  liens: Lien[]
  voisines: Notice[]
  lecteur: LecteurSigles
  origines: Origine[]
  /** The state of its address; null where it gives none. */
  lien: Adresse | null
  presentation: SlugStyle
  requete: Requete
}

function PageNotice({ notice, liens, voisines, lecteur, origines, lien, presentation, requete }: PropsPage) {
  const item = formatItem(notice)
  const adresse = requete.adresse + formatAdresseNotice(notice.id)
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
          {NOMS_REPRESENTATIONS.map((nom) => (
            <link
              rel="alternate"
              type={REPRESENTATIONS.get(nom)?.type}
              title={REPRESENTATIONS.get(nom)?.libelle}
              href={formatAdresseFormat(notice.id, nom)}
            />
          ))}
          {listMetaCitation(item).map((m) => (
            <meta name={m.name} content={m.content} />
          ))}
          <link rel="stylesheet" href={asset('/styles/notice.css')} />
          <script type="application/ld+json">{raw(formatJsonLd(notice, requete.adresse))}</script>
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
          <Resume notice={notice} lecteur={lecteur} />
          <Acces notice={notice} etat={lien && <EtatLien adresse={lien} acteur={requete.acteur} />} />
          <Exemplaires prets={notice.prets} tous={noticePolicy.peut(requete.acteur, 'modifier', notice)} />
          <Description notice={notice} />
          <Origines origines={origines} />
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
