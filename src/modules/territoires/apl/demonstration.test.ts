import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCtx } from '../../../testing/geographie.ts'
import { type Bac, createBac, readPage } from '../../../testing/simulations.ts'
import { importSimulationsDemo } from './demonstration.actions.ts'
import { readDemoSimulations } from './demonstration.ts'

let bac: Bac
beforeAll(async () => {
  bac = await createBac()
})
afterAll(() => bac.close())

it('the demonstration simulation is said to be invented, needs no outline, and is loaded once', async () => {
  const ctx = createCtx(bac.base.db)
  await importSimulationsDemo(ctx)
  await importSimulationsDemo(ctx)
  const [demo, ...autres] = readDemoSimulations()
  if (!demo) return expect.unreachable()
  expect(autres).toEqual([])
  const liste = await readPage(bac.client.get('/simulations'))
  const adresse = /href="(\/simulations\/\d+)"/.exec(liste)?.[1] ?? expect.unreachable()
  const page = await readPage(bac.client.get(adresse))
  expect(page).toContain('Simulation, pas le chiffre de la DREES')
  expect(page).toContain('avec des données fictives')
  expect(page).toMatch(/[\d ]+ habitants gagnent en accès, [\d ]+ habitants? en perd/)
  expect(page).not.toContain('sans position connue')
  // Every commune of the territory is at a known distance of itself.
  expect(page.match(/<th scope="row"><a href="\/territoires\/communes\/\d{5}"/g)).toHaveLength(20)
  expect(await readPage(bac.client.get('/simulations/temps'))).toContain(demo.temps.nom)
})
