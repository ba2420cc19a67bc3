import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { addException, listConflits, listExceptions, removeException } from './conflit.queries.ts'
import { createDispositif, getDispositif, listDispositifs } from './dispositif.queries.ts'
import { listVersionsDispositif, updateCommunes } from './territoire.queries.ts'

let base: BaseDeTest
beforeAll(async () => {
  base = await createBaseGeographie()
})
afterAll(() => base.close())
beforeEach(async () => {
  const tables = ['exception_territoire', 'dispositif_commune', 'dispositif_version', 'dispositif'] as const
  for (const table of tables) await base.db.deleteFrom(table).execute()
})

const dans = <T>(faire: (ctx: ReturnType<typeof createCtx>) => Promise<T>): Promise<T> =>
  base.db.transaction().execute((db) => faire(createCtx(db)))

/** A dispositif with its communes, in one transaction as the application does it. */
const creer = (type: string, nom: string, communes: readonly string[], publication: 'publie' | 'propose' = 'publie') =>
  dans(async (ctx) => {
    const id = (await createDispositif(ctx, { type, nom, publication })) ?? 0
    await updateCommunes(ctx, { id, type, publication }, communes, { depuis: '2024-01-01', note: 'premier' })
    return id
  })
const elements = async (id: number) =>
  (
    await base.db
      .selectFrom('dispositif_commune')
      .select('commune')
      .where('dispositif', '=', id)
      .orderBy('commune')
      .execute()
  ).map((l) => l.commune)

describe('the territory of a dispositif', () => {
  it('is kept as composed and by its elements, with its versions', async () => {
    const id = await creer('cls', 'CLS fictif', ['04070', '13055', '13201', '04001'])
    expect((await getDispositif(createCtx(base.db), id))?.communes).toEqual(['04001', '04070', '13055'])
    expect(await elements(id)).toHaveLength(18)
    await dans((ctx) => updateCommunes(ctx, { id, type: 'cls', publication: 'publie' }, ['13201']))
    expect(await elements(id)).toEqual(['13201'])
    const versions = await listVersionsDispositif(createCtx(base.db), id)
    expect(versions.map((v) => [v.numero, v.depuis, v.note, v.communes])).toEqual([
      [2, null, null, ['13201']],
      [1, '2024-01-01', 'premier', ['04001', '04070', '13055']],
    ])
    expect(versions[1]?.population).toBeGreaterThan(800_000)
  })

  it('is found by its communes', async () => {
    const id = await creer('cls', 'CLS fictif', ['13055'])
    await creer('cls', 'Autre CLS fictif', ['04070'])
    const { dispositifs, total } = await listDispositifs(createCtx(base.db), { communes: ['13203'], types: ['cls'] })
    expect([total, dispositifs[0]?.id]).toEqual([1, id])
  })
})

describe('two CPTS', () => {
  it('never share a commune, nor an arrondissement with its city', async () => {
    const un = await creer('cpts', 'CPTS Un fictive', ['04070', '13055'])
    await expect(creer('cpts', 'CPTS Deux fictive', ['04001', '13203', '04070'])).rejects.toThrow(
      /^2\scommunes sont déjà dans «\sCPTS Un fictive\s» \([\d\s]+\shabitants\)\s: Digne-les-Bains, Marseille 3e/,
    )
    expect((await listDispositifs(createCtx(base.db))).dispositifs.map((d) => d.id)).toEqual([un])
    await creer('cpts', 'CPTS Deux fictive', ['04001'])
    await creer('cls', 'CLS fictif', ['04070'])
  })

  it('of which one is only proposed: it holds nothing', async () => {
    await creer('cpts', 'CPTS proposée fictive', ['04070'], 'propose')
    await creer('cpts', 'CPTS fictive', ['04070'])
  })

  it('created at the same instant: one is refused', async () => {
    const issues = await Promise.allSettled([
      creer('cpts', 'CPTS A fictive', ['04070', '04001']),
      creer('cpts', 'CPTS B fictive', ['04070', '04004']),
      creer('cpts', 'CPTS C fictive', ['04070', '04006']),
    ])
    expect(issues.map((i) => i.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect((await listDispositifs(createCtx(base.db))).total).toBe(1)
  })

  it('share what an exception lets them share, until it is lifted', async () => {
    const ctx = createCtx(base.db)
    const un = await creer('cpts', 'CPTS Un fictive', ['04070'])
    const deux = await creer('cpts', 'CPTS Deux fictive', ['04001'])
    const cible = { id: deux, type: 'cpts', publication: 'publie' } as const
    await addException(ctx, { un: deux, autre: un, communes: ['04070'], motif: 'Accord fictif' })
    await dans((c) => updateCommunes(c, cible, ['04001', '04070']))
    const criteres = { type: 'cpts', elements: ['04001', '04070'], sauf: deux }
    expect(await listConflits(ctx, criteres)).toEqual([])
    const [exception] = await listExceptions(ctx, un)
    expect(exception).toMatchObject({ autre: { id: deux }, motif: 'Accord fictif', leveeLe: null })
    expect(await removeException(ctx, { id: exception?.id ?? 0, dispositif: un })).toBe(true)
    expect(await removeException(ctx, { id: exception?.id ?? 0, dispositif: un })).toBe(false)
    const conflits = await listConflits(ctx, criteres)
    expect(conflits).toMatchObject([{ id: un, communes: [{ code: '04070', nom: 'Digne-les-Bains' }] }])
    expect(conflits[0]?.population).toBeGreaterThan(10_000)
  })
})
