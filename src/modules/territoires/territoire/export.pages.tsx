import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { formatCsv } from '#core/csv.ts'
import { formatEntetesFichier } from '#core/file.ts'
import { defineRoute } from '#core/route.ts'
import { listCommunes } from '../geographie/commune.queries.ts'
import { formatGeojson } from './geojson.formats.ts'
import { listDessinees } from './geojson.queries.ts'
import { listLues } from './selection.queries.ts'
import { chargerLecture, politiqueLecture } from './territoire.pages.tsx'
import type { Territoire } from './territoire.ts'

export const FORMATS = {
  csv: { extension: 'csv', type: 'text/csv; charset=utf-8' },
  geojson: { extension: 'geojson', type: 'application/geo+json' },
} as const
export type Format = keyof typeof FORMATS

/** The composition of a territory as a file: CSV (code, name, inhabitants), or GeoJSON with the outlines that there are. */
export async function renderFichier(ctx: Ctx, territoire: Territoire, format: Format): Promise<Response> {
  const { communes } = await listLues(ctx, territoire.communes)
  const { id, nom, fictif } = territoire
  const corps =
    format === 'csv'
      ? formatCsv([
          ['code', 'nom', 'departement', 'epci', 'population'],
          ...(await listCommunes(ctx, communes)).map((c) => [c.code, c.nom, c.departement, c.epci, c.population]),
        ])
      : formatGeojson({ nom, territoire: id, fictif }, await listDessinees(ctx, communes))
  return new Response(corps, { headers: formatEntetesFichier(nom, FORMATS[format]) })
}

export const routesExport = [
  defineRoute({
    methode: 'GET',
    chemin: '/territoires/:fichier{[0-9]+[.](?:csv|geojson)}',
    requete: z.object({ fichier: z.string() }).transform(({ fichier }) => {
      const [id, format] = fichier.split('.')
      return { id: Number(id), format: format as Format }
    }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'territoire.export',
    objet: ({ id }) => ({ type: 'territoire', id }),
    lire: (ctx, { format }, _requete, territoire) => renderFichier(ctx, territoire, format),
  }),
]
