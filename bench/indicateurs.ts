import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { from } from 'pg-copy-streams'
import { SYSTEME } from '#core/acteur.ts'
import { openDb, withClient } from '#core/db.ts'
import { importGeographie, importIndicateursReference } from '#modules/territoires/index.ts'
import { updateLecture } from '#modules/territoires/indicateur/imports/imports.queries.ts'
import type { MesureIndicateurs } from './indicateurs-processus.ts'
import { ARGUMENTS_NODE, computeDuree, createBaseDeMesure, formatMs, type LigneMesure, sayTable } from './outils.ts'

const BARRE = 3
const MEMOIRE_MO = 300
const LECTURE = 'banc (valeurs inventées)'

/** Indicators that add up and that the reference has: each gets an invented value in every commune. */
const listSommes = (url: string): Promise<string[]> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ code: string }>(
      "select code from indicateur where agregation = 'somme' and code <> 'population' order by code limit 29",
    )
    return rows.map((r) => r.code)
  })

/**
 * One million invented values from a CSV file into series, larger areas and deciles included; beside `COPY` of the same
 * rows into the same table, its indexes included. Each time into empty series.
 */
export async function mesurer(): Promise<boolean> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-indicateurs-'))
  const base = await createBaseDeMesure(0)
  try {
    const codes = await prepare(base.url)
    const communes = await listCommunes(base.url)
    const valeur = (i: number, j: number) => (i * 31 + j * 17) % 1000
    const copy = await computeCopy(base.url, codes, communes, valeur)
    const fichier = join(dossier, 'valeurs.csv')
    const lignes = communes.map((commune, i) => [commune, ...codes.map((_, j) => valeur(i, j))].join(';'))
    writeFileSync(fichier, `${['CODGEO', ...codes].join(';')}\n${lignes.join('\n')}\n`)
    const args = [...ARGUMENTS_NODE, join(import.meta.dirname, 'indicateurs-processus.ts'), base.url, fichier, LECTURE]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    const { ms, memoire }: MesureIndicateurs = JSON.parse(stdout)
    const mesures: LigneMesure[] = [
      { quoi: 'COPY des mêmes valeurs, index compris', mesure: formatMs(copy) },
      {
        quoi: 'import du CSV, territoires et déciles compris',
        mesure: `${formatMs(ms)}, ${(ms / copy).toFixed(1)} × COPY`,
        barre: `< ${BARRE} ×`,
        tenue: ms < BARRE * copy,
      },
      { quoi: 'mémoire au plus', mesure: `${memoire} Mo`, barre: `< ${MEMOIRE_MO} Mo`, tenue: memoire < MEMOIRE_MO },
    ]
    sayTable(`Import de ${communes.length * codes.length} valeurs d’indicateurs`, mesures)
    return mesures.every((m) => m.tenue !== false)
  } finally {
    await base.close()
    rmSync(dossier, { recursive: true, force: true })
  }
}

async function prepare(url: string): Promise<string[]> {
  const db = openDb(url)
  const ctx = { db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
  await importGeographie(ctx)
  await importIndicateursReference(ctx)
  const codes = await listSommes(url)
  await updateLecture(ctx, LECTURE, {
    colonnes: [
      { titre: 'CODGEO', role: 'code', indicateur: null },
      ...codes.map((code) => ({ titre: code, role: 'valeur' as const, indicateur: code })),
    ],
    millesime: 2020,
    sansPoids: 'aucun',
  })
  await db.destroy()
  return codes
}

const listCommunes = (url: string): Promise<string[]> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ code: string }>('select code from commune order by code')
    return rows.map((r) => r.code)
  })

/** COPY in series of another year, which are then taken away. */
async function computeCopy(
  url: string,
  codes: readonly string[],
  communes: readonly string[],
  valeur: (i: number, j: number) => number,
): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `insert into indicateur_serie (indicateur, millesime, importee_le) select unnest($1::text[]), 2019, now() returning id`,
      [codes],
    )
    const lignes = function* () {
      for (const [j, { id }] of rows.entries())
        yield communes.map((commune, i) => `${commune}\t${id}\t${valeur(i, j)}\n`).join('')
    }
    const copie = 'copy indicateur_valeur (commune, serie, valeur) from stdin'
    const duree = await computeDuree(() => pipeline(lignes(), client.query(from(copie))))
    await client.query('delete from indicateur_serie where millesime = 2019')
    await client.query('vacuum analyze indicateur_valeur')
    return duree
  })
}
