import { z } from 'zod'
import type { Requete } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { getComposition } from './composition.queries.ts'
import { type Composition, type Edition, listItems } from './composition.ts'
import { renderDocumentHtml } from './document-html.tsx'
import { formatDocx } from './docx.formats.ts'
import { chargerLecture, politiqueLecture } from './etagere.pages.tsx'
import { formatAdresseEtagere } from './etagere.ts'
import { FORMATS, type Format, formatNomFichier } from './export.ts'
import { getVersion } from './version.queries.ts'

interface Contexte {
  id: number
  edition: Edition | null
  requete: Requete
}

const ECRIVAINS: Record<Format, (c: Composition, contexte: Contexte) => Promise<Buffer | string> | string> = {
  docx: (c, { id, edition, requete }) =>
    formatDocx(c, { edition, adresse: requete.adresse + formatAdresseEtagere(id) }),
  html: async (c, { edition, requete }) => String(await renderDocumentHtml(c, { edition, site: requete.adresse })),
  'csl-json': (c) => JSON.stringify(listItems(c), null, 2),
}

export const routesExport = (Object.keys(FORMATS) as Format[]).map((format) =>
  defineRoute({
    methode: 'GET',
    chemin: `/etageres/:id/export.${format}`,
    requete: z.object({ id: identifiant, version: identifiant.optional() }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'etagere.export',
    objet: ({ id }) => ({ type: 'etagere', id }),
    limite: { nom: 'etagere-export', max: 60, secondes: 60 },
    lire: async (ctx, { id, version }, requete, etagere) => {
      const lue =
        version === undefined
          ? { edition: null, composition: await getComposition(ctx, etagere) }
          : await getVersion(ctx, id, version)
      if (!lue) throw new ErreurIntrouvable('version')
      const { edition, composition } = lue
      const corps = await ECRIVAINS[format](composition, { id, edition, requete })
      const nom = encodeURIComponent(formatNomFichier(composition.titre, format)).replace(
        /['()*]/g,
        (c) => `%${c.charCodeAt(0).toString(16)}`,
      )
      return new Response(typeof corps === 'string' ? corps : new Uint8Array(corps), {
        headers: {
          'content-type': FORMATS[format].type,
          'content-disposition': `attachment; filename*=UTF-8''${nom}`,
        },
      })
    },
  }),
)
