import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { createApp } from '#app'
import { parseConfig } from '#config'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type Db, openDb, withClient } from '#core/db.ts'
import { migrate } from '#core/migrations.ts'
import { openEmbedded, stopEphemeral } from '#core/postgres/index.ts'
import { FRANCE } from '#modules/territoires/geographie/zone.ts'
import { importGeographie } from '#modules/territoires/index.ts'
import { listSeries } from '#modules/territoires/indicateur/indicateur.queries.ts'
import { addAuxPaquets } from '#modules/territoires/indicateur/paquet.queries.ts'
import { updateCalculs } from '#modules/territoires/indicateur/serie.actions.ts'
import { getDemande } from '#modules/territoires/portrait/demande.queries.ts'
import { getPortrait } from '#modules/territoires/portrait/portrait.queries.ts'
import { createHasard } from './donnees.ts'
import { computeDuree, computeQuantile, formatMs, type LigneMesure, say, sayTable } from './outils.ts'

const INDICATEURS = 60
const MILLESIMES = 5
const P95_MS = 80
const TOURS = 12
const EPARSES = '300 communes éparses'

/** Invented values for every commune: means, shares and sums, one missing in fifty. */
async function fill(url: string, ctx: Ctx): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`
      insert into indicateur (code, libelle, famille, unite, decimales, source, agregation, poids, seuil, fictif, rang,
        creee_le, modifiee_le)
      select 'fictif-' || i, 'Indicateur fictif ' || i, (array['population', 'revenus', 'offre', 'acces'])[1 + i % 4],
        'points', 1, 'Source fictive', a, case when a <> 'somme' then 'poids fictif' end, 40, true, i, now(), now()
      from generate_series(1, ${INDICATEURS}) i, lateral (select (array['moyenne', 'part', 'somme'])[1 + i % 3] as a) x`)
    await client.query(`
      insert into indicateur_serie (indicateur, millesime, importee_le)
      select code, m, now() from indicateur, generate_series(2020, ${2019 + MILLESIMES}) m`)
    // Ten million checks of a reference one by one take minutes: constraints come back once all rows are there.
    const { rows: contraintes } = await client.query<{ nom: string; texte: string }>(`
      select conname as nom, pg_get_constraintdef(oid) as texte from pg_constraint
      where conrelid = 'indicateur_valeur'::regclass and contype in ('p', 'f') order by contype desc`)
    for (const { nom } of contraintes) await client.query(`alter table indicateur_valeur drop constraint ${nom}`)
    await client.query(`
      insert into indicateur_valeur (commune, serie, valeur, poids, motif)
      select commune, serie, v, case when v is not null then 1 + floor(random() * 1000) end,
        case when v is null then 'absent' end
      from (select c.code as commune, s.id as serie, case when random() > 0.02 then round((random() * 100)::numeric, 1) end as v
        from commune c cross join indicateur_serie s where c.ville is null order by 1, 2) t`)
    for (const { nom, texte } of contraintes)
      await client.query(`alter table indicateur_valeur add constraint ${nom} ${texte}`)
    await client.query('analyze indicateur_valeur')
  })
  const series = await listSeries(ctx)
  for (const [rang, { id }] of series.entries()) {
    await ctx.db.transaction().execute((db) => updateCalculs({ ...ctx, db }, id))
    if (rang % 10 === 9) say(`\r  ${rang + 1} séries fictives sur ${series.length}`)
  }
  say('\n')
  await addAuxPaquets(
    ctx,
    series.map((s) => s.id),
  )
  await withClient(url, (client) =>
    client.query(
      'vacuum analyze indicateur_valeur, indicateur_paquet, indicateur_place, indicateur_zone, indicateur_decile, indicateur_serie, commune',
    ),
  )
}

/** Areas of every kind, as an address asks for them. */
async function listQuestions(db: Db): Promise<{ genre: string; suite: string }[]> {
  const hasard = createHasard(11)
  const communes = await db
    .selectFrom('commune')
    .select(['code', 'departement'])
    .where('ville', 'is', null)
    .orderBy('code')
    .execute()
  const parmi = <T>(liste: readonly T[]): T => liste[Math.floor(hasard() * liste.length)] as T
  const [epci, departements, regions] = await Promise.all([
    db.selectFrom('epci').select('code').where('nature', '<>', 'EPT').execute(),
    db.selectFrom('departement').select('code').where('region', '<>', '00').execute(),
    db.selectFrom('region').select('code').where('zone', '=', 'metro').execute(),
  ])
  const voisines = (): string => {
    const debut = Math.floor(hasard() * (communes.length - 44))
    return communes
      .slice(debut, debut + 44)
      .map((c) => c.code)
      .join(',')
  }
  const eparses = (): string => Array.from({ length: 300 }, () => parmi(communes).code).join(',')
  const genres: [genre: string, createSuite: () => string][] = [
    ['une commune', () => `zones=commune-${parmi(communes).code}`],
    ['44 communes qui se suivent', () => `communes=${voisines()}`],
    ['une intercommunalité', () => `zones=epci-${parmi(epci).code}`],
    ['un département', () => `zones=departement-${parmi(departements).code}`],
    ['une région', () => `zones=region-${parmi(regions).code}`],
    ['la France', () => 'zones=france-FR'],
    [EPARSES, () => `communes=${eparses()}`],
    [
      'un département et 20 communes éparses',
      () =>
        `zones=departement-${parmi(departements).code}&communes=${Array.from({ length: 20 }, () => parmi(communes).code).join(',')}`,
    ],
  ]
  return Array.from({ length: TOURS }, () =>
    genres.map(([genre, createSuite]) => ({ genre, suite: createSuite() })),
  ).flat()
}

/** A throw-away database with the official geography and ten million invented values. */
async function createBase(): Promise<{ url: string; close(): Promise<void> }> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-bench-portrait-'))
  const close = async () => {
    await stopEphemeral(dossier)
    rmSync(dossier, { recursive: true, force: true })
  }
  try {
    const { url } = await openEmbedded({ dossier, ephemere: true })
    await migrate(url)
    const db = openDb(url)
    await importGeographie(createCtx(db))
    await fill(url, createCtx(db))
    await db.destroy()
    return { url, close }
  } catch (erreur) {
    await close()
    throw erreur
  }
}

const createCtx = (db: Db): Ctx => ({
  db,
  acteur: SYSTEME,
  maintenant: new Date(),
  origine: { requete: crypto.randomUUID(), ip: null },
})

/**
 * Portraits of areas of every kind over 60 invented indicators × 5 vintages, the whole page beside its data alone.
 * @param url a database that was filled so
 */
export async function mesurer(url?: string): Promise<boolean> {
  const base = url ? { url, close: async () => undefined } : await createBase()
  try {
    const db = openDb(base.url)
    const nombre = await withClient(base.url, async (client) => {
      const { rows } = await client.query<{ n: number }>('select count(*) as n from indicateur_valeur')
      return rows[0]?.n ?? 0
    })
    const mesures = await measure(db, createCtx(db))
    await db.destroy()
    return sayMesures(mesures, nombre)
  } finally {
    await base.close()
  }
}

interface Mesure {
  genre: string
  donnees: number
  page: number
  /** The same values, read by a bare statement; null for what is not a list of communes. */
  nu: number | null
}

/** What a list costs at least: each value of each of its communes, read once. */
const readValeurs = (ctx: Ctx, communes: readonly string[]): Promise<unknown> =>
  sql`select serie, sum(valeur * poids) from indicateur_valeur
    where commune = any (${communes}::text[]) group by serie`.execute(ctx.db)

async function measure(db: Db, ctx: Ctx): Promise<Mesure[]> {
  const config = parseConfig({ NODE_ENV: 'test', MAILLAGE_PROXY: '1' })
  const app = createApp({ db, config, journal: pino({ level: 'silent' }) })
  let visiteur = 0
  const ask = async (suite: string): Promise<void> => {
    // A lone area is led to its own address.
    let adresse = `/territoires/portrait?${suite}`
    for (;;) {
      // Another visitor each time: nobody asks for hundreds of portraits in a minute.
      const headers = { 'x-forwarded-for': `192.0.2.${++visiteur % 250}` }
      const reponse = await app.fetch(new Request(`http://localhost${adresse}`, { headers }))
      if (reponse.status === 303) adresse = reponse.headers.get('location') ?? ''
      else if (reponse.status === 200 && (await reponse.text()).includes('</html>')) return
      else throw new Error(`${adresse} : ${reponse.status}`)
    }
  }
  const mesures: Mesure[] = []
  const questions = await listQuestions(db)
  // The first ones warm caches and compiled code, and are asked again.
  for (const [rang, { genre, suite }] of [...questions.slice(0, 16), ...questions].entries()) {
    const parametres = new URLSearchParams(suite)
    const lire = (nom: string) => parametres.get(nom)?.split(',') ?? []
    const donnees = await computeDuree(async () => {
      // As its own page does, which reads no code of France.
      const { zone } = suite.endsWith(FRANCE)
        ? { zone: { maille: 'france' as const, code: FRANCE, nom: 'France', communes: [], fictif: false } }
        : await getDemande(ctx, { communes: lire('communes'), zones: lire('zones') })
      if (!zone) throw new Error(suite)
      await getPortrait(ctx, zone)
    })
    const page = await computeDuree(() => ask(suite))
    const communes = lire('communes')
    const nu = communes.length > 0 ? await computeDuree(() => readValeurs(ctx, communes)) : null
    if (rang >= 16) mesures.push({ genre, donnees, page, nu })
  }
  await app.close()
  return mesures
}

function sayMesures(mesures: readonly Mesure[], nombre: number): boolean {
  const quantiles = (liste: readonly Mesure[], quoi: 'donnees' | 'page'): [number, number] => {
    const durees = liste.map((m) => m[quoi])
    return [computeQuantile(durees, 0.5), computeQuantile(durees, 0.95)]
  }
  const dire = (liste: readonly Mesure[], quoi: 'donnees' | 'page') => quantiles(liste, quoi).map(formatMs).join(' / ')
  const lignes: LigneMesure[] = [...Map.groupBy(mesures, (m) => m.genre)].map(([genre, siennes]) => ({
    quoi: `  ${genre} (${siennes.length})`,
    mesure: `${dire(siennes, 'donnees')}  page ${dire(siennes, 'page')}`,
  }))
  const tenue = quantiles(mesures, 'page')[1] < P95_MS
  const nues = mesures.flatMap((m) => (m.genre === EPARSES && m.nu !== null ? [m.nu] : []))
  sayTable(`Portrait, ${nombre.toLocaleString('fr-FR')} valeurs fictives (médiane / 95e centile)`, [
    ...lignes,
    {
      quoi: `données de tous (${mesures.length})`,
      mesure: dire(mesures, 'donnees'),
    },
    { quoi: 'lecture nue de 300 communes éparses', mesure: formatMs(computeQuantile(nues, 0.5)) },
    { quoi: 'pages entières', mesure: dire(mesures, 'page'), barre: `95e < ${P95_MS} ms`, tenue },
  ])
  return tenue
}
