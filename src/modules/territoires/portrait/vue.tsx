import type { Child } from 'hono/jsx'
import type { Requete } from '#core/context.ts'
import { Alert } from '#ui/alert.tsx'
import { asset } from '#ui/asset.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Tag } from '#ui/tag.tsx'
import { formatCarte } from '../carte/carte.pages.tsx'
import { Carte, type VueCarte } from '../carte/carte.tsx'
import type { CarteLue } from '../carte/lecture.queries.ts'
import { PhraseQuartiers } from '../carte/quartiers.tsx'
import type { Quartiers } from '../contour/quartier.queries.ts'
import { formatAdresseZone, formatRefZone } from '../geographie/zone.ts'
import { indicateurPolicy } from '../indicateur/indicateur.policy.ts'
import { FAMILLES, type Famille } from '../indicateur/indicateur.ts'
import { filTerritoires } from '../territoire/cadre.tsx'
import { SectionAges } from './ages.tsx'
import { MesureIndicateur } from './ligne.tsx'
import { PiedPortrait } from './partage.tsx'
import { formatPart, formatTaille } from './phrases.ts'
import { getDerniere, getManque, type Ligne, listSections, type Portrait } from './portrait.ts'
import { computePyramide, isBande, type Pyramide } from './pyramide.ts'

export const feuilles = (
  <>
    <link rel="stylesheet" href={asset('/styles/charts.css')} />
    <link rel="stylesheet" href={asset('/styles/portrait.css')} />
  </>
)

interface Props {
  portrait: Portrait
  requete: Requete
  /** What of the address names this area: `zones=epci-…`; null where no address can. */
  suite: string | null
  /** Path and query that name this page best; null where no address can. */
  canonique: string | null
  /** Before the numbers: what could not be read of the address, tags. */
  avant?: Child
  /** After them: notes. */
  apres?: Child
  carte: CarteLue | null
  vue: VueCarte
  /** Null where none were imported. */
  quartiers: Quartiers | null
}

export function PagePortrait({ portrait, requete, suite, canonique, avant, apres, carte, vue, quartiers }: Props) {
  const { zone } = portrait
  const sections = listSections(portrait.lignes)
  const pyramide = computePyramide(portrait.lignes)
  return (
    <Layout
      title={zone.maille === 'liste' ? 'Portrait d’une liste de communes' : `Portrait\u00a0: ${zone.nom}`}
      page={requete}
      width="full"
      crumbs={filTerritoires([{ label: zone.nom }])}
      intro={
        <>
          {zone.maille === 'liste' && <p>{zone.nom}.</p>}
          <p>{formatTaille(portrait)}.</p>
          {zone.fictif && (
            <p>
              <Tag ton="attention">Territoire fictif</Tag>
            </p>
          )}
        </>
      }
      actions={<Gestes portrait={portrait} suite={suite} />}
      head={
        <>
          {canonique !== null && <link rel="canonical" href={requete.adresse + canonique} />}
          {feuilles}
        </>
      }
    >
      {avant}
      {canonique !== null && <DemandeCarte requete={requete} />}
      <Parentes portrait={portrait} />
      <PhraseQuartiers
        quartiers={quartiers}
        carte={(ancre) => (canonique === null ? null : formatAdresseQuartier(portrait, requete, ancre))}
      />
      {sections.length > 1 && (
        <SubNav
          label="Sections du portrait"
          links={sections.map(({ famille }) => ({ href: `#${famille}`, label: FAMILLES[famille] }))}
        />
      )}
      {portrait.lignes.every((l) => l.indicateur.famille === 'population') && <Vide requete={requete} />}
      {sections.map(({ famille, lignes }) => (
        <Section
          key={famille}
          {...{ famille, lignes, portrait, pyramide, carte, vue, requete }}
          adressee={canonique !== null}
        />
      ))}
      {apres}
      <PiedPortrait canonique={canonique} requete={requete} />
    </Layout>
  )
}

function Gestes({ portrait: { zone }, suite }: { portrait: Portrait; suite: string | null }) {
  if (suite === null) return null
  return (
    <>
      <ButtonLink href={`/territoires/portrait.xlsx?${suite}`} icon="download" download label="Tableur (télécharger)">
        Tableur
      </ButtonLink>
      <details class="autres-formats">
        <summary>Autres formats</summary>
        <ul>
          <li>
            <a href={`/territoires/portrait.csv?${suite}`} download>
              CSV
            </a>
          </li>
          <li>
            <a href={`/territoires/portrait.json?${suite}`} download>
              JSON
            </a>
          </li>
        </ul>
      </details>
      {zone.maille !== 'liste' && (
        <ButtonLink href={`/territoires/comparer?z=${formatRefZone(zone)}`}>Comparer</ButtonLink>
      )}
      <ButtonLink href={`/reseau?${suite}`}>Qui agit ici</ButtonLink>
      <ButtonLink href={`/simulations/nouvelle?${suite}`}>Simuler l’accès aux soins</ButtonLink>
      <ButtonLink href={`/territoires/composer?${suite}`} variant="link">
        {zone.maille === 'liste' ? 'Garder comme territoire' : 'Composer un autre territoire à partir d’ici'}
      </ButtonLink>
    </>
  )
}

/** Where the area lies. */
function Parentes({ portrait: { reperes, zone } }: { portrait: Portrait }) {
  const dehors = reperes.filter((r) => r.maille !== 'france')
  if (dehors.length === 0) return null
  const dire = (part: number) => (part > 0.9999 ? '' : ` (${formatPart(part)} des habitants d’ici)`)
  return (
    <p>
      {zone.maille === 'commune' ? 'Dans ' : 'Comparé à '}
      {dehors.map((r, i) => (
        <>
          {i > 0 && (i === dehors.length - 1 ? ' et ' : ', ')}
          <a href={formatAdresseZone(r)}>{r.nom}</a>
          {dire(r.part)}
        </>
      ))}
      .
    </p>
  )
}

function Vide({ requete }: { requete: Requete }) {
  const peut = indicateurPolicy.peutParfois(requete.acteur, 'importer')
  return (
    <EmptyState
      title="Seule la population est connue pour l’instant"
      action={
        peut && (
          <ButtonLink href="/indicateurs/imports" variant="primary">
            Importer des indicateurs
          </ButtonLink>
        )
      }
    >
      <p>
        Âges, revenus, offre et accès aux soins viennent de fichiers que les sources publient (Insee, DREES). Les
        personnes qui documentent, coordonnent ou administrent Maillage peuvent les importer.
      </p>
    </EmptyState>
  )
}

interface PropsSection {
  famille: Famille
  lignes: readonly Ligne[]
  portrait: Portrait
  pyramide: Pyramide | null
  /** The map that the address asks for, and how. */
  carte: CarteLue | null
  vue: VueCarte
  requete: Requete
  /** Has the page an address, that a map could be asked by? */
  adressee: boolean
}

const FORMULAIRE_CARTE = 'voir-carte'

/** What every button « Voir la carte » sends beside its indicator: a long list stands once in the page, and not in sixty links. */
function DemandeCarte({ requete: { url } }: { requete: Requete }) {
  return (
    <form id={FORMULAIRE_CARTE} method="get" action={url.pathname} hidden>
      {[...url.searchParams].map(
        ([nom, valeur]) => nom !== 'indicateur' && <input type="hidden" name={nom} value={valeur} />,
      )}
    </form>
  )
}

/** One commune has no map of its own: its département's shows it. */
const formatAdresseQuartier = ({ nombre, reperes }: Portrait, { chemin }: Requete, ancre: string): string => {
  const departement = nombre > 1 ? undefined : reperes.find((r) => r.maille === 'departement')
  const adresse = departement ? `/territoires/carte?zone=${formatRefZone(departement)}` : chemin
  return `${createHref(adresse)({ indicateur: 'population', quartiers: 'oui' })}#${ancre}`
}

function renderCarte(carte: CarteLue, vue: VueCarte, { chemin, nonce }: Requete) {
  const ancre = `#i-${carte.indicateur.code}`
  return (
    <Carte
      {...formatCarte(carte, { classes: 'quantiles', vue })}
      id={`carte-${carte.indicateur.code}`}
      adresse={(changement) => `${createHref(chemin)(changement)}${ancre}`}
      nonce={nonce}
    />
  )
}

const ACCES = [
  'L’accessibilité potentielle localisée (APL) ne dit rien des délais de rendez-vous, ni de l’accueil de nouveaux patients.',
  'Elle estime ce qui est accessible, non ce que les habitants consomment.',
  'La valeur d’une commune cache les différences entre ses quartiers.',
] as const

function Section({ famille, lignes, portrait, pyramide, carte, vue, requete, adressee }: PropsSection) {
  const seules = lignes.filter((l) => {
    const { parts, valeur } = getDerniere(l)
    // A source may publish a value for an area, and none for its communes.
    return !isBande(l.indicateur) && (parts.avecValeur > 0 || valeur.valeur !== null)
  })
  const hasCarte = (l: Ligne) => portrait.nombre > 1 && getDerniere(l).parts.avecValeur > 0
  return (
    <section class="portrait-section" aria-labelledby={famille}>
      <h2 id={famille}>{FAMILLES[famille]}</h2>
      {famille === 'age' && pyramide && <SectionAges pyramide={pyramide} portrait={portrait} />}
      {famille === 'acces' && lignes.some((l) => l.indicateur.code.startsWith('apl-')) && (
        <Alert ton="info" title="Avant de lire l’APL">
          <ul>
            {ACCES.map((texte) => (
              <li>{texte}</li>
            ))}
          </ul>
        </Alert>
      )}
      {seules.map((ligne) => (
        <MesureIndicateur
          ligne={ligne}
          portrait={portrait}
          formulaire={adressee && hasCarte(ligne) ? FORMULAIRE_CARTE : null}
          carte={carte?.indicateur.code === ligne.indicateur.code ? renderCarte(carte, vue, requete) : null}
        />
      ))}
      <Manquants {...{ famille, lignes, portrait, pyramide }} />
    </section>
  )
}

/** What this section cannot say; the reason stands with each number that is shown. */
function Manquants({
  famille,
  lignes,
  portrait,
  pyramide,
}: Pick<PropsSection, 'famille' | 'lignes' | 'portrait' | 'pyramide'>) {
  const visibles = lignes.filter((l) => !isBande(l.indicateur))
  const sansValeur = visibles.filter((l) => getManque(l.indicateur, getDerniere(l)) !== null)
  const [muettes, partielles] = [
    sansValeur.filter((l) => getDerniere(l).parts.avecValeur === 0),
    sansValeur.filter((l) => getDerniere(l).parts.avecValeur > 0),
  ]
  const ages = famille === 'age' && !pyramide && lignes.length > 0
  const nommer = (liste: readonly { libelle: string }[]) => liste.map((i) => i.libelle).join(', ')
  const dites = [
    ['Pas de valeur pour l’ensemble', nommer(partielles.map((l) => l.indicateur))],
    ['La source ne dit rien ici', nommer(muettes.map((l) => l.indicateur))],
    ['Incomplet', ages ? 'répartition par âge (des tranches ou des communes manquent)' : ''],
    ['Pas encore importé', nommer(portrait.sansSerie.filter((i) => i.famille === famille && !isBande(i)))],
  ].filter(([, noms]) => noms)
  if (dites.length === 0) return null
  return (
    <div class="manquants">
      <h3>Ce qui manque ici</h3>
      <ul>
        {dites.map(([pourquoi, noms]) => (
          <li>{`${pourquoi}\u00a0: ${noms}.`}</li>
        ))}
      </ul>
    </div>
  )
}
