import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type Db, openDb, withClient } from '#core/db.ts'
import { migrate } from '#core/migrations.ts'
import { openEmbedded, stopEphemeral } from '#core/postgres/index.ts'
import { getArticulation } from '#modules/reseau/articulation/articulation.queries.ts'
import { computeSuggestions, getArticulationZone } from '#modules/reseau/articulation/suggestion.queries.ts'
import { importGeographie } from '#modules/territoires/index.ts'
import { computeDuree, computeQuantile, formatMs, type LigneMesure, sayTable } from './outils.ts'

/** Six types over the whole country: how many there are of each, each on an EPCI or a département. */
const TYPES = [
  { type: 'cpts', nombre: 600, par: 'epci' },
  { type: 'cls', nombre: 300, par: 'epci' },
  { type: 'clsm', nombre: 150, par: 'epci' },
  { type: 'asv', nombre: 50, par: 'epci' },
  { type: 'dac', nombre: 100, par: 'departement' },
  { type: 'ptsm', nombre: 100, par: 'departement' },
] as const
const NATIONALE_MS = 1000
const ZONE_MS = 80
const TOURS = 7

/** Invented dispositifs on real communes: the n-th EPCI or département is the territory of the n-th of a type. */
const REMPLIR = `
  with voulus as (
    select * from json_to_recordset($1::json) as t (type text, nombre int, par text)
  ), zones as (
    select 'epci' as par, code, row_number() over (order by md5(code)) as rang from epci where nature <> 'EPT'
    union all
    select 'departement', code, row_number() over (order by code) from departement
  ), crees as (
    insert into dispositif (type, nom, themes, communes, fictif, cree_le, modifie_le)
    select v.type, upper(v.type) || ' fictif ' || z.code,
      (array['sante-mentale', 'acces-soins', 'tabac', 'nutrition', 'vieillissement'])[1 + z.rang % 3 : 2 + z.rang % 4],
      array(select c.code from commune c where c.ville is null
        and case v.par when 'epci' then c.epci else c.departement end = z.code order by 1),
      true, now(), now()
    from voulus v join zones z on z.par = v.par and z.rang <= v.nombre
    returning id, type, communes
  )
  insert into dispositif_commune (dispositif, commune, type)
  select id, coalesce(a.code, u.code), type from crees cross join unnest(communes) u (code)
  left join commune a on a.ville = u.code`

/** Each dispositif has six members among 4,000 bodies, and an agency that sits everywhere. */
const MEMBRES = `
  with corps as (
    insert into organisme (nom, fictif, cree_le, modifie_le)
    select 'Organisme fictif ' || n, true, now(), now() from generate_series(1, 4000) n returning id
  ), rangs as (
    select id, row_number() over (order by id) as rang from corps
  )
  insert into membre (dispositif, role, organisme, cree_le)
  select d.id, 'membre', r.id, now() from dispositif d cross join generate_series(1, 6) n
  join rangs r on r.rang = 1 + (d.id * 7 + n * 131) % 3999
  union all
  select d.id, 'financeur', r.id, now() from dispositif d join rangs r on r.rang = 4000`

/** What the pairs cost at least: the same join, nothing of rights, people or links. */
const NUE_PAIRES = `
  select a.dispositif, b.dispositif, count(*), sum(c.population) from dispositif_commune a
  join dispositif_commune b on b.commune = a.commune and b.dispositif > a.dispositif
  join commune c on c.code = a.commune group by 1, 2`
const NUE_LACUNES = `
  select t.type, array_agg(c.code), sum(c.population) from commune c
  cross join (select distinct type from dispositif_commune) t
  where not exists (select from dispositif_commune dc where dc.commune = c.code and dc.type = t.type)
  and not exists (select from commune x where x.ville = c.code) group by 1`

const createCtx = (db: Db): Ctx => ({
  db,
  acteur: SYSTEME,
  maintenant: new Date(),
  origine: { requete: crypto.randomUUID(), ip: null },
})

async function measure(url: string): Promise<boolean> {
  const db = openDb(url)
  const ctx = createCtx(db)
  const { rows: communes } = await withClient(url, (client) =>
    client.query<{ code: string }>('select code from commune c where ville is null order by 1'),
  )
  const codes = communes.map((c) => c.code)
  const { rows: tous } = await withClient(url, (client) => client.query<{ id: number }>('select id from dispositif'))
  const ids = tous.map((d) => d.id)
  const types = TYPES.map((t) => t.type)
  const nues: number[] = []
  const notres: number[] = []
  let paires = 0
  for (let tour = 0; tour < TOURS; tour++) {
    nues.push(
      await withClient(url, (client) =>
        computeDuree(async () => {
          await client.query(NUE_PAIRES)
          await client.query(NUE_LACUNES)
        }),
      ),
    )
    notres.push(
      await computeDuree(async () => {
        const articulation = await getArticulation(ctx, codes, types)
        computeSuggestions(articulation, { zone: 'france-FR', jour: '2026-01-01' })
        paires = articulation.paires.length
      }),
    )
  }
  const zones = await measureZones(url, ctx)
  await db.destroy()
  return sayMesures({ nues, notres, zones, communes: codes.length, dispositifs: ids.length, paires })
}

/** Everything that the page of an EPCI reads, for a hundred of them. */
async function measureZones(url: string, ctx: Ctx): Promise<number[]> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ code: string; communes: string[] }>(
      `select epci as code, array_agg(code order by code) as communes from commune
       where ville is null and epci is not null group by 1 order by md5(epci) limit 100`,
    ),
  )
  const durees: number[] = []
  // The first ones open connections and warm compiled code, and are asked again.
  for (const { code, communes } of [...rows.slice(0, 10), ...rows]) {
    const zone = { maille: 'epci' as const, code, nom: code, communes, fictif: false }
    durees.push(await computeDuree(() => getArticulationZone(ctx, zone)))
  }
  return durees.slice(10)
}

interface Mesures {
  nues: number[]
  notres: number[]
  zones: number[]
  communes: number
  dispositifs: number
  paires: number
}

function sayMesures({ nues, notres, zones, communes, dispositifs, paires }: Mesures): boolean {
  const [nue, notre] = [computeQuantile(nues, 0.5), computeQuantile(notres, 0.5)]
  const zone = computeQuantile(zones, 0.95)
  const lignes: LigneMesure[] = [
    {
      quoi: 'paires, parts, membres, liens, lacunes, suggestions',
      mesure: formatMs(notre),
      barre: `< ${NATIONALE_MS} ms`,
      tenue: notre < NATIONALE_MS,
    },
    { quoi: 'SQL nu des paires et des lacunes', mesure: formatMs(nue) },
    { quoi: 'rapport', mesure: (notre / nue).toFixed(2) },
    {
      quoi: 'une intercommunalité, 95e centile de 100',
      mesure: formatMs(zone),
      barre: `< ${ZONE_MS} ms`,
      tenue: zone < ZONE_MS,
    },
  ]
  const nombre = (n: number) => n.toLocaleString('fr-FR')
  sayTable(
    `Articulation, ${nombre(dispositifs)} dispositifs fictifs, ${nombre(communes)} communes, ${nombre(paires)} paires`,
    lignes,
  )
  return notre < NATIONALE_MS && zone < ZONE_MS
}

/** All overlapping pairs of the country, with shares, people in common and gaps, beside the bare SQL. */
export async function mesurer(): Promise<boolean> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-bench-articulation-'))
  try {
    const { url } = await openEmbedded({ dossier, ephemere: true })
    await migrate(url)
    const db = openDb(url)
    await importGeographie(createCtx(db))
    await db.destroy()
    await withClient(url, async (client) => {
      await client.query(REMPLIR, [JSON.stringify(TYPES)])
      await client.query(MEMBRES)
      await client.query('vacuum analyze dispositif, dispositif_commune, membre, organisme')
    })
    return await measure(url)
  } finally {
    await stopEphemeral(dossier)
    rmSync(dossier, { recursive: true, force: true })
  }
}
