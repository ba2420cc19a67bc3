import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { type Client, DatabaseError } from 'pg'
import { from } from 'pg-copy-streams'
import { ErreurBase, withClient } from '../db.ts'
import { getApplied, listMigrations, type Migration, migrate, VERROU_MIGRATIONS } from '../migrations.ts'
import { Archive } from './archive.ts'
import { formatCopyFrom, formatNom, listEntraves, listTables, listVues, REGLAGES, readTable } from './catalog.ts'
import type { Resultat } from './export.ts'
import {
  BILAN,
  type Bilan,
  ENTETE,
  type Entete,
  formatDossier,
  schemaBilan,
  schemaEntete,
  type Table,
} from './manifest.ts'

interface Options {
  /** Replaces what the database holds, instead of refusing. */
  remplacer?: boolean
}

/**
 * Restores a backup, in one transaction: all of it, checked, or nothing. The database is first brought to the
 * migration that the backup had, and to the last one afterwards. Then every table is read again and compared with
 * the counts and checksums of the backup before anything is kept.
 * @throws ErreurBase: archive cut or damaged, made by a later version, database not empty or in use.
 */
export async function importSauvegarde(
  url: string,
  fichier: string,
  { remplacer = false }: Options = {},
): Promise<Resultat> {
  const archive = new Archive(fichier)
  try {
    const entete = await archive.readJson(ENTETE, schemaEntete)
    checkConnues(entete, listMigrations())
    await migrate(url, { jusqua: entete.migrations.at(-1)?.numero ?? 0 })
    const resultat = await withClient(url, (client) => restore(client, archive, entete, remplacer))
    await migrate(url)
    return resultat
  } finally {
    await archive.close()
  }
}

function checkConnues(entete: Entete, connues: Migration[]): void {
  const inconnue = entete.migrations.find((m, i) => connues[i]?.empreinte !== m.empreinte)
  if (!inconnue) return
  throw new ErreurBase(
    `La sauvegarde a été faite avec la migration ${inconnue.numero} (${inconnue.nom}), que cette version de Maillage ne connaît pas : installez la version qui l’a faite, ou une plus récente.`,
  )
}

async function restore(client: Client, archive: Archive, entete: Entete, remplacer: boolean): Promise<Resultat> {
  await client.query('select pg_advisory_lock($1)', [VERROU_MIGRATIONS])
  const appliquees = await getApplied(client)
  if (appliquees.length !== entete.migrations.length) {
    throw new ErreurBase(
      `La sauvegarde s’arrête à la migration ${entete.migrations.at(-1)?.numero ?? 0}, la base est à la migration ${appliquees.at(-1)?.numero ?? 0} : restaurez dans une base neuve, qui sera migrée ensuite.`,
    )
  }
  // Left without commit, whatever the reason, the connection takes the transaction away with it.
  await client.query('begin')
  await client.query(`${REGLAGES}; set local lock_timeout = '3s'`)
  const tables = await listTables(client)
  checkTables(entete.tables, tables)
  await lockTables(client, tables)
  if (!remplacer) await checkVides(client, tables)

  const entraves = await listEntraves(client)
  for (const { lever } of entraves) await client.query(lever)
  if (tables.length > 0) await client.query(`truncate ${tables.map(formatNom).join(', ')}`)
  const empreintes: string[] = []
  for (const [rang, table] of tables.entries()) empreintes.push(await loadTable(client, archive, table, rang))
  const bilan = await archive.readJson(BILAN, schemaBilan)
  await archive.readFin()

  await checkCopie(client, archive, tables, bilan, empreintes)
  await client.query('set constraints all immediate')
  for (const { remettre } of entraves) await client.query(remettre)
  for (const s of bilan.sequences) {
    await client.query('select setval($1::regclass, $2, $3)', [formatNom(s), s.valeur, s.entamee])
  }
  for (const vue of await listVues(client)) await client.query(`refresh materialized view ${vue}`)
  await client.query('commit')
  await client.query('analyze')
  return { tables: tables.length, lignes: bilan.tables.reduce((total, t) => total + t.lignes, 0) }
}

function checkTables(attendues: Table[], presentes: Table[]): void {
  const decrire = (tables: Table[]) => tables.map((t) => `${formatNom(t)} (${t.colonnes.join(', ')})`)
  const [avant, apres] = [decrire(attendues), decrire(presentes)]
  const ecart = [...avant.filter((t) => !apres.includes(t)), ...apres.filter((t) => !avant.includes(t))]
  if (ecart.length === 0) return
  throw new ErreurBase(`La base n’a pas les mêmes tables que la sauvegarde : ${ecart.join(' ; ')}.`)
}

async function lockTables(client: Client, tables: Table[]): Promise<void> {
  if (tables.length === 0) return
  try {
    await client.query(`lock table ${tables.map(formatNom).join(', ')} in access exclusive mode`)
  } catch (error) {
    const occupee = error instanceof DatabaseError && error.code === LOCK_NOT_AVAILABLE
    throw occupee ? new ErreurBase('La base sert à un autre processus : arrêtez Maillage, puis relancez.') : error
  }
}

const LOCK_NOT_AVAILABLE = '55P03'

async function checkVides(client: Client, tables: Table[]): Promise<void> {
  const pleines: string[] = []
  for (const table of tables) {
    if ((await client.query(`select from ${formatNom(table)} limit 1`)).rowCount) pleines.push(table.nom)
  }
  if (pleines.length === 0) return
  throw new ErreurBase(
    `La base n’est pas vide (${pleines.join(', ')}) : restaurez dans une base neuve, ou ajoutez --remplacer pour effacer ce qu’elle contient.`,
  )
}

/** @returns SHA-256 of the text loaded. */
async function loadTable(client: Client, archive: Archive, table: Table, rang: number): Promise<string> {
  const empreinte = createHash('sha256')
  async function* lire() {
    for await (const morceau of archive.readDossier(formatDossier(rang))) {
      empreinte.update(morceau)
      yield morceau
    }
  }
  try {
    await pipeline(lire(), client.query(from(formatCopyFrom(table))))
  } catch (error) {
    throw error instanceof DatabaseError ? archive.refuse(`table ${table.nom} : ${error.message}`) : error
  }
  return empreinte.digest('hex')
}

/** Reads every table again: what the database now holds must be what the backup says it copied. */
async function checkCopie(
  client: Client,
  archive: Archive,
  tables: Table[],
  bilan: Bilan,
  empreintes: string[],
): Promise<void> {
  for (const [rang, table] of tables.entries()) {
    const attendu = bilan.tables[rang]
    const relu = await readTable(client, table)
    if (attendu?.sha256 !== empreintes[rang] || attendu?.lignes !== relu.lignes || attendu.somme !== relu.somme) {
      throw archive.refuse(`la table ${table.nom} n’est pas celle qui a été copiée`)
    }
  }
}
