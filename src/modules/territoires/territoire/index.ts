import { routesComparaison } from './comparaison.pages.tsx'
import { routesComposer } from './composer.pages.tsx'
import { routesExport } from './export.pages.tsx'
import { routesFormulaire } from './formulaire.pages.tsx'
import { routesTerritoire } from './territoire.pages.tsx'
import { routesVersions } from './version.pages.tsx'

export const routesTerritoiresEnregistres = [
  ...routesComposer,
  ...routesTerritoire,
  ...routesFormulaire,
  ...routesVersions,
  ...routesComparaison,
  ...routesExport,
]
