import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { formatComposition } from './composition.ts'
import { importTerritoiresDemo } from './demonstration.actions.ts'
import { readDemoTerritoires } from './demonstration.ts'
import { listLues } from './selection.queries.ts'
import { listTerritoiresPublics } from './territoire.queries.ts'

let base: BaseDeTest
beforeAll(async () => {
  base = await createBaseGeographie()
})
afterAll(() => base.close())

it('the demonstration territory is said to be invented, made of communes of today, and loaded once', async () => {
  const ctx = createCtx(base.db)
  await importTerritoiresDemo(ctx)
  await importTerritoiresDemo(ctx)
  const [demo, ...autres] = readDemoTerritoires()
  if (!demo) return expect.unreachable()
  expect(autres).toEqual([])
  expect(await listTerritoiresPublics(ctx, { limite: 5 })).toMatchObject([
    { nom: demo.nom, fictif: true, etat: 'public', proprietaire: null, communes: formatComposition(demo.communes) },
  ])
  expect(await listLues(ctx, demo.communes)).toEqual({
    communes: formatComposition(demo.communes),
    remplacees: [],
    inconnues: [],
  })
})
