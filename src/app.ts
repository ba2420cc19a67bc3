import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Config } from '#config'
import { TraceLectures } from '#core/audit.ts'
import type { Db } from '#core/db.ts'
import { createHttp, type Env } from '#core/http.ts'
import type { Route } from '#core/route.ts'
import { addUsage, getActeurDeCle, getActeurDeSession, routesComptes } from '#modules/comptes/index.ts'
import { createRoutesDocumentation } from '#modules/documentation/index.ts'
import { createRoutesReseau } from '#modules/reseau/index.ts'
import { renderErreur, routesApi, routesSite } from '#modules/site/index.ts'
import { routesTerritoires } from '#modules/territoires/index.ts'
import { routesApiVocabulaires, routesVocabulaires } from '#modules/vocabulaires/index.ts'

const RACINE = join(import.meta.dirname, '..')
const UN_AN = 'public, max-age=31536000, immutable'

export interface App {
  fetch: Hono<Env>['fetch']
  routes: readonly Route[]
  /** Writes the trace that waits. Call before closing the database. */
  close(): Promise<void>
}

/** The whole application on a database. The only place that knows every module. @throws when a route is not closed. */
export function createApp({ db, config, journal }: { db: Db; config: Config; journal: Logger }): App {
  const routes: readonly Route[] = [
    ...routesSite,
    ...routesComptes(config, journal),
    ...routesVocabulaires,
    ...routesTerritoires,
    ...createRoutesDocumentation(config),
    ...createRoutesReseau(config),
    ...routesApiVocabulaires,
    ...routesApi(() => routes),
  ]
  const traces = new TraceLectures(db, (erreur) => journal.error({ erreur: String(erreur) }, 'trace perdue'))
  const app = createHttp(
    {
      db,
      adresse: config.adresse,
      demo: config.demo,
      proxy: config.proxy,
      journal,
      traces,
      lireSession: getActeurDeSession,
      lireCle: (db, cle, maintenant) => getActeurDeCle(db, cle, maintenant, config),
      noterAppel: addUsage,
      renderErreur,
    },
    routes,
    mountFichiers,
  )
  return { fetch: app.fetch, routes, close: () => traces.flush() }
}

/** Files have a version in their address (`asset`), so a browser asks for each of them once. */
function mountFichiers(app: Hono<Env>): void {
  const statique = (root: string) =>
    serveStatic({
      root,
      onFound: (_chemin, c) => {
        c.header('cache-control', c.req.query('v') ? UN_AN : 'no-cache')
        c.header('x-content-type-options', 'nosniff')
      },
    })
  for (const dossier of ['styles', 'fonts']) app.use(`/${dossier}/*`, statique(join(RACINE, 'public')))
  for (const fichier of ['/marque.svg', '/favicon.ico']) app.use(fichier, statique(join(RACINE, 'public')))
  app.use('/ilots/*', statique(join(RACINE, 'dist')))
}
