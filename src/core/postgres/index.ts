import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { z } from 'zod'
import { ErreurBase } from '../db-errors.ts'
import { getAccount } from './account.ts'
import { type Lock, openLock } from './lock.ts'
import { createData, getPrograms, getRunning, type Server, startServer, stopServer } from './server.ts'

export interface Embedded {
  /** Address of the database `maillage`, as an ordinary role that owns it. */
  url: string
  /** Leaves the server, and stops it when no other process uses it. Close the pools first. */
  close(): Promise<void>
}

interface Options {
  /** Folder of the installation (MAILLAGE_DONNEES), created when absent. */
  dossier: string
  /** Throw-away data, for tests: nothing is forced to disk, and the server is not watched over. */
  ephemere?: boolean
  /** Told when the server had died and was started again, or could not be. */
  signaler?: (message: string) => void
}

const ATTENTE_MS = 660_000
const RONDE_MS = 3_000

/**
 * The PostgreSQL that comes with npm, on `<dossier>/postgres`: created at the first call, joined when it runs already.
 * Any number of processes may open the same folder; the last that closes stops the server. While open, the server is
 * started again on the same port if it dies. Listens on 127.0.0.1 only, with a password kept in the folder.
 * The folder must not be shared between machines.
 * @throws ErreurBase with what to do: disk full, folder not writable, no account to run it under root…
 */
export async function openEmbedded({ dossier, ephemere = false, signaler }: Options): Promise<Embedded> {
  const server = await getServer(dossier, ephemere)
  const [demarrage, usage] = [join(server.dossier, 'demarrage.verrou'), join(server.dossier, 'usage.verrou')]

  const ouvert = await withLock(demarrage, async () => {
    const acces = readAcces(server)
    if (!existsSync(server.donnees)) await createData(server, acces.motDePasse)
    const port = await startServer(server, acces.port)
    if (port !== acces.port) writeAcces(server, { ...acces, port })
    await createDatabase(port, acces.motDePasse)
    return { port, motDePasse: acces.motDePasse, part: await takeLock(usage, 'shared') }
  })

  let ferme: Promise<void> | null = null
  const watch = async () => {
    try {
      if (await getRunning(server)) return
      await withLock(demarrage, async () => {
        if (!ferme) await startServer(server, ouvert.port, true)
      })
      signaler?.('La base embarquée s’était arrêtée : elle a été relancée.')
    } catch (error) {
      signaler?.(error instanceof Error ? error.message : String(error))
    }
  }
  let ronde: NodeJS.Timeout | undefined
  const planWatch = () => {
    ronde = setTimeout(() => watch().then(() => ferme ?? planWatch()), RONDE_MS).unref()
  }
  if (!ephemere) planWatch()

  const close = async () => {
    clearTimeout(ronde)
    await withLock(demarrage, async () => {
      ouvert.part.close()
      const seul = await openLock(usage, 'exclusive', 0)
      if (seul) await stopServer(server, 'fast')
      seul?.close()
    })
  }
  return {
    url: `postgres://maillage:${ouvert.motDePasse}@127.0.0.1:${ouvert.port}/maillage`,
    close: () => {
      ferme ??= close()
      return ferme
    },
  }
}

/** Stops the throw-away server of a folder at once, whoever uses it; its data may then be deleted. */
export async function stopEphemeral(dossier: string): Promise<void> {
  const server = await getServer(dossier, true)
  await withLock(join(server.dossier, 'demarrage.verrou'), () => stopServer(server, 'immediate'))
}

async function getServer(chemin: string, ephemere: boolean): Promise<Server> {
  const programs = await getPrograms()
  let dossier = resolve(chemin)
  try {
    if (mkdirSync(dossier, { recursive: true })) chmodSync(dossier, 0o700)
    dossier = realpathSync(dossier)
    accessSync(dossier, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? error.code : error
    throw new ErreurBase(
      cause === 'ENOSPC'
        ? `Le disque qui porte « ${dossier} » est plein : libérez de la place, puis relancez.`
        : `Le dossier « ${dossier} » ne peut pas être créé ou modifié (${cause}) : corrigez ses droits, ou changez MAILLAGE_DONNEES.`,
    )
  }
  const donnees = join(dossier, 'postgres')
  const account = await getAccount(dossier, donnees, programs.pg_ctl)
  return { account, programs, dossier, donnees, ephemere }
}

async function takeLock(fichier: string, mode: 'exclusive' | 'shared'): Promise<Lock> {
  const verrou = await openLock(fichier, mode, ATTENTE_MS)
  if (verrou) return verrou
  throw new ErreurBase(`Un autre processus de Maillage tient « ${fichier} » depuis trop longtemps : arrêtez-le.`)
}

async function withLock<T>(fichier: string, faire: () => Promise<T>): Promise<T> {
  const verrou = await takeLock(fichier, 'exclusive')
  try {
    return await faire()
  } finally {
    verrou.close()
  }
}

const schemaAcces = z.object({ motDePasse: z.string().min(1), port: z.number().int().nullable() })
type Acces = z.infer<typeof schemaAcces>

/** Password and port of the server; the password is drawn once, the port kept so that pools find it again. */
function readAcces(server: Server): Acces {
  const fichier = join(server.dossier, 'postgres.json')
  if (existsSync(fichier)) {
    try {
      return schemaAcces.parse(JSON.parse(readFileSync(fichier, 'utf8')))
    } catch {
      throw new ErreurBase(
        `Le fichier « ${fichier} », qui garde le mot de passe de la base, est illisible : remettez-le en état.`,
      )
    }
  }
  if (existsSync(server.donnees)) {
    throw new ErreurBase(
      `Le fichier « ${fichier} », qui garde le mot de passe de la base, a disparu : remettez-le en place.`,
    )
  }
  const acces = { motDePasse: randomBytes(24).toString('hex'), port: null }
  writeAcces(server, acces)
  return acces
}

function writeAcces(server: Server, acces: Acces): void {
  const fichier = join(server.dossier, 'postgres.json')
  writeFileSync(`${fichier}.neuf`, `${JSON.stringify(acces)}\n`, { mode: 0o600, flush: true })
  renameSync(`${fichier}.neuf`, fichier)
}

/** The role and the database of the application. Not a superuser: what runs here runs on a server of one's own. */
async function createDatabase(port: number, password: string): Promise<void> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' })
  await client.connect()
  try {
    const has = async (requete: string) => (await client.query(requete)).rowCount === 1
    if (!(await has(`select from pg_roles where rolname = 'maillage'`))) {
      await client.query(`create role maillage login createdb createrole password ${client.escapeLiteral(password)}`)
    }
    if (!(await has(`select from pg_database where datname = 'maillage'`))) {
      await client.query('create database maillage owner maillage')
    }
  } finally {
    await client.end()
  }
}
