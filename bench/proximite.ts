import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { SYSTEME, VISITEUR } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { type Db, openDb, withClient } from '#core/db.ts'
import { migrate } from '#core/migrations.ts'
import { openEmbedded, stopEphemeral } from '#core/postgres/index.ts'
import { computeBoite, type Depart, getDepart } from '#modules/reseau/trouver/lieu.queries.ts'
import { searchAides } from '#modules/reseau/trouver/trouver.queries.ts'
import { type Distance, parseBesoin } from '#modules/reseau/trouver/trouver.ts'
import { importGeographie } from '#modules/territoires/index.ts'
import { createHasard } from './donnees.ts'
import { computeDuree, computeQuantile, formatMs, sayTable } from './outils.ts'

const STRUCTURES = 100_000
const P95_MS = 30
const LIEUX = 60
const PAR_PAGE = 20

/**
 * Invented points: each département is a square of 60 km of its own, but Île-de-France, where one inhabitant in six lives,
 * is one square of 80 km, so that 50 km hold what they do around Paris. Structures are spread as people are, within 3 km
 * of their commune; one in twenty has no point. Every other one gives services, one of thirty from afar.
 */
const REMPLIR = [
  `with carre as (
     select code, case region when '11' then 2.35 else -1 + 0.9 * (rang % 10) end as longitude,
       case region when '11' then 48.85 else 43.3 + 0.6 * (rang / 10) end as latitude,
       case region when '11' then 80 else 60 end as large
     from (select code, region, row_number() over (order by code) - 1 as rang from departement) d
   ), tirage as (
     select code, departement, ('x' || left(md5(code), 6))::bit(24)::int / 16777216.0 - 0.5 as a,
       ('x' || right(md5(code), 6))::bit(24)::int / 16777216.0 - 0.5 as b from commune
   )
   update commune c set longitude = d.longitude + d.large * t.a / 73, latitude = d.latitude + d.large * t.b / 111
   from tirage t join carre d on d.code = t.departement where c.code = t.code`,
  `create temp table borne as select code, longitude, latitude, sum(population) over (order by code)::bigint as fin
   from commune where ville is null and population > 0`,
  'create index on borne (fin)',
  'analyze borne',
  `insert into structure (nom, type, description, commune, adresse, longitude, latitude, fictif, source, source_id, cree_le, modifie_le)
   select 'Structure fictive ' || t.n,
     (array['cmp', 'pharmacie', 'cabinet', 'ehpad', 'csapa', 'ssiad', 'pmi', 'association'])[1 + t.n % 8],
     'Accueil fictif ' || (array['alcool', 'sevrage', 'naissance', 'nutrition', 'mesure', 'repas'])[1 + t.n % 6], b.code,
     t.n || ' rue fictive', case when t.n % 20 > 0 then b.longitude + (t.n * 37 % 101 - 50) / 1300.0 end,
     case when t.n % 20 > 0 then b.latitude + (t.n * 53 % 103 - 51) / 1900.0 end, true, 'mesure', t.n::text, now(), now()
   from (select n, floor(random() * (select max(fin) from borne))::bigint as tirage from generate_series(1, ${STRUCTURES}) n) t
   join lateral (select code, longitude, latitude from borne where fin >= t.tirage order by fin limit 1) b on true`,
  `insert into service (structure, nom, themes, publics, frais, modes_accueil, zone_eligibilite, fictif, cree_le, modifie_le)
   select s.id, 'Service fictif ' || (array['sevrage', 'naissance', 'nutrition', 'repas', 'mesure'])[1 + (s.id / 2 + n) % 5],
     array[(array['sante-mentale', 'alcool', 'nutrition', 'tabac', 'diabete', 'vaccination'])[1 + (s.id / 2 + n) % 6]],
     array['tous'], 'gratuit', case when s.id % 30 = 0 then '{a-distance}'::text[] else '{en-presentiel}' end,
     case when s.id % 30 = 0 then array[case when s.id % 900 = 0 then 'france' else s.departement end] else '{}' end,
     true, now(), now() from structure s cross join generate_series(1, 2) n where s.id % 2 = 0`,
  'vacuum analyze structure, service, commune',
]

const fill = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    await client.query('select setseed(0.56)')
    for (const ordre of REMPLIR) await client.query(ordre)
  })

const RAYONS: readonly Distance[] = ['5', '20', '50']
/** As people say it: a theme, words alone, words that nothing says. */
const MOTS = ['arrêter de boire', 'sevrage', 'repas', 'zzzz']

/** Communes drawn by their inhabitants, as people ask. */
async function listDeparts(ctx: Ctx): Promise<Depart[]> {
  const hasard = createHasard(7)
  const communes = await ctx.db
    .selectFrom('commune')
    .select(['code', 'nom', 'population'])
    .where('ville', 'is', null)
    .where('population', '>', 0)
    .orderBy('code')
    .execute()
  let habitants = 0
  const fins = communes.map((c) => {
    habitants += c.population ?? 0
    return habitants
  })
  return Promise.all(
    Array.from({ length: LIEUX }, () => {
      const tirage = hasard() * habitants
      const { code, nom } = communes.find((_, i) => (fins[i] ?? 0) > tirage) ?? { code: '75056', nom: 'Paris' }
      return getDepart(ctx, { maille: 'commune', code, nom, communes: [code], fictif: false })
    }),
  )
}

/** What it costs at least: how many points the box holds. */
async function countBoite(ctx: Ctx, { point }: Depart, km: number): Promise<void> {
  if (!point) throw new Error('Une commune est sans position.')
  const { ouest, sud, est, nord } = computeBoite(point, km)
  await sql`select count(*) from structure where longitude is not null and supprime_le is null
    and point(longitude, latitude) <@ box(point(${ouest}, ${sud}), point(${est}, ${nord}))`.execute(ctx.db)
}

function createCtx(db: Db): Ctx {
  return { db, acteur: VISITEUR, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
}

/** First page of what is found around a commune, with and without words, over 100,000 invented structures. */
export async function mesurer(): Promise<boolean> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-bench-proximite-'))
  try {
    const { url } = await openEmbedded({ dossier, ephemere: true })
    await migrate(url)
    const db = openDb(url)
    await importGeographie({ ...createCtx(db), acteur: SYSTEME })
    await fill(url)
    const tenue = sayMesures(await measure(createCtx(db)))
    await db.destroy()
    return tenue
  } finally {
    await stopEphemeral(dossier)
    rmSync(dossier, { recursive: true, force: true })
  }
}

async function measure(ctx: Ctx): Promise<Map<string, number[]>> {
  const mesures = new Map<string, number[]>()
  const departs = await listDeparts(ctx)
  const filtres = { themes: [], publics: [], moyen: null, langue: null, gratuit: false, acces: false }
  const search = (depart: Depart, distance: Distance, q: string) => () =>
    searchAides(ctx, { depart, distance, besoin: parseBesoin(q), ...filtres }, { limite: PAR_PAGE })
  // The first places warm caches, and are asked again.
  for (const [rang, depart] of [...departs.slice(0, 10), ...departs].entries()) {
    for (const km of RAYONS) {
      const questions: [string, () => Promise<unknown>][] = [
        [`boîte nue, ${km} km`, () => countBoite(ctx, depart, Number(km))],
        [`sans mots, ${km} km`, search(depart, km, '')],
        ...MOTS.map((q): [string, () => Promise<unknown>] => [`avec des mots, ${km} km`, search(depart, km, q)]),
      ]
      for (const [genre, faire] of questions) {
        const duree = await computeDuree(faire)
        if (rang >= 10) mesures.set(genre, [...(mesures.get(genre) ?? []), duree])
      }
    }
  }
  return mesures
}

function sayMesures(mesures: ReadonlyMap<string, number[]>): boolean {
  const dire = (durees: readonly number[]) =>
    `${formatMs(computeQuantile(durees, 0.5))} / ${formatMs(computeQuantile(durees, 0.95))}`
  const toutes = [...mesures].filter(([genre]) => !genre.startsWith('boîte')).flatMap(([, durees]) => durees)
  const tenue = computeQuantile(toutes, 0.95) < P95_MS
  sayTable(
    `Trouver autour d’un lieu, ${STRUCTURES.toLocaleString('fr-FR')} structures fictives (médiane / 95e centile)`,
    [
      ...[...mesures].map(([quoi, durees]) => ({ quoi, mesure: dire(durees) })),
      { quoi: 'toutes les recherches', mesure: dire(toutes), barre: `95e < ${P95_MS} ms`, tenue },
    ],
  )
  return tenue
}
