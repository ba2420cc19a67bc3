import type { Tache } from '#core/jobs.ts'
import type { ClientWeb } from '#core/web-client.ts'
import { createTacheVerification, tacheInventaire } from './adresse.actions.ts'
import { routesAdresses } from './adresse.pages.tsx'
import { routesEntretien } from './entretien.pages.tsx'
import { routesListes } from './liste.pages.tsx'
import { tacheComparaison } from './paire.actions.ts'
import { routesPaires } from './paire.pages.tsx'
import { routesThemes } from './themes.pages.tsx'

export const routesSoin = [...routesEntretien, ...routesListes, ...routesThemes, ...routesAdresses, ...routesPaires]

/**
 * What runs by itself: duplicates are looked for, new addresses join their list, links are checked.
 * @param client null: nobody outside is asked (a demonstration), but by the command line
 */
export const createTachesSoin = (client: ClientWeb | null): Tache[] => [
  tacheComparaison,
  tacheInventaire,
  ...(client ? [createTacheVerification(client)] : []),
]
