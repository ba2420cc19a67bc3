import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withClient } from './db.ts'
import { migrate } from './migrations.ts'
import { type BaseDeTest, createBaseDeTest } from './testing/base.ts'

let base: BaseDeTest
let dossier: string
beforeEach(async () => {
  base = await createBaseDeTest({ vide: true })
  dossier = mkdtempSync(join(tmpdir(), 'migrations-'))
  write('0001_un.sql', 'create table un (n int);')
  write('0002_deux.sql', 'create table deux (n int); insert into deux values (1);')
})
afterEach(async () => {
  await base.close()
  rmSync(dossier, { recursive: true })
})

const write = (nom: string, texte: string) => writeFileSync(join(dossier, nom), texte)
const run = (options = {}) => migrate(base.url, { dossier, ...options })
const count = async (table: string) =>
  (await withClient(base.url, (c) => c.query<{ n: number }>(`select count(*) as n from ${table}`))).rows[0]?.n

test('applies each file once, in order', async () => {
  expect(await run({ jusqua: 1 })).toEqual(['0001_un.sql'])
  expect(await run()).toEqual(['0002_deux.sql'])
  expect(await run()).toEqual([])
  expect(await count('migration')).toBe(2)
})

test('two processes at once apply each file once', async () => {
  const resultats = await Promise.all([run(), run(), run()])
  expect(resultats.flat().sort()).toEqual(['0001_un.sql', '0002_deux.sql'])
  expect(await count('deux')).toBe(1)
})

test('a failure keeps what came before, nothing of its own, and tells the line', async () => {
  write('0003_faux.sql', 'create table trois (n int);\nselect 1;\nselect fautif;\n')
  await expect(run()).rejects.toThrow(/0003_faux\.sql a échoué, ligne 3/)
  expect(await count('migration')).toBe(2)
  await expect(count('trois')).rejects.toThrow('does not exist')
})

test('line ends do not change a migration, words do', async () => {
  await run()
  write('0001_un.sql', 'create table un (n int);\r\n'.trimEnd())
  expect(await run()).toEqual([])
  write('0001_un.sql', 'create table un (n bigint);')
  await expect(run()).rejects.toThrow('0001_un a changé')
})

test('refuses what does not follow', async () => {
  await run()
  write('0003_trois.sql', 'select 1;')
  await run()
  rmSync(join(dossier, '0003_trois.sql'))
  await expect(run()).rejects.toThrow('installez une version plus récente')
  rmSync(join(dossier, '0002_deux.sql'))
  write('0003_trois.sql', 'select 1;')
  await expect(run()).rejects.toThrow('0002_deux, que cette version')
  write('0002_deux.sql', 'create table deux (n int); insert into deux values (1);')
  write('0000_avant.sql', 'select 1;')
  await expect(run()).rejects.toThrow('0000_avant.sql arrive après 0001_un')
  write('0003_bis.sql', 'select 1;')
  await expect(run()).rejects.toThrow('numéro 3')
})
