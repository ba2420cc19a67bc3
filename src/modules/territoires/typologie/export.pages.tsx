import { z } from 'zod'
import { ErreurIntrouvable } from '#core/errors.ts'
import { formatEntetesFichier } from '#core/file.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { choixDetail } from '../carte/demande.ts'
import { renderCarteSvg, renderImageSvg } from '../carte/fichier.tsx'
import { renderCartePng } from '../carte/png.formats.ts'
import { formatCarteGroupes } from './carte.tsx'
import { listNoms } from './etendue.queries.ts'
import { formatCsvTypologie } from './export.formats.ts'
import { formatTypologieLue } from './forme.ts'
import { listCodes } from './presentation.ts'
import { chargerLecture, choixVue, getFondTypologie, objetTypologie, politiqueLecture } from './typologie.pages.tsx'

const FICHIERS = [
  { extension: 'csv', type: 'text/csv; charset=utf-8' },
  { extension: 'json', type: 'application/json; charset=utf-8' },
] as const

const CARTES = [
  { extension: 'svg', type: 'image/svg+xml', max: 120 },
  { extension: 'png', type: 'image/png', max: 30 },
] as const

/** The map of the groups as a file; `detail=image` gives the picture that the page shows. */
const routesCarte = CARTES.map(({ extension, type, max }) =>
  defineRoute({
    methode: 'GET',
    chemin: `/typologies/:id{[0-9]+}/carte.${extension}`,
    requete: z.object({ id: identifiant, vue: choixVue, detail: choixDetail }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'typologie.carte',
    objet: objetTypologie,
    limite: { nom: `typologie-carte-${extension}`, max, secondes: 60 },
    lire: async (ctx, { vue, detail }, _requete, typologie) => {
      const fond = await getFondTypologie(ctx, typologie)
      if (!fond) throw new ErreurIntrouvable('carte')
      const carte = formatCarteGroupes(typologie, fond, vue)
      const svg = await (detail === 'image' && extension === 'svg' ? renderImageSvg(carte) : renderCarteSvg(carte))
      const headers = formatEntetesFichier(typologie.nom, { extension, type })
      return new Response(extension === 'svg' ? svg : await renderCartePng(svg), { headers })
    },
  }),
)

export const routesExport = [
  ...routesCarte,
  ...FICHIERS.map(({ extension, type }) =>
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
  ),
]
