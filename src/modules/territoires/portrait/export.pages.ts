import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { formatEntetesFichier } from '#core/file.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { formatDate } from '#ui/format.ts'
import { type Selection, schemaSelection } from '../territoire/selection.ts'
import { getDemande } from './demande.queries.ts'
import { formatPortraitCsv, formatPortraitXlsx } from './export.formats.ts'
import { getPortrait } from './portrait.queries.ts'
import type { Portrait } from './portrait.ts'

const LIMITE = { nom: 'portrait-export', max: 30, secondes: 60 }

const FORMATS = {
  csv: {
    type: 'text/csv; charset=utf-8',
    format: async (portrait: Portrait) => formatPortraitCsv(portrait),
  },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    format: async (portrait: Portrait, ctx: Ctx, { adresse, chemin }: Requete) =>
      new Uint8Array(
        await formatPortraitXlsx(portrait, { adresse: adresse + chemin, quand: formatDate(ctx.maintenant) }),
      ),
  },
} as const

/** The portrait as a file. What is not there, or may not be read, is left to the page to say. */
const defineExport = (extension: keyof typeof FORMATS) =>
  defineRoute({
    methode: 'GET',
    chemin: `/territoires/portrait.${extension}`,
    requete: z.object(schemaSelection),
    limite: LIMITE,
    charger: async (ctx, selection: Selection) => (await getDemande(ctx, selection)).zone,
    politique: publique,
    trace: `portrait.export.${extension}`,
    lire: async (ctx, _selection, requete, zone) => {
      if (!zone) throw new ErreurIntrouvable('zone')
      const { type, format } = FORMATS[extension]
      const corps = await format(await getPortrait(ctx, zone), ctx, requete)
      return new Response(corps, { headers: formatEntetesFichier(`Portrait ${zone.nom}`, { extension, type }) })
    },
  })

export const routesExportPortrait = [defineExport('csv'), defineExport('xlsx')]
