import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { createFlux } from '#core/file.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { formatCount, formatDate, formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { SOURCE_GEOGRAPHIE } from '../geographie/commune.ts'
import { listIndicateurs, listSeries } from '../indicateur/indicateur.queries.ts'
import {
  FAMILLES,
  formatAdresseIndicateur,
  formatNomSerie,
  formatNomZones,
  type Indicateur,
  type Serie,
} from '../indicateur/indicateur.ts'
import { listTerritoiresPublics } from '../territoire/territoire.queries.ts'
import { formatEmpreinte } from './donnees.formats.ts'
import { listDefinitions, openFichier, RACINE_DONNEES } from './fichiers.ts'

const TERRITOIRES_MAX = 500

/** A file and its checksum. */
function Fichier({ nom, label }: { nom: string; label: string }) {
  const adresse = `${RACINE_DONNEES}/${nom}`
  return (
    <>
      <a href={adresse} download aria-label={`${label}, ${nom}`}>
        {label}
      </a>{' '}
      <a class="hint" href={`${adresse}.sha256`} download aria-label={`Empreinte SHA-256 de ${nom}`}>
        empreinte
      </a>
    </>
  )
}

/** Series of a family that are folded beyond. */
const LONGUE = 20

interface PropsSeries {
  caption: string
  series: readonly Serie[]
  parCode: ReadonlyMap<string, Indicateur>
}

function TableSeries({ caption, series, parCode }: PropsSeries) {
  return (
    <Table
      caption={caption}
      columns={[
        { key: 'libelle', label: 'Indicateur', header: true },
        { key: 'millesime', label: 'Année', numeric: true },
        { key: 'source', label: 'Source' },
        { key: 'licence', label: 'Licence' },
        { key: 'date', label: 'Importée' },
        { key: 'communes', label: 'Communes' },
        { key: 'zones', label: 'Territoires plus grands' },
      ]}
      rows={series.map((s) => {
        const i = parCode.get(s.indicateur)
        return [
          <a href={`${formatAdresseIndicateur(s.indicateur)}?millesime=${s.millesime}`}>
            {i?.libelle ?? s.indicateur}
          </a>,
          String(s.millesime),
          i?.source ?? '',
          i?.licence ?? 'non dite',
          formatDate(s.importeeLe),
          <Fichier nom={formatNomSerie(s)} label="CSV" />,
          <Fichier nom={formatNomZones(s)} label="CSV" />,
        ]
      })}
    />
  )
}

async function PageDonnees({ ctx, requete }: { ctx: Ctx; requete: Requete }) {
  const [series, indicateurs] = [await listSeries(ctx), await listIndicateurs(ctx)]
  const territoires = await listTerritoiresPublics(ctx, { limite: TERRITOIRES_MAX })
  const parCode = new Map(indicateurs.map((i) => [i.code, i]))
  const rangs = new Map(indicateurs.map((i, rang) => [i.code, rang]))
  const triees = series.toSorted(
    (a, b) => (rangs.get(a.indicateur) ?? 0) - (rangs.get(b.indicateur) ?? 0) || b.millesime - a.millesime,
  )
  return (
    <Layout
      title="Données ouvertes"
      page={requete}
      width="list"
      crumbs={[{ label: 'Territoires', href: '/territoires' }, { label: 'Données ouvertes' }]}
      intro={
        <p>
          Tout ce que les pages des territoires montrent, à télécharger et à réutiliser. Citez la source de chaque
          fichier, et dites ce que vous avez calculé.
        </p>
      }
    >
      <p>
        Les fichiers sont des CSV compressés (.gz), en UTF-8, séparés par des points-virgules, avec un point décimal.
        Une case vide n’est jamais un zéro&nbsp;: la colonne <code>motif</code> dit si la valeur est secrète ou absente.
        L’empreinte SHA-256 permet de vérifier un fichier. Pour un programme, préférez l’<a href="/api">API</a>.
      </p>
      <Table
        caption="Fichiers communs"
        columns={[
          { key: 'nom', label: 'Contenu', header: true },
          { key: 'source', label: 'Source' },
          { key: 'licence', label: 'Licence' },
          { key: 'date', label: 'Date' },
          { key: 'fichier', label: 'Fichier' },
        ]}
        rows={[
          [
            'Communes et arrondissements municipaux',
            SOURCE_GEOGRAPHIE.libelle,
            SOURCE_GEOGRAPHIE.licence,
            `1er janvier ${SOURCE_GEOGRAPHIE.millesime}`,
            <Fichier nom="communes.csv.gz" label="CSV" />,
          ],
          [
            'Définitions des indicateurs',
            'Maillage, d’après les sources citées',
            'Licence Ouverte 2.0',
            formatDate(ctx.maintenant),
            <>
              <Fichier nom="indicateurs.csv.gz" label="CSV" />
              {', '}
              <a href={`${RACINE_DONNEES}/indicateurs.json`}>JSON</a>
            </>,
          ],
        ]}
      />
      <h2>Séries d’indicateurs</h2>
      {Object.entries(FAMILLES).map(([famille, libelle]) => {
        const membres = triees.filter((s) => parCode.get(s.indicateur)?.famille === famille)
        if (membres.length === 0) return null
        const table = <TableSeries caption={libelle} series={membres} parCode={parCode} />
        return membres.length <= LONGUE ? (
          table
        ) : (
          <details>
            <summary>
              {libelle}
              <span class="count">{` (${formatCount(membres.length, 'série')})`}</span>
            </summary>
            {table}
          </details>
        )
      })}
      {territoires.length > 0 && (
        <Table
          caption="Territoires publics"
          columns={[
            { key: 'nom', label: 'Territoire', header: true },
            { key: 'communes', label: 'Communes', numeric: true },
            { key: 'date', label: 'Modifié' },
            { key: 'fichiers', label: 'Fichiers' },
          ]}
          rows={territoires.map((t) => [
            <a href={`/territoires/${t.id}`}>{t.nom}</a>,
            formatNumber(t.communes.length),
            formatDate(t.modifieeLe),
            <>
              <a href={`/territoires/${t.id}.csv`} download aria-label={`${t.nom}, CSV`}>
                CSV
              </a>
              {', '}
              <a href={`/territoires/${t.id}.geojson`} download aria-label={`${t.nom}, GeoJSON`}>
                GeoJSON
              </a>
            </>,
          ])}
        />
      )}
    </Layout>
  )
}

/** Bytes of a file, to whoever asks. */
async function renderFichier(ctx: Ctx, nom: string): Promise<Response> {
  const empreinte = nom.endsWith('.sha256')
  const fichier = empreinte ? nom.slice(0, -'.sha256'.length) : nom
  const octets = await openFichier(ctx, fichier)
  if (!octets) throw new ErreurIntrouvable('donnees')
  if (empreinte)
    return new Response(await formatEmpreinte(octets, fichier), {
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  return new Response(createFlux(octets), {
    headers: {
      'content-type': 'application/gzip',
      'content-disposition': `attachment; filename="${fichier}"`,
      'cache-control': 'public, max-age=3600',
    },
  })
}

export const routesDonnees: readonly Route[] = [
  defineRoute({
    methode: 'GET',
    chemin: RACINE_DONNEES,
    politique: publique,
    trace: 'donnees.page',
    lire: (ctx, _entree, requete) => <PageDonnees {...{ ctx, requete }} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE_DONNEES}/indicateurs.json`,
    politique: publique,
    trace: 'donnees.fichier',
    lire: async (ctx) => Response.json({ indicateurs: await listDefinitions(ctx) }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE_DONNEES}/:jeu{[a-z0-9-]+[.]csv[.]gz(?:[.]sha256)?}`,
    requete: z.object({ jeu: z.string().max(200) }),
    politique: publique,
    trace: 'donnees.fichier',
    limite: { nom: 'donnees', max: 600, secondes: 3600 },
    lire: (ctx, { jeu }) => renderFichier(ctx, jeu),
  }),
]
