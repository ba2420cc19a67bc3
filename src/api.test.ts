import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatChemin, listOperations } from '#core/openapi.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { PORTEES } from '#modules/comptes/index.ts'
import { importGlossaire } from '#modules/documentation/index.ts'
import { importDemonstrationReseau } from '#modules/reseau/index.ts'
import { importIndicateursReference } from '#modules/territoires/index.ts'
import { createCle } from './testing/cle.ts'
import { type Client, createClientDeTest } from './testing/client.ts'
import { parseCurl } from './testing/curl.ts'
import { createBaseGeographie } from './testing/geographie.ts'
import { createTypologieInventee } from './testing/typologies.ts'
import { createCtx } from './testing/veille.ts'

type Objet = Record<string, unknown>
interface Description {
  paths: Record<
    string,
    Record<string, { operationId: string; responses: Record<string, Reponse>; requestBody?: Reponse }>
  >
  components: { responses: Record<string, Reponse> }
}
interface Reponse {
  $ref?: string
  content?: Record<string, { schema: Objet; example?: unknown }>
}

/** Files that the calls shown send. */
const FICHIERS = { 'notices.ris': 'TY  - BOOK\r\nID  - 12\r\nTI  - Ouvrage fictif\r\nER  - \r\n' }
const SITE = 'http://localhost:3000'
let base: BaseDeTest
let client: Client
let description: Description
let cle: string
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)

beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  description = await (await client.call('GET', '/api/v1/openapi.json', {})).json()
  ajv.addSchema({ $id: 'api', ...description })
  await client.connecter('documentaliste')
  for (const title of ['Marcher (fictif)', 'Deuxième notice fictive', 'Troisième notice fictive'])
    await client.post('/documentation/notices', { nature: 'guide', title })
  await client.post('/etageres', { titre: 'Étagère fictive', presentation: 'ireps-bfc' })
  await client.post('/etageres/1/etat', { etat: 'publique' })
  await client.post('/territoires', { nom: 'Val fictif', etat: 'public', communes: '04070' })
  await createTypologieInventee(createCtx(base.db), client)
  await importGlossaire(createCtx(base.db))
  await importIndicateursReference(createCtx(base.db))
  await importDemonstrationReseau(createCtx(base.db))
  cle = await createCle(client, Object.keys(PORTEES))
  await client.connecter(null)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

/** Faults of a body against the schema that the description gives for this answer. */
function listFautes(chemin: string, methode: string, statut: number, type: string, corps: unknown): unknown {
  const operation = description.paths[chemin]?.[methode.toLowerCase()]
  const reponse = operation?.responses[statut]
  if (!reponse) return `statut ${statut} non décrit`
  const commune = description.components.responses[reponse.$ref?.split('/').at(-1) ?? '']
  const schema = (commune ?? reponse).content?.[type]?.schema
  if (!schema) return `type ${type} non décrit`
  const valide = ajv.compile({ ...JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) })
  return valide(corps) ? null : valide.errors
}

describe('the description of the API', () => {
  it('is OpenAPI without fault, for an outside linter', async () => {
    const config = await createConfig({ extends: ['recommended'], rules: { 'no-server-example.com': 'off' } })
    const fautes = await lintFromString({ source: JSON.stringify(description), absoluteRef: 'openapi.json', config })
    expect(fautes.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
  })

  it('describes every address that is mounted, and no other', () => {
    const montees = client.app.routes
      .filter((r) => r.chemin.startsWith('/api/'))
      .map((r) => `${r.methode} ${formatChemin(r.chemin)}`)
    const decrites = Object.entries(description.paths).flatMap(([chemin, methodes]) =>
      Object.keys(methodes).map((m) => `${m.toUpperCase()} ${chemin}`),
    )
    expect(decrites.sort()).toEqual(montees.sort())
    const ids = listOperations(client.app.routes).map(({ operation }) => operation.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('asks only for scopes that a key can have', () => {
    const portees = client.app.routes.flatMap((r) => r.api?.portee ?? [])
    expect(portees.filter((p) => !Object.hasOwn(PORTEES, p))).toEqual([])
    expect(Object.keys(PORTEES).filter((p) => !portees.includes(p))).toEqual([])
  })

  it('gives examples that its own schemas accept', () => {
    for (const { route, operation } of listOperations(client.app.routes)) {
      for (const [statut, { types, exemple }] of Object.entries(operation.reponses)) {
        if (exemple === undefined || !types?.['application/json']) continue
        const chemin = formatChemin(route.chemin)
        const fautes = listFautes(chemin, route.methode, Number(statut), 'application/json', exemple)
        expect([operation.id, fautes]).toEqual([operation.id, null])
      }
    }
  })
})

describe('the page of the API', () => {
  it('shows each call, as it is tried below', async () => {
    const page = await (await client.get('/api')).text()
    for (const { operation } of listOperations(client.app.routes)) {
      expect(page).toContain(`id="${operation.id}"`)
      expect(operation.exemples.length).toBeGreaterThan(0)
    }
  })

  it('shows calls that answer what it says, in the form that the description gives', async () => {
    for (const { route, operation } of listOperations(client.app.routes)) {
      for (const { curl, statut } of operation.exemples) {
        const { methode, url, entetes, corps } = parseCurl(curl, { SITE, CLE: cle }, FICHIERS)
        const reponse = await client.app.fetch(new Request(url, { method: methode, headers: entetes, body: corps }))
        const texte = await reponse.text()
        expect([curl, reponse.status, reponse.status === statut ? '' : texte]).toEqual([curl, statut, ''])
        const type = reponse.headers.get('content-type')?.split(';')[0]
        if (!type?.endsWith('json') || texte === '') continue
        const fautes = listFautes(formatChemin(route.chemin), methode, statut, type, JSON.parse(texte))
        expect([curl, fautes]).toEqual([curl, null])
      }
    }
  })
})
