import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { importIndicateursReference } from '../indicateur/derive.actions.ts'
import { importTypologieDemo } from './demonstration.actions.ts'
import { listTypologies } from './typologie.queries.ts'

let base: BaseDeTest
beforeAll(async () => {
  base = await createBaseGeographie()
})
afterAll(() => base.close())

it('the demonstration typology is an example on real values, read by everyone, with its map, and loaded once', async () => {
  const ctx = createCtx(base.db)
  await importIndicateursReference(ctx)
  await importTypologieDemo(ctx)
  await importTypologieDemo(ctx)
  const { typologies, total } = await listTypologies(ctx, { miennes: false, page: 1 })
  expect(total).toBe(1)
  const [exemple] = typologies
  if (!exemple) return expect.unreachable()
  expect(exemple.nom).toMatch(/^Exemple/)
  expect(exemple).toMatchObject({ fictif: false, etat: 'public', proprietaire: null })
  expect(exemple.groupes).toHaveLength(3)
  const epci = new Set(
    (await base.db.selectFrom('commune').select('epci').where('region', '=', '93').execute()).map((c) => c.epci),
  )
  epci.delete(null)
  expect(exemple.groupes.reduce((somme, g) => somme + g.membres, 0)).toBe(epci.size)
  const client = createClientDeTest(base.db)
  const page = await (await client.get(`/typologies/${exemple.id}`)).text()
  expect(page).toContain('Habitants de petites communes')
  const carte = `/typologies/${exemple.id}/carte`
  expect(page).toContain(`href="${carte}.svg"`)
  const svg = await (await client.get(`${carte}.svg`)).text()
  expect(svg).toContain('A · Groupe\u00a01')
  expect(svg).toContain('Carte faite avec Maillage')
  const png = Buffer.from(await (await client.get(`${carte}.png`)).arrayBuffer())
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  await base.db.updateTable('typologie').set({ etat: 'prive' }).execute()
  expect((await client.get(`${carte}.svg`)).status).toBe(404)
  await client.app.close()
})
