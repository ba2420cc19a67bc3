import { pino } from 'pino'
import { createApp } from '#app'
import { parseConfig } from '#config'
import { openDb } from '#core/db.ts'
import { computeDuree, computeQuantile, formatMs, sayTable } from './outils.ts'
import { listQuestions } from './recherche.ts'

const QUESTIONS = 240
/** Of the 95th centile, API over page: « the API’s as the page’s ». */
const RATIO = 1.2

/** The same questions asked of the API and of the page, in turn, in one run. */
export async function mesurer(url: string): Promise<boolean> {
  const db = openDb(url)
  const app = createApp({
    db,
    config: parseConfig({ NODE_ENV: 'test', MAILLAGE_PROXY: '1' }),
    journal: pino({ level: 'silent' }),
  })
  const ask = async (adresse: string, visiteur: number): Promise<void> => {
    // Another visitor each time: nobody asks two hundred questions in a minute.
    const headers = { 'x-forwarded-for': `192.0.2.${visiteur % 250}` }
    const reponse = await app.fetch(new Request(`http://localhost${adresse}`, { headers }))
    const texte = await reponse.text()
    // A question may name a term that no invented notice bears: the API says so.
    if (reponse.status !== 200 && reponse.status !== 422) throw new Error(`${adresse} ${reponse.status} ${texte}`)
  }
  const durees = { api: [] as number[], page: [] as number[] }
  const questions = listQuestions(QUESTIONS)
  // The first ones warm caches and compiled code, and are asked again.
  for (const [rang, { adresse }] of [...questions.slice(0, 40), ...questions].entries()) {
    const api = await computeDuree(() => ask(adresse.replace('/documentation', '/api/v1/notices'), rang))
    const page = await computeDuree(() => ask(adresse, rang))
    if (rang < 40) continue
    durees.api.push(api)
    durees.page.push(page)
  }
  await app.close()
  await db.destroy()
  const [api, page] = [computeQuantile(durees.api, 0.95), computeQuantile(durees.page, 0.95)]
  const formatQuantiles = (liste: number[]) =>
    [0.5, 0.95].map((part) => formatMs(computeQuantile(liste, part))).join(' / ')
  const tenue = api < RATIO * page
  sayTable('Recherche par l’API (médiane / 95e centile)', [
    { quoi: 'API', mesure: formatQuantiles(durees.api) },
    { quoi: 'page, mêmes questions', mesure: formatQuantiles(durees.page) },
    { quoi: 'API ÷ page, au 95e centile', mesure: (api / page).toFixed(2), barre: `< ${RATIO}`, tenue },
  ])
  return tenue
}
