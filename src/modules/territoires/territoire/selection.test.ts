import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { listCommunesDe } from '../geographie/commune.queries.ts'
import { getLues, getSelection, getVoisinage, getZoneDeRef, listLues } from './selection.queries.ts'
import { formatSelection, schemaSelection } from './selection.ts'
import { createTerritoire } from './territoire.queries.ts'

let base: BaseDeTest
let ctx: Ctx
beforeAll(async () => {
  base = await createBaseGeographie()
  ctx = createCtx(base.db)
})
afterAll(() => base.close())

describe('a selection in an address', () => {
  const lire = (query: string) => {
    const parametres = new URLSearchParams(query)
    return z.object(schemaSelection).parse({
      communes: parametres.getAll('communes'),
      zones: parametres.getAll('zones'),
    })
  }
  it.each([
    ['', { communes: [], zones: [] }],
    ['communes=04001,04009', { communes: ['04001', '04009'], zones: [] }],
    ['communes=04001&communes=04009 2A004;x', { communes: ['04001', '04009', '2A004', 'x'], zones: [] }],
    ['zones=departement-04,epci-200067437,rien', { communes: [], zones: ['departement-04', 'epci-200067437'] }],
  ])('« %s »', (query, attendu) => expect(lire(query)).toEqual(attendu))

  it('is written as it is read, or not at all where it is too long', () => {
    const selection = { communes: ['04001'], zones: ['departement-05', 'territoire-2'] }
    expect(formatSelection(selection)).toBe('zones=departement-05,territoire-2&communes=04001')
    expect(lire(formatSelection(selection) ?? '')).toEqual(selection)
    expect(formatSelection({ communes: Array(2000).fill('04001'), zones: [] })).toBeNull()
  })
})

describe('codes', () => {
  it('are read as those of today, and what is none is said', async () => {
    expect(await listLues(ctx, ['04070', '14697', '14654', '99999', 'x'])).toEqual({
      communes: ['04070', '14654'],
      remplacees: [{ code: '14697', commune: '14654' }],
      inconnues: ['99999', 'x'],
    })
  })

  it('come from areas, territories and lists together', async () => {
    const id = await createTerritoire(ctx, { nom: 'Fictif', description: null, etat: 'prive', communes: ['75056'] })
    const lues = await getLues(ctx, {
      communes: ['04070', '75101'],
      zones: ['departement-2A', `territoire-${id}`, 'epci-000000000', 'territoire-999'],
    })
    expect(lues.communes).toHaveLength(124 + 2)
    expect(lues.communes).toEqual(expect.arrayContaining(['04070', '75056', '2A004']))
    expect(lues.inconnues).toEqual(['epci-000000000', 'territoire-999'])
  })

  it('may be taken out of the rest: a city less an arrondissement is the others', async () => {
    const lire = async (communes: string[], sauf: string[]) =>
      (await getLues(ctx, { communes, zones: [], sauf })).communes
    expect(await lire(['04070', '04001'], ['04001', 'x'])).toEqual(['04070'])
    expect(await lire(['69123'], ['69381', '69382'])).toHaveLength(7)
  })

  it('of a private or deleted territory are nobody else’s', async () => {
    const id = await createTerritoire(ctx, { nom: 'Fictif', description: null, etat: 'prive', communes: ['04070'] })
    const visiteur: Ctx = { ...ctx, acteur: { compte: null, nom: null, role: 'visiteur', session: null } }
    expect((await getZoneDeRef(ctx, `territoire-${id}`))?.communes).toEqual(['04070'])
    expect(await getZoneDeRef(visiteur, `territoire-${id}`)).toBeNull()
    await base.db.updateTable('territoire').set({ etat: 'public' }).where('id', '=', id).execute()
    expect((await getZoneDeRef(visiteur, `territoire-${id}`))?.nom).toBe('Fictif')
    await base.db.updateTable('territoire').set({ supprimee_le: new Date() }).where('id', '=', id).execute()
    expect(await getZoneDeRef(ctx, `territoire-${id}`)).toBeNull()
  })

  it.each([
    ['departement', '04', 1],
    ['region', '93', 1],
    ['france', 'FR', 18],
  ] as const)('of %s %s are written in %i words, and read back whole', async (maille, code, mots) => {
    const communes = (await listCommunesDe(ctx, maille, code)).map((c) => c.code)
    // One more, from elsewhere: it is named by itself.
    const autres = [
      ...communes,
      '98735',
      ...(communes.length < 300 ? (await listCommunesDe(ctx, 'departement', '05')).map((c) => c.code) : []),
    ].sort()
    const selection = await getSelection(ctx, autres)
    expect(selection.communes).toEqual(['98735'])
    expect(selection.zones).toHaveLength(communes.length < 300 ? mots + 1 : mots)
    expect((await getLues(ctx, selection)).communes).toEqual(autres)
    expect(formatSelection(selection)).not.toBeNull()
  })

  it('of a short list are spelt out', async () => {
    expect(await getSelection(ctx, ['04001', '04070'])).toEqual({ communes: ['04001', '04070'], zones: [] })
  })

  it('have neighbours where outlines tell them', async () => {
    expect(await getVoisinage(ctx, ['04001', '04070'])).toEqual({ connues: new Set(), liens: [] })
    await sql`insert into commune_voisine values
      ('04001', '04070'), ('04070', '04001'), ('04070', '04009'), ('04009', '04070')`.execute(base.db)
    expect((await getVoisinage(ctx, ['04001', '04070'])).liens).toEqual([['04001', '04070']])
  })
})
