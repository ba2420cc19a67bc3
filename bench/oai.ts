import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import { Client, Pool } from 'pg'
import { pino } from 'pino'
import { createApp } from '#app'
import { parseConfig } from '#config'
import type { Base } from '#core/base-tables.ts'
import { formatJeton, type Reprise } from '#modules/documentation/oai/oai.ts'
import { computeDuree, computeQuantile, formatMs, type LigneMesure, sayTable } from './outils.ts'

const PAGES = 40
const PAR_PAGE = 100
const FORMATS = ['oai_dc', 'marcxml', 'pmb_xml_unimarc']
const PLACES = [
  ['au début', 0],
  ['au milieu', 0.5],
  ['à la fin', 1],
] as const

/** Statements of the page itself: the trace and the rate limit are the application's. */
const isDeLaPage = (requete: string): boolean => !/\b(debit|trace_publique)\b/.test(requete)

/** The token that a harvester holds once it has read that part of the catalogue; null at its beginning. */
async function createJeton(db: Kysely<Base>, prefixe: string, part: number): Promise<string | null> {
  if (part === 0) return null
  const { rows } = await sql<{ date: string; id: number; curseur: number; total: number }>`
    with comptes as (select count(*)::int as total from oai_releve where ensemble = ''),
      place as (select total, greatest(1, least((total * ${part}::float)::int, total - ${PAGES * PAR_PAGE}::int)) as curseur from comptes)
    select (extract(epoch from r.date) * 1000000)::bigint::text as date, r.notice as id, p.curseur, p.total
    from place p, lateral (select * from oai_releve where ensemble = '' order by date, notice
      offset p.curseur - 1 limit 1) r`.execute(db)
  const place = rows[0]
  if (!place) throw new Error('Aucune notice à moissonner.')
  const reprise: Reprise = { verbe: 'ListRecords', prefixe, ...place, fin: Math.floor(Date.now() / 1000) + 3600 }
  return formatJeton(reprise)
}

/** Pages of ListRecords one after the other, at three places of the catalogue, beside the statements that they send. */
export async function mesurer(url: string): Promise<boolean> {
  let envoyees: CompiledQuery[] = []
  const db = new Kysely<Base>({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: url, max: 10 }) }),
    log: (evenement) => {
      if (evenement.level === 'query' && isDeLaPage(evenement.query.sql)) envoyees.push(evenement.query)
    },
  })
  const config = parseConfig({ NODE_ENV: 'test', MAILLAGE_PROXY: '1', MAILLAGE_OAI_PAGE: String(PAR_PAGE) })
  const app = createApp({ db, config, journal: pino({ level: 'silent' }) })
  const client = new Client({ connectionString: url })
  await client.connect()
  let visiteur = 0
  const ask = async (criteres: Record<string, string>): Promise<string> => {
    visiteur++
    const reponse = await app.fetch(
      new Request(`http://localhost/oai?${new URLSearchParams(criteres)}`, {
        headers: { 'x-forwarded-for': `192.0.2.${visiteur % 250}` },
      }),
    )
    const xml = await reponse.text()
    if (!xml.includes('<record>')) throw new Error(xml)
    return xml
  }
  const lignes: LigneMesure[] = []
  for (const prefixe of FORMATS) {
    for (const [lieu, part] of PLACES) {
      let jeton: string | null = await createJeton(db, prefixe, part)
      const [pages, bases]: [number[], number[]] = [[], []]
      for (let i = 0; i < PAGES && (i === 0 || jeton); i++) {
        const criteres: Record<string, string> = {
          verb: 'ListRecords',
          ...(jeton ? { resumptionToken: jeton } : { metadataPrefix: prefixe }),
        }
        envoyees = []
        let xml = ''
        const page = await computeDuree(async () => {
          xml = await ask(criteres)
        })
        const requetes = envoyees
        const base = await computeDuree(async () => {
          for (const r of requetes) await client.query(r.sql, [...r.parameters])
        })
        // The first one warms caches and compiled code; it also counts the whole list, as the first page of each place does.
        if (i > 0) {
          pages.push(page)
          bases.push(base)
        } else if (part === 0)
          lignes.push({ quoi: `${prefixe}, première page (compte la liste)`, mesure: formatMs(page) })
        jeton = /<resumptionToken[^>]*>([^<]+)</.exec(xml)?.[1] ?? null
      }
      const [p50, p95, b95] = [computeQuantile(pages, 0.5), computeQuantile(pages, 0.95), computeQuantile(bases, 0.95)]
      const total = pages.reduce((somme, duree) => somme + duree, 0)
      lignes.push({
        quoi: `${prefixe}, ${lieu}`,
        mesure: `${formatMs(p50)} / ${formatMs(p95)} ; ${Math.round((pages.length * PAR_PAGE * 1000) / total)} notices/s ; ${(p95 / b95).toFixed(1)} × SQL nu`,
      })
    }
  }
  await client.end()
  await app.close()
  await db.destroy()
  sayTable(`OAI-PMH, pages de ${PAR_PAGE} notices (médiane / 95e centile)`, lignes)
  return true
}
