import { succes } from '#core/context.ts'
import { defineRoute } from '#core/route.ts'
import { numeroPage } from '#core/saisie.ts'
import { donnerThemes } from './entretien.actions.ts'
import { listNoticesListe } from './entretien.queries.ts'
import { BASE, formatAdresseListe, schemaFiltres } from './entretien.ts'
import { PageListe } from './liste.pages.tsx'

const retour = schemaFiltres.extend({ page: numeroPage })

export const routesThemes = [
  defineRoute({
    methode: 'POST',
    chemin: `${BASE}/themes`,
    action: donnerThemes,
    avis: {
      'themes-donnes': succes('Les thèmes sont enregistrés.'),
      'themes-en-partie': {
        ton: 'attention',
        texte: 'Les thèmes sont enregistrés, sauf pour des notices que quelqu’un modifiait\u00a0: elles restent ici.',
      },
    },
    reussir: ({ changees }, _requete, brut) => {
      const { page, ...filtres } = retour.parse(brut)
      const vers = formatAdresseListe('sans-theme', filtres)
      const suite = page > 1 ? `${vers.includes('?') ? '&' : '?'}page=${page}` : ''
      return { vers: vers + suite, avis: changees > 0 ? 'themes-en-partie' : 'themes-donnes' }
    },
    echouer: async (ctx, erreurs, brut, requete) => {
      const { page, ...filtres } = retour.parse(brut)
      const trouvees = await listNoticesListe(ctx, 'sans-theme', filtres, page)
      return <PageListe {...{ liste: 'sans-theme', filtres, requete, erreurs, brut, ...trouvees }} />
    },
  }),
]
