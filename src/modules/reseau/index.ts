import type { Config } from '#config'
import type { Route } from '#core/route.ts'
import { routesArticulations } from './articulation/index.ts'
import { routesAtlas } from './atlas/index.ts'
import { routesDispositifs } from './dispositif/index.ts'
import { routesEchange } from './echange/index.ts'
import { routesImportsAnnuaire } from './imports/imports.pages.tsx'
import { tacheVersement } from './imports/versement.actions.ts'
import { routesStructures } from './structure/index.ts'

export { importDemonstrationReseau } from './demonstration/demonstration.actions.ts'

/** Who acts where: structures and services, dispositifs, how they hold together, and where to find help. */
export const createRoutesReseau = (_config: Pick<Config, 'adresse'>): readonly Route[] => [
  ...routesArticulations,
  ...routesAtlas,
  ...routesImportsAnnuaire,
  ...routesDispositifs,
  ...routesStructures,
  ...routesEchange,
]

/** What the module does in the background. */
export const createTachesReseau = () => [tacheVersement]
