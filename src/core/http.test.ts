import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineAction } from './action.ts'
import { TraceLectures } from './audit.ts'
import { ErreurConflit, ErreurSaisie } from './errors.ts'
import type { Services } from './http.ts'
import { publique } from './policy.ts'
import { defineRoute, type Route } from './route.ts'
import { type BaseDeTest, createBaseDeTest } from './testing/base.ts'
import { ADRESSE, connecte, openHttp, page } from './testing/http.ts'

let base: BaseDeTest
let traces: TraceLectures
beforeAll(async () => {
  base = await createBaseDeTest()
  traces = new TraceLectures(base.db, (e) => {
    throw e
  })
})
afterAll(() => base.close())
beforeEach(async () => {
  await traces.flush()
  await base.db.deleteFrom('trace').execute()
})

const open = (routes: Route[], reglages: Partial<Services> = {}) => openHttp({ db: base.db, traces }, routes, reglages)
const listTraces = async () => {
  await traces.flush()
  return base.db
    .selectFrom('trace')
    .select(['evenement', 'issue', 'role', 'objet_type', 'objet_id'])
    .orderBy('id')
    .execute()
}

it('refuses to start when a route has no policy or no trace event', () => {
  const route = defineRoute({ methode: 'GET', chemin: '/x', trace: '', lire: () => page('x') } as never)
  expect(() => open([route])).toThrow(/Démarrage refusé[\s\S]*politique[\s\S]*trace/)
})

describe('answers', () => {
  const routes = [
    defineRoute({ methode: 'GET', chemin: '/page', politique: publique, trace: 'page', lire: () => page('bonjour') }),
    defineRoute({
      methode: 'GET',
      chemin: '/panne',
      politique: publique,
      trace: 'panne',
      lire: () => {
        throw new Error('secret de fabrication')
      },
    }),
    defineRoute({
      methode: 'GET',
      chemin: '/fichier',
      politique: publique,
      trace: 'fichier',
      lire: () => new Response('a;b', { headers: { 'content-type': 'text/csv', 'cache-control': 'public' } }),
    }),
  ]
  it('carry the security headers, each with its own nonce', async () => {
    const { get } = open(routes)
    const nonces = new Set<string>()
    for (const chemin of ['/page', '/panne', '/fichier', '/rien']) {
      const { headers } = await get(chemin)
      const politique = headers.get('content-security-policy') ?? ''
      expect(politique).toContain("default-src 'none'")
      expect(politique).not.toContain('unsafe')
      nonces.add(/nonce-([^']+)/.exec(politique)?.[1] ?? '')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect(nonces.size).toBe(4)
  })
  it('keep the headers of a download', async () => {
    const reponse = await open(routes).get('/fichier')
    expect(reponse.headers.get('content-type')).toBe('text/csv')
    expect(reponse.headers.get('cache-control')).toBe('public')
    expect(await reponse.text()).toBe('a;b')
  })
  it('never tell how the program failed', async () => {
    const reponse = await open(routes).get('/panne')
    expect(reponse.status).toBe(500)
    expect(await reponse.text()).toBe('<p>erreur 500 </p>')
  })
})

describe('who may', () => {
  const objet = (entree: { id: string }) => ({ type: 'chose', id: entree.id })
  const routes = [
    defineRoute({
      methode: 'GET',
      chemin: '/reserve',
      politique: (a) => a.role === 'documentaliste',
      trace: 'reserve',
      lire: () => page('r'),
    }),
    defineRoute({
      methode: 'GET',
      chemin: '/choses/:id',
      requete: z.object({ id: z.string() }),
      objet,
      charger: async (_ctx, { id }) => (id === 'absente' ? null : { id }),
      politique: (a, chose: { id: string }) => chose.id === 'publique' || a.compte !== null,
      trace: 'chose',
      lire: (_ctx, _e, _r, chose) => page(chose.id),
    }),
  ]
  it('a page without object sends a visitor to log in and back', async () => {
    const reponse = await open(routes).get('/reserve')
    expect([reponse.status, reponse.headers.get('location')]).toEqual([303, '/connexion?retour=%2Freserve'])
  })
  it('an object that one may not see is one that does not exist', async () => {
    const { get } = open(routes)
    const [refusee, absente, publiee, vue] = await Promise.all([
      get('/choses/privee'),
      get('/choses/absente'),
      get('/choses/publique'),
      get('/choses/privee', connecte),
    ])
    expect([refusee, absente, publiee, vue].map((r) => r?.status)).toEqual([404, 404, 200, 200])
    expect(await refusee?.text()).toBe(await absente?.text())
  })
  it('leaves a trace: refusals and readings with an account by line, others by count', async () => {
    const { get } = open(routes)
    await get('/choses/privee')
    await get('/choses/privee', connecte)
    await get('/choses/publique')
    await get('/choses/publique')
    expect(await listTraces()).toEqual([
      { evenement: 'chose', issue: 'refus', role: 'visiteur', objet_type: null, objet_id: null },
      { evenement: 'chose', issue: 'fait', role: 'documentaliste', objet_type: 'chose', objet_id: 'privee' },
    ])
    const compte = await base.db
      .selectFrom('trace_publique')
      .select('nombre')
      .where('evenement', '=', 'chose')
      .executeTakeFirst()
    expect(compte?.nombre).toBeGreaterThanOrEqual(2)
  })
  it('the trace cannot be rewritten', async () => {
    await open(routes).get('/choses/privee')
    await traces.flush()
    await expect(base.db.updateTable('trace').set({ role: 'x' }).execute()).rejects.toThrow(
      'La trace ne se modifie pas',
    )
  })
})

describe('an action', () => {
  const noter = defineAction({
    nom: 'noter',
    entree: z.object({ cle: z.string().min(1), suite: z.string().optional() }),
    politique: (a) => a.role === 'documentaliste',
    trace: 'note',
    executer: async (ctx, { cle, suite }) => {
      await ctx.db.insertInto('trace_publique').values({ jour: '2026-01-01', evenement: cle, nombre: 1 }).execute()
      if (suite === 'conflit') throw new ErreurConflit('Trop tard.')
      if (suite === 'faute') throw new ErreurSaisie([{ field: 'suite', message: 'Suite fautive.' }])
      if (suite === 'panne') throw new Error('panne')
      return cle
    },
    objet: (_entree, cle) => (cle ? { type: 'note', id: cle } : null),
  })
  const routes = [
    defineRoute({
      methode: 'POST',
      chemin: '/notes',
      action: noter,
      limite: { nom: 'notes', max: 20, secondes: 60 },
      taille: 2000,
      avis: { note: { ton: 'succes', texte: 'Noté.' } },
      reussir: (cle) => ({ vers: `/notes/${cle}?a=1#b`, avis: 'note', session: 'jeton' }),
      echouer: (_ctx, erreurs, brut) => page(`${erreurs.map((e) => e.message).join()} ${String(brut.cle)}`),
    }),
  ]
  const notes = async (cle: string) =>
    (await base.db.selectFrom('trace_publique').selectAll().where('evenement', '=', cle).execute()).length

  it('changes, traces and redirects, session and message with it', async () => {
    const reponse = await open(routes).post('/notes', { cle: 'n1' }, connecte)
    expect(reponse.status).toBe(303)
    expect(reponse.headers.get('location')).toBe('/notes/n1?a=1&avis=note#b')
    expect(reponse.headers.get('set-cookie')).toMatch(
      /^__Host-session=jeton; .*Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    )
    expect(await notes('n1')).toBe(1)
    expect(await listTraces()).toEqual([
      { evenement: 'note', issue: 'fait', role: 'documentaliste', objet_type: 'note', objet_id: 'n1' },
    ])
  })
  it.each([
    ['conflit', 409],
    ['faute', 422],
    ['panne', 500],
  ])('%s: nothing is half done, nothing is traced as done', async (suite, statut) => {
    const reponse = await open(routes).post('/notes', { cle: `n-${suite}`, suite }, connecte)
    expect(reponse.status).toBe(statut)
    expect(await notes(`n-${suite}`)).toBe(0)
    expect(await listTraces()).toEqual([])
  })
  it('a faulty form comes back with what was typed', async () => {
    const reponse = await open(routes).post('/notes', { cle: '', suite: 'x' }, connecte)
    expect(reponse.status).toBe(422)
  })
  it('is refused to others, with or without a right form, and the refusal is traced', async () => {
    const { post } = open(routes)
    expect([(await post('/notes', { cle: 'n2' })).status, (await post('/notes', {})).status]).toEqual([404, 404])
    expect((await listTraces()).map((t) => t.issue)).toEqual(['refus', 'refus'])
  })
  it('is refused from another site, and above its size', async () => {
    const { post } = open(routes)
    expect((await post('/notes', { cle: 'n3' }, { ...connecte, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const lourd = await post('/notes', { cle: 'x'.repeat(3000) }, connecte)
    expect([lourd.status, await lourd.text()]).toEqual([413, expect.stringContaining('trop lourd')])
  })
  it('a body that is no form is a fault of input', async () => {
    const { app } = open(routes)
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'multipart/form-data; boundary=x' }
    const send = (qui: object) =>
      app.request(`${ADRESSE}/notes`, { method: 'POST', body: '--x\r\ntronqué', headers: { ...headers, ...qui } })
    expect((await send(connecte)).status).toBe(422)
    // An outsider's body is not read: 25 MB of small fields would hold the process for seconds.
    expect((await send({})).status).toBe(404)
  })
  it('is limited in number, for all processes together', async () => {
    const [a, b] = [open(routes), open(routes)]
    const statuts: number[] = []
    for (let i = 0; i < 30; i++) statuts.push((await (i % 2 ? a : b).post('/notes', { cle: `l${i}` }, connecte)).status)
    expect(statuts.at(-1)).toBe(429)
    const refus = await a.post('/notes', { cle: 'l' }, connecte)
    expect(Number(refus.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})
