import { routesGlossaire } from './glossaire/glossaire.pages.tsx'
import { routesFusion } from './imports/fusion.pages.tsx'
import { routesImports } from './imports/imports.pages.tsx'
import { routesLignes } from './imports/ligne.pages.tsx'
import { routesRelecture } from './imports/relecture.pages.tsx'
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
  ...routesImports,
  ...routesRelecture,
  ...routesLignes,
  ...routesFusion,
]

export { importDemonstrationDocumentation } from './demonstration/demonstration.actions.ts'
