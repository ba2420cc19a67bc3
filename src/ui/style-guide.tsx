import type { Child } from 'hono/jsx'
import { Alert } from './alert.tsx'
import { asset } from './asset.ts'
import { Card } from './card.tsx'
import { DefinitionList } from './definition-list.tsx'
import { Diff } from './diff.tsx'
import { EmptyState } from './empty-state.tsx'
import { ActiveFilters, Facets } from './facets.tsx'
import { Actions, Button, ButtonLink } from './form.tsx'
import { formatCount, formatDate, formatDateTime, formatNumber } from './format.ts'
import { createHref } from './href.ts'
import { Columns, Layout, type PageContext } from './layout.tsx'
import { SearchBox } from './search-box.tsx'
import { Steps } from './steps.tsx'
import { ChartSamples } from './style-guide-charts.tsx'
import { FormSamples } from './style-guide-forms.tsx'
import { TextSamples } from './style-guide-texts.tsx'
import { SubNav } from './sub-nav.tsx'
import { Pagination, Table } from './table.tsx'
import { Tag, TagList } from './tag.tsx'

/** Every component in every state, on one page: to look at, to print, to try with a keyboard and a screen reader. */
export function StylePage({ page }: { page: PageContext }) {
  return (
    <Layout
      title="Composants"
      page={page}
      width="list"
      crumbs={[{ label: 'Composants' }]}
      intro={
        <p>Les éléments dont toutes les pages sont faites, dans leurs différents états. Les exemples sont inventés.</p>
      }
      actions={<ButtonLink href="#formulaires">Voir les formulaires</ButtonLink>}
      ownSearch
      motif
      head={<link rel="stylesheet" href={asset('/styles/charts.css')} />}
    >
      <Sample id="couleurs" title="Couleurs">
        <ul class="swatches">
          {colours.map(({ name, label }) => (
            <li>
              <span class={`swatch swatch-${name}`} />
              {label}
            </li>
          ))}
        </ul>
      </Sample>
      <Sample id="textes" title="Textes">
        <TextSamples />
      </Sample>
      <Sample id="boutons" title="Boutons">
        <Actions>
          <Button>Enregistrer</Button>
          <Button variant="secondary">Annuler</Button>
          <Button variant="danger">Supprimer</Button>
          <Button variant="link">Tout replier</Button>
          <Button disabled>Indisponible</Button>
          <ButtonLink href="#boutons" icon="download">
            Exporter
          </ButtonLink>
          <Button variant="secondary" icon="copy" label="Copier la citation">
            Copier
          </Button>
        </Actions>
      </Sample>
      <Sample id="messages" title="Messages">
        <Alert ton="succes">La notice est enregistrée.</Alert>
        <Alert ton="info">Ce prêt se fait au centre de documentation, sur rendez-vous.</Alert>
        <Alert ton="attention" title="À vérifier">
          <p>La date de cette référence n’a pas été trouvée dans la source.</p>
        </Alert>
        <Alert ton="erreur">Le fichier est vide.</Alert>
      </Sample>
      <Sample id="etiquettes" title="Étiquettes">
        <TagList label="Exemples">
          {[
            <Tag>Rapport</Tag>,
            <Tag href="#etiquettes">Santé mentale</Tag>,
            <Tag ton="succes">Vérifiée</Tag>,
            <Tag ton="attention">À relire</Tag>,
            <Tag ton="erreur">Refusée</Tag>,
          ]}
        </TagList>
      </Sample>
      <Sample id="navigation" title="Navigation">
        <SubNav
          label="Exemple de sous-menu"
          links={[
            { href: '#navigation', label: 'Notice', current: true },
            { href: '#historique', label: 'Historique', count: 3 },
            { href: '#liens', label: 'Liens' },
          ]}
        />
        <Steps
          label="Étapes d’un import"
          steps={[{ label: 'Déposer', href: '#navigation' }, { label: 'Relire' }, { label: 'Verser au catalogue' }]}
          current={1}
        />
        <Pagination page={6} pages={1240} href={createHref(page.chemin)} />
      </Sample>
      <Sample id="recherche-et-filtres" title="Recherche et filtres">
        <ListSample page={page} />
      </Sample>
      <Sample id="cartes" title="Cartes">
        <div class="cards">
          <Card level={3} title="Vivre et vieillir ici" href="#cartes" kicker="Dossier">
            <p>Quatre territoires racontent leurs visites à domicile.</p>
          </Card>
          <Card level={3} title="Apprendre à repérer" href="#cartes" kicker="Outil pédagogique">
            <p>Un jeu de cartes pour parler du sommeil avec des collégiens.</p>
          </Card>
          <Card level={3} title="Sans lien" kicker="À venir">
            <p>Une carte peut ne mener nulle part.</p>
          </Card>
        </div>
      </Sample>
      <Sample id="tableau" title="Tableau">
        <TableSample page={page} />
      </Sample>
      <Sample id="graphiques" title="Graphiques">
        <ChartSamples />
      </Sample>
      <Sample id="fiche" title="Fiche et différences">
        <DefinitionList
          items={[
            { label: 'Auteurs', value: 'Fictif Anne, Exemple Paul' },
            { label: 'Éditeur', value: 'Maison d’exemple' },
            { label: 'Date', value: formatDate('2024-03') },
            { label: 'Vérifiée', value: `${formatDateTime(new Date('2025-03-01T13:05:00Z'))}, par Anne Fictif` },
            { label: 'ISBN', value: null },
          ]}
        />
        <h3>Ce qui a changé</h3>
        <Diff
          fields={[
            {
              label: 'Titre',
              parts: [
                { value: 'Le sommeil ' },
                { value: 'des jeunes', removed: true },
                { value: 'des collégiens', added: true },
              ],
            },
            { label: 'Pages', parts: [{ value: '48', added: true }] },
          ]}
        />
      </Sample>
      <Sample id="vide" title="Rien à montrer">
        <EmptyState
          title="Aucune notice ne répond à ces mots"
          action={<ButtonLink href="#vide">Retirer les filtres</ButtonLink>}
        >
          <p>Essayez un mot plus large, ou retirez un filtre.</p>
        </EmptyState>
      </Sample>
      <Sample id="formulaires" title="Formulaires">
        <FormSamples />
      </Sample>
    </Layout>
  )
}

const colours = [
  { name: 'paper', label: 'Papier' },
  { name: 'ink', label: 'Encre' },
  { name: 'ink-soft', label: 'Encre douce' },
  { name: 'petrol', label: 'Pétrole\u00a0: liens et actions' },
  { name: 'petrol-wash', label: 'Pétrole lavé' },
  { name: 'ochre', label: 'Ocre\u00a0: attention' },
  { name: 'ochre-wash', label: 'Ocre lavé' },
  { name: 'brick', label: 'Brique\u00a0: faute, suppression' },
  { name: 'brick-wash', label: 'Brique lavée' },
]

function Sample({ id, title, children }: { id: string; title: string; children: Child }) {
  return (
    <section id={id} aria-labelledby={`${id}-titre`}>
      <h2 id={`${id}-titre`}>{title}</h2>
      {children}
    </section>
  )
}

function ListSample({ page }: { page: PageContext }) {
  const years = Array.from({ length: 14 }, (_, index) => ({
    value: String(2024 - index),
    label: String(2024 - index),
    count: 1200 - 83 * index,
    checked: false,
  }))
  const facets = (
    <Facets
      action="#recherche-et-filtres"
      hidden={{ q: 'sommeil' }}
      groups={[
        {
          name: 'nature',
          label: 'Nature',
          options: [
            { value: 'article', label: 'Article', count: 1204, checked: false },
            { value: 'outil', label: 'Outil pédagogique', count: 87, checked: true },
          ],
        },
        { name: 'annee', label: 'Année', options: years },
        {
          name: 'public',
          label: 'Public',
          options: [
            {
              value: 'ados',
              label: 'Adolescents et jeunes adultes en situation de précarité',
              count: 12,
              checked: false,
            },
          ],
        },
      ]}
    />
  )
  return (
    <>
      <SearchBox action="/documentation" label="Rechercher dans la documentation" value="sommeil" />
      <Columns aside={facets} asideLabel="Filtrer (1)">
        <p>{formatCount(87, 'notice')}</p>
        <ActiveFilters
          filters={[{ group: 'Nature', label: 'Outil pédagogique', href: createHref(page.chemin)({ nature: null }) }]}
          clearHref="#recherche-et-filtres"
        />
        {['Le sommeil en jeu', 'Dormir, grandir, apprendre\u00a0: un parcours pour la classe et pour la maison'].map(
          (title) => (
            <Card
              level={3}
              title={title}
              href="#recherche-et-filtres"
              kicker="Outil pédagogique · 2022 · en prêt"
              foot={
                <TagList label="Thèmes">
                  {[<Tag href="#etiquettes">Sommeil</Tag>, <Tag href="#etiquettes">École</Tag>]}
                </TagList>
              }
            >
              <p>Fictif A., Exemple P. Maison d’exemple.</p>
              <p>
                Un parcours de six séances où le <mark>sommeil</mark> se raconte avant de se mesurer.
              </p>
            </Card>
          ),
        )}
      </Columns>
    </>
  )
}

function TableSample({ page }: { page: PageContext }) {
  return (
    <Table
      caption="Notices par centre de documentation"
      columns={[
        { key: 'centre', label: 'Centre', sort: true, header: true },
        { key: 'etat', label: 'État' },
        { key: 'maj', label: 'Mise à jour', sort: true },
        { key: 'notices', label: 'Notices', sort: true, numeric: true },
      ]}
      sort={{ key: 'notices', dir: 'desc' }}
      href={createHref(page.chemin)}
      rows={[
        [
          <a href="#tableau">Centre du Val fictif</a>,
          <Tag ton="succes">À jour</Tag>,
          formatDate('2025-03-01'),
          formatNumber(12430),
        ],
        ['Centre des Monts', <Tag ton="attention">À relire</Tag>, formatDate('2024-11'), formatNumber(987)],
        ['Centre de la Baie', <Tag ton="erreur">En panne</Tag>, formatDate('2023'), formatNumber(0)],
      ]}
    />
  )
}
