import { routesAjout } from './ajout.pages.tsx'
import { routesEtageres } from './etagere.pages.tsx'
import { routesExport } from './export.pages.tsx'
import { routesFormulaire } from './formulaire.pages.tsx'
import { routesPlan } from './plan.pages.tsx'
import { routesVersions } from './version.pages.tsx'

export const routesEtagere = [
  ...routesFormulaire,
  ...routesAjout,
  ...routesEtageres,
  ...routesExport,
  ...routesPlan,
  ...routesVersions,
]
