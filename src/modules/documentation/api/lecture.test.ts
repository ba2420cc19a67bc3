import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deleteDebitsPasses } from '#core/limits.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { createProgramme, type Programme } from '../../../testing/api.ts'
import { NOTICE_EXEMPLE, type NoticeLue } from './notice.ts'

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
async function createOne(corps: unknown = GUIDE): Promise<{ notice: NoticeLue; etag: string }> {
  const reponse = await p.client.call('POST', NOTICES, { cle: p.cle, corps })
  expect(reponse.status).toBe(201)
  return { notice: await reponse.json(), etag: reponse.headers.get('etag') ?? '' }
}
const get = (chemin: string, entetes: Record<string, string> = {}) =>
  p.client.call('GET', NOTICES + chemin, { entetes })

describe('reading a notice', () => {
  test('gives what was written; sent back as it was read, only the version changes', async () => {
    const { notice, etag } = await createOne({
      ...NOTICE_EXEMPLE,
      csl: {
        ...NOTICE_EXEMPLE.csl,
        translator: [{ family: 'Traductrice', given: 'Inès' }],
        'original-title': 'Kept as it is',
        volume: 3,
        custom: { etAl: true, autre: 'oublié' },
      },
    })
    expect(notice).toMatchObject({
      ...NOTICE_EXEMPLE,
      id: notice.id,
      adresse: `http://localhost:3000/documentation/notices/${notice.id}`,
      csl: { ...NOTICE_EXEMPLE.csl, id: String(notice.id), volume: '3', custom: { etAl: true } },
      version: 1,
      creeLe: notice.creeLe,
      modifieeLe: notice.modifieeLe,
    })
    expect(notice.csl['original-title']).toBe('Kept as it is')
    const renvoi = { cle: p.cle, corps: notice, entetes: { 'if-match': etag } }
    const relue: NoticeLue = await (await p.client.call('PUT', `${NOTICES}/${notice.id}`, renvoi)).json()
    expect(relue).toEqual({ ...notice, version: 2, modifieeLe: relue.modifieeLe })
  })

  test.each([
    [undefined, 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['application/*', 'application/json; charset=utf-8'],
    ['application/vnd.citationstyles.csl+json', 'application/vnd.citationstyles.csl+json'],
    ['application/x-research-info-systems, application/json;q=0.5', 'application/x-research-info-systems'],
    ['application/x-bibtex', 'application/x-bibtex'],
    ['application/ld+json', 'application/ld+json'],
  ])('Accept: %s answers %s, and 304 to who holds it', async (accept, type) => {
    const { notice } = await createOne()
    const entetes = accept === undefined ? undefined : { accept }
    const reponse = await get(`/${notice.id}`, entetes)
    expect([reponse.status, reponse.headers.get('content-type')]).toEqual([200, type])
    expect(reponse.headers.get('vary')).toContain('accept')
    expect(await reponse.text()).toContain('Guide fictif')
    const encore = await get(`/${notice.id}`, { ...entetes, 'if-none-match': reponse.headers.get('etag') ?? '' })
    expect([encore.status, await encore.text()]).toEqual([304, ''])
  })

  test('a browser is led to the page; an unknown format is refused with those that exist', async () => {
    const { notice } = await createOne()
    const page = await get(`/${notice.id}`, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })
    expect([page.status, page.headers.get('location')]).toEqual([303, `/documentation/notices/${notice.id}`])
    const refus = await get(`/${notice.id}`, { accept: 'image/png' })
    expect(refus.status).toBe(406)
    expect((await refus.json()).detail).toContain('application/json')
  })

  test('HEAD says the same without body', async () => {
    const { notice, etag } = await createOne()
    const reponse = await p.client.call('HEAD', `${NOTICES}/${notice.id}`, {})
    expect([reponse.status, reponse.headers.get('etag'), await reponse.text()]).toEqual([200, etag, ''])
  })

  test('an answer to a key is kept by its holder alone', async () => {
    const { notice } = await createOne()
    expect((await get(`/${notice.id}`)).headers.get('cache-control')).toBe('public, no-cache')
    const avecCle = await p.client.call('GET', `${NOTICES}/${notice.id}`, { cle: p.cle })
    expect(avecCle.headers.get('cache-control')).toBe('private, no-cache')
  })

  test.each(['999999', '0', '-1', '1.5', 'abc', '99999999999999', '%00', "1'--"])('/%s is not there', async (id) => {
    const reponse = await get(`/${id}`)
    expect([404, 422]).toContain(reponse.status)
    expect(reponse.headers.get('content-type')).toContain('application/problem+json')
  })

  test('taken out it answers 410; merged it leads to the one that stays', async () => {
    const [un, deux] = [await createOne(), await createOne()]
    const adresse = `${NOTICES}/${un.notice.id}`
    const retrait = await p.client.call('DELETE', adresse, { cle: p.cle, entetes: { 'if-match': un.etag } })
    expect(retrait.status).toBe(204)
    const retiree = await get(`/${un.notice.id}`)
    expect([retiree.status, (await retiree.json()).title]).toEqual([410, 'Retirée'])
    await base.db.updateTable('notice').set({ remplacee_par: deux.notice.id }).where('id', '=', un.notice.id).execute()
    const fusionnee = await get(`/${un.notice.id}`)
    expect([fusionnee.status, fusionnee.headers.get('location')]).toEqual([301, `${NOTICES}/${deux.notice.id}`])
  })
})

describe('searching', () => {
  test('has the filters of the page, links from page to page, an empty page after the last', async () => {
    for (let i = 0; i < 5; i++)
      await createOne({ nature: 'video', csl: { title: `Vidéo fictive ${i}` }, themes: ['tabac'] })
    const lu = await (await get('?q=vidéo fictive&theme=tabac&taille=2')).json()
    expect(lu).toMatchObject({ total: 5, page: 1, taille: 2, pages: 3 })
    expect(lu.facettes.theme).toContainEqual({ valeur: 'tabac', libelle: 'Tabac', nombre: 5 })
    const vues: number[] = []
    let suivante: string | null = `${NOTICES}?nature=video&nature=podcast&taille=2&tri=titre`
    while (suivante) {
      const page: { notices: NoticeLue[]; liens: { suivante: string | null } } = await (
        await p.client.call('GET', suivante, {})
      ).json()
      vues.push(...page.notices.map((n) => n.id))
      suivante = page.liens.suivante
    }
    expect([vues.length, new Set(vues).size]).toEqual([5, 5])
    const apres = await (await get('?nature=video&taille=2&page=9')).json()
    expect(apres).toMatchObject({ total: 5, page: 9, notices: [], liens: { suivante: null } })
    expect(apres.liens.precedente).toContain('page=3')
  })

  test('an answer that has not changed is not sent again', async () => {
    const etag = (await get('?nature=video')).headers.get('etag') ?? ''
    expect((await get('?nature=video', { 'if-none-match': etag })).status).toBe(304)
    await createOne({ nature: 'video', csl: { title: 'Une de plus (fictive)' } })
    expect((await get('?nature=video', { 'if-none-match': etag })).status).toBe(200)
  })

  test.each([
    ['?thme=tabac', '?thme'],
    ['?taille=0', '?taille'],
    ['?taille=101', '?taille'],
    ['?page=zero', '?page'],
    ['?page=1&page=2', '?page'],
    ['?theme=inconnu-de-tous', '?theme'],
    ['?theme=tabac&theme=../etc', '?theme.1'],
    ['?annee=20', '?annee.0'],
    ['?tri=hasard', '?tri'],
    [`?q=${'a'.repeat(501)}`, '?q'],
    ['?__proto__=1&constructor=2&taille=0', '?taille'],
  ])('%.60s is refused, and named', async (suite, pointeur) => {
    const reponse = await get(suite)
    expect(reponse.status).toBe(422)
    expect(await p.listPointeurs(reponse)).toEqual([pointeur])
  })

  test.each(['?q=%00', '?q=%ff%fe', "?q=' or 1=1", '?q="', '?q=-', '?q=%26%26|!()'])(
    '%s is a search',
    async (suite) => {
      expect((await get(suite)).status).toBe(200)
    },
  )
})

describe('what other sites may do', () => {
  test('read, after asking; the page of the site gives nothing away by its cookie', async () => {
    const prealable = await p.client.call('OPTIONS', NOTICES, { entetes: { origin: 'https://ailleurs.invalid' } })
    expect(prealable.status).toBe(204)
    const reponse = await get('', { origin: 'https://ailleurs.invalid' })
    expect(reponse.headers.get('access-control-allow-origin')).toBe('*')
    expect(reponse.headers.get('access-control-allow-credentials')).toBeNull()
    expect(reponse.headers.get('access-control-expose-headers')).toContain('etag')
  })
})
