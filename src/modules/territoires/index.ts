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
export { Carte, type VueCarte } from './carte/carte.tsx'
export { getFond } from './carte/fond.queries.ts'
export type { Fond } from './carte/fond.ts'
export { getQuartiers, type Quartiers } from './contour/quartier.queries.ts'
export { listCommunes } from './geographie/commune.queries.ts'
export { type Commune, formatCle, SOURCE_GEOGRAPHIE } from './geographie/commune.ts'
export { importGeographie } from './geographie/geographie.actions.ts'
export { searchListe } from './geographie/liste.queries.ts'
export { convertPoint, getProjection, type Projection } from './geographie/projection.ts'
export { getCommuneParCode, searchCommunes, searchLieux } from './geographie/recherche.queries.ts'
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
export { formatAdresseIndicateur } from './indicateur/indicateur.ts'
export { openTables } from './indicateur/lecture/tables.formats.ts'
export { getDemande } from './portrait/demande.queries.ts'
export { listGrandesZones, listIndicateursDates, listTypologiesDatees } from './sitemap.queries.ts'
export { CARTE_MAX, CarteComposition } from './territoire/cartes.tsx'
export { computeEssai } from './territoire/composer.actions.ts'
export { listBlocsEtTerritoires } from './territoire/composer.queries.ts'
export { type Essai, hasChoix, isNommant, schemaComposer } from './territoire/composer.ts'
export { ChampsCommunes, TableRetrait } from './territoire/composer.tsx'
export { computeDifferences, computeOperation, formatComposition, listElements } from './territoire/composition.ts'
export {
  FaitsTerritoire,
  formatHabitants,
  formatNombreCommunes,
  SourcePopulation,
  TableCommunes,
} from './territoire/composition.tsx'
export { importTerritoiresDemo } from './territoire/demonstration.actions.ts'
export { type Faits, getFaits } from './territoire/faits.queries.ts'
export { ChampsChoix } from './territoire/rapport.tsx'
export { getLues, getZoneDeRef, type Lues } from './territoire/selection.queries.ts'
export { formatSelection, type Selection, schemaSelection } from './territoire/selection.ts'
export { listTerritoires, listTerritoiresPublics } from './territoire/territoire.queries.ts'
export { importTypologieDemo } from './typologie/demonstration.actions.ts'
export { formatAdresseTypologie } from './typologie/typologie.ts'

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
