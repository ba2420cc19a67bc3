import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import type { Db } from '#core/db.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { importGeographie } from '#modules/territoires/index.ts'

/** What queries ask for, as the system, now. */
export const createCtx = (db: Db): Ctx => ({
  db,
  acteur: SYSTEME,
  maintenant: new Date(),
  origine: { requete: crypto.randomUUID(), ip: null },
})

/** A database of its own for a test file, with the official geography: loaded once a run, then copied. */
export function createBaseGeographie(): Promise<BaseDeTest> {
  return createBaseDeTest({ modele: { nom: 'geographie', remplir: (db) => importGeographie(createCtx(db)) } })
}
