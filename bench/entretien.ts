import { sql } from 'kysely'
import { SYSTEME } from '#core/acteur.ts'
import { type Db, openDb } from '#core/db.ts'
import { LISTES, type Liste } from '#modules/documentation/soin/entretien.ts'
import { executeComparaison } from '#modules/documentation/soin/paire.actions.ts'
import { createClientDeTest } from '../src/testing/client.ts'
import { computeDuree, computeQuantile, formatMs, type LigneMesure, sayTable } from './outils.ts'

const PAGE_MS = 200
const FOIS = 12
/** What one run of the comparison takes. */
const COMPARAISON_MS = 60_000
const LOT = 100

/**
 * Addresses, visits and pairs as a catalogue of that size has them: written beside the notices, since writing them in
 * would index each again.
 */
async function fillSuivis(db: Db): Promise<void> {
  await sql`insert into notice_adresse (notice, champ, adresse)
    select id, 'URL', 'https://site' || id % 900 || '.invalid/page/' || id % 80000 from notice where supprimee_le is null
    on conflict do nothing`.execute(db)
  await sql`insert into adresse (cle, adresse, hote, etat, motif, verifiee_le, depuis, prochaine)
    select distinct on (cle) cle, adresse, hote,
      (array['bonne', 'bonne', 'bonne', 'bonne', 'bonne', 'redirigee', 'a-revoir', 'en-panne', 'rompue'])[1 + notice % 9],
      'absente', now(), now(), now() + interval '1 day'
    from notice_adresse where notice % 10 > 0 on conflict do nothing`.execute(db)
  await sql`insert into doublon (a, b, sur, raison, trouve_le)
    select id, id + 1, case when id % 3 = 0 then 'certain' else 'probable' end, 'titres proches', now()
    from notice n where id % 5 = 0 and exists (select from notice m where m.id = n.id + 1) on conflict do nothing`.execute(
    db,
  )
  await sql`vacuum analyze notice_adresse, adresse, doublon, notice`.execute(db)
}

/** Every list of the care of the collection over HTTP, as a documentalist opens them; then the search for duplicates. */
export async function mesurer(url: string): Promise<boolean> {
  const db = openDb(url)
  await fillSuivis(db)
  const client = createClientDeTest(db)
  await client.connecter('documentaliste')
  const premiere = '/documentation/entretien'
  const pages: [string, string][] = [
    ['tableau de bord', premiere],
    ...(Object.keys(LISTES) as Liste[]).flatMap((l): [string, string][] => [
      [LISTES[l].titre, `${premiere}/notices/${l}`],
      [`${LISTES[l].titre}, filtrée, page 5`, `${premiere}/notices/${l}?nature=rapport&q=santé&page=5`],
      [`${LISTES[l].titre}, une notice`, `${premiere}/notices/${l}/50000`],
    ]),
    ...['rompue', 'redirigee', 'jamais', 'bonne'].map((e): [string, string] => [
      `Liens, ${e}`,
      `${premiere}/liens?etat=${e}`,
    ]),
    ['Liens, bonne, page 900', `${premiere}/liens?etat=bonne&page=900`],
    ['Doublons, certains', `${premiere}/doublons?vue=certaines`],
    ['Doublons, probables, page 300', `${premiere}/doublons?vue=a-juger&page=300`],
  ]
  const lignes: LigneMesure[] = []
  const tenues: boolean[] = []
  for (const [quoi, adresse] of pages) {
    const durees: number[] = []
    for (let fois = 0; fois < FOIS + 2; fois++) {
      const duree = await computeDuree(async () => {
        const reponse = await client.get(adresse)
        if (reponse.status !== 200) throw new Error(`${adresse} : ${reponse.status}`)
        await reponse.text()
      })
      // The first ones warm caches and compiled code.
      if (fois >= 2) durees.push(duree)
    }
    const [mediane, haute] = [computeQuantile(durees, 0.5), computeQuantile(durees, 0.95)]
    tenues.push(mediane < PAGE_MS)
    lignes.push({
      quoi,
      mesure: `${formatMs(mediane)} / ${formatMs(haute)}`,
      barre: `médiane < ${PAGE_MS} ms`,
      tenue: mediane < PAGE_MS,
    })
  }
  sayTable('Entretien, page entière (médiane / 95e centile)', lignes)
  tenues.push(await mesurerComparaison(db))
  await client.app.close()
  await db.destroy()
  return tenues.every(Boolean)
}

async function mesurerComparaison(db: Db): Promise<boolean> {
  const origine = { requete: crypto.randomUUID(), ip: null }
  const ctx = { db, acteur: SYSTEME, maintenant: new Date(Date.now() + 3_600_000), origine }
  let comparees = 0
  const duree = await computeDuree(async () => {
    comparees = await executeComparaison(ctx, { duree: COMPARAISON_MS / 2 })
  })
  const parLot = (duree * LOT) / Math.max(1, comparees)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from notice where supprimee_le is null`.execute(
    db,
  )
  sayTable('Doublons du catalogue', [
    {
      quoi: `${LOT} notices comparées à ${rows[0]?.n}`,
      mesure: formatMs(parLot),
      barre: '< 2 s (une transaction)',
      tenue: parLot < 2000,
    },
    { quoi: 'tout le catalogue, en passages d’une minute', mesure: formatMs((parLot * (rows[0]?.n ?? 0)) / LOT) },
  ])
  return parLot < 2000
}
