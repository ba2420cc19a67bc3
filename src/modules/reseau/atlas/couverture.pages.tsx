import type { Ctx, Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import {
  Carte,
  type Fond,
  formatAdresseZone,
  getFond,
  SOURCE_GEOGRAPHIE,
  SourcePopulation,
} from '#modules/territoires/index.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { createHref, type Href } from '#ui/href.ts'
import { Columns, Layout } from '#ui/layout.tsx'
import { computeScale, type Scale } from '#ui/map/classes.ts'
import { listSequential } from '#ui/map/palette.ts'
import { Table } from '#ui/table.tsx'
import { getSigle } from '../dispositif/types.ts'
import { countFacettes, type FacettesAtlas } from './atlas.queries.ts'
import { ADRESSE_ATLAS, type Couverture, computePart, type DemandeAtlas, schemaAtlas } from './atlas.ts'
import { countFiltres, Fichiers, Filtres, FiltresPoses, Jour, Pages, Recherche } from './cadre.tsx'
import {
  type CommuneCouverte,
  type CouvertureType,
  type CouvertureZone,
  listCommunesCouvertes,
  listCouvertures,
  listCouverturesPar,
} from './couverture.queries.ts'

const ADRESSE = `${ADRESSE_ATLAS}/couverture`
/** Communes listed by name under a département; beyond, the file has them all. */
const LISTE_MAX = 20
/** More than any département has. */
const COMMUNES_MAX = 1000

interface Lue {
  facettes: FacettesAtlas
  types: CouvertureType[]
  /** By région, or by département of the région asked for; empty where one département is asked for. */
  zones: CouvertureZone[]
  communes: CommuneCouverte[]
  fond: Fond
}

async function getCouverture(ctx: Ctx, demande: DemandeAtlas): Promise<Lue> {
  const { region, departement } = demande
  const [facettes, types, zones, communes] = await Promise.all([
    countFacettes(ctx, demande),
    listCouvertures(ctx, demande),
    departement ? [] : listCouverturesPar(ctx, region ? 'departement' : 'region', demande),
    departement ? listCommunesCouvertes(ctx, demande, 'toutes', COMMUNES_MAX) : null,
  ])
  const fond = communes
    ? await getFond(
        ctx,
        'commune',
        communes.communes.map((c) => c.code),
      )
    : await getFond(
        ctx,
        region ? 'departement' : 'region',
        zones.map((z) => z.code),
      )
  return { facettes, types, zones, communes: communes?.communes ?? [], fond }
}

export const lireCouverture = defineRoute({
  methode: 'GET',
  chemin: ADRESSE,
  requete: schemaAtlas,
  politique: publique,
  trace: 'atlas.couverture',
  limite: { nom: 'atlas.couverture', max: 60, secondes: 60 },
  lire: async (ctx: Ctx, demande: DemandeAtlas, requete: Requete) => (
    <Page {...{ demande, requete }} lue={await getCouverture(ctx, demande)} />
  ),
})

function Page({ demande, requete, lue }: { demande: DemandeAtlas; requete: Requete; lue: Lue }) {
  const href = createHref(requete.chemin)
  const { facettes, types, zones, communes } = lue
  const filtres = countFiltres(demande)
  return (
    <Layout
      title="Couverture des dispositifs"
      page={requete}
      width="list"
      crumbs={[{ label: 'Dispositifs', href: ADRESSE_ATLAS }, { label: 'Carte et couverture' }]}
      intro={<p>Qui est couvert, deux fois ou pas du tout, par les dispositifs dont le territoire est connu.</p>}
      head={<meta name="robots" content="noindex, follow" />}
    >
      <Pages requete={requete} courante="/couverture" />
      <Recherche demande={demande} action={ADRESSE} />
      <Jour demande={demande} href={href} />
      <Columns
        aside={<Filtres {...{ demande, facettes }} action={ADRESSE} />}
        asideLabel={filtres > 0 ? `Filtrer (${filtres})` : 'Filtrer'}
      >
        <FiltresPoses {...{ demande, facettes, requete }} />
        {types.length === 0 ? (
          <EmptyState title="Aucun dispositif ne répond à cette demande">
            <p>Retirez un filtre, ou choisissez un autre lieu.</p>
          </EmptyState>
        ) : (
          <ParType types={types} href={href} />
        )}
        {types.length > 1 && (
          <p class="hint">
            {
              'La carte et les tableaux qui suivent prennent ces types ensemble\u00a0: choisissez un type pour le voir seul.'
            }
          </p>
        )}
        <CarteCouverture {...{ demande, requete, lue }} />
        {zones.length > 0 && <ParZone {...{ zones, demande, href }} />}
        {communes.length > 0 && <ParCommune communes={communes} />}
        <p class="hint">
          <SourcePopulation />
          {
            ' Un territoire qui n’est pas renseigné ne couvre personne ici\u00a0: «\u00a0non couverte\u00a0» veut dire «\u00a0aucun dispositif inscrit\u00a0».'
          }
        </p>
        <Fichiers requete={requete} />
      </Columns>
    </Layout>
  )
}

const formatPart = (c: Couverture): string => {
  const part = computePart(c)
  return part === null ? 'inconnue' : formatNumber(part, { style: 'percent', maximumFractionDigits: 1 })
}

const COLONNES = [
  { key: 'nombre', label: 'Dispositifs', numeric: true },
  { key: 'couverte', label: 'Habitants couverts', numeric: true },
  { key: 'part', label: 'Part', numeric: true },
  { key: 'doubles', label: 'Communes couvertes deux fois ou plus', numeric: true },
  { key: 'vides', label: 'Communes sans dispositif', numeric: true },
] as const

const formatCellules = (c: Couverture & { nombre: number }) => [
  formatNumber(c.nombre),
  formatNumber(c.couverte),
  formatPart(c),
  formatNumber(c.communesDoubles),
  formatNumber(c.communes - c.communesCouvertes),
]

function ParType({ types, href }: { types: CouvertureType[]; href: Href }) {
  return (
    <Table
      caption="Par type"
      columns={[{ key: 'type', label: 'Type', header: true }, ...COLONNES]}
      rows={types.map((t) => [<a href={href({ type: t.type })}>{getSigle(t.type)}</a>, ...formatCellules(t)])}
    />
  )
}

function ParZone({ zones, demande, href }: { zones: CouvertureZone[]; demande: DemandeAtlas; href: Href }) {
  const maille = demande.region ? 'departement' : 'region'
  return (
    <Table
      caption={maille === 'region' ? 'Par région' : 'Par département'}
      columns={[{ key: 'nom', label: maille === 'region' ? 'Région' : 'Département', header: true }, ...COLONNES]}
      rows={zones.map((z) => [<a href={href({ [maille]: z.code })}>{z.nom}</a>, ...formatCellules(z)])}
    />
  )
}

const FOIS = ['Aucun dispositif', 'Un dispositif', 'Deux ou plus du même type'] as const

/** The more dispositifs, the darker; nobody is the palest. */
function createEchelle(valeurs: readonly number[]): Scale {
  const couleurs = listSequential(FOIS.length)
  const classes = FOIS.map((label, i) => ({
    label,
    color: couleurs[i] ?? '',
    count: valeurs.filter((v) => v === i).length,
  }))
  return { classes, index: (valeur) => valeur, method: '' }
}

/** By commune inside a département: how many times; else the share of inhabitants, by région or département. */
function CarteCouverture({ demande, requete, lue }: { demande: DemandeAtlas; requete: Requete; lue: Lue }) {
  const { communes, zones, fond } = lue
  const source = `calcul Maillage sur les dispositifs inscrits\u00a0; ${SOURCE_GEOGRAPHIE.libelle}.`
  const commun = {
    fond,
    source,
    vue: requete.url.searchParams.get('vue') === 'cercles' ? ('cercles' as const) : undefined,
    adresse: createHref(requete.chemin),
    nonce: requete.nonce,
    sansTable: true,
  }
  if (communes.length > 0) {
    const valeurs = new Map(communes.map((c) => [c.code, Math.min(c.fois, 2)]))
    return (
      <Carte
        {...commun}
        titre="Combien de dispositifs couvrent chaque commune"
        valeurs={valeurs}
        echelle={createEchelle([...valeurs.values()])}
        unite="dispositifs"
        formatValeur={(rang) => FOIS[rang] ?? ''}
        lien={(code) => formatAdresseZone({ maille: 'commune', code })}
      />
    )
  }
  const valeurs = new Map(zones.map((z) => [z.code, (computePart(z) ?? 0) * 100]))
  return (
    <Carte
      {...commun}
      titre={`Part des habitants couverts, par ${demande.region ? 'département' : 'région'}`}
      valeurs={valeurs}
      echelle={computeScale({
        values: [...valeurs.values()],
        method: 'seuils',
        bounds: [1, 25, 50, 75, 95],
        decimals: 0,
      })}
      unite="% des habitants"
      decimales={1}
      lien={(code) =>
        `${ADRESSE}?${new URLSearchParams([...requete.url.searchParams].filter(([nom]) => nom !== 'page').concat([[demande.region ? 'departement' : 'region', code]]))}`
      }
    />
  )
}

function ParCommune({ communes }: { communes: CommuneCouverte[] }) {
  const groupes = [
    ['Couvertes deux fois ou plus par un même type', communes.filter((c) => c.fois > 1)],
    ['Sans dispositif', communes.filter((c) => c.fois === 0)],
  ] as const
  return groupes.map(([titre, liste]) => (
    <section>
      <h2>{`${titre} (${formatNumber(liste.length)})`}</h2>
      {liste.length === 0 ? (
        <p>Aucune commune.</p>
      ) : (
        <Table
          caption={`${titre}, les plus peuplées d’abord`}
          columns={[
            { key: 'nom', label: 'Commune', header: true },
            { key: 'population', label: 'Habitants', numeric: true },
            { key: 'noms', label: 'Dispositifs' },
          ]}
          rows={liste
            .slice(0, LISTE_MAX)
            .map((c) => [
              <a href={formatAdresseZone({ maille: 'commune', code: c.code })}>{c.nom}</a>,
              c.population === null ? 'inconnu' : formatNumber(c.population),
              c.noms.length > 0 ? c.noms.join(', ') : 'aucun',
            ])}
        />
      )}
      {liste.length > LISTE_MAX && (
        <p class="hint">{`Et ${formatCount(liste.length - LISTE_MAX, 'autre commune', 'autres communes')}\u00a0: la carte les montre toutes.`}</p>
      )}
    </section>
  ))
}
