import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Client as ClientHttp, createClientDeTest } from '../testing/client.ts'
import { type BaseDeTest, createBaseDeTest } from './testing/base.ts'

let base: BaseDeTest
let client: ClientHttp
let admin: Client
let nom: string

beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db)
  const url = new URL(base.url)
  nom = url.pathname.slice(1)
  url.pathname = '/postgres'
  admin = new Client({ connectionString: url.href })
  await admin.connect()
})
afterAll(async () => {
  await admin.query(`alter database ${nom} allow_connections true`)
  await admin.end()
  await base.close()
})

it('a lost database gives a clear page and 503, and the process comes back by itself', async () => {
  expect((await client.get('/glossaire')).status).toBe(200)
  await admin.query(`alter database ${nom} allow_connections false`)
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [nom])

  const perdue = await client.get('/glossaire')
  expect(perdue.status).toBe(503)
  expect(perdue.headers.get('retry-after')).toBe('10')
  expect(await perdue.text()).toContain('momentanément indisponible')
  expect((await client.get('/sante/pret')).status).toBe(503)
  expect((await client.get('/sante')).status).toBe(200)

  await admin.query(`alter database ${nom} allow_connections true`)
  // A connection that the server closed may not have told so yet: the next request finds it dead, and the pool drops it.
  await expect.poll(async () => (await client.get('/glossaire')).status, { timeout: 10_000 }).toBe(200)
  expect((await client.get('/sante/pret')).status).toBe(200)
})
