import { z } from 'zod'
import { formatEntetesFichier } from '#core/file.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { listNoms } from './etendue.queries.ts'
import { formatCsvTypologie } from './export.formats.ts'
import { formatTypologieLue } from './forme.ts'
import { listCodes } from './presentation.ts'
import { chargerLecture, objetTypologie, politiqueLecture } from './typologie.pages.tsx'

const FICHIERS = [
  { extension: 'csv', type: 'text/csv; charset=utf-8' },
  { extension: 'json', type: 'application/json; charset=utf-8' },
] as const

export const routesExport = FICHIERS.map(({ extension, type }) =>
  defineRoute({
    methode: 'GET',
    chemin: `/typologies/:id/export.${extension}`,
    requete: z.object({ id: identifiant }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'typologie.export',
    objet: objetTypologie,
    limite: { nom: 'typologie-export', max: 60, secondes: 60 },
    lire: async (ctx, _entree, { adresse }, typologie) => {
      const noms = await listNoms(ctx, typologie.reglages.maille, listCodes(typologie))
      const corps =
        extension === 'csv'
          ? formatCsvTypologie(typologie, noms)
          : JSON.stringify(formatTypologieLue(typologie, noms, adresse))
      return new Response(corps, { headers: formatEntetesFichier(typologie.nom, { extension, type }) })
    },
  }),
)
