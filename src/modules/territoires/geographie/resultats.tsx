import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { CarteTerritoire } from '../territoire/territoire.pages.tsx'
import type { TerritoireListe } from '../territoire/territoire.queries.ts'
import { SOURCE_GEOGRAPHIE } from './commune.ts'
import { type CommuneTrouvee, formatDepartement, formatGenre, LIBELLES_NATURE, type Lieux } from './recherche.ts'
import { formatAdresseZone, type ZoneNommee } from './zone.ts'

const Lien = ({ zone }: { zone: ZoneNommee }) => <a href={formatAdresseZone(zone)}>{zone.nom}</a>

const LienCommune = ({ commune: { code, nom } }: { commune: CommuneTrouvee }) => (
  <Lien zone={{ maille: 'commune', code, nom }} />
)

/** Where nothing is published, the cell says so. */
const formatPopulation = (population: number | null): string =>
  population === null ? 'non publiée' : formatNumber(population)

const POPULATION = { key: 'population', label: `Habitants en ${SOURCE_GEOGRAPHIE.population}`, numeric: true }

function Communes({ communes, total }: Lieux) {
  return (
    <>
      <Table
        caption={`Communes et arrondissements (${formatNumber(total)})`}
        columns={[
          { key: 'nom', label: 'Nom et code Insee', header: true },
          { key: 'departement', label: 'Département' },
          POPULATION,
        ]}
        rows={communes.map((c) => [
          <>
            <LienCommune commune={c} /> <span class="hint">{c.code}</span>
          </>,
          formatDepartement(c),
          formatPopulation(c.population),
        ])}
      />
      {total > communes.length && (
        <p>
          {`Les ${communes.length} premières sont montrées. Pour les autres, ajoutez un mot du nom, ou le département\u00a0: «\u00a0Saint-Denis (93)\u00a0».`}
        </p>
      )}
    </>
  )
}

const Anciennes = ({ anciennes }: Lieux) => (
  <Table
    caption={`Anciennes communes (${anciennes.length})`}
    columns={[
      { key: 'nom', label: 'Nom ou code d’autrefois', header: true },
      { key: 'commune', label: 'Commune d’aujourd’hui' },
    ]}
    rows={anciennes.map(({ code, nom, nature, commune }) => [
      <>
        {nom ?? `Code ${code}`}{' '}
        <span class="hint">{nom === null ? 'ancien code' : `${LIBELLES_NATURE[nature]}, ${code}`}</span>
      </>,
      <>
        <LienCommune commune={commune} />
        {`, ${formatDepartement(commune)}`}
      </>,
    ])}
  />
)

const Zones = ({ zones }: Lieux) => (
  <Table
    caption={`Intercommunalités, départements et régions (${zones.length})`}
    columns={[{ key: 'nom', label: 'Nom', header: true }, { key: 'genre', label: 'Ce que c’est' }, POPULATION]}
    rows={zones.map((z) => [
      <Lien zone={z} />,
      `${formatGenre(z)}, ${formatCount(z.nombreCommunes, 'commune')}`,
      formatPopulation(z.population),
    ])}
  />
)

const RienTrouve = ({ q }: { q: string }) => (
  <EmptyState
    title={`Aucun lieu ne répond à «\u00a0${q}\u00a0»`}
    action={<ButtonLink href="/territoires">Voir les régions</ButtonLink>}
  >
    <p>Essayez le début du nom, un code postal, ou le code Insee de la commune.</p>
  </EmptyState>
)

interface PropsResultats {
  q: string
  lieux: Lieux
  territoires: readonly TerritoireListe[]
}

/** What a search finds, by kind. */
export function Resultats({ q, lieux, territoires }: PropsResultats) {
  const { communes, total, anciennes, zones } = lieux
  const nombre = total + anciennes.length + zones.length + territoires.length
  if (nombre === 0) return <RienTrouve q={q} />
  return (
    <>
      <p role="status">
        <strong>{formatCount(nombre, 'réponse')}</strong>
        {' · '}
        <a href="/territoires">Effacer la recherche</a>
      </p>
      {territoires.length > 0 && (
        <section aria-labelledby="territoires">
          <h2 id="territoires">Territoires enregistrés</h2>
          {territoires.map((territoire) => (
            <CarteTerritoire territoire={territoire} level={3} />
          ))}
        </section>
      )}
      {zones.length > 0 && <Zones {...lieux} />}
      {communes.length > 0 && <Communes {...lieux} />}
      {anciennes.length > 0 && <Anciennes {...lieux} />}
      {total + zones.length > 0 && <Source />}
    </>
  )
}

/** Where the numbers come from, under them. */
function Source() {
  const { libelle, millesime, population, reserve, licence } = SOURCE_GEOGRAPHIE
  return (
    <p class="hint">
      {`Habitants\u00a0: population municipale ${population}. ${reserve} Communes et intercommunalités au 1er janvier ${millesime}. Source\u00a0: ${libelle} (${licence}).`}
    </p>
  )
}
