import { pino } from 'pino'
import { createApp } from '#app'
import { parseConfig } from '#config'
import { openDb } from '#core/db.ts'
import { createHasard, listMots } from './donnees.ts'
import { computeDuree, computeQuantile, formatMs, sayTable } from './outils.ts'

const MOTS = 50
const P95_MS = 60

/** Words typed letter by letter, from the second on, as the search box asks for them. */
function listSaisies(): string[] {
  const hasard = createHasard(11)
  const mots = listMots().map((m) => m.mot)
  return Array.from({ length: MOTS }, () => mots[Math.floor(mots.length * hasard() ** 3)] ?? '').flatMap((mot) =>
    Array.from({ length: Math.min(mot.length, 7) - 1 }, (_, i) => mot.slice(0, i + 2)),
  )
}

export async function mesurer(url: string): Promise<boolean> {
  const db = openDb(url)
  const config = parseConfig({ NODE_ENV: 'test', MAILLAGE_PROXY: '1' })
  const app = createApp({ db, config, journal: pino({ level: 'silent' }) })
  const saisies = listSaisies()
  const durees: number[] = []
  for (const [rang, q] of [...saisies.slice(0, 30), ...saisies].entries()) {
    const adresse = `http://localhost/documentation/suggestions?${new URLSearchParams({ q })}`
    const headers = { 'x-forwarded-for': `192.0.2.${rang % 250}` }
    durees.push(await computeDuree(async () => (await app.fetch(new Request(adresse, { headers }))).json()))
  }
  await app.close()
  await db.destroy()
  const mesurees = durees.slice(30)
  const [p50, p95] = [computeQuantile(mesurees, 0.5), computeQuantile(mesurees, 0.95)]
  const tenue = p95 < P95_MS
  sayTable('Suggestions (médiane / 95e centile)', [
    {
      quoi: `${mesurees.length} débuts de mots`,
      mesure: `${formatMs(p50)} / ${formatMs(p95)}`,
      barre: `95e < ${P95_MS} ms`,
      tenue,
    },
  ])
  return tenue
}
