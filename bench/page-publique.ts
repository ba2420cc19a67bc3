import { serve } from '@hono/node-server'
import autocannon from 'autocannon'
import { Hono } from 'hono'
import { pino } from 'pino'
import { createApp } from '#app'
import { parseConfig } from '#config'
import { openDb } from '#core/db.ts'
import { sayTable } from './outils.ts'

const SECONDES = 4
const TOURS = 3
const PART = 0.5

type Fetch = (requete: Request, env?: object) => Response | Promise<Response>

/** Requests a second that a server in this process answers, over a real socket; the client has its own thread. */
async function computeDebit(fetch: Fetch, chemin: string, duration: number): Promise<number> {
  const serveur = serve({ fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((r) => serveur.once('listening', r))
  const adresse = serveur.address()
  const port = adresse && typeof adresse === 'object' ? adresse.port : 0
  const { requests, non2xx, errors } = await autocannon({
    url: `http://127.0.0.1:${port}${chemin}`,
    connections: 10,
    duration,
    workers: 1,
  })
  await new Promise((r) => serveur.close(r))
  if (non2xx + errors > 0) throw new Error(`${chemin} : ${non2xx + errors} réponses fautives`)
  return requests.average
}

/** A public page that reads nothing in the database, beside an empty route of Hono: turn about, in one run. */
export async function mesurer(url: string): Promise<boolean> {
  const db = openDb(url)
  const app = createApp({ db, config: parseConfig({ NODE_ENV: 'test' }), journal: pino({ level: 'silent' }) })
  const vide = new Hono().get('/', (c) => c.html(''))
  const [pages, vides]: [number[], number[]] = [[], []]
  await computeDebit(app.fetch, '/a-propos', 1)
  for (let tour = 0; tour < TOURS; tour++) {
    vides.push(await computeDebit(vide.fetch, '/', SECONDES))
    pages.push(await computeDebit(app.fetch, '/a-propos', SECONDES))
  }
  await app.close()
  await db.destroy()
  const [page, rien] = [Math.max(...pages), Math.max(...vides)]
  const tenue = page / rien >= PART
  sayTable('Page publique sans requête (meilleur de trois tours)', [
    { quoi: 'route vide de Hono', mesure: `${Math.round(rien)} /s` },
    { quoi: '/a-propos', mesure: `${Math.round(page)} /s` },
    { quoi: 'rapport', mesure: (page / rien).toFixed(2), barre: `≥ ${PART}`, tenue },
  ])
  return tenue
}
