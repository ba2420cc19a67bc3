import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { createProgramme, type Programme } from '../../../testing/api.ts'
import type { EtagereLue } from './etagere.ts'

let base: BaseDeTest
let p: Programme
const ETAGERES = '/api/v1/etageres'

beforeAll(async () => {
  base = await createBaseDeTest()
  p = await createProgramme(base.db)
  for (const title of ['Un', 'Deux', 'Trois'])
    await p.client.call('POST', '/api/v1/notices', { cle: p.cle, corps: { nature: 'guide', csl: { title } } })
})
afterAll(async () => {
  await p.client.app.close()
  await base.close()
})

const PLAN = {
  titre: 'Étagère fictive',
  entrees: [{ notice: 3, note: 'En tête.' }],
  sections: [{ titre: 'Marcher', sections: [{ titre: 'Au village', entrees: [{ notice: 1 }, { notice: 2 }] }] }],
}
async function create(cle: string, corps: unknown = PLAN): Promise<{ lue: EtagereLue; etag: string }> {
  const reponse = await p.client.call('POST', ETAGERES, { cle, corps })
  expect(reponse.status).toBe(201)
  return { lue: await reponse.json(), etag: reponse.headers.get('etag') ?? '' }
}
const put = (id: number, corps: unknown, siCorrespond: string, cle: string) =>
  p.client.call('PUT', `${ETAGERES}/${id}`, { cle, corps, entetes: { 'if-match': siCorrespond } })

describe('a shelf by the API', () => {
  test('is made with its plan, read, and sent back as it was read', async () => {
    const { lue, etag } = await create(p.cle)
    expect(lue).toMatchObject({ titre: 'Étagère fictive', etat: 'brouillon', entrees: PLAN.entrees })
    expect(lue.sections[0]?.sections[0]?.entrees).toEqual([
      { notice: 1, note: null },
      { notice: 2, note: null },
    ])
    const relue: EtagereLue = await (await put(lue.id, lue, etag, p.cle)).json()
    expect(relue).toEqual({ ...lue, modifieeLe: relue.modifieeLe })
    expect((await put(lue.id, lue, etag, p.cle)).status).toBe(412)
  })

  test('a change of its plan by the page is a change: the state read before is worth nothing', async () => {
    const { cle } = await p.enter('contributeur')
    const { lue, etag } = await create(cle)
    await p.client.connecter('documentaliste')
    const ajout = await p.client.post(`/etageres/${lue.id}/sections`, { titre: 'Ajoutée à la main' })
    expect(ajout.status).toBe(303)
    await p.client.connecter(null)
    expect((await put(lue.id, PLAN, etag, cle)).status).toBe(412)
  })

  test('drafts do not exist for others; a public one is in the list of everyone', async () => {
    const { cle } = await p.enter('contributeur')
    const { lue } = await create(cle, { ...PLAN, titre: 'Secret fictif' })
    const autre = await p.enter('contributeur')
    for (const qui of [{}, { cle: autre.cle }]) {
      expect((await p.client.call('GET', `${ETAGERES}/${lue.id}`, qui)).status).toBe(404)
      expect(await (await p.client.call('GET', ETAGERES, qui)).text()).not.toContain('Secret fictif')
    }
    expect((await put(lue.id, PLAN, '*', autre.cle)).status).toBe(404)
    expect(await (await p.client.call('GET', `${ETAGERES}?qui=moi`, { cle })).text()).toContain('Secret fictif')
    await base.db.updateTable('etagere').set({ etat: 'publique' }).where('id', '=', lue.id).execute()
    expect(await (await p.client.call('GET', ETAGERES, {})).text()).toContain('Secret fictif')
    expect((await p.client.call('GET', `${ETAGERES}/${lue.id}/versions`, {})).status).toBe(200)
  })

  test.each<[string, object, string]>([
    ['no title', { titre: ' ' }, '/titre'],
    ['a notice that is not there', { ...PLAN, entrees: [{ notice: 999 }] }, ''],
    ['a layout that is not there', { ...PLAN, presentation: 'gothique' }, '/presentation'],
    ['a misspelt name', { ...PLAN, section: [] }, '/section'],
    [
      'a fourth level',
      { titre: 'x', sections: [{ titre: 'a', sections: [{ titre: 'b', sections: [{ titre: 'c', sections: [] }] }] }] },
      '/sections/0/sections/0/sections/0/sections',
    ],
  ])('%s is refused, and told where', async (_quoi, corps, pointeur) => {
    const reponse = await p.client.call('POST', ETAGERES, { cle: p.cle, corps })
    expect(reponse.status).toBe(422)
    expect(await p.listPointeurs(reponse)).toEqual([pointeur])
  })
})
