import { z } from 'zod'
import { ErreurIntrouvable } from '#core/errors.ts'
import { formatEntetesFichier } from '#core/file.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { FORMATS as ECHANGE } from '../echange/echange.ts'
import { formatItemEchange } from '../notice/notice.formats.ts'
import { getComposition } from './composition.queries.ts'
import { type Composition, type Edition, listItems } from './composition.ts'
import { renderDocumentHtml } from './document-html.tsx'
import { formatDocx } from './docx.formats.ts'
import { chargerLecture, politiqueLecture } from './etagere.pages.tsx'
import { type Etagere, formatAdresseEtagere, formatAdressePublique } from './etagere.ts'
import { FICHIERS, type Format } from './export.ts'
import { getVersion } from './version.queries.ts'

interface Contexte {
  etagere: Etagere
  edition: Edition | null
  site: string
}

async function formatFichier(format: Format, c: Composition, { etagere, edition, site }: Contexte): Promise<BodyInit> {
  const publique = formatAdressePublique(etagere, site)
  if (format === 'docx') {
    const adresse = site + formatAdresseEtagere(etagere.id)
    return new Uint8Array(await formatDocx(c, { edition, adresse, publique: publique !== null }))
  }
  if (format === 'html') return String(await renderDocumentHtml(c, { edition, site, adresse: publique }))
  const items = listItems(c).map((item) => formatItemEchange(item, format).item)
  const morceaux: Uint8Array[] = []
  for await (const morceau of ECHANGE[format].format(items)) morceaux.push(morceau)
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
      const corps = await formatFichier(format, composition, { etagere, edition, site: requete.adresse })
      return new Response(corps, { headers: formatEntetesFichier(composition.titre, { extension, type }) })
    },
  }),
)
