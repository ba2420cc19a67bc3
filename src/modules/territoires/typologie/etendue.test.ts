import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ctx } from '#core/context.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { addIndicateurInvente } from '../../../testing/indicateurs.ts'
import { addIndicateursInventes } from '../../../testing/typologies.ts'
import { getIndicateur, listSeries } from '../indicateur/indicateur.queries.ts'
import { getEtendue } from './etendue.queries.ts'
import { getTableau, listCouvertures } from './valeurs.queries.ts'

let base: BaseDeTest
let ctx: Ctx
beforeAll(async () => {
  base = await createBaseGeographie()
  ctx = createCtx(base.db)
})
afterAll(() => base.close())

describe('areas', () => {
  it.each([
    ['epci', 'france-FR', (n: number) => n > 1200],
    ['epci', 'departement-04', (n: number) => n > 3 && n < 15],
    ['departement', 'france-FR', (n: number) => n === 101],
    ['departement', 'france-FM', (n: number) => n === 96],
    ['departement', 'region-93', (n: number) => n === 6],
    ['commune', 'departement-04', (n: number) => n > 190 && n < 205],
    ['commune', 'region-44', (n: number) => n > 5000],
  ] as const)('takes %s of %s', async (maille, zone, convient) => {
    const etendue = await getEtendue(ctx, { maille, zone })
    expect(convient(etendue?.codes.length ?? -1)).toBe(true)
  })

  it('puts each EPCI in one département', async () => {
    const departements = (await getEtendue(ctx, { maille: 'departement', zone: 'france-FR' }))?.codes ?? []
    const places = await Promise.all(
      departements.map((code) => getEtendue(ctx, { maille: 'epci', zone: `departement-${code}` })),
    )
    const codes = places.flatMap((e) => e?.codes ?? [])
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes).toHaveLength((await getEtendue(ctx, { maille: 'epci', zone: 'france-FR' }))?.codes.length ?? 0)
  })

  it.each([
    ['commune', 'france-FR'],
    ['epci', 'commune-04070'],
    ['departement', 'departement-04'],
    ['epci', 'region-99'],
    ['epci', null],
    ['commune', 'territoire-99'],
  ] as const)('takes no %s of %s', async (maille, zone) => expect(await getEtendue(ctx, { maille, zone })).toBeNull())
})

describe('values', () => {
  it('counts as covered what it then compares', async () => {
    await addIndicateursInventes(ctx)
    await addIndicateurInvente(ctx, { code: 'fictif-partiel', agregation: 'somme' }, [
      {
        millesime: 2023,
        valeurs: ['04070', '04112', '04209', '05061', '05046', '13055'].map((commune) => ({ commune, valeur: 3 })),
      },
    ])
    for (const [maille, zone] of [
      ['epci', 'region-93'],
      ['departement', 'region-93'],
      ['commune', 'departement-04'],
    ] as const) {
      const etendue = await getEtendue(ctx, { maille, zone })
      if (!etendue) throw new Error(`${maille} ${zone}`)
      const couvertures = await listCouvertures(ctx, etendue)
      for (const serie of await listSeries(ctx)) {
        const { agregation } = (await getIndicateur(ctx, serie.indicateur)) ?? { agregation: 'aucune' as const }
        const { valeurs } = await getTableau(ctx, etendue, [{ serie: serie.id, agregation, mesure: 'brute' }])
        const connues = valeurs.filter(([v]) => v !== null).length
        expect([maille, serie.indicateur, couvertures.get(serie.id) ?? 0]).toEqual([maille, serie.indicateur, connues])
      }
    }
  })

  it('of a city come from its arrondissements where it has none of its own', async () => {
    await addIndicateurInvente(ctx, { code: 'fictif-ville', agregation: 'moyenne' }, [
      {
        millesime: 2023,
        valeurs: Array.from({ length: 16 }, (_, i) => ({
          commune: String(13201 + i),
          valeur: i % 2 === 0 ? 1 : 3,
          poids: 5,
        })),
      },
    ])
    const [serie] = await listSeries(ctx, 'fictif-ville')
    const etendue = await getEtendue(ctx, { maille: 'commune', zone: 'departement-13' })
    if (!etendue || !serie) throw new Error('Bouches-du-Rhône')
    const { codes, valeurs } = await getTableau(ctx, etendue, [
      { serie: serie.id, agregation: 'moyenne', mesure: 'brute' },
    ])
    expect(valeurs[codes.indexOf('13055')]).toEqual([2])
    expect(valeurs[codes.indexOf('13001')]).toEqual([null])
  })
})
