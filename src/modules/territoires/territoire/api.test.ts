import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createProgramme, type Programme } from '../../../testing/api.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'

let base: BaseDeTest
let p: Programme
beforeAll(async () => {
  base = await createBaseGeographie()
  p = await createProgramme(base.db)
})
afterAll(async () => {
  await p.client.app.close()
  await base.close()
})

const API = '/api/v1/territoires'
const TERRITOIRE = { nom: 'Val fictif', communes: ['04070', '04001'] }
const creer = async (corps: object = {}, cle = p.cle) => {
  const reponse = await p.client.call('POST', API, { cle, corps: { ...TERRITOIRE, ...corps } })
  expect(reponse.status).toBe(201)
  return (await reponse.json()) as { id: number; communes: string[]; etat: string }
}

describe('territories by program', () => {
  it('are written in one form, private to the owner of the key', async () => {
    const cree = await creer({ communes: ['04070', '04001', '04070', '14697'] })
    expect(cree).toMatchObject({ communes: ['04001', '04070', '14654'], etat: 'prive' })
    expect((await p.client.call('GET', `${API}/${cree.id}`, {})).status).toBe(404)
    const autre = await p.enter('contributeur')
    expect((await p.client.call('GET', `${API}/${cree.id}`, { cle: autre.cle })).status).toBe(404)
    const lu = await p.client.call('GET', `${API}/${cree.id}`, { cle: p.cle })
    expect(await lu.json()).toMatchObject({ nom: 'Val fictif', versions: [{ numero: 1 }] })
  })

  it.each<[object, string]>([
    [{ communes: [] }, '/communes'],
    [{ communes: ['99999'] }, '/communes'],
    [{ communes: 'x' }, '/communes'],
    [{ nom: '' }, '/nom'],
    [{ etat: 'ouvert' }, '/etat'],
    [{ inconnu: 1 }, '/inconnu'],
  ])('are refused with %j', async (corps, pointeur) => {
    const reponse = await p.client.call('POST', API, { cle: p.cle, corps: { ...TERRITOIRE, ...corps } })
    expect(reponse.status).toBe(422)
    expect(await p.listPointeurs(reponse)).toEqual([pointeur])
  })

  it('are listed and searched: public ones to all, one’s own with the key', async () => {
    await creer({ nom: 'Vallée fictive de l’Été', etat: 'public' })
    await creer({ nom: 'Vallée fictive secrète' })
    const lister = async (q: string, cle?: string) => {
      const reponse = await p.client.call('GET', `${API}?${q}`, cle ? { cle } : {})
      const { territoires } = (await reponse.json()) as { territoires: { nom: string; population: number }[] }
      expect(territoires.every((t) => t.population > 0)).toBe(true)
      return territoires.map((t) => t.nom)
    }
    expect(await lister('q=vallee')).toEqual(['Vallée fictive de l’Été'])
    expect(await lister('q=vallee ete')).toEqual(['Vallée fictive de l’Été'])
    expect(await lister('q=100%')).toEqual([])
    expect(await lister('q=vallee', p.cle)).toEqual(['Vallée fictive secrète', 'Vallée fictive de l’Été'])
    expect((await p.client.call('GET', `${API}?mot=x`, {})).status).toBe(422)
  })

  it('are replaced in the state that was read, and another composition is a version', async () => {
    const { id } = await creer()
    const etag = (await p.client.call('GET', `${API}/${id}`, { cle: p.cle })).headers.get('etag') ?? ''
    const remplacer = (entetes: Record<string, string>, corps: object = {}, cle = p.cle) =>
      p.client.call('PUT', `${API}/${id}`, { cle, corps: { ...TERRITOIRE, ...corps }, entetes })
    expect((await remplacer({})).status).toBe(428)
    const suite = await remplacer({ 'if-match': etag }, { communes: ['04009'], note: 'Pourquoi' })
    expect(await suite.json()).toMatchObject({
      communes: ['04009'],
      versions: [{ numero: 2, note: 'Pourquoi' }, { numero: 1 }],
    })
    expect((await remplacer({ 'if-match': etag })).status).toBe(412)
    const autre = await p.enter('contributeur')
    expect((await remplacer({ 'if-match': '*' }, {}, autre.cle)).status).toBe(404)
    const sans = await p.enter('contributeur', [])
    expect((await p.client.call('POST', API, { cle: sans.cle, corps: TERRITOIRE })).status).toBe(403)
  })

  it.each([
    ['text/csv', /04001;Aiglun;04;200067437;1399/],
    ['application/geo+json', /"FeatureCollection".*"code":"04001"/],
  ])('come as %s', async (accept, contenu) => {
    const { id } = await creer({ etat: 'public' })
    const reponse = await p.client.call('GET', `${API}/${id}`, { entetes: { accept } })
    expect(reponse.headers.get('content-type')).toContain(accept)
    expect(await reponse.text()).toMatch(contenu)
    expect((await p.client.call('GET', `${API}/${id}`, { entetes: { accept: 'image/png' } })).status).toBe(406)
  })
})
