import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deleteDebitsPasses } from '#core/limits.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { createProgramme, type Programme } from '../../../testing/api.ts'
import type { NoticeLue } from './notice.ts'

let base: BaseDeTest
let p: Programme
const NOTICES = '/api/v1/notices'

beforeAll(async () => {
  base = await createBaseDeTest()
  p = await createProgramme(base.db)
})
afterAll(async () => {
  await p.client.app.close()
  await base.close()
})
beforeEach(() => deleteDebitsPasses(base.db, new Date(Date.now() + 86_400_000)))

const GUIDE = { nature: 'guide', csl: { title: 'Guide fictif', issued: { 'date-parts': [[2026, 2]] } } }
const create = (corps: unknown = GUIDE) => p.client.call('POST', NOTICES, { cle: p.cle, corps })
async function createOne(corps: unknown = GUIDE): Promise<{ notice: NoticeLue; etag: string }> {
  const reponse = await create(corps)
  expect(reponse.status).toBe(201)
  return { notice: await reponse.json(), etag: reponse.headers.get('etag') ?? '' }
}
const put = (id: number, corps: unknown, entetes: Record<string, string>, cle = p.cle) =>
  p.client.call('PUT', `${NOTICES}/${id}`, { cle, corps, entetes })
const sendBrut = (brut: string) =>
  p.client.call('POST', NOTICES, {
    cle: p.cle,
    corps: new TextEncoder().encode(brut),
    entetes: { 'content-type': 'application/json' },
  })

describe('writing a notice', () => {
  test('leaves its history and its traces, under the account of the key', async () => {
    const { notice, etag } = await createOne()
    expect((await put(notice.id, { ...GUIDE, csl: { title: 'Guide revu' } }, { 'if-match': etag })).status).toBe(200)
    await p.client.app.close()
    const versions = await base.db.selectFrom('notice_version').selectAll().where('notice', '=', notice.id).execute()
    expect(versions.map((v) => [v.geste, v.compte])).toEqual([
      ['creation', p.compte],
      ['modification', p.compte],
    ])
    const traces = await base.db
      .selectFrom('trace')
      .select(['evenement', 'issue'])
      .where('compte', '=', p.compte)
      .where('issue', '=', 'fait')
      .execute()
    const evenements = new Set(traces.map((t) => t.evenement))
    for (const e of ['comptes.cle.creation', 'notice.creation', 'notice.modification', 'api.appel'])
      expect([...evenements]).toContain(e)
  })

  test('the same key of source is not entered twice', async () => {
    const { notice } = await createOne({ ...GUIDE, cle: 'pmb-fictif:77' })
    expect((await create({ ...GUIDE, cle: 'pmb-fictif:77' })).status).toBe(409)
    expect((await p.client.call('GET', `${NOTICES}/${notice.id}`, {})).status).toBe(200)
  })

  test('without the state that was read: 428; with another: 412; `*` and a weakened mark: done', async () => {
    const { notice } = await createOne()
    const statuts = []
    for (const entetes of [
      {},
      { 'if-match': '"9"' },
      { 'if-match': 'W/"1"' },
      { 'if-match': '"1", "2"' },
      { 'if-match': '*' },
    ])
      statuts.push((await put(notice.id, GUIDE, entetes as Record<string, string>)).status)
    expect(statuts).toEqual([428, 412, 200, 200, 200])
    expect((await p.client.call('DELETE', `${NOTICES}/${notice.id}`, { cle: p.cle })).status).toBe(428)
  })

  test('of two who write at once from the same state, one is told', async () => {
    const { notice, etag } = await createOne()
    const statuts = await Promise.all(
      ['Un', 'Deux'].map(
        async (title) => (await put(notice.id, { ...GUIDE, csl: { title } }, { 'if-match': etag })).status,
      ),
    )
    expect(statuts.sort()).toEqual([200, 412])
  })

  test.each<[string, unknown, string]>([
    ['no title', { nature: 'guide', csl: {} }, '/csl/title'],
    ['an unknown kind', { nature: 'parchemin', csl: { title: 'x' } }, '/nature'],
    ['an unknown term', { ...GUIDE, themes: ['tabac', 'licornes'] }, '/themes/1'],
    ['a wrong ISBN', { ...GUIDE, csl: { title: 'x', ISBN: '978-2-07-036822-9' } }, '/csl/ISBN'],
    ['an address of script', { ...GUIDE, csl: { title: 'x', URL: 'javascript:alert(1)' } }, '/csl/URL'],
    ['a thirteenth month', { ...GUIDE, csl: { title: 'x', issued: { 'date-parts': [[2026, 13]] } } }, '/csl/issued'],
    ['nobody for author', { ...GUIDE, csl: { title: 'x', author: [{ given: 'Anne' }] } }, '/csl/author/0'],
    ['an abstract of no one', { ...GUIDE, resume: 'Un résumé.' }, '/resumeSource'],
    ['an abstract in its CSL', { ...GUIDE, csl: { title: 'x', abstract: 'y' } }, '/csl/abstract'],
    ['a text for a boolean', { ...GUIDE, enLigne: 'true' }, '/enLigne'],
    ['a number for a text', { ...GUIDE, csl: { title: 12 } }, '/csl/title'],
    ['an object for a list', { ...GUIDE, themes: { 0: 'tabac' } }, '/themes'],
    ['a misspelt name', { ...GUIDE, theme: ['tabac'] }, '/theme'],
    ['a list', [GUIDE], ''],
    ['a number', 12, ''],
    ['nothing', null, ''],
    ['too long a text', { ...GUIDE, csl: { title: 'x', inconnu: 'a'.repeat(200_000) } }, '/csl'],
  ])('%s is refused, and told where', async (_quoi, corps, pointeur) => {
    const reponse = await create(corps)
    expect(reponse.status).toBe(422)
    expect((await p.listPointeurs(reponse))[0]).toBe(pointeur)
  })

  test('NUL and halves of characters do not reach the base; `__proto__` is nobody’s prototype', async () => {
    const brut = String.raw`{"nature":"guide","csl":{"title":"Zé\u0000ro \ud800","__proto__":{"a":1},"x":{"__proto__":{"b":"\u0000"}}}}`
    const reponse = await sendBrut(brut)
    expect(reponse.status).toBe(201)
    expect((await reponse.json()).csl.title).toBe('Zéro \ufffd')
    expect(({} as { a?: number }).a).toBeUndefined()
  })

  test.each<[string, string, number]>([
    ['ten megabytes', `{"nature":"${'a'.repeat(10_000_000)}"}`, 413],
    ['ten thousand levels', `{"csl":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 422],
    ['a double name', '{"nature":"guide","nature":"video","csl":{"title":"x"}}', 422],
    ['half a body', '{"nature":"guide","csl":{"title"', 422],
  ])('%s: refused', async (_quoi, brut, statut) => expect((await sendBrut(brut)).status).toBe(statut))
})

describe('keys', () => {
  const write = async (cle?: string) =>
    (await p.client.call('POST', NOTICES, { corps: GUIDE, ...(cle !== undefined && { cle }) })).status

  test('none, unknown, without the scope, of a lesser role, revoked while used', async () => {
    expect(await write()).toBe(401)
    expect(await write(`mlg_${'a'.repeat(43)}`)).toBe(401)
    expect(await write((await p.enter('documentaliste', [])).cle)).toBe(403)
    const petite = (await p.enter('contributeur')).cle
    expect(await write(petite)).toBe(403)
    const { notice, etag } = await createOne()
    expect((await put(notice.id, GUIDE, { 'if-match': etag }, petite)).status).toBe(404)

    const { cle, compte } = await p.enter('documentaliste')
    expect(await write(cle)).toBe(201)
    await base.db.updateTable('compte').set({ role: 'contributeur' }).where('id', '=', compte).execute()
    expect(await write(cle)).toBe(403)
    await base.db.updateTable('cle_api').set({ revoquee_le: new Date() }).where('compte', '=', compte).execute()
    expect(await write(cle)).toBe(401)
    expect((await p.client.call('GET', NOTICES, { cle })).status).toBe(401)
  })

  test('calls and refusals are counted for the owner, the refusals traced', async () => {
    const { cle, compte } = await p.enter('contributeur')
    await p.client.call('GET', NOTICES, { cle })
    expect(await write(cle)).toBe(403)
    await p.client.call('GET', `${NOTICES}?rien=1`, { cle })
    const usage = await base.db
      .selectFrom('cle_api_usage as u')
      .innerJoin('cle_api as k', 'k.id', 'u.cle')
      .select(['appels', 'ecritures', 'refus'])
      .where('k.compte', '=', compte)
      .execute()
    expect(usage).toEqual([{ appels: 3, ecritures: 1, refus: 2 }])
    await p.client.app.close()
    const traces = await base.db
      .selectFrom('trace')
      .select('issue')
      .where('compte', '=', compte)
      .where('evenement', '=', 'api.appel')
      .execute()
    expect(traces).toEqual([{ issue: 'refus' }, { issue: 'refus' }])
  })

  test('too many calls: refused with the time to wait; a key counts apart from the address', async () => {
    const reponses = await Promise.all(
      Array.from({ length: 130 }, () => p.client.call('GET', '/api/v1/vocabulaires', {})),
    )
    const trop = reponses.filter((r) => r.status === 429)
    expect(trop).toHaveLength(10)
    expect(Number(trop[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(trop[0]?.headers.get('ratelimit')).toMatch(/^"api";r=0;t=\d+$/)
    expect((await p.client.call('GET', NOTICES, { cle: p.cle })).status).toBe(200)
    // A key that is worth nothing does not buy calls.
    expect((await p.client.call('GET', NOTICES, { cle: `mlg_${'b'.repeat(43)}` })).status).toBe(429)
  })
})
