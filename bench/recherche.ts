import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import { Client, Pool } from 'pg'
import { pino } from 'pino'
import { createApp } from '#app'
import { parseConfig } from '#config'
import type { Base } from '#core/base-tables.ts'
import { listTermes } from '#modules/vocabulaires/index.ts'
import { createHasard, listMots } from './donnees.ts'
import { computeDuree, computeQuantile, formatMs, type LigneMesure, sayTable } from './outils.ts'

const QUESTIONS = 240
const P95_MS = 60
const RATIO = 3

/** What people ask: each kind with its part of the whole. */
export function listQuestions(nombre: number): { genre: string; adresse: string }[] {
  const hasard = createHasard(7)
  const mots = listMots().map((m) => m.mot)
  /** A word between two ranks of frequency. */
  const mot = (debut: number, fin: number) =>
    mots[debut + Math.floor(hasard() * (Math.min(fin, mots.length) - debut))] ?? ''
  const terme = (v: 'theme' | 'public' | 'determinant') => {
    const termes = listTermes(v)
    return `${v}=${termes[Math.floor(termes.length * hasard() ** 2)]?.slug}`
  }
  const annee = () => `annee=${2026 - Math.floor(hasard() * 12)}`
  const genres: [part: number, genre: string, createAdresse: () => string][] = [
    [22, 'mot rare', () => `q=${mot(600, 2500)}`],
    [18, 'mot moyen', () => `q=${mot(60, 600)}`],
    [7, 'mot très courant', () => `q=${mot(0, 12)}`],
    [14, 'deux mots', () => `q=${mot(0, 100)} ${mot(60, 900)}`],
    [5, 'trois mots', () => `q=${mot(0, 40)} ${mot(20, 200)} ${mot(60, 900)}`],
    [
      5,
      'phrase',
      () =>
        `q="${['santé mentale', 'soins primaires', 'promotion de la santé', 'santé publique'][Math.floor(hasard() * 4)]}"`,
    ],
    [
      5,
      'sigle',
      () => `q=${['CPTS', 'ARS', 'CLSM', 'ETP', 'contrat local de santé', 'PTSM'][Math.floor(hasard() * 6)]}`,
    ],
    [3, 'exclusion', () => `q=${mot(10, 100)} -${mot(0, 60)}`],
    [4, 'champ', () => (hasard() < 0.5 ? `q=auteur:belmar` : `q=titre:${mot(20, 300)}`)],
    [6, 'facettes', () => `${terme('theme')}&${terme('public')}${hasard() < 0.5 ? `&${annee()}` : ''}`],
    [4, 'mot et facettes', () => `q=${mot(0, 200)}&${terme('theme')}&${annee()}&en-ligne=oui`],
    [3, 'tri', () => `q=${mot(20, 200)}&tri=${['titre', 'auteur', 'recents'][Math.floor(hasard() * 3)]}`],
    [3, 'sans question', () => `page=${1 + Math.floor(hasard() * 5)}`],
    [1, 'page lointaine', () => `q=${mot(10, 60)}&page=${50 + Math.floor(hasard() * 100)}`],
  ]
  const total = genres.reduce((somme, [part]) => somme + part, 0)
  const questions = genres.flatMap(([part, genre, createAdresse]) =>
    Array.from({ length: Math.max(2, Math.round((part * nombre) / total)) }, () => ({
      genre,
      adresse: `/documentation?${new URLSearchParams(createAdresse())}`,
    })),
  )
  return questions
    .map((q) => ({ q, rang: hasard() }))
    .toSorted((a, b) => a.rang - b.rang)
    .map(({ q }) => q)
}

/** Statements of the search itself: the trace, the session and the rate limit are the application's. */
const isDeLaPage = (requete: string): boolean => !/\b(debit|trace|trace_publique|session)\b/.test(requete)

interface Mesure {
  genre: string
  adresse: string
  page: number
  sql: number
}

/** The whole page over HTTP, beside the statements that it sent, sent again by a bare client: same run, same data. */
export async function mesurer(url: string): Promise<boolean> {
  let envoyees: CompiledQuery[] = []
  const db = new Kysely<Base>({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: url, max: 10 }) }),
    log: (evenement) => {
      if (evenement.level === 'query' && isDeLaPage(evenement.query.sql)) envoyees.push(evenement.query)
    },
  })
  const app = createApp({
    db,
    config: parseConfig({ NODE_ENV: 'test', MAILLAGE_PROXY: '1' }),
    journal: pino({ level: 'silent' }),
  })
  const client = new Client({ connectionString: url })
  await client.connect()
  const ask = async (adresse: string, visiteur: number): Promise<void> => {
    // Another visitor each time: nobody asks two hundred questions in a minute.
    const headers = { 'x-forwarded-for': `192.0.2.${visiteur % 250}` }
    const reponse = await app.fetch(new Request(`http://localhost${adresse}`, { headers }))
    if (!(await reponse.text()).includes('</html>') || reponse.status !== 200) throw new Error(adresse)
  }
  const mesures: Mesure[] = []
  const questions = listQuestions(QUESTIONS)
  // The first ones warm caches and compiled code, and are asked again.
  for (const [rang, { genre, adresse }] of [...questions.slice(0, 40), ...questions].entries()) {
    envoyees = []
    const page = await computeDuree(() => ask(adresse, rang))
    const requetes = envoyees
    const sql = await computeDuree(async () => {
      for (const r of requetes) await client.query(r.sql, [...r.parameters])
    })
    if (rang >= 40) mesures.push({ genre, adresse, page, sql })
  }
  await client.end()
  await app.close()
  await db.destroy()
  return sayMesures(mesures)
}

function sayMesures(mesures: readonly Mesure[]): boolean {
  const quantiles = (liste: readonly Mesure[], quoi: 'page' | 'sql') =>
    [0.5, 0.95].map((part) =>
      computeQuantile(
        liste.map((m) => m[quoi]),
        part,
      ),
    ) as [number, number]
  const lignes: LigneMesure[] = [...Map.groupBy(mesures, (m) => m.genre)].map(([genre, siennes]) => ({
    quoi: `  ${genre} (${siennes.length})`,
    mesure: quantiles(siennes, 'page').map(formatMs).join(' / '),
  }))
  const [page50, page95] = quantiles(mesures, 'page')
  const [sql50, sql95] = quantiles(mesures, 'sql')
  const tenues = [page95 < P95_MS, page95 < RATIO * sql95]
  sayTable('Recherche, page entière (médiane / 95e centile)', [
    ...lignes,
    {
      quoi: `toutes (${mesures.length})`,
      mesure: `${formatMs(page50)} / ${formatMs(page95)}`,
      barre: `95e < ${P95_MS} ms`,
      tenue: tenues[0],
    },
    { quoi: 'SQL nu de la même page', mesure: `${formatMs(sql50)} / ${formatMs(sql95)}` },
    {
      quoi: 'page ÷ SQL nu, au 95e centile',
      mesure: (page95 / sql95).toFixed(2),
      barre: `< ${RATIO}`,
      tenue: tenues[1],
    },
  ])
  return tenues.every(Boolean)
}
