import type { Route } from '#core/route.ts'
import { routesApiArticulation } from './articulation.api.ts'
import { routesArticulation } from './articulation.pages.tsx'
import { routesDemarche } from './demarche.pages.tsx'
import { routesExportArticulation } from './export.pages.tsx'
import { routesLien } from './lien.pages.tsx'
import { routesPaire } from './paire.pages.tsx'
import { routesRencontre } from './rencontre.pages.tsx'
import { routesSuggestion } from './suggestion.pages.tsx'
import { routesVues } from './vues.pages.tsx'

export { countSuggestions, listSuggestions, type SuggestionDite } from './suggestion.queries.ts'

/** Who acts on one territory, what they share, what is missing, and what becomes of it. */
export const routesArticulations: readonly Route[] = [
  ...routesArticulation,
  ...routesVues,
  ...routesPaire,
  ...routesLien,
  ...routesSuggestion,
  ...routesDemarche,
  ...routesRencontre,
  ...routesExportArticulation,
  ...routesApiArticulation,
]
