import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import type { BaseDeTest } from '#core/testing/base.ts'
import { createEtablissement, formatEtalab } from '../../../testing/finess.ts'
import { createBaseGeographie, createCtx } from '../../../testing/geographie.ts'
import { examineFichier } from '../lecture/nature.formats.ts'
import { updateInterrompus } from './imports.queries.ts'
import { creerImportAnnuaire, importFichier } from './versement.actions.ts'

let base: BaseDeTest
let ctx: Ctx
beforeAll(async () => {
  base = await createBaseGeographie()
  ctx = createCtx(base.db)
})
afterAll(() => base.close())

it('leaves the database as it was when its connection is lost in the middle, then says so and may begin again', async () => {
  const octets = Buffer.from(formatEtalab(Array.from({ length: 50 }, (_, i) => createEtablissement(i))))
  const entier = async function* () {
    yield octets
  }
  const coupe = async function* () {
    yield octets.subarray(0, 3000)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`.execute(ctx.db)
    yield octets.subarray(3000)
  }
  const examen = await examineFichier(entier, 'finess.csv')
  const creer = () =>
    executeAction(creerImportAnnuaire, ctx, { fichier: 'finess.csv', examen, complet: false, etat: 'en-cours' })
  const id = await creer()
  await expect(importFichier(ctx, { id, examen, complet: false, ouvrir: coupe, rppsNoms: false })).rejects.toThrow()
  const etats = async () => (await sql`select etat from import_annuaire order by id`.execute(ctx.db)).rows
  const count = async () => (await sql`select count(*) as n from structure`.execute(ctx.db)).rows
  expect(await count()).toEqual([{ n: 0 }])
  expect((await sql`select 1 from import_annuaire_ligne`.execute(ctx.db)).rows).toEqual([])
  expect(await etats()).toEqual([{ etat: 'en-cours' }])
  await updateInterrompus(ctx)
  expect(await etats()).toEqual([{ etat: 'echoue' }])
  const suivant = await creer()
  await importFichier(ctx, { id: suivant, examen, complet: false, ouvrir: entier, rppsNoms: false })
  expect(await count()).toEqual([{ n: 50 }])
})
