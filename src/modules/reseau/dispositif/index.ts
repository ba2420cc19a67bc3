import type { Route } from '#core/route.ts'
import { routesCoordination } from './coordination.pages.tsx'
import { routesCorrection } from './correction.pages.tsx'
import { routesDispositif } from './dispositif.pages.tsx'
import { routesDocuments } from './document.pages.tsx'
import { routesVie } from './etape.pages.tsx'
import { routesFormulaire } from './formulaire.pages.tsx'
import { routesInstances } from './instance.pages.tsx'
import { routesMembres } from './membre.pages.tsx'
import { routesNouveau } from './nouveau.pages.tsx'
import { routesReglages } from './reglage.pages.tsx'
import { routesTerritoireDispositif } from './territoire.pages.tsx'
import { routesTypes } from './type.pages.tsx'

export const routesDispositifs: readonly Route[] = [
  ...routesNouveau,
  ...routesTypes,
  ...routesReglages,
  ...routesDispositif,
  ...routesFormulaire,
  ...routesCorrection,
  ...routesTerritoireDispositif,
  ...routesVie,
  ...routesMembres,
  ...routesInstances,
  ...routesDocuments,
  ...routesCoordination,
]
