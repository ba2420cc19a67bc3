import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Client } from 'pg'
import { type Pack, pack } from 'tar-stream'
import { ErreurBase, withClient } from '../db.ts'
import { getApplied, VERROU_MIGRATIONS } from '../migrations.ts'
import { formatNom, listSequences, listTables, REGLAGES, readTable } from './catalog.ts'
import { BILAN, type Bilan, ENTETE, type Entete, FORMAT, formatDossier, VERSION } from './manifest.ts'

const PIECE_OCTETS = 4 * 1024 * 1024

/** What a backup or a restoration bore on. */
export interface Resultat {
  tables: number
  lignes: number
}

/**
 * Copies every table, as one instant shows them, into a new file that only its owner may read. Maillage may go on
 * working meanwhile. The file takes its name once it is whole.
 * @throws ErreurBase when the file exists, cannot be written, or the role may not read every row.
 */
export async function exportSauvegarde(url: string, fichier: string): Promise<Resultat & { octets: number }> {
  if (existsSync(fichier)) throw new ErreurBase(`Le fichier « ${fichier} » existe déjà : choisissez un autre nom.`)
  const partiel = `${fichier}.partiel`
  const archive = pack()
  const ecriture = pipeline(archive, createGzip(), createWriteStream(partiel, { mode: 0o600, flush: true }))
  // Told at the next piece, or at the end.
  ecriture.catch(() => undefined)
  try {
    const resultat = await withClient(url, (client) => writeBase(client, archive, ecriture))
    archive.finalize()
    await ecriture
    renameSync(partiel, fichier)
    return { ...resultat, octets: statSync(fichier).size }
  } catch (error) {
    archive.destroy()
    await ecriture.catch(() => undefined)
    if (existsSync(partiel)) rmSync(partiel)
    throw explain(error, fichier)
  }
}

function explain(error: unknown, fichier: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOSPC')
    return new ErreurBase(`Le disque est plein : « ${fichier} » n’a pas été écrit.`, { cause: error })
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EISDIR') {
    return new ErreurBase(`« ${fichier} » ne peut pas être écrit (${code}) : vérifiez le dossier et ses droits.`, {
      cause: error,
    })
  }
  return error
}

async function writeBase(client: Client, archive: Pack, ecriture: Promise<void>): Promise<Resultat> {
  // Races against the writing, which ends before the archive does only by failing: a full disk must not hang.
  const addPiece = (name: string, contenu: Buffer | string) =>
    Promise.race([
      ecriture,
      new Promise<void>((resolve, reject) => {
        archive.entry({ name, mode: 0o600 }, contenu, (error) => (error ? reject(error) : resolve()))
      }),
    ])

  await client.query('select pg_advisory_lock_shared($1)', [VERROU_MIGRATIONS])
  const migrations = await getApplied(client)
  await client.query('begin isolation level repeatable read, read only')
  await client.query(REGLAGES)
  const tables = await listTables(client)
  if (tables.length > 0) await client.query(`lock table ${tables.map(formatNom).join(', ')} in access share mode`)
  const date = new Date().toISOString()
  await addPiece(
    ENTETE,
    JSON.stringify({ format: FORMAT, version: VERSION, date, migrations, tables } satisfies Entete),
  )

  const bilan: Bilan = { tables: [], sequences: [] }
  for (const [rang, table] of tables.entries()) {
    let morceaux: Buffer[] = []
    let octets = 0
    let pieces = 0
    const flush = async () => {
      await addPiece(`${formatDossier(rang)}${String(pieces++).padStart(6, '0')}.copy`, Buffer.concat(morceaux))
      morceaux = []
      octets = 0
    }
    const releve = await readTable(client, table, async (morceau) => {
      morceaux.push(morceau)
      octets += morceau.length
      if (octets >= PIECE_OCTETS) await flush()
    })
    if (octets > 0) await flush()
    bilan.tables.push(releve)
  }
  // Sequences belong to no snapshot: read last, they are never behind the rows copied.
  bilan.sequences = await listSequences(client)
  await addPiece(BILAN, JSON.stringify(bilan))
  await client.query('commit')
  return { tables: tables.length, lignes: bilan.tables.reduce((total, t) => total + t.lignes, 0) }
}
