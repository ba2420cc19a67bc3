import { routesGlossaire } from './glossaire/glossaire.pages.tsx'
import { routesHistorique } from './notice/historique.pages.tsx'
import { routesLiens } from './notice/lien.pages.tsx'
import { lireNotice } from './notice/notice.pages.tsx'
import { routesSaisie } from './notice/saisie.pages.tsx'

export const routesDocumentation = [
  ...routesSaisie,
  lireNotice,
  ...routesLiens,
  ...routesHistorique,
  ...routesGlossaire,
]

export { importDemonstrationDocumentation } from './demonstration/demonstration.actions.ts'
