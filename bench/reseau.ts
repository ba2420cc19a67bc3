import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createApp } from '#app'
import { parseConfig } from '#config'
import { SYSTEME } from '#core/acteur.ts'
import { type Db, openDb, withClient } from '#core/db.ts'
import { migrate } from '#core/migrations.ts'
import { openEmbedded, stopEphemeral } from '#core/postgres/index.ts'
import { importGeographie } from '#modules/territoires/index.ts'
import { createHasard } from './donnees.ts'
import { computeDuree, computeQuantile, formatMs, sayTable } from './outils.ts'

const STRUCTURES = 100_000
const P95_MS = 80
const TOURS = 15

/**
 * Invented structures, spread as people are (a place is drawn by its share of the inhabitants); each EPCI has a CPTS, one
 * in three a CLS, each département a DAC.
 */
const REMPLIR = [
  `create temp table borne as
   select code, sum(population) over (order by code)::bigint as fin from commune where ville is null and population > 0`,
  'create index on borne (fin)',
  'analyze borne',
  `insert into structure (nom, type, description, commune, adresse, telephone, fictif, source, source_id, cree_le, modifie_le)
   select 'Structure fictive ' || t.n,
     (array['cmp', 'pharmacie', 'cabinet', 'ehpad', 'csapa', 'ssiad', 'pmi', 'association'])[1 + t.n % 8],
     'Accueil fictif pour les mesures', b.code, t.n || ' rue fictive', '0199000000', true, 'mesure', t.n::text, now(), now()
   from (select n, floor(random() * (select max(fin) from borne))::bigint as tirage from generate_series(1, ${STRUCTURES}) n) t
   join lateral (select code from borne where fin >= t.tirage order by fin limit 1) b on true`,
  `insert into service (structure, nom, themes, publics, frais, fictif, cree_le, modifie_le)
   select id, 'Service fictif ' || id, array[(array['sante-mentale', 'addictions', 'nutrition'])[1 + id % 3]],
     array['tous'], 'gratuit', true, now(), now() from structure where id % 2 = 0`,
  `insert into dispositif (type, nom, themes, communes, fictif, cree_le, modifie_le)
   select x.type, upper(x.type) || ' fictif ' || z.code, array['sante-mentale', 'acces-soins'],
     array(select c.code from commune c
       where c.ville is null and case z.par when 'epci' then c.epci else c.departement end = z.code order by 1),
     true, now(), now()
   from (select 'epci' as par, code, row_number() over (order by code) as rang from epci where nature <> 'EPT'
     union all select 'departement', code, 0 from departement) z
   join (values ('epci', 'cpts', 1), ('epci', 'cls', 3), ('departement', 'dac', 1)) x (par, type, un_sur)
     on x.par = z.par and z.rang % x.un_sur = 0`,
  `insert into dispositif_commune (dispositif, commune, type)
   select d.id, coalesce(a.code, u.code), d.type from dispositif d cross join unnest(d.communes) u (code)
   left join commune a on a.ville = u.code`,
  'vacuum analyze structure, service, dispositif, dispositif_commune, commune',
]

const fill = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    for (const ordre of REMPLIR) await client.query(ordre)
  })

/** Pages of one territory, by the reference of its area. */
const PAGES: readonly [genre: string, adresse: (ref: string) => string][] = [
  ['qui agit ici', (ref) => `/reseau?zone=${ref}`],
  ['articulation', (ref) => `/articulation?zone=${ref}`],
  ['structures du lieu', (ref) => `/structures?ou=${ref}`],
]
/** Pages of a département alone. */
const PAGES_DEPARTEMENT: readonly [genre: string, adresse: (code: string) => string][] = [
  ['atlas, liste', (code) => `/dispositifs?departement=${code}`],
  ['atlas, couverture', (code) => `/dispositifs/couverture?type=cpts&departement=${code}`],
]

async function listQuestions(db: Db): Promise<{ genre: string; adresse: string }[]> {
  const hasard = createHasard(5)
  const [communes, epci, departements] = await Promise.all([
    db.selectFrom('commune').select('code').where('ville', 'is', null).orderBy('code').execute(),
    db.selectFrom('epci').select('code').where('nature', '<>', 'EPT').orderBy('code').execute(),
    db.selectFrom('departement').select('code').where('region', '<>', '00').orderBy('code').execute(),
  ])
  const parmi = (liste: readonly { code: string }[]): string => liste[Math.floor(hasard() * liste.length)]?.code ?? ''
  const refs = () => [`commune-${parmi(communes)}`, `epci-${parmi(epci)}`, `departement-${parmi(departements)}`]
  return Array.from({ length: TOURS }, () => [
    ...refs().flatMap((ref) => PAGES.map(([genre, format]) => ({ genre, adresse: format(ref) }))),
    ...PAGES_DEPARTEMENT.map(([genre, format]) => ({ genre, adresse: format(parmi(departements)) })),
  ]).flat()
}

/** Pages of territories of every size over 100,000 invented structures and their dispositifs. */
export async function mesurer(): Promise<boolean> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-bench-reseau-'))
  try {
    const { url } = await openEmbedded({ dossier, ephemere: true })
    await migrate(url)
    const db = openDb(url)
    await importGeographie({
      ...{ db, acteur: SYSTEME, maintenant: new Date() },
      origine: { requete: crypto.randomUUID(), ip: null },
    })
    await fill(url)
    const mesures = await measure(db)
    await db.destroy()
    return sayMesures(mesures)
  } finally {
    await stopEphemeral(dossier)
    rmSync(dossier, { recursive: true, force: true })
  }
}

async function measure(db: Db): Promise<Map<string, number[]>> {
  const config = parseConfig({ NODE_ENV: 'test', MAILLAGE_PROXY: '1' })
  const app = createApp({ db, config, journal: pino({ level: 'silent' }) })
  const mesures = new Map<string, number[]>()
  const questions = await listQuestions(db)
  // The first ones warm caches and compiled code, and are asked again.
  for (const [rang, { genre, adresse }] of [...questions.slice(0, 22), ...questions].entries()) {
    // Another visitor each time: nobody asks for hundreds of pages in a minute.
    const requete = new Request(`http://localhost${adresse}`, {
      headers: { 'x-forwarded-for': `192.0.2.${rang % 250}` },
    })
    const duree = await computeDuree(async () => {
      const reponse = await app.fetch(requete)
      if (reponse.status !== 200 || !(await reponse.text()).includes('</html>'))
        throw new Error(`${adresse} : ${reponse.status}`)
    })
    if (rang >= 22) mesures.set(genre, [...(mesures.get(genre) ?? []), duree])
  }
  await app.close()
  return mesures
}

function sayMesures(mesures: ReadonlyMap<string, number[]>): boolean {
  const dire = (durees: readonly number[]) =>
    `${formatMs(computeQuantile(durees, 0.5))} / ${formatMs(computeQuantile(durees, 0.95))}`
  const toutes = [...mesures.values()].flat()
  const tenue = computeQuantile(toutes, 0.95) < P95_MS
  sayTable(`Pages d’un territoire, ${STRUCTURES.toLocaleString('fr-FR')} structures fictives (médiane / 95e centile)`, [
    ...[...mesures].map(([quoi, durees]) => ({ quoi, mesure: dire(durees) })),
    { quoi: 'toutes', mesure: dire(toutes), barre: `95e < ${P95_MS} ms`, tenue },
  ])
  return tenue
}
