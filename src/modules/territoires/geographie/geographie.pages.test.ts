import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'

let base: BaseDeTest
let client: Client
beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const get = async (chemin: string) => {
  const reponse = await client.get(chemin)
  expect(reponse.status).toBe(200)
  return reponse.text()
}

describe('the page of territories', () => {
  it('leads to régions before any search', async () => {
    const page = await get('/territoires')
    expect(page).toContain('href="/territoires/regions/93"')
    expect(page).toContain('href="/territoires/france"')
    expect(page).not.toContain('noindex')
  })

  it('shows what answers, with numbers, their year and source', async () => {
    const page = await get('/territoires?q=digne')
    expect(page).toContain('<a href="/territoires/communes/04070">Digne-les-Bains</a>')
    expect(page).toContain('Alpes-de-Haute-Provence\u00a0(04)')
    expect(page).toContain('17\u202f979')
    expect(page).toContain('population municipale 2023')
    expect(page).toContain('noindex')
  })

  it.each([
    ['14697', 'Code 14697', '/territoires/communes/14654'],
    ['arbignieu', 'commune déléguée, 01015', '/territoires/communes/01015'],
    ['provence alpes agglo', 'Communauté d’agglomération', '/territoires/epci/200067437'],
    ['04', 'Département', '/territoires/departements/04'],
    ['Marseille 3e', 'Marseille 3e Arrondissement', '/territoires/communes/13203'],
  ])('« %s » shows %s, and leads to it', async (q, texte, adresse) => {
    const page = await get(`/territoires?${new URLSearchParams({ q })}`)
    expect(page).toContain(texte)
    expect(page).toContain(`href="${adresse}"`)
  })

  it.each(['zzzzzz', '%', '<qqq>', '…', "zz' or 1=1 --"])('« %s » finds nothing, and says what to try', async (q) => {
    const page = await get(`/territoires?${new URLSearchParams({ q })}`)
    expect(page).toContain('Aucun lieu ne répond')
    expect(page).not.toContain('<qqq>')
  })

  it('proposes while one types', async () => {
    const lire = async (q: string) =>
      z
        .array(z.object({ texte: z.string(), genre: z.string(), href: z.string() }))
        .parse(await (await client.get(`/territoires/suggestions?${new URLSearchParams({ q })}`)).json())
    expect(await lire('digne-les')).toEqual([
      { texte: 'Digne-les-Bains', genre: 'Alpes-de-Haute-Provence\u00a0(04)', href: '/territoires/communes/04070' },
    ])
    expect(await lire('')).toEqual([])
    expect((await lire('bretagne'))[0]).toEqual({ texte: 'Bretagne', genre: 'Région', href: '/territoires/regions/53' })
  })
})

describe('the geography for programs', () => {
  const call = async (chemin: string) => (await client.call('GET', `/api/v1${chemin}`, {})).json()

  it('counts each list as the official one', async () => {
    const { epci } = await call('/epci')
    const { departements } = await call('/departements')
    const { regions } = await call('/regions')
    expect([epci.length, departements.length, regions.length]).toEqual([1255, 109, 26])
    expect(departements.find((d: { code: string }) => d.code === '04')).toMatchObject({
      communes: 198,
      regions: ['93'],
    })
    expect(epci.find((e: { code: string }) => e.code === '200067437')).toMatchObject({
      nature: 'CA',
      communes: 46,
      population: 49_137,
      departements: ['04'],
    })
  })

  it('reads a commune, also by a code of another time', async () => {
    expect(await call('/communes/04070')).toMatchObject({ code: '04070', population: 17_979, ancienCode: null })
    expect(await call('/communes/14697')).toMatchObject({ code: '14654', ancienCode: '14697' })
    expect(await call('/communes/2a004')).toMatchObject({ code: '2A004', nom: 'Ajaccio' })
  })

  it('turns pages to the end', async () => {
    const pages = await Promise.all([1, 2, 3].map((page) => call(`/communes?departement=04&taille=100&page=${page}`)))
    expect(pages.map((p) => [p.communes.length, p.total])).toEqual([
      [100, 198],
      [98, 198],
      [0, 198],
    ])
  })
})
