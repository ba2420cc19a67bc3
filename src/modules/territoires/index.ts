import type { Route } from '#core/route.ts'
import { routesApl } from './apl/index.ts'
import { routesCarte } from './carte/carte.pages.tsx'
import { routesDonnees } from './donnees/donnees.pages.tsx'
import { routesGeographie } from './geographie/accueil.pages.tsx'
import { routesApiGeographie } from './geographie/geographie.api.ts'
import { routesDefinition } from './indicateur/definition.pages.tsx'
import { routesImportsIndicateurs } from './indicateur/imports/imports.pages.tsx'
import { routesApiIndicateur } from './indicateur/indicateur.api.ts'
import { routesIndicateurs } from './indicateur/indicateur.pages.tsx'
import { routesPortraits } from './portrait/index.ts'
import { routesTerritoiresEnregistres } from './territoire/index.ts'
import { routesApiTerritoire } from './territoire/territoire.api.ts'
import { routesTypologies } from './typologie/index.ts'

export { importSimulationsDemo } from './apl/demonstration.actions.ts'
export { listCommunes } from './geographie/commune.queries.ts'
export { formatCle, SOURCE_GEOGRAPHIE } from './geographie/commune.ts'
export { importGeographie } from './geographie/geographie.actions.ts'
export { convertPoint, getProjection, type Projection } from './geographie/projection.ts'
export { searchLieux } from './geographie/recherche.queries.ts'
export {
  formatAdresseZone,
  formatRefZone,
  LIBELLES_MAILLE,
  parseRefZone,
  type Zone,
  type ZoneNommee,
} from './geographie/zone.ts'
export { importIndicateursReference } from './indicateur/derive.actions.ts'
export { listCodesConnus } from './indicateur/imports/imports.queries.ts'
export { getDemande } from './portrait/demande.queries.ts'
export { formatComposition, listElements } from './territoire/composition.ts'
export { importTerritoiresDemo } from './territoire/demonstration.actions.ts'
export { getZoneDeRef } from './territoire/selection.queries.ts'
export { formatSelection, type Selection, schemaSelection } from './territoire/selection.ts'
export { listTerritoires, listTerritoiresPublics } from './territoire/territoire.queries.ts'

export const routesTerritoires: readonly Route[] = [
  ...routesApiGeographie,
  ...routesApiTerritoire,
  ...routesApl,
  ...routesCarte,
  ...routesGeographie,
  ...routesTerritoiresEnregistres,
  ...routesPortraits,
  ...routesImportsIndicateurs,
  ...routesDefinition,
  ...routesIndicateurs,
  ...routesDonnees,
  ...routesApiIndicateur,
  ...routesTypologies,
]
