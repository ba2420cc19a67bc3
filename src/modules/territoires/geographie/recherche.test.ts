import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { getCommuneParCode, listCommunesTrouvees, searchCommunes, searchLieux } from './recherche.queries.ts'

let base: BaseDeTest
let ctx: Ctx
beforeAll(async () => {
  base = await createBaseGeographie()
  ctx = createCtx(base.db)
})
afterAll(() => base.close())

describe('a search of communes', () => {
  it.each([
    ['04070', '04070'],
    ['st etienne', '42218'],
    ['Bourg en Bresse', '01053'],
    ['Cœuvres et Valsery', '02201'],
    ['coeuvres-et-valsery', '02201'],
    ["L'Hay les Roses", '94038'],
    ['hay les roses', '94038'],
    ['digne', '04070'],
    ['marseile', '13055'],
    ['marseille', '13055'],
    ['Marseille 3e', '13203'],
    ['Paris 12', '75112'],
    ['75012', '75112'],
    ['Saint-Denis (974)', '97411'],
    ['Saint-Denis (La Réunion)', '97411'],
    ['04510 Aiglun', '04001'],
    ['Castillon (Canton de Lembeye)', '64182'],
    ['Y', '80829'],
    ['100%', undefined],
    ['', undefined],
  ])('finds « %s » first: %s', async (q, code) => {
    expect((await searchCommunes(ctx, q, { limite: 5 }))[0]?.code).toBe(code)
  })

  it('gives all communes of a postal code, and no near names beside what answers', async () => {
    const { communes, total } = await listCommunesTrouvees(ctx, { q: '04510', limite: 50 })
    expect(communes.every((c) => c.codesPostaux.includes('04510'))).toBe(true)
    expect(total).toBe(communes.length)
    expect(total).toBeGreaterThan(1)
    expect((await searchCommunes(ctx, 'Digne-les-Bains', { limite: 5 })).map((c) => c.nom)).toEqual(['Digne-les-Bains'])
  })

  it('narrows and turns pages', async () => {
    const page = (debut: number) => listCommunesTrouvees(ctx, { departement: '04', limite: 100, debut })
    const [un, deux] = [await page(0), await page(100)]
    expect([un.total, un.communes.length, deux.communes.length]).toEqual([198, 100, 98])
    expect(un.communes[0]).toMatchObject({ code: '04001', nomDepartement: 'Alpes-de-Haute-Provence' })
    const { total } = await listCommunesTrouvees(ctx, { q: 'saint', epci: '200067437', limite: 1 })
    expect(total).toBeGreaterThan(0)
    expect(await listCommunesTrouvees(ctx, { codePostal: '99999', limite: 1 })).toMatchObject({
      communes: [],
      total: 0,
    })
  })
})

describe('a search of places', () => {
  const search = async (q: string) => {
    const { communes, anciennes, zones } = await searchLieux(ctx, q, { limite: 5 })
    return [
      ...zones.map((z) => `${z.maille} ${z.code}`),
      ...anciennes.map((a) => `${a.nature} ${a.code} ${a.nom} → ${a.commune.code}`),
      ...communes.map((c) => c.code),
    ]
  }

  it.each([
    ['04', 'departement 04'],
    ['2a', 'departement 2A'],
    ['alpes de haute provence', 'departement 04'],
    ['provence alpes cote d azur', 'region 93'],
    ['bretagne', 'region 53'],
    ['bretange', 'region 53'],
    ['200067437', 'epci 200067437'],
    ['provence alpes agglo', 'epci 200067437'],
    ['14697', 'ancienne 14697 null → 14654'],
    ['arbignieu', 'deleguee 01015 Arbignieu → 01015'],
    ['cordieux', 'associee 01120 Cordieux → 01262'],
  ])('« %s » finds %s', async (q, attendu) => expect(await search(q)).toContain(attendu))

  it('« 93 » is the département alone', async () => expect(await search('93')).toEqual(['departement 93']))

  it('gives no near name beside what answers', async () => {
    expect((await search('saint-denis')).filter((l) => l.startsWith('epci'))).toEqual([])
    expect(await search('digne-les-bains')).toEqual(['04070'])
  })

  it('counts larger areas from their communes', async () => {
    const { zones } = await searchLieux(ctx, 'Paris', { limite: 5 })
    expect(zones.find((z) => z.maille === 'departement')).toEqual({
      maille: 'departement',
      code: '75',
      nom: 'Paris',
      nature: null,
      population: 2_103_778,
      nombreCommunes: 1,
      departements: ['75'],
      regions: ['11'],
    })
  })

  it.each([
    ['04070', '04070', null],
    ['14697', '14654', '14697'],
    ['01015', '01015', null],
    ['00000', undefined, undefined],
  ])('code %s is commune %s', async (code, actuelle, ancien) => {
    const trouvee = await getCommuneParCode(ctx, code)
    expect([trouvee?.commune.code, trouvee?.ancien]).toEqual([actuelle, ancien])
  })
})
