import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineAction } from './action.ts'
import { TraceLectures } from './audit.ts'
import { ErreurCondition } from './errors.ts'
import { publique } from './policy.ts'
import { defineRoute, type Route } from './route.ts'
import { type BaseDeTest, createBaseDeTest } from './testing/base.ts'
import { ADRESSE, connecte, openHttp } from './testing/http.ts'

let base: BaseDeTest
let traces: TraceLectures
beforeAll(async () => {
  base = await createBaseDeTest()
  traces = new TraceLectures(base.db, (e) => {
    throw e
  })
})
afterAll(async () => {
  await traces.flush()
  await base.close()
})
const open = (routes: Route[]) => openHttp({ db: base.db, traces }, routes)

describe('routes for programs', () => {
  const faits: unknown[] = []
  const routes = [
    defineRoute({
      methode: 'GET',
      chemin: '/api/v1/lire/:id',
      api: {},
      requete: z.object({ id: z.string(), n: z.coerce.number().max(9, 'Neuf au plus.').optional() }),
      politique: publique,
      trace: 'api.lire',
      lire: ({ acteur }, { id }) =>
        new Response(JSON.stringify({ id, compte: acteur.compte }), {
          headers: { 'content-type': 'application/json', etag: '"v1"' },
        }),
    }),
    defineRoute({
      methode: 'PUT',
      chemin: '/api/v1/ecrire/:id',
      api: { portee: 'notices:ecrire', types: ['application/x-bibtex'] },
      taille: 1000,
      action: defineAction({
        nom: 'ecrire',
        entree: z.object({
          id: z.string(),
          siCorrespond: z.string().optional(),
          corps: z.union([
            z.object({ titre: z.string({ error: 'Un titre est attendu.' }) }),
            z.object({ type: z.string(), octets: z.instanceof(Uint8Array) }),
          ]),
        }),
        politique: (acteur) => acteur.role === 'documentaliste',
        trace: 'api.ecrire',
        executer: async (_ctx, entree) => {
          if (entree.siCorrespond === '"v0"') throw new ErreurCondition(412, 'La notice a changé.')
          faits.push(entree)
        },
      }),
      reussir: () => new Response(null, { status: 204 }),
    }),
    defineRoute({
      methode: 'PUT',
      chemin: '/api/v1/reserve',
      api: { portee: 'comptes' },
      action: defineAction({
        nom: 'r',
        entree: z.object({}),
        politique: publique,
        trace: 'r',
        executer: async () => 1,
      }),
      reussir: () => new Response(null, { status: 204 }),
    }),
    defineRoute({
      methode: 'GET',
      chemin: '/oai',
      aussiPost: true,
      requete: z.object({ verb: z.string() }),
      politique: publique,
      trace: 'oai',
      lire: ({ acteur }, { verb }) => new Response(`${verb} ${acteur.role}`),
    }),
  ]
  const CLE = { authorization: 'Bearer mlg_bonne' }
  const JSON_ = { 'content-type': 'application/json' }
  const put = (chemin: string, body: string | null, headers: Record<string, string>) =>
    open(routes).app.request(ADRESSE + chemin, { method: 'PUT', body, headers })
  const readProbleme = async (reponse: Response) => {
    expect(reponse.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(reponse.headers.get('access-control-allow-origin')).toBe('*')
    const corps = await reponse.json()
    expect(corps).toMatchObject({ status: reponse.status, type: `${ADRESSE}/api#erreur-${reponse.status}` })
    return corps
  }

  it('know who calls by the key, never by the cookie', async () => {
    const { get, moi } = open(routes)
    expect(await (await get('/api/v1/lire/a', connecte)).json()).toEqual({ id: 'a', compte: null })
    expect(await (await get('/api/v1/lire/a', CLE)).json()).toEqual({ id: 'a', compte: moi.compte })
    const faux = await get('/api/v1/lire/a', { authorization: 'Bearer mlg_fausse' })
    expect([faux.status, faux.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    await readProbleme(faux)
    expect((await get('/api/v1/lire/a', { authorization: 'Basic YQ==' })).status).toBe(401)
  })

  it('say what is left of the calls, more of them to a key', async () => {
    await sql`delete from debit`.execute(base.db)
    const { get } = open(routes)
    const restes = [await get('/api/v1/lire/a'), await get('/api/v1/lire/a'), await get('/api/v1/lire/a', CLE)]
    expect(restes.map((r) => [r.headers.get('ratelimit-policy'), r.headers.get('ratelimit')])).toEqual([
      ['"api";q=120;w=60', '"api";r=119;t=60'],
      ['"api";q=120;w=60', '"api";r=118;t=60'],
      ['"api-cle";q=600;w=60', '"api-cle";r=599;t=60'],
    ])
  })

  it('answer shortly to who holds the present state', async () => {
    const { get } = open(routes)
    for (const etag of ['"v1"', 'W/"v1"', '"a", "v1"', '*']) {
      const reponse = await get('/api/v1/lire/a', { 'if-none-match': etag })
      expect([reponse.status, await reponse.text(), reponse.headers.get('etag')]).toEqual([304, '', '"v1"'])
    }
    expect((await get('/api/v1/lire/a', { 'if-none-match': '"v2"' })).status).toBe(200)
  })

  it('are open to programs of other sites', async () => {
    const { app } = open(routes)
    const prealable = await app.request(`${ADRESSE}/api/v1/ecrire/1`, { method: 'OPTIONS' })
    expect([prealable.status, prealable.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'authorization, content-type, accept, if-match, if-none-match',
    ])
    const ailleurs = { ...CLE, ...JSON_, 'sec-fetch-site': 'cross-site', origin: 'https://ailleurs.test' }
    expect((await put('/api/v1/ecrire/1', '{"titre":"a"}', ailleurs)).status).toBe(204)
  })

  it('hand over JSON, the condition, and other types as bytes', async () => {
    faits.length = 0
    const proto = String.raw`{"titre":"n\u0000ul \\u0000","__proto__":{"x":1}}`
    expect((await put('/api/v1/ecrire/7?id=8', proto, { ...CLE, ...JSON_, 'if-match': '"v1"' })).status).toBe(204)
    expect((await put('/api/v1/ecrire/7', '@misc{}', { ...CLE, 'content-type': 'application/x-bibtex' })).status).toBe(
      204,
    )
    expect(faits).toEqual([
      { id: '7', siCorrespond: '"v1"', corps: { titre: String.raw`nul \u0000` } },
      { id: '7', corps: { type: 'application/x-bibtex', octets: new TextEncoder().encode('@misc{}') } },
    ])
  })

  it.each<[string, string, string | null, Record<string, string>, number, object]>([
    ['no key', '/api/v1/ecrire/1', '{}', JSON_, 401, {}],
    [
      'a key without the scope',
      '/api/v1/reserve',
      '{}',
      { ...CLE, ...JSON_ },
      403,
      { detail: 'Cette clé n’a pas la portée «\u00a0comptes\u00a0».' },
    ],
    [
      'no JSON',
      '/api/v1/ecrire/1',
      '{"titre"',
      { ...CLE, ...JSON_ },
      422,
      { erreurs: [{ pointeur: '', message: 'Le corps n’est pas du JSON.' }] },
    ],
    ['another type', '/api/v1/ecrire/1', 'a=b', { ...CLE, 'content-type': 'text/plain' }, 422, {}],
    ['a fault in the body', '/api/v1/ecrire/1', '{"titre":3}', { ...CLE, ...JSON_ }, 422, {}],
    [
      'a state gone by',
      '/api/v1/ecrire/1',
      '{"titre":"a"}',
      { ...CLE, ...JSON_, 'if-match': '"v0"' },
      412,
      { detail: 'La notice a changé.' },
    ],
    ['a body too large', '/api/v1/ecrire/1', `{"titre":"${'a'.repeat(2000)}"}`, { ...CLE, ...JSON_ }, 413, {}],
    ['an unknown address', '/api/v1/rien', null, {}, 404, { title: 'Introuvable' }],
  ])('tell the problem: %s', async (_quoi, chemin, corps, entetes, statut, attendu) => {
    const reponse = await put(chemin, corps, entetes)
    expect(reponse.status).toBe(statut)
    expect(await readProbleme(reponse)).toMatchObject(attendu)
  })

  it('tell which parameter is wrong', async () => {
    const reponse = await open(routes).get('/api/v1/lire/a?n=12')
    expect(await readProbleme(reponse)).toMatchObject({
      status: 422,
      erreurs: [{ pointeur: '?n', message: 'Neuf au plus.' }],
    })
  })

  it('a reading may come as POST from anywhere, and then from nobody', async () => {
    const { app, get } = open(routes)
    const post = (body: string) =>
      app.request(`${ADRESSE}/oai`, {
        method: 'POST',
        body,
        headers: { ...connecte, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
      })
    expect(await (await post('verb=Identify')).text()).toBe('Identify visiteur')
    expect(await (await get('/oai?verb=Identify', connecte)).text()).toBe('Identify documentaliste')
    expect((await post(`verb=${'a'.repeat(30_000)}`)).status).toBe(413)
  })
})
