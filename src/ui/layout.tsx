import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { Alert, type Tone } from './alert.tsx'
import { asset } from './asset.ts'
import { ErrorSummary, type FormError } from './error-summary.tsx'
import { Mark } from './mark.tsx'
import { SearchBox } from './search-box.tsx'

/** What every page needs to know of the request. */
export interface PageContext {
  acteur: { compte: string | null; nom: string | null; role: string }
  /** Path and query of the page, such as `/documentation?q=sommeil`. */
  chemin: string
  /** The nonce of the content security policy, for the scripts of islands. */
  nonce: string
  /** What the last action answered. */
  avis?: { ton: Tone; texte: string } | null
  /** Demonstration: invented people may log in. */
  demo: boolean
}

export interface Crumb {
  label: string
  href?: string
}

interface LayoutProps {
  /** The page's only `h1`, and the window's title. */
  title: string
  page: PageContext
  /** From below the home page to this page; the last one, without `href`, is the page itself. */
  crumbs?: readonly Crumb[]
  /** Under the title: what the page is and what one can do. */
  intro?: Child
  /** Links or buttons for the whole page. */
  actions?: Child
  /** More for the `<head>`: meta tags, JSON-LD, a module's own stylesheet. */
  head?: Child
  /** `reading`: one column of 70 characters; `list`: a list and its filters; `full`: tables, matrices, maps. */
  width?: 'reading' | 'list' | 'full'
  /** Faults of the page's form: shown first, and told in the window's title. */
  errors?: readonly FormError[]
  /** The page has its own `SearchBox`: the header leaves the place. */
  ownSearch?: boolean
  /** A band of threads under the header: for the few pages that open the site. */
  motif?: boolean
  children: Child
}

const stylesheets = ['base', 'layout', 'forms', 'components', 'lists'] as const

/** A whole HTML document. */
export function Layout({ title, page, width = 'reading', errors = [], children, ...props }: LayoutProps) {
  const document = (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${errors.length > 0 ? 'Erreur\u00a0: ' : ''}${title} – Maillage`}</title>
        <link
          rel="preload"
          href={asset('/fonts/atkinson-hyperlegible-next.woff2')}
          as="font"
          type="font/woff2"
          crossorigin="anonymous"
        />
        {stylesheets.map((name) => (
          <link rel="stylesheet" href={asset(`/styles/${name}.css`)} />
        ))}
        <link rel="stylesheet" href={asset('/styles/print.css')} media="print" />
        <link rel="icon" href={asset('/marque.svg')} type="image/svg+xml" />
        <link rel="icon" href={asset('/favicon.ico')} sizes="32x32" />
        <meta name="theme-color" content="#0b4a52" />
        {props.head}
      </head>
      <body>
        <nav class="skip" aria-label="Accès rapide">
          <a href="#contenu">Contenu</a>
          <a href="#recherche">Recherche</a>
          <a href="#menu">Menu</a>
        </nav>
        <Header page={page} ownSearch={props.ownSearch} />
        {props.motif && <div class="threads" />}
        <Breadcrumb crumbs={props.crumbs} />
        <main id="contenu" class={`main main-${width}`} tabindex={-1}>
          {page.avis && (
            <Alert ton={page.avis.ton} live>
              {page.avis.texte}
            </Alert>
          )}
          <ErrorSummary errors={errors} />
          <header class="page-head">
            <h1>{title}</h1>
            {props.intro && <div class="intro">{props.intro}</div>}
            {props.actions && <div class="actions page-actions">{props.actions}</div>}
          </header>
          {children}
        </main>
        <Footer page={page} />
      </body>
    </html>
  )
  return html`<!DOCTYPE html>${document}`
}

/** Who may feed the catalogue sees the way to do it; the policy of the page itself decides. */
const importers = ['documentaliste', 'administrateur']

function Header({ page, ownSearch }: { page: PageContext; ownSearch?: boolean }) {
  const { acteur, chemin } = page
  const path = chemin.split('?', 1)[0] ?? '/'
  const links = [
    { href: '/documentation', label: 'Documentation' },
    { href: '/territoires', label: 'Territoires' },
    { href: '/dispositifs', label: 'Dispositifs' },
    { href: '/trouver', label: 'Trouver de l’aide' },
    { href: '/etageres', label: 'Étagères' },
    { href: '/glossaire', label: 'Glossaire' },
    ...(acteur.compte ? [{ href: '/veille', label: 'Veille' }] : []),
    ...(acteur.role === 'coordinateur' ? [{ href: '/aujourdhui', label: 'Aujourd’hui' }] : []),
    ...(importers.includes(acteur.role) ? [{ href: '/documentation/imports', label: 'Importer' }] : []),
    acteur.compte ? { href: '/compte', label: 'Mon compte' } : { href: '/connexion', label: 'Se connecter' },
  ]
  const current = links
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .reduce((best, { href }) => (href.length > best.length ? href : best), '')
  return (
    <header class="site-head">
      {page.demo && (
        <div class="demo">
          <p class="site-line">
            Démonstration&nbsp;: les comptes et ce qui est marqué fictif sont inventés, les références sont réelles.
          </p>
        </div>
      )}
      <div class="site-line">
        <a class="brand" href="/">
          <Mark />
          <span>Maillage</span>
        </a>
        <nav id="menu" class="menu" aria-label="Menu principal" tabindex={-1}>
          <ul>
            {links.map(({ href, label }) => (
              <li>
                <a href={href} aria-current={href === current ? (path === href ? 'page' : 'true') : undefined}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {!ownSearch && (
          <CatalogueSearch page={page} label="Rechercher dans la documentation" placeholder="Rechercher un document" />
        )}
      </div>
    </header>
  )
}

interface CatalogueSearchProps {
  page: PageContext
  label: string
  placeholder?: string
}

/** The search field of the catalogue, with suggestions while typing where scripts run. */
export function CatalogueSearch({ page, ...box }: CatalogueSearchProps) {
  return (
    <SearchBox action="/documentation" {...box}>
      <suggestions-recherche pour="recherche" source="/documentation/suggestions" />
      <script type="module" src={asset('/ilots/suggestions.js')} nonce={page.nonce} />
    </SearchBox>
  )
}

const CRUMB_MAX = 70

/** A long title is cut in the trail: the page itself shows it whole. */
const cutCrumb = (label: string): string =>
  label.length > CRUMB_MAX ? `${label.slice(0, CRUMB_MAX).replace(/\s+\S*$/u, '')}…` : label

function Breadcrumb({ crumbs = [] }: { crumbs?: readonly Crumb[] }) {
  if (crumbs.length === 0) return null
  return (
    <nav class="crumbs" aria-label="Fil d’Ariane">
      <ol>
        {[{ label: 'Accueil', href: '/' }, ...crumbs].map(({ label, href }) => (
          <li>{href ? <a href={href}>{cutCrumb(label)}</a> : <span aria-current="page">{cutCrumb(label)}</span>}</li>
        ))}
      </ol>
    </nav>
  )
}

function Footer({ page }: { page: PageContext }) {
  return (
    <footer class="site-foot">
      <div class="site-line">
        <p>Maillage, l’établi commun d’un territoire de santé. Logiciel libre sous licence AGPL-3.0.</p>
        <ul>
          <li>
            <a href="/a-propos">À propos</a>
          </li>
          <li>
            <a href="/vocabulaires">Vocabulaires</a>
          </li>
          <li>
            <a href="/api">API</a>
          </li>
          <li>
            <a href="/accessibilite">Accessibilité</a>
          </li>
          <li>
            <a href="/donnees-personnelles">Données personnelles</a>
          </li>
          <li>
            <a href="/style">Composants</a>
          </li>
          <li>
            <a href="/a-propos#code-source">Code source</a>
          </li>
        </ul>
        <p class="print-only">Page imprimée depuis {page.chemin}</p>
      </div>
    </footer>
  )
}

interface ColumnsProps {
  aside: Child
  /** What the column holds, on the button that opens it where the screen is narrow: « Filtrer (3) ». */
  asideLabel?: string
  children: Child
}

/**
 * A list and its filters, side by side where there is room. On a narrow screen the column opens over the page, as a
 * popover: without script, and simply in the flow of the page for browsers that do not know it.
 */
export function Columns({ aside, asideLabel = 'Filtrer', children }: ColumnsProps) {
  return (
    <div class="columns">
      <button class="button button-secondary filters-open" type="button" popovertarget="colonne">
        {asideLabel}
      </button>
      <div class="column-aside" id="colonne" popover="auto">
        <button
          class="button button-link filters-close"
          type="button"
          popovertarget="colonne"
          popovertargetaction="hide"
        >
          Fermer
        </button>
        {aside}
      </div>
      <div class="column-main">{children}</div>
    </div>
  )
}
