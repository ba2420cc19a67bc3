import { z } from 'zod'
import type { Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { ligneOuNull } from '#core/saisie.ts'
import { asset } from '#ui/asset.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { SearchBox } from '#ui/search-box.tsx'
import { Table } from '#ui/table.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import { SOURCE_GEOGRAPHIE } from './commune.ts'
import { listRegions, searchLieux } from './recherche.queries.ts'
import { type CommuneTrouvee, formatDepartement, formatGenre, LIBELLES_NATURE, type Lieux } from './recherche.ts'
import { lireSuggestionsLieux } from './suggestions.api.ts'
import { FRANCE, FRANCE_METROPOLITAINE, formatAdresseZone, type ZoneNommee } from './zone.ts'

const LIMITE = 25

const Lien = ({ zone }: { zone: ZoneNommee }) => <a href={formatAdresseZone(zone)}>{zone.nom}</a>

const LienCommune = ({ commune: { code, nom } }: { commune: CommuneTrouvee }) => (
  <Lien zone={{ maille: 'commune', code, nom }} />
)

/** Where nothing is published, the cell says so. */
const formatPopulation = (population: number | null): string =>
  population === null ? 'non publiée' : formatNumber(population)

const POPULATION = { key: 'population', label: `Habitants (${SOURCE_GEOGRAPHIE.population})`, numeric: true }

function Communes({ communes, total }: Lieux) {
  return (
    <section aria-labelledby="communes">
      <h2 id="communes">{`Communes et arrondissements (${formatNumber(total)})`}</h2>
      <Table
        caption="Communes et arrondissements trouvés"
        columns={[
          { key: 'nom', label: 'Nom', header: true },
          { key: 'departement', label: 'Département' },
          { key: 'code', label: 'Code Insee' },
          POPULATION,
        ]}
        rows={communes.map((c) => [
          <LienCommune commune={c} />,
          formatDepartement(c),
          c.code,
          formatPopulation(c.population),
        ])}
      />
      {total > communes.length && (
        <p>
          {`Les ${communes.length} premières sont montrées. Pour les autres, ajoutez un mot du nom, ou le département\u00a0: «\u00a0Saint-Denis (93)\u00a0».`}
        </p>
      )}
    </section>
  )
}

function Anciennes({ anciennes }: Lieux) {
  return (
    <section aria-labelledby="anciennes">
      <h2 id="anciennes">Anciennes communes</h2>
      <Table
        caption="Anciennes communes, et celles qui font partie d’une autre"
        columns={[
          { key: 'nom', label: 'Nom', header: true },
          { key: 'nature', label: 'Ce que c’est' },
          { key: 'commune', label: 'Commune d’aujourd’hui' },
          { key: 'departement', label: 'Département' },
        ]}
        rows={anciennes.map(({ code, nom, nature, commune }) => [
          nom ?? `Code ${code}`,
          nom === null ? 'ancien code' : `${LIBELLES_NATURE[nature]}, code ${code}`,
          <LienCommune commune={commune} />,
          formatDepartement(commune),
        ])}
      />
    </section>
  )
}

function Zones({ zones }: Lieux) {
  return (
    <section aria-labelledby="zones">
      <h2 id="zones">Intercommunalités, départements et régions</h2>
      <Table
        caption="Intercommunalités, départements et régions trouvés"
        columns={[
          { key: 'nom', label: 'Nom', header: true },
          { key: 'genre', label: 'Ce que c’est' },
          { key: 'communes', label: 'Communes', numeric: true },
          POPULATION,
        ]}
        rows={zones.map((z) => [
          <Lien zone={z} />,
          formatGenre(z),
          formatNumber(z.nombreCommunes),
          formatPopulation(z.population),
        ])}
      />
    </section>
  )
}

function Resultats({ lieux, q }: { lieux: Lieux; q: string }) {
  const { communes, anciennes, zones } = lieux
  const nombre = lieux.total + anciennes.length + zones.length
  if (nombre === 0) {
    return (
      <EmptyState
        title={`Aucun lieu ne répond à «\u00a0${q}\u00a0»`}
        action={<ButtonLink href="/territoires">Voir les régions</ButtonLink>}
      >
        <p>Essayez le début du nom, un code postal, ou le code Insee de la commune.</p>
      </EmptyState>
    )
  }
  return (
    <>
      <p role="status">
        <strong>{formatCount(nombre, 'lieu', 'lieux')}</strong>
        {' · '}
        <a href="/territoires">Effacer la recherche</a>
      </p>
      {zones.length > 0 && <Zones {...lieux} />}
      {communes.length > 0 && <Communes {...lieux} />}
      {anciennes.length > 0 && <Anciennes {...lieux} />}
      <Source />
    </>
  )
}

/** Where the numbers come from, under them. */
export function Source() {
  const { libelle, millesime, population, reserve, licence } = SOURCE_GEOGRAPHIE
  return (
    <p class="hint">
      {`Habitants\u00a0: population municipale ${population}. ${reserve} Communes et intercommunalités au 1er janvier ${millesime}. Source\u00a0: ${libelle} (${licence}).`}
    </p>
  )
}

const Liens = ({ label, zones }: { label: string; zones: readonly ZoneNommee[] }) => (
  <TagList label={label}>
    {zones.map((zone) => (
      <Tag href={formatAdresseZone(zone)}>{zone.nom}</Tag>
    ))}
  </TagList>
)

function Regions({ regions }: { regions: Awaited<ReturnType<typeof listRegions>> }) {
  const [autres, francaises] = [regions.filter((r) => r.zone === 'com'), regions.filter((r) => r.zone !== 'com')]
  return (
    <section aria-labelledby="regions">
      <h2 id="regions">Par région</h2>
      <Liens
        label="Pays entier"
        zones={[
          { maille: 'france', code: FRANCE, nom: 'Toute la France' },
          { maille: 'france', code: FRANCE_METROPOLITAINE, nom: 'France métropolitaine' },
        ]}
      />
      <Liens label="Régions" zones={francaises} />
      <h3>Autres collectivités</h3>
      <p>Elles ne comptent pas dans les totaux de la France.</p>
      <Liens label="Autres collectivités" zones={autres} />
    </section>
  )
}

interface PropsPage {
  requete: Requete
  q: string | null
  lieux: Lieux | null
  regions: Awaited<ReturnType<typeof listRegions>>
}

function PageTerritoires({ requete, q, lieux, regions }: PropsPage) {
  return (
    <Layout
      title={q ? `Territoires\u00a0: «\u00a0${q}\u00a0»` : 'Territoires'}
      page={requete}
      width="list"
      ownSearch
      crumbs={[{ label: 'Territoires' }]}
      intro={
        !q && <p>Qui vit là, et comment va-t-on s’y soigner&nbsp;? Cherchez une commune, ou un ensemble de communes.</p>
      }
      head={
        <>
          {q && <meta name="robots" content="noindex, follow" />}
          <script type="module" src={asset('/ilots/suggestions.js')} nonce={requete.nonce} />
        </>
      }
    >
      <SearchBox
        action="/territoires"
        label="Chercher une commune, une intercommunalité, un département ou une région"
        value={q ?? ''}
        placeholder="Digne-les-Bains, 04000, Bretagne…"
      >
        <suggestions-recherche pour="recherche" source="/territoires/suggestions" />
      </SearchBox>
      {lieux && q ? <Resultats lieux={lieux} q={q} /> : <Regions regions={regions} />}
    </Layout>
  )
}

const accueil = defineRoute({
  methode: 'GET',
  chemin: '/territoires',
  requete: z.object({ q: ligneOuNull(200).catch(null) }),
  politique: publique,
  trace: 'territoires.accueil',
  lire: async (ctx, { q }, requete) => {
    const lieux = q === null ? null : await searchLieux(ctx, q, { limite: LIMITE })
    const regions = lieux ? [] : await listRegions(ctx)
    return <PageTerritoires {...{ requete, q, lieux, regions }} />
  },
})

export const routesGeographie: readonly Route[] = [accueil, lireSuggestionsLieux]
