import { randomBytes } from 'node:crypto'

import type { Client } from 'pg'
import { inject } from 'vitest'

import { type Db, openDb, withClient } from '../db.ts'
import { migrate } from '../migrations.ts'
import { openEmbedded } from '../postgres/index.ts'

export interface BaseDeTest {
  db: Db
  url: string
  /** Closes the pool and drops the database. */
  close(): Promise<void>
}

/** What stands in a database from its making. */
export interface Modele {
  /** Name of the template database. */
  nom: string
  /** Fills it, once a run; it is migrated already. */
  remplir?: (db: Db) => Promise<void>
}

const MIGRE: Modele = { nom: 'modele' }

/**
 * A database of its own for a test file, migrated, without data: a copy of a template, on the one server of the run.
 * Call it in `beforeAll`, and `close` in `afterAll`.
 * @param vide true: without migrations either.
 * @param modele another template than the empty one, where data that is slow to load stands already.
 */
export async function createBaseDeTest({
  vide = false,
  modele = MIGRE,
}: {
  vide?: boolean
  modele?: Modele
} = {}): Promise<BaseDeTest> {
  // Never closed here: the end of the run stops the server.
  const serveur = await openEmbedded({ dossier: inject('dossierDeTest'), ephemere: true })
  const nom = `test_${randomBytes(6).toString('hex')}`
  await withClient(serveur.url, async (client) => {
    if (!vide) await createModele(client, serveur.url, modele)
    await client.query(`create database ${nom} template ${vide ? 'template0' : modele.nom}`)
  })
  const url = formatUrl(serveur.url, nom)
  const db = openDb(url)
  const close = async () => {
    await db.destroy()
    // By force an autovacuum of the server itself may not be ended; without, it is asked to leave and waited for.
    await withClient(serveur.url, (client) =>
      client
        .query(`drop database if exists ${nom} with (force)`)
        .catch(() => client.query(`drop database if exists ${nom}`)),
    )
  }
  return { db, url, close }
}

/** Under a lock, because two test files may begin together; under another name until it is whole. */
async function createModele(client: Client, url: string, { nom, remplir }: Modele): Promise<void> {
  await client.query('select pg_advisory_lock(1)')
  const modele = await client.query('select from pg_database where datname = $1', [nom])
  if (modele.rowCount === 0) {
    await client.query('drop database if exists chantier with (force)')
    await client.query('create database chantier template template0')
    await migrate(formatUrl(url, 'chantier'))
    if (remplir) await executeRemplir(formatUrl(url, 'chantier'), remplir)
    await client.query(`alter database chantier rename to ${nom}`)
  }
  await client.query('select pg_advisory_unlock(1)')
}

async function executeRemplir(url: string, remplir: (db: Db) => Promise<void>): Promise<void> {
  const db = openDb(url, { max: 1 })
  try {
    await remplir(db)
  } finally {
    await db.destroy()
  }
}

function formatUrl(url: string, base: string): string {
  const adresse = new URL(url)
  adresse.pathname = `/${base}`
  return adresse.href
}
