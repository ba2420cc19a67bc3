import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { createProgramme, type Programme } from '../../../testing/api.ts'
import type { Bilan } from './lot.ts'

let base: BaseDeTest
let p: Programme
const LOT = '/api/v1/notices/lot'

beforeAll(async () => {
  base = await createBaseDeTest()
  p = await createProgramme(base.db)
})
afterAll(async () => {
  await p.client.app.close()
  await base.close()
})

const send = (notices: unknown, suite = '') => p.client.call('POST', LOT + suite, { cle: p.cle, corps: { notices } })
const readBilan = async (reponse: Response): Promise<Bilan> => {
  expect(reponse.status).toBe(200)
  return reponse.json()
}
const ris = (...notices: [id: string, titre: string][]) =>
  new TextEncoder().encode(
    notices
      .map(([id, titre]) => `TY  - BOOK\r\n${id && `ID  - ${id}\r\n`}TI  - ${titre}\r\nPY  - 2020\r\nER  - \r\n`)
      .join(''),
  )
const sendRis = (corps: Uint8Array, suite = '?source=pmb-fictif') =>
  p.client.call('POST', LOT + suite, {
    cle: p.cle,
    corps,
    entetes: { 'content-type': 'application/x-research-info-systems' },
  })
const countNotices = async () =>
  (
    await base.db
      .selectFrom('notice')
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n
const VIDEO = { nature: 'video', csl: { title: 'Vidéo fictive' } }

describe('a sending of notices', () => {
  test('each one enters or is refused by itself, and is told; sent again, nothing changes', async () => {
    const lot = [
      { ...VIDEO, cle: 'f:1' },
      { ...VIDEO, csl: {}, cle: 'f:2' },
      { ...VIDEO, cle: 'f:1' },
      null,
      { ...VIDEO, cle: 'f:3', themes: ['licornes'] },
    ]
    const premier = await readBilan(await send(lot))
    expect(premier.bilan).toEqual({ creee: 1, modifiee: 0, inchangee: 0, retiree: 0, refusee: 4 })
    expect(premier.notices.map((n) => n.erreurs[0]?.pointeur)).toEqual([
      undefined,
      '/csl/title',
      '/cle',
      '',
      '/themes/0',
    ])
    const avant = await countNotices()
    const second = await readBilan(await send(lot))
    expect(second.bilan).toMatchObject({ creee: 0, inchangee: 1, refusee: 4 })
    expect(second.notices[0]?.id).toBe(premier.notices[0]?.id)
    expect(await countNotices()).toBe(avant)
  })

  test('what is known by its key is kept as people corrected it, or replaced when that is asked', async () => {
    const { notices } = await readBilan(await send([{ ...VIDEO, cle: 'g:1' }]))
    const autre = [{ ...VIDEO, csl: { title: 'Vidéo fictive, autre titre' }, cle: 'g:1' }]
    expect((await readBilan(await send(autre))).bilan.inchangee).toBe(1)
    expect((await readBilan(await send(autre, '?existantes=remplacer'))).bilan.modifiee).toBe(1)
    expect((await readBilan(await send(autre, '?existantes=remplacer'))).bilan.inchangee).toBe(1)
    const id = notices[0]?.id ?? 0
    const versions = await base.db.selectFrom('notice_version').select('geste').where('notice', '=', id).execute()
    expect(versions.map((v) => v.geste)).toEqual(['import', 'import'])
    const adresse = `/api/v1/notices/${id}`
    await p.client.call('DELETE', adresse, { cle: p.cle, entetes: { 'if-match': '*' } })
    expect((await readBilan(await send(autre, '?existantes=remplacer'))).bilan.retiree).toBe(1)
    expect((await p.client.call('GET', adresse, {})).status).toBe(410)
  })

  test('two that cross, with the same keys in other orders, both end, and nothing is double', async () => {
    const lot = Array.from({ length: 40 }, (_, i) => ({ ...VIDEO, cle: `h:${i}` }))
    const avant = await countNotices()
    const bilans = await Promise.all([lot, lot.toReversed()].map(async (l) => readBilan(await send(l))))
    expect(bilans.reduce((total, { bilan }) => total + bilan.creee, 0)).toBe(40)
    expect(await countNotices()).toBe(avant + 40)
  })

  test.each<[string, unknown]>([
    ['no list', { a: 1 }],
    ['an empty list', []],
    ['more than five hundred', Array.from({ length: 501 }, () => VIDEO)],
  ])('%s: nothing enters', async (_quoi, notices) => {
    const avant = await countNotices()
    expect((await send(notices)).status).toBe(422)
    expect(await countNotices()).toBe(avant)
  })

  test('needs its own scope', async () => {
    const { cle } = await p.enter('documentaliste', ['notices:ecrire'])
    expect((await p.client.call('POST', LOT, { cle, corps: { notices: [VIDEO] } })).status).toBe(403)
  })
})

describe('a sending in a format of libraries', () => {
  test('records are known again by their identifier, wherever they stand in the file', async () => {
    const premier = await readBilan(await sendRis(ris(['a1', 'Ouvrage fictif un'], ['a2', 'Ouvrage fictif deux'])))
    expect(premier.notices.map((n) => [n.etat, n.cle])).toEqual([
      ['creee', 'pmb-fictif:a1'],
      ['creee', 'pmb-fictif:a2'],
    ])
    const second = await readBilan(await sendRis(ris(['a3', 'Ouvrage fictif trois'], ['a2', 'Ouvrage fictif deux'])))
    expect(second.bilan).toMatchObject({ creee: 1, inchangee: 1 })
    const lue = await (await p.client.call('GET', `/api/v1/notices/${premier.notices[0]?.id}`, {})).json()
    expect(lue).toMatchObject({ nature: 'ouvrage', provenance: { base: 'pmb-fictif', id: 'a1' } })
  })

  test('a field that we do not know is kept, and given back in its format', async () => {
    const fichier = (titre: string, valeur: string) =>
      new TextEncoder().encode(`TY  - BOOK\r\nID  - c1\r\nTI  - ${titre}\r\nC8  - ${valeur}\r\nER  - \r\n`)
    const [creee] = (await readBilan(await sendRis(fichier('Ouvrage fictif gardé', 'Zone fictive')))).notices
    const lire = async () => (await p.client.get(`/documentation/notices/${creee?.id}.ris`)).text()
    expect(await lire()).toContain('C8  - Zone fictive\r\n')
    const { bilan } = await readBilan(
      await sendRis(fichier('Ouvrage fictif repris', 'Zone changée'), '?source=pmb-fictif&existantes=remplacer'),
    )
    expect([bilan.modifiee, await lire()]).toEqual([1, expect.stringContaining('C8  - Zone changée\r\n')])
  })

  test('without identifier, by what they are; one that says too little is refused', async () => {
    const bilan = await readBilan(await sendRis(ris(['', 'Un ouvrage fictif sans numéro'], ['', 'Bref'])))
    expect(bilan.notices.map((n) => n.etat)).toEqual(['creee', 'refusee'])
    const encore = await readBilan(
      await sendRis(ris(['', 'Tout autre chose de fictif'], ['', 'Un ouvrage fictif sans numéro'])),
    )
    expect(encore.notices.map((n) => n.etat)).toEqual(['creee', 'inchangee'])
  })

  test('a file that is none of it, a body of another type, a wrong source: refused', async () => {
    expect((await readBilan(await sendRis(new TextEncoder().encode('bonjour')))).bilan).toMatchObject({
      creee: 0,
      refusee: 1,
    })
    expect((await sendRis(new Uint8Array([13, 10]))).status).toBe(422)
    expect((await sendRis(ris(['1', 'x']), '?source=PMB Fictif')).status).toBe(422)
    const entetes = { 'content-type': 'application/pdf' }
    expect((await p.client.call('POST', LOT, { cle: p.cle, corps: ris(['1', 'x']), entetes })).status).toBe(422)
  })
})
