import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkDb, openDb } from './db.ts'
import { type BaseDeTest, createBaseDeTest } from './testing/base.ts'

let base: BaseDeTest
beforeAll(async () => {
  base = await createBaseDeTest()
})
afterAll(() => base.close())

test('types', async () => {
  const r = await sql`select 12::int8 as entier, array[1, null]::int8[] as entiers, 1.5::numeric as decimal,
    date '2024-02-29' as jour, array[date '2024-02-29'] as jours, timestamptz '2024-01-01T00:00:00Z' as instant`.execute(
    base.db,
  )
  expect(r.rows[0]).toEqual({
    entier: 12,
    entiers: [1, null],
    decimal: 1.5,
    jour: '2024-02-29',
    jours: ['2024-02-29'],
    instant: new Date('2024-01-01T00:00:00Z'),
  })
  await expect(sql`select 9007199254740993::int8`.execute(base.db)).rejects.toThrow('Entier trop grand')
})

test('a database of ours has no problem', async () => {
  expect(await checkDb(base.db)).toEqual([])
})

test('each problem is told with its remedy', async () => {
  const nu = await createBaseDeTest({ vide: true })
  const proprietaire = await sql<{ nom: string }>`select current_database() as nom`.execute(nu.db)
  const nom = proprietaire.rows[0]?.nom ?? ''
  const role = `lecteur_${nom}`
  await sql`create role ${sql.id(role)} login password 'x'`.execute(nu.db)
  const adresse = new URL(nu.url)
  adresse.username = role
  adresse.password = 'x'
  const db = openDb(adresse.href)
  expect(await checkDb(db)).toEqual([
    expect.stringContaining(`GRANT CREATE ON SCHEMA public TO ${role}`),
    expect.stringContaining('CREATE EXTENSION unaccent'),
    expect.stringContaining('CREATE EXTENSION pg_trgm'),
  ])
  await db.destroy()
  await sql`drop role ${sql.id(role)}`.execute(nu.db)

  await sql`create database ${sql.id(`${nom}_latin`)} encoding 'LATIN1' locale_provider libc locale 'C' template template0`.execute(
    nu.db,
  )
  adresse.href = nu.url
  adresse.pathname = `/${nom}_latin`
  const latin = openDb(adresse.href)
  expect(await checkDb(latin)).toEqual([expect.stringContaining('encodée en LATIN1')])
  await latin.destroy()
  await sql`drop database ${sql.id(`${nom}_latin`)}`.execute(nu.db)
  await nu.close()
})
