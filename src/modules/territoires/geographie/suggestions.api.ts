import { z } from 'zod'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { searchLieux } from './recherche.queries.ts'
import { type AncienneTrouvee, type CommuneTrouvee, formatDepartement, formatGenre, type Lieux } from './recherche.ts'
import { formatAdresseZone } from './zone.ts'

const PAR_GENRE = 5

const formatCommune = (c: CommuneTrouvee) => ({
  texte: c.nom,
  genre: formatDepartement(c),
  href: formatAdresseZone({ maille: 'commune', code: c.code }),
})

const formatAncienne = ({ code, nom, commune }: AncienneTrouvee) => ({
  texte: nom ?? code,
  genre: `aujourd’hui ${commune.nom}`,
  href: formatAdresseZone({ maille: 'commune', code: commune.code }),
})

const formatSuggestions = ({ communes, anciennes, zones }: Lieux) => [
  ...zones.map((z) => ({ texte: z.nom, genre: formatGenre(z), href: formatAdresseZone(z) })),
  ...communes.map(formatCommune),
  ...anciennes.slice(0, 2).map(formatAncienne),
]

/** What the search box of places proposes while one types: `[{ texte, genre, href }]`. */
export const lireSuggestionsLieux = defineRoute({
  methode: 'GET',
  chemin: '/territoires/suggestions',
  requete: z.object({ q: z.string().catch('') }),
  politique: publique,
  trace: 'territoires.suggestions',
  limite: { nom: 'suggestions', max: 600, secondes: 60 },
  lire: async (ctx, { q }) =>
    Response.json(formatSuggestions(await searchLieux(ctx, q, { limite: PAR_GENRE })), {
      headers: { 'cache-control': 'private, max-age=60' },
    }),
})
