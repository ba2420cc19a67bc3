import { z } from 'zod'
import type { Requete } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { formatEntetesFichier } from '#core/file.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { FORMATS as ECHANGE } from '../echange/echange.ts'
import { getComposition } from './composition.queries.ts'
import { type Composition, type Edition, listItems } from './composition.ts'
import { renderDocumentHtml } from './document-html.tsx'
import { formatDocx } from './docx.formats.ts'
import { chargerLecture, politiqueLecture } from './etagere.pages.tsx'
import { formatAdresseEtagere } from './etagere.ts'
import { FICHIERS, type Format } from './export.ts'
import { getVersion } from './version.queries.ts'

interface Contexte {
  id: number
  edition: Edition | null
  requete: Requete
}

async function formatFichier(format: Format, c: Composition, { id, edition, requete }: Contexte): Promise<BodyInit> {
  const { adresse: site } = requete
  if (format === 'docx')
    return new Uint8Array(await formatDocx(c, { edition, adresse: site + formatAdresseEtagere(id) }))
  if (format === 'html') return String(await renderDocumentHtml(c, { edition, site }))
  const morceaux: Uint8Array[] = []
  for await (const morceau of ECHANGE[format].format(listItems(c))) morceaux.push(morceau)
  return new Uint8Array(Buffer.concat(morceaux))
}

export const routesExport = [...FICHIERS].map(([format, { extension, type }]) =>
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
      const corps = await formatFichier(format, composition, { id, edition, requete })
      return new Response(corps, { headers: formatEntetesFichier(composition.titre, { extension, type }) })
    },
  }),
)
