import type { Route } from '#core/route.ts'
import { routesDispositif } from './dispositif.pages.tsx'
import { routesFormulaire } from './formulaire.pages.tsx'
import { routesNouveau } from './nouveau.pages.tsx'
import { routesTerritoireDispositif } from './territoire.pages.tsx'

export const routesDispositifs: readonly Route[] = [
  ...routesNouveau,
  ...routesDispositif,
  ...routesFormulaire,
  ...routesTerritoireDispositif,
]
