import { routesDataInclusion } from '../data-inclusion/data-inclusion.api.ts'
import { routesFhir } from '../fhir/fhir.api.ts'
import { routesAnnuaire } from './annuaire.api.ts'
import { routesEchanges } from './echanges.pages.tsx'
import { routesFichiers } from './fichiers.pages.tsx'
import { routesPropositionApi } from './proposition.api.ts'

/** What other directories and programs take from ours. */
export const routesEchange = [
  ...routesFichiers,
  ...routesEchanges,
  ...routesAnnuaire,
  ...routesPropositionApi,
  ...routesDataInclusion,
  ...routesFhir,
]
