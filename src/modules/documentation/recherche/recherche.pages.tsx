import type { Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { asset } from '#ui/asset.ts'
import { ButtonLink } from '#ui/button.tsx'
import { ActiveFilters, Facets } from '#ui/facets.tsx'
import { formatCount } from '#ui/format.ts'
import { Columns, Layout } from '#ui/layout.tsx'
import { SearchBox } from '#ui/search-box.tsx'
import { Pagination } from '#ui/table.tsx'
import { TYPE_ATOM } from '../atom/atom.formats.ts'
import { createLecteur } from '../glossaire/glossaire.queries.ts'
import type { LecteurSigles } from '../glossaire/sigles.ts'
import { noticePolicy } from '../notice/notice.policy.ts'
import { getCorrection } from './correction.queries.ts'
import { listFiltres, listGroupes } from './groupes.ts'
import { Aide, RienTrouve, Suites, Tris, Trouvee } from './parties.tsx'
import { type Resultat, searchNotices } from './recherche.queries.ts'
import {
  type Criteres,
  formatAdresseRecherche,
  formatAdresseSuite,
  formatTitreRecherche,
  listCaches,
  schemaCriteres,
} from './recherche.ts'
import { lireSuggestions } from './suggestions.api.ts'

const lireRecherche = defineRoute({
  methode: 'GET',
  chemin: '/documentation',
  requete: schemaCriteres,
  politique: publique,
  trace: 'documentation.recherche',
  limite: { nom: 'recherche', max: 120, secondes: 60 },
  lire: async (ctx, demande, requete) => {
    const resultat = await searchNotices(ctx, demande)
    const [correction, lecteur] = await Promise.all([getCorrection(ctx, demande.q, resultat.total), createLecteur(ctx)])
    return <PageRecherche {...{ resultat, correction, lecteur, requete }} />
  },
})

interface Props {
  resultat: Resultat
  correction: string | null
  lecteur: LecteurSigles
  requete: Requete
}

const formatTitre = (criteres: Criteres): string =>
  formatTitreRecherche(criteres) + (criteres.page > 1 ? ` (page\u00a0${criteres.page})` : '')

function PageRecherche({ resultat, correction, lecteur, requete }: Props) {
  const { criteres, total } = resultat
  const filtres = listFiltres(criteres)
  const adresse = formatAdresseRecherche(criteres)
  const libre = criteres.q !== '' || filtres.length > 0
  return (
    <Layout
      title={formatTitre(criteres)}
      page={requete}
      width="list"
      ownSearch
      crumbs={[{ label: 'Documentation' }]}
      intro={!libre && <p>Rapports, articles, guides et outils pour agir sur la santé d’un territoire.</p>}
      actions={noticePolicy.peutParfois(requete.acteur, 'creer') && <Gestes />}
      head={
        <>
          <link rel="canonical" href={requete.adresse + adresse} />
          <link
            rel="alternate"
            type={TYPE_ATOM}
            title="Les dernières notices de cette recherche"
            href={formatAdresseSuite(criteres, '.atom')}
          />
          {libre && <meta name="robots" content="noindex, follow" />}
          <script type="module" src={asset('/ilots/suggestions.js')} nonce={requete.nonce} />
        </>
      }
    >
      <SearchBox
        action="/documentation"
        label="Rechercher dans la documentation"
        value={criteres.q}
        hidden={listCaches(criteres, (nom) => nom === 'q' || nom === 'tri')}
      >
        <suggestions-recherche pour="recherche" source="/documentation/suggestions" />
        <Aide />
      </SearchBox>
      {total === 0 && filtres.length === 0 ? (
        <>
          <Correction criteres={criteres} correction={correction} />
          <RienTrouve criteres={criteres} filtree={false} />
        </>
      ) : (
        <Columns
          aside={
            <Facets
              action="/documentation"
              groups={listGroupes(resultat)}
              hidden={listCaches(criteres, (nom) => nom !== 'q' && nom !== 'tri')}
            />
          }
          asideLabel={filtres.length > 0 ? `Filtrer (${filtres.length})` : 'Filtrer'}
        >
          <div class="result-head">
            <p role="status">
              <strong>{formatCount(total, 'notice')}</strong>
              {resultat.motsTropCourants &&
                '. Ces mots sont trop courants pour être cherchés\u202f: voici tout le catalogue.'}
            </p>
            <Suites criteres={criteres} total={total} />
          </div>
          <ActiveFilters filters={filtres} clearHref={formatAdresseRecherche({ ...criteres, filtres: {}, page: 1 })} />
          <Correction criteres={criteres} correction={correction} />
          {total === 0 ? (
            <RienTrouve criteres={criteres} filtree />
          ) : (
            <>
              {total > 1 && <Tris criteres={criteres} />}
              {resultat.notices.map((notice) => (
                <Trouvee notice={notice} cherchee={criteres.q !== ''} lecteur={lecteur} />
              ))}
              <Pagination
                page={criteres.page}
                pages={resultat.pages}
                href={({ page }) => formatAdresseRecherche({ ...criteres, page: Number(page) })}
              />
            </>
          )}
        </Columns>
      )}
    </Layout>
  )
}

function Correction({ criteres, correction }: { criteres: Criteres; correction: string | null }) {
  if (correction === null) return null
  return (
    <p>
      {'Vouliez-vous dire '}
      <a href={formatAdresseRecherche({ ...criteres, q: correction, page: 1 })}>{correction}</a>
      {'\u202f?'}
    </p>
  )
}

function Gestes() {
  return (
    <>
      <ButtonLink href="/documentation/nouvelle-notice">Nouvelle notice</ButtonLink>
      <ButtonLink href="/documentation/imports">Importer une bibliographie</ButtonLink>
      <ButtonLink href="/documentation/moissons">Moissonner d’autres catalogues</ButtonLink>
      <ButtonLink href="/documentation/entretien">Entretenir le catalogue</ButtonLink>
    </>
  )
}

export const routesRecherche = [lireRecherche, lireSuggestions]
