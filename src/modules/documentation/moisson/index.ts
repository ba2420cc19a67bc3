import type { Route } from '#core/route.ts'
import type { ClientWeb } from '#core/web-client.ts'
import { routesJugements } from './jugement.pages.tsx'
import { routesMoissons } from './moisson.pages.tsx'
import { createRoutesSources } from './source.pages.tsx'

/** @param client asks the servers that people declare */
export const createRoutesMoisson = (client: ClientWeb): Route[] => [
  // Before the page of a source: « nouvelle » is no number.
  ...createRoutesSources(client),
  ...routesMoissons,
  ...routesJugements,
]

export { createTachesMoisson } from './taches.ts'
