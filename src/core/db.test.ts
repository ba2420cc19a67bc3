import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkDb } from './db.ts'
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
