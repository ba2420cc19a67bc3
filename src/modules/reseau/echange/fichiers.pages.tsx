import { createFlux, formatEntetesFichier } from '#core/file.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { getLieuDit } from '../fiche/lieu.queries.ts'
import { getCriteres, schemaDemande } from '../structure/demande.ts'
import { listIdsStructures } from '../structure/structure.queries.ts'
import { formatGeoJson, formatServicesCsv, formatStructuresCsv } from './fichiers.formats.ts'
import { listLots } from './lecture.queries.ts'

const CSV = 'text/csv; charset=utf-8'
const FICHIERS = [
  { chemin: '/structures.csv', titre: 'Structures', extension: 'csv', type: CSV, format: formatStructuresCsv },
  { chemin: '/services.csv', titre: 'Services', extension: 'csv', type: CSV, format: formatServicesCsv },
  {
    ...{ chemin: '/structures.geojson', titre: 'Structures', extension: 'geojson' },
    ...{ type: 'application/geo+json; charset=utf-8', format: formatGeoJson },
  },
] as const

/** What the page of structures shows for the same address, whole. */
export const routesFichiers = FICHIERS.map(({ chemin, titre, extension, type, format }) =>
  defineRoute({
    methode: 'GET',
    chemin,
    requete: schemaDemande,
    // The query keeps to what the actor may read.
    politique: publique,
    trace: 'structures.fichier',
    limite: { nom: 'structures-fichiers', max: 20, secondes: 60 },
    lire: async (ctx, demande, { adresse }) => {
      const lieu = demande.ou ? await getLieuDit(ctx, demande.ou) : null
      const perdu = lieu !== null && lieu.zone === null
      const ids = perdu ? [] : await listIdsStructures(ctx, getCriteres(demande, lieu, ctx.maintenant))
      return new Response(createFlux(format(listLots(ctx, ids), adresse)), {
        headers: formatEntetesFichier(titre, { extension, type }),
      })
    },
  }),
)
