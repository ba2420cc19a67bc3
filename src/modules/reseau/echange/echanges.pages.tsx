import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { createFlux, formatEntetesFichier } from '#core/file.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { type Envoyee, formatServices, formatStructures } from '../data-inclusion/data-inclusion.formats.ts'
import { formatAdresseStructure } from '../structure/structure.ts'
import { formatTable } from './fichiers.formats.ts'
import { countPublies, type Lot, listIdsPublies, listLots } from './lecture.queries.ts'

/** Sheets that the page looks at; the table of all of them can be taken away. */
const ECHANTILLON = 500
const LIMITE = { nom: 'annuaire-echanges', max: 20, secondes: 60 }

interface LigneEcart {
  /** `structure` or `service`. */
  sorte: 'structure' | 'service'
  id: number
  nom: string
  adresse: string
  part: boolean
  champ: string
  raison: string
  quoi?: string
}

const listEcarts = (sorte: LigneEcart['sorte'], envoyees: Iterable<Envoyee<unknown>>): LigneEcart[] =>
  [...envoyees].flatMap(({ fiche, valeur, ecarts }) =>
    ecarts.map((e) => ({
      ...{ sorte, id: fiche.id, nom: fiche.nom, part: valeur !== null },
      adresse: `${formatAdresseStructure(fiche.structure)}${sorte === 'service' ? `#service-${fiche.id}` : ''}`,
      ...e,
    })),
  )

async function* listEcartsLots(lots: AsyncIterable<Lot>, envoi: { site: string; maintenant: Date }) {
  for await (const lot of lots)
    yield [
      ...listEcarts('structure', formatStructures(lot, envoi)),
      ...listEcarts('service', formatServices(lot, envoi)),
    ]
}

const lireEchanges = defineRoute({
  methode: 'GET',
  chemin: '/annuaire/echanges',
  politique: publique,
  trace: 'annuaire.echanges',
  limite: LIMITE,
  lire: async (ctx, _entree, requete) => {
    const [nombres, ids] = await Promise.all([countPublies(ctx), listIdsPublies(ctx, ECHANTILLON)])
    const ecarts: LigneEcart[] = []
    const envoi = { site: requete.adresse, maintenant: ctx.maintenant }
    for await (const lot of listEcartsLots(listLots(ctx, ids), envoi)) ecarts.push(...lot)
    return <PageEchanges {...{ requete, nombres, ecarts }} />
  },
})

const lireTable = defineRoute({
  methode: 'GET',
  chemin: '/annuaire/echanges/ecarts.csv',
  requete: z.object({}),
  politique: publique,
  trace: 'annuaire.echanges.ecarts',
  limite: LIMITE,
  lire: async (ctx: Ctx, _entree, { adresse }) => {
    const envoi = { site: adresse, maintenant: ctx.maintenant }
    const lots = listEcartsLots(listLots(ctx, await listIdsPublies(ctx)), envoi)
    const colonnes = [
      ['sorte', (e: LigneEcart) => e.sorte],
      ['numero', (e: LigneEcart) => e.id],
      ['nom', (e: LigneEcart) => e.nom],
      ['part', (e: LigneEcart) => (e.part ? 'oui' : 'non')],
      ['champ', (e: LigneEcart) => e.champ],
      ['raison', (e: LigneEcart) => e.raison],
      ['valeur', (e: LigneEcart) => e.quoi ?? null],
      ['fiche', (e: LigneEcart) => adresse + e.adresse],
    ] as const
    return new Response(createFlux(formatTable(colonnes, lots)), {
      headers: formatEntetesFichier('Ce que data.inclusion ne porte pas', {
        extension: 'csv',
        type: 'text/csv; charset=utf-8',
      }),
    })
  },
})

interface Props {
  requete: Requete
  nombres: { structures: number; services: number }
  ecarts: readonly LigneEcart[]
}

function PageEchanges({ requete, nombres, ecarts }: Props) {
  return (
    <Layout
      title="Reprendre l’annuaire"
      page={requete}
      crumbs={[{ label: 'Structures', href: '/structures' }, { label: 'Reprendre l’annuaire' }]}
      intro={
        <p>
          {`L’annuaire public tient ${formatCount(nombres.structures, 'structure')} et ${formatCount(nombres.services, 'service')}. Un autre annuaire ou un logiciel peut le reprendre, en entier ou par recherche, sans compte.`}
        </p>
      }
    >
      <section aria-labelledby="formes">
        <h2 id="formes">Les formes</h2>
        <Table
          caption="Formes de l’annuaire"
          columns={[
            { key: 'forme', label: 'Forme', header: true },
            { key: 'pour', label: 'Pour' },
          ]}
          rows={[
            [
              <>
                data·inclusion, <a href="/api/v1/exports/data-inclusion/structures.json">structures</a> et{' '}
                <a href="/api/v1/exports/data-inclusion/services.json">services</a>
              </>,
              'Les annuaires de l’insertion et du social. Schéma 1.0.8, en entier.',
            ],
            [
              <a href="/api#chercherFhirOrganization">FHIR R4</a>,
              'Les logiciels de santé. Organisations, lieux, services et personnes, aux formes de FR Core.',
            ],
            [
              <>
                Tableaux, <a href="/structures.csv">structures</a> et <a href="/services.csv">services</a>
              </>,
              'Un tableur. Une recherche de structures s’emporte de la même façon.',
            ],
            [<a href="/structures.geojson">GeoJSON</a>, 'Un logiciel de cartes. Les structures qui ont un point.'],
            [<a href="/api#chercherStructures">API</a>, 'Vos propres outils. Recherche et lecture fiche par fiche.'],
          ]}
        />
        <p>
          Les personnes n’y figurent que si elles ont accepté de paraître. Les fiches inventées de la démonstration
          disent qu’elles le sont.
        </p>
      </section>
      <Ecarts nombres={nombres} ecarts={ecarts} />
    </Layout>
  )
}

function Ecarts({ nombres, ecarts }: Pick<Props, 'nombres' | 'ecarts'>) {
  const retenues = ecarts.filter((e) => !e.part)
  const sommes = [...Map.groupBy(ecarts, (e) => `${e.champ}|${e.raison}`).values()]
    .map((memes) => ({
      premier: memes[0],
      nombre: new Set(memes.map((e) => `${e.sorte}-${e.id}`)).size,
      valeurs: [...new Set(memes.flatMap((e) => e.quoi ?? []))].toSorted((x, y) => x.localeCompare(y, 'fr')),
    }))
    .toSorted((x, y) => y.nombre - x.nombre)
  const partiel = nombres.structures > ECHANTILLON
  return (
    <section aria-labelledby="ecarts">
      <h2 id="ecarts">Ce que data·inclusion ne porte pas</h2>
      <p>
        {partiel && `Compté sur les ${formatNumber(ECHANTILLON)} premières structures. `}
        <a href="/annuaire/echanges/ecarts.csv" download>
          Le tableau complet, fiche par fiche
        </a>
        .
      </p>
      {ecarts.length === 0 ? (
        <EmptyState title="Tout passe">
          <p>Chaque fiche publiée part telle qu’elle est.</p>
        </EmptyState>
      ) : (
        <>
          <h3>Fiches qui ne partent pas</h3>
          {retenues.length === 0 ? (
            <p>Aucune.</p>
          ) : (
            <ul>
              {[...Map.groupBy(retenues, (e) => e.adresse).values()].slice(0, 50).map((memes) => (
                <li>
                  <a href={memes[0]?.adresse}>{memes[0]?.nom}</a>
                  {`\u00a0: ${memes.map((e) => `${e.champ.toLowerCase()} ${e.raison}`).join(', ')}`}
                </li>
              ))}
            </ul>
          )}
          <Table
            caption="Champs laissés ici, ou écrits autrement"
            columns={[
              { key: 'champ', label: 'Champ', header: true },
              { key: 'raison', label: 'Pourquoi' },
              { key: 'nombre', label: 'Fiches', numeric: true },
            ]}
            rows={sommes.map(({ premier, nombre, valeurs }) => [
              premier?.champ ?? '',
              <>
                {premier?.raison}
                {valeurs.length > 0 && (
                  <details>
                    <summary>{formatCount(valeurs.length, 'valeur')}</summary>
                    {valeurs.join(', ')}
                  </details>
                )}
              </>,
              formatNumber(nombre),
            ])}
          />
        </>
      )}
    </section>
  )
}

export const routesEchanges = [lireEchanges, lireTable]
