import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { getReglage, lockNom, updateReglage } from '#core/reglage.ts'
import { updateSeriesGeographie } from '../indicateur/conversion/conversion.actions.ts'
import { addGeographiePassee } from '../indicateur/conversion/conversion.queries.ts'
import { listCodesConnus } from '../indicateur/imports/imports.queries.ts'
import { updateGeographie } from './chargement.queries.ts'
import { type Decoupage, readDecoupage, readVersion } from './decoupage.formats.ts'

const REGLAGE = 'reference.geographie'

/**
 * Loads the official geography where the installed package is not the one that was loaded: in one transaction, under a
 * lock that a second process waits for. Otherwise one small query, and the data is not even read.
 */
export async function importGeographie(ctx: Ctx): Promise<void> {
  const version = readVersion()
  if ((await getReglage(ctx.db, REGLAGE)) === version) return
  await importDecoupage(ctx, version, readDecoupage)
}

/** Loads a version of the geography, if another stands; series follow its communes in the same transaction. */
export async function importDecoupage(ctx: Ctx, version: string, lire: () => Decoupage): Promise<void> {
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE)
    const avant = await getReglage(db, REGLAGE)
    if (avant === version) return
    if (typeof avant === 'string') await addGeographiePassee(dans, avant, await listCodesConnus(dans))
    await updateGeographie(dans, lire())
    await updateReglage(db, REGLAGE, version)
    if (typeof avant === 'string') await updateSeriesGeographie(dans, version)
    await addTrace(dans, { evenement: 'geographie.chargement', objet: null, issue: 'fait' })
  })
}
