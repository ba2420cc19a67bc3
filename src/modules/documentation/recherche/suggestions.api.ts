import { z } from 'zod'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { listSuggestions } from './suggestions.queries.ts'

/** What the search box proposes while one types: `[{ texte, genre, href }]`. */
export const lireSuggestions = defineRoute({
  methode: 'GET',
  chemin: '/documentation/suggestions',
  requete: z.object({ q: z.string().catch('') }),
  politique: publique,
  trace: 'documentation.suggestions',
  limite: { nom: 'suggestions', max: 600, secondes: 60 },
  lire: async (ctx, { q }) =>
    Response.json(await listSuggestions(ctx, q), { headers: { 'cache-control': 'private, max-age=60' } }),
})
