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
import { getPortrait, listMesures } from './portrait.queries.ts'
import type { Portrait } from './portrait.ts'
import { formatPortrait } from './representation.ts'

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

/** The answer of the API, for who reads by a session: a private territory of one's own has it too. */
const exportJson = defineRoute({
  methode: 'GET',
  chemin: '/territoires/portrait.json',
  requete: z.object(schemaSelection),
  limite: LIMITE,
  charger: async (ctx, selection: Selection) => {
    const { zone, remplacees } = await getDemande(ctx, selection)
    return zone && { zone, remplacees }
  },
  politique: publique,
  trace: 'portrait.export.json',
  lire: async (ctx, _selection, _requete, { zone, remplacees }) => {
    const [mesures] = await listMesures(ctx, [zone])
    return new Response(JSON.stringify(formatPortrait(zone, mesures, remplacees)), {
      headers: formatEntetesFichier(`Portrait ${zone.nom}`, { extension: 'json', type: 'application/json' }),
    })
  },
})

export const routesExportPortrait = [defineExport('csv'), defineExport('xlsx'), exportJson]
