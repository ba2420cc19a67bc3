import type { Config } from '#config'
import { createWebClient } from '#core/web-client.ts'
import { routesApiEtagere } from './api/etagere.api.ts'
import { routesApiGlossaire } from './api/glossaire.api.ts'
import { routesApiLot } from './api/lot.api.ts'
import { routesApiNotice } from './api/notice.api.ts'
import { routesAtom } from './atom/atom.api.ts'
import { routesEtagere } from './etagere/index.ts'
import { routesExportCatalogue } from './export/export.pages.tsx'
import { routesGlossaire, tachesGlossaire } from './glossaire/index.ts'
import { routesCorrespondances } from './imports/correspondances.pages.tsx'
import { routesFusion } from './imports/fusion.pages.tsx'
import { routesImports } from './imports/imports.pages.tsx'
import { routesLignes } from './imports/ligne.pages.tsx'
import { routesRelecture } from './imports/relecture.pages.tsx'
import { tachePoursuivre } from './imports/versement.actions.ts'
import { createRoutesMoisson, createTachesMoisson } from './moisson/index.ts'
import { routesHistorique } from './notice/historique.pages.tsx'
import { routesLiens } from './notice/lien.pages.tsx'
import { lireNotice } from './notice/notice.pages.tsx'
import { routesSaisie } from './notice/saisie.pages.tsx'
import { createRoutesOai, type ReglagesOai } from './oai/oai.api.ts'
import { routesRecherche } from './recherche/recherche.pages.tsx'
import { createTachesSoin, routesSoin } from './soin/index.ts'
import { createRoutesVeille, createTachesVeille } from './veille/index.ts'

export const createRoutesDocumentation = (config: Pick<Config, 'adresse' | 'smtp' | 'hotesInternes'> & ReglagesOai) => [
  ...routesRecherche,
  ...routesExportCatalogue,
  ...routesAtom,
  ...routesSaisie,
  lireNotice,
  ...routesLiens,
  ...routesHistorique,
  ...routesGlossaire,
  ...routesImports,
  ...routesCorrespondances,
  ...routesRelecture,
  ...routesLignes,
  ...routesFusion,
  ...routesEtagere,
  ...routesSoin,
  ...createRoutesVeille(config),
  ...createRoutesOai(config),
  ...routesApiNotice,
  ...routesApiLot,
  ...routesApiEtagere,
  ...routesApiGlossaire,
  ...createRoutesMoisson(createWebClient(config)),
]

/** What the module does in the background. A demonstration opens no address of its notices by itself. */
export const createTachesDocumentation = (config: Pick<Config, 'adresse' | 'hotesInternes' | 'demo'>) => [
  ...createTachesVeille(config.adresse),
  ...tachesGlossaire,
  ...createTachesMoisson(createWebClient(config)),
  ...createTachesSoin(config.demo ? null : createWebClient(config)),
  tachePoursuivre,
]

export { importDemonstrationDocumentation, importGlossaire } from './demonstration/demonstration.actions.ts'
export { getIdsDesCles } from './demonstration/demonstration.queries.ts'
export { formatAdresseEtagere } from './etagere/etagere.ts'
export { formatAdresseTerme } from './glossaire/glossaire.ts'
export { importPolicy } from './imports/imports.policy.ts'
export { listChoixTermes } from './notice/champs.tsx'
export { getNotice } from './notice/notice.queries.ts'
export { formatAdresseNotice, type Notice } from './notice/notice.ts'
export { listThemesComptes } from './recherche/facettes.queries.ts'
export { listNouveautes, searchNotices } from './recherche/recherche.queries.ts'
export { parseRecherche } from './recherche/recherche.ts'
export {
  listEtageresPubliques,
  listLettresDatees,
  listNoticesDatees,
  listTermesDates,
  listTranches,
} from './sitemap.queries.ts'
export { formatAdresseLettre } from './veille/lettre.ts'
