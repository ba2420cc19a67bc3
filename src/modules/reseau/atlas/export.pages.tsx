import type { Position } from 'geojson'
import type { Ctx } from '#core/context.ts'
import { formatCsv } from '#core/csv.ts'
import { formatEntetesFichier } from '#core/file.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { getFond, listCommunes } from '#modules/territoires/index.ts'
import { searchAtlas } from './atlas.queries.ts'
import { ADRESSE_ATLAS, type DispositifAtlas, schemaAtlas } from './atlas.ts'
import { type Formes, formatGeojson, formatTableau } from './export.formats.ts'

const FORMATS = {
  csv: { extension: 'csv', type: 'text/csv; charset=utf-8' },
  geojson: { extension: 'geojson', type: 'application/geo+json' },
} as const

async function getFormes(ctx: Ctx, dispositifs: readonly DispositifAtlas[]): Promise<Formes> {
  const codes = [...new Set(dispositifs.flatMap((d) => d.communes))]
  const sieges = [...new Set(dispositifs.flatMap((d) => d.commune ?? []))]
  const [fond, communes] = await Promise.all([getFond(ctx, 'commune', codes), listCommunes(ctx, sieges)])
  return {
    contours: new Map(
      fond.formes.flatMap((f) =>
        f.contour
          ? [
              [
                f.code,
                {
                  type: 'MultiPolygon',
                  coordinates: f.contour.map((p) =>
                    p.map((anneau) => anneau.map((point) => [...point])),
                  ) as Position[][][],
                },
              ],
            ]
          : [],
      ),
    ),
    points: new Map(
      communes.flatMap((c) =>
        c.longitude === null || c.latitude === null ? [] : [[c.code, [c.longitude, c.latitude]]],
      ),
    ),
  }
}

type Format = keyof typeof FORMATS

/** The dispositifs that the filters keep, all of them, as a file. */
const defineFichier = (format: Format) =>
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE_ATLAS}.${format}`,
    requete: schemaAtlas,
    politique: publique,
    trace: 'atlas.export',
    limite: { nom: 'atlas.export', max: 20, secondes: 60 },
    lire: async (ctx, demande, { adresse }) => {
      const { dispositifs } = await searchAtlas(ctx, demande, null)
      const corps =
        format === 'csv'
          ? formatCsv(formatTableau(dispositifs, adresse))
          : formatGeojson(dispositifs, await getFormes(ctx, dispositifs), adresse)
      return new Response(corps, { headers: formatEntetesFichier('Maillage, dispositifs', FORMATS[format]) })
    },
  })

export const routesExportAtlas = [defineFichier('csv'), defineFichier('geojson')]
