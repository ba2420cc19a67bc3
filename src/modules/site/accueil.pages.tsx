import type { Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import {
  formatAdresseNotice,
  importPolicy,
  listNouveautes,
  listThemesComptes,
  type Notice,
} from '#modules/documentation/index.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Field, Form } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { CatalogueSearch, Layout } from '#ui/layout.tsx'
import { Tag, TagList } from '#ui/tag.tsx'

const NOUVEAUTES = 6
const THEMES = 16

interface Props {
  requete: Requete
  nouveautes: Notice[]
  themes: { slug: string; nombre: number }[]
}

function Nouveaute({ notice }: { notice: Notice }) {
  return (
    <Card
      title={String(notice.csl.title)}
      href={formatAdresseNotice(notice.id)}
      level={3}
      kicker={`${getLibelle('nature', notice.nature)} · ajouté le ${formatDate(notice.creeLe)}`}
    >
      {notice.resume && <p>{notice.resume}</p>}
    </Card>
  )
}

function PageAccueil({ requete, nouveautes, themes }: Props) {
  return (
    <Layout
      title="Ce que l’on sait, pour agir sur un territoire de santé"
      page={requete}
      width="list"
      motif
      ownSearch
      intro={
        <p>Cherchez des documents, des méthodes et des textes pour coordonner, prévenir et réduire les inégalités.</p>
      }
    >
      <CatalogueSearch
        page={requete}
        label="Chercher dans toute la documentation"
        placeholder="littératie, aller-vers, CPTS…"
      />
      <section aria-labelledby="aide">
        <h2 id="aide">Qui peut aider&nbsp;?</h2>
        <search>
          <Form action="/trouver" method="get">
            <div class="field-row">
              <Field name="q" label="Quel besoin" size="medium" hint="Vos mots : arrêter de boire, aide à domicile…" />
              <Field name="ou" label="Où" size="medium" hint="Commune ou code postal." />
            </div>
            <Actions>
              <Button icon="search">Trouver de l’aide</Button>
            </Actions>
          </Form>
        </search>
      </section>
      {themes.length > 0 && (
        <section aria-labelledby="themes">
          <h2 id="themes">Par thème</h2>
          <TagList label="Thèmes les plus documentés">
            {themes.slice(0, THEMES).map(({ slug, nombre }) => (
              <Tag href={`/documentation?theme=${slug}`}>{`${getLibelle('theme', slug)} (${nombre})`}</Tag>
            ))}
          </TagList>
          <p>
            <a href="/vocabulaires/theme">Tous les thèmes</a>
          </p>
        </section>
      )}
      <section aria-labelledby="nouveautes">
        <h2 id="nouveautes">Entrés récemment au catalogue</h2>
        {nouveautes.length > 0 ? (
          <div class="cards">
            {nouveautes.map((n) => (
              <Nouveaute notice={n} />
            ))}
          </div>
        ) : (
          <EmptyState
            title="Le catalogue est vide"
            action={
              importPolicy.peutParfois(requete.acteur, 'deposer') && (
                <ButtonLink href="/documentation/imports" variant="primary">
                  Importer une bibliographie
                </ButtonLink>
              )
            }
          >
            <p>Les documentalistes peuvent y importer une bibliographie Word, PDF, HTML ou texte.</p>
          </EmptyState>
        )}
      </section>
      <section aria-labelledby="reperes">
        <h2 id="reperes">Pour se repérer</h2>
        <ul>
          <li>
            <a href="/reseau">Qui agit ici</a>
            {'\u00a0: les dispositifs et les structures d’une commune, d’une intercommunalité, d’un département.'}
          </li>
          <li>
            <a href="/articulation">L’articulation</a>
            {'\u00a0: qui partage un territoire sans lien déclaré, où il n’y a personne, qui réunir.'}
          </li>
          <li>
            <a href="/structures">Les structures</a>
            {'\u00a0: l’annuaire des lieux et de leurs services.'}
          </li>
          <li>
            <a href="/etageres">Les étagères</a>
            {'\u00a0: des sélections de documents, à lire, à imprimer et à reprendre.'}
          </li>
          <li>
            <a href="/glossaire">Le glossaire</a>
            {'\u00a0: les mots et les sigles du champ, en clair.'}
          </li>
          <li>
            <a href="/vocabulaires">Les vocabulaires</a>
            {'\u00a0: les listes qui rangent tout, à réutiliser librement.'}
          </li>
          <li>
            <a href="/a-propos">À propos de Maillage</a>
            {'\u00a0: à qui cela sert, ce qui est fictif ici.'}
          </li>
        </ul>
      </section>
    </Layout>
  )
}

export const accueil = defineRoute({
  methode: 'GET',
  chemin: '/',
  politique: publique,
  trace: 'site.accueil',
  lire: async (ctx, _entree, requete) => {
    const [nouveautes, themes] = await Promise.all([listNouveautes(ctx, NOUVEAUTES), listThemesComptes(ctx)])
    return <PageAccueil requete={requete} nouveautes={nouveautes} themes={themes} />
  },
})
