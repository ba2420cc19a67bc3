import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClientDeTest } from '../testing/client.ts'
import { COOKIE_SESSION } from './security.ts'
import { type BaseDeTest, createBaseDeTest } from './testing/base.ts'

let base: BaseDeTest
let serveur: ServerType
let adresse: string

beforeAll(async () => {
  base = await createBaseDeTest()
  const client = createClientDeTest(base.db)
  serveur = serve({ fetch: client.app.fetch, port: 0, hostname: '127.0.0.1' })
  await once(serveur, 'listening')
  adresse = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`
})
afterAll(async () => {
  serveur.close()
  await base.close()
})

const get = (chemin: string, headers: Record<string, string> = {}) => fetch(adresse + chemin, { headers })

it('a fixed page is the same each time, compressed or not, with a nonce of its own', async () => {
  const nonces = new Set<string>()
  const textes = new Set<string>()
  for (const codage of ['gzip', 'identity', 'gzip', 'identity']) {
    const reponse = await get('/a-propos', { 'accept-encoding': codage })
    const nonce = /nonce-([^']+)/.exec(reponse.headers.get('content-security-policy') ?? '')?.[1] ?? ''
    nonces.add(nonce)
    const texte = await reponse.text()
    expect(texte).not.toContain('@nonce@')
    expect(reponse.headers.get('x-content-type-options')).toBe('nosniff')
    textes.add(texte.replaceAll(nonce, ''))
  }
  expect(nonces.size).toBe(4)
  expect(textes.size).toBe(1)
})

it('a cookie or a query goes the ordinary way', async () => {
  await get('/a-propos')
  expect(await (await get('/a-propos?avis=connecte')).text()).toContain('role="status"')
  expect((await get('/a-propos', { cookie: `${COOKIE_SESSION}=inconnu` })).status).toBe(200)
})
