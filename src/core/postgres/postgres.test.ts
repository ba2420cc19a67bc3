import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { isDatabaseLost, openDb, withClient } from '../db.ts'
import { openEmbedded, stopEphemeral } from './index.ts'

// Same prefix as the shared folder: a run that is killed leaves nothing that the next does not remove.
const createDossier = () => mkdtempSync(join(tmpdir(), `maillage-test-${process.pid}-`))
let dossier: string
let enfants: ChildProcessWithoutNullStreams[] = []
beforeAll(() => {
  dossier = createDossier()
})
afterEach(() => {
  for (const enfant of enfants) enfant.kill('SIGKILL')
  enfants = []
})
afterAll(() => removeDossier(dossier))

async function removeDossier(chemin: string): Promise<void> {
  await stopEphemeral(chemin)
  rmSync(chemin, { recursive: true, force: true })
}

const ENFANT = join(import.meta.dirname, '../testing/embedded-child.ts')

function spawnChild(chemin = dossier): ChildProcessWithoutNullStreams {
  const enfant = spawn(process.execPath, [ENFANT, chemin])
  enfants.push(enfant)
  return enfant
}

async function readUrl(enfant: ChildProcessWithoutNullStreams): Promise<string> {
  let erreurs = ''
  enfant.stderr.on('data', (texte: Buffer) => {
    erreurs += texte.toString()
  })
  const sortie = once(enfant, 'exit').then(() => Promise.reject(new Error(erreurs)))
  sortie.catch(() => undefined)
  const [ligne]: Buffer[] = await Promise.race([once(enfant.stdout, 'data'), sortie])
  return String(ligne).trim()
}

async function getValue(url: string, requete: string): Promise<unknown> {
  const { rows } = await withClient(url, (client) => client.query({ text: requete, rowMode: 'array' }))
  return rows[0]?.[0]
}

function readPid(): number {
  return Number(readFileSync(join(dossier, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
}

function isStopped(): boolean {
  return !existsSync(join(dossier, 'postgres/postmaster.pid'))
}

test('text is compared, split and sorted as French, without any locale of the system', async () => {
  const { url, close } = await openEmbedded({ dossier, ephemere: true })
  const trie = `select string_agg(m, ' ' order by m) from unnest(array['zèbre', 'Évreux', 'cote', 'côté', 'eau', 'côte']) m`
  expect(await getValue(url, trie)).toBe('cote côte côté eau Évreux zèbre')
  expect(await getValue(url, `select lower('ÉTÉ')`)).toBe('été')
  expect(await getValue(url, `select to_tsvector('simple', '« CPTS » – l’été')::text`)).toBe(`'cpts':1 'l':2 'été':3`)
  await withClient(url, (client) => client.query('create extension pg_trgm'))
  expect(await getValue(url, 'show default_text_search_config')).toBe('pg_catalog.french')
  // An ordinary role suffices, as on a server of one's own.
  expect(await getValue(url, 'select rolsuper from pg_roles where rolname = current_user')).toBe(false)
  // Four trigrams when é counts as a letter, two when it does not.
  expect(await getValue(url, `select cardinality(show_trgm('été'))`)).toBe(4)
  await close()
})

test('two processes that start together share one server; the last to leave stops it', async () => {
  const [a, b] = [spawnChild(), spawnChild()]
  const [urlA, urlB] = await Promise.all([readUrl(a), readUrl(b)])
  expect(urlA).toBe(urlB)
  a.stdin.end()
  await once(a, 'exit')
  expect(await getValue(urlB, 'select 1')).toBe(1)
  b.stdin.end()
  await once(b, 'exit')
  expect(isStopped()).toBe(true)
})

test('after a kill -9 of the application, the server left running is joined', async () => {
  const a = spawnChild()
  const url = await readUrl(a)
  await withClient(url, (client) => client.query('create table apres_arret as select 7 as n'))
  const pid = readPid()
  a.kill('SIGKILL')
  await once(a, 'exit')

  const reprise = await openEmbedded({ dossier, ephemere: true })
  expect(reprise.url).toBe(url)
  expect(readPid()).toBe(pid)
  expect(await getValue(url, 'select n from apres_arret')).toBe(7)
  await reprise.close()
  expect(isStopped()).toBe(true)
})

test('after a kill -9 of the server, nothing acknowledged is lost', async () => {
  const premier = await openEmbedded({ dossier })
  await withClient(premier.url, async (client) => {
    await client.query('create table t (n int)')
    await client.query('insert into t values (7)')
    process.kill(readPid(), 'SIGKILL')
  })
  await premier.close()
  const second = await openEmbedded({ dossier })
  expect(second.url).toBe(premier.url)
  expect(await getValue(second.url, 'select n from t')).toBe(7)
  await second.close()
})

test('a lock file whose pid is dead, or belongs to another program, is set aside', async () => {
  const premier = await openEmbedded({ dossier, ephemere: true })
  const fichier = join(dossier, 'postgres/postmaster.pid')
  const verrou = readFileSync(fichier, 'utf8').split('\n')
  await premier.close()

  const etranger = spawn('sleep', ['60'])
  for (const pid of [etranger.pid, 4_194_000]) {
    writeFileSync(fichier, [pid, ...verrou.slice(1)].join('\n'))
    const reprise = await openEmbedded({ dossier, ephemere: true })
    expect(await getValue(reprise.url, 'select 1')).toBe(1)
    await reprise.close()
  }
  expect(etranger.exitCode).toBeNull()
  etranger.kill()
})

test('a creation cut short is done again', async () => {
  const neuf = createDossier()
  const a = spawnChild(neuf)
  const chantier = () => readdirSync(neuf).find((nom) => nom.startsWith('postgres.creation-'))
  while (!chantier()) await sleep(5)
  await sleep(150)
  a.kill('SIGKILL')
  expect(readdirSync(neuf)).not.toContain('postgres')

  const reprise = await openEmbedded({ dossier: neuf, ephemere: true })
  expect(await getValue(reprise.url, 'select 1')).toBe(1)
  expect(chantier()).toBeUndefined()
  await reprise.close()
  await removeDossier(neuf)
})

test('a port taken by another program is left to it', async () => {
  const premier = await openEmbedded({ dossier, ephemere: true })
  const port = Number(new URL(premier.url).port)
  await premier.close()
  const etranger = createServer().listen(port, '127.0.0.1')
  await once(etranger, 'listening')

  const second = await openEmbedded({ dossier, ephemere: true })
  expect(Number(new URL(second.url).port)).not.toBe(port)
  expect(await getValue(second.url, 'select 1')).toBe(1)
  await second.close()
  etranger.close()
})

test('a server that dies is started again, and the pool finds it', async () => {
  const messages: string[] = []
  const serveur = await openEmbedded({ dossier, signaler: (message) => messages.push(message) })
  const db = openDb(serveur.url)
  const lire = () => sql<{ n: number }>`select 1 as n`.execute(db)
  await lire()
  process.kill(readPid(), 'SIGKILL')

  const lost = () => lire().then(() => false, isDatabaseLost)
  await expect.poll(lost, { timeout: 3_000, interval: 20 }).toBe(true)
  await expect.poll(() => messages, { timeout: 15_000 }).toEqual([expect.stringContaining('relancée')])
  expect((await lire()).rows).toEqual([{ n: 1 }])
  await db.destroy()
  await serveur.close()
})

test('an error of the statement is not a lost database', async () => {
  const serveur = await openEmbedded({ dossier, ephemere: true })
  const erreur = await withClient(serveur.url, (client) => client.query('select nul')).catch((error: unknown) => error)
  expect(erreur).toBeInstanceOf(Error)
  expect(isDatabaseLost(erreur)).toBe(false)
  await serveur.close()
})

test('faults of the folder are told in French', async () => {
  writeFileSync(join(dossier, 'fichier'), '')
  await expect(openEmbedded({ dossier: join(dossier, 'fichier/sous') })).rejects.toThrow('ne peut pas être créé')
  mkdirSync(join(dossier, 'sans-secret/postgres'), { recursive: true })
  await expect(openEmbedded({ dossier: join(dossier, 'sans-secret') })).rejects.toThrow('remettez-le en place')
  mkdirSync(join(dossier, 'ancien/postgres'), { recursive: true })
  writeFileSync(join(dossier, 'ancien/postgres.json'), '{"motDePasse":"x","port":null}')
  writeFileSync(join(dossier, 'ancien/postgres/PG_VERSION'), '12\n')
  await expect(openEmbedded({ dossier: join(dossier, 'ancien') })).rejects.toThrow('n’a pas pu démarrer')
})
