import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { getReglage, lockNom, updateReglage } from '#core/reglage.ts'
import { updateGeographie } from './chargement.queries.ts'
import { readDecoupage, readVersion } from './decoupage.formats.ts'

const REGLAGE = 'reference.geographie'

/**
 * Loads the official geography where the installed package is not the one that was loaded: in one transaction, under a
 * lock that a second process waits for. Otherwise one small query, and the data is not even read.
 */
export async function importGeographie(ctx: Ctx): Promise<void> {
  const version = readVersion()
  if ((await getReglage(ctx.db, REGLAGE)) === version) return
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE)
    if ((await getReglage(db, REGLAGE)) === version) return
    await updateGeographie(dans, readDecoupage())
    await updateReglage(db, REGLAGE, version)
    await addTrace(dans, { evenement: 'geographie.chargement', objet: null, issue: 'fait' })
  })
}
