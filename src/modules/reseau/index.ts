import type { Config } from '#config'
import type { Route } from '#core/route.ts'
import { routesArticulations } from './articulation/index.ts'
import { routesAtlas } from './atlas/index.ts'
import { routesAujourdhui } from './aujourdhui/aujourdhui.pages.tsx'
import { routesDispositifs } from './dispositif/index.ts'
import { routesEchange } from './echange/index.ts'
import { routesProfessionnels } from './imports/effectifs.pages.tsx'
import { createRoutesImportsAnnuaire } from './imports/imports.pages.tsx'
import { createTacheVersement } from './imports/versement.actions.ts'
import { lirePresence } from './presence/presence.pages.tsx'
import { routesStructures } from './structure/index.ts'
import { routesTrouver } from './trouver/index.ts'

export { importDemonstrationReseau } from './demonstration/demonstration.actions.ts'
export { formatAdresseDispositif } from './dispositif/dispositif.ts'
export { updateTerritoiresDispositifs } from './dispositif/geographie.actions.ts'
export { formatAdresseOrganisme } from './organisme/organisme.ts'
export { listFichesDatees, listStructuresDatees, listTranchesStructures } from './sitemap.queries.ts'
export { formatAdresseStructure } from './structure/structure.ts'

/** Who acts where: structures and services, dispositifs, how they hold together, and where to find help. */
export const createRoutesReseau = (config: Pick<Config, 'adresse' | 'rppsNoms'>): readonly Route[] => [
  ...routesArticulations,
  ...routesAtlas,
  lirePresence,
  ...createRoutesImportsAnnuaire(config),
  ...routesProfessionnels,
  ...routesDispositifs,
  ...routesTrouver,
  ...routesAujourdhui,
  ...routesStructures,
  ...routesEchange,
]

/** What the module does in the background. */
export const createTachesReseau = (config: Pick<Config, 'rppsNoms'>) => [createTacheVersement(config)]
