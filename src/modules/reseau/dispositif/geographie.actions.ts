import type { Ctx } from '#core/context.ts'
import { lockNom } from '#core/reglage.ts'
import { getLues } from '#modules/territoires/index.ts'
import { listPerimes, updateElements } from './territoire.queries.ts'

/**
 * After the geography changed: the elements of every territory are written in codes of today. What was composed stays as
 * it was written. Two CPTS that a merger of communes makes overlap are refused nothing: their sheets tell it. A start
 * where nothing changed asks one query.
 */
export async function updateTerritoiresDispositifs(ctx: Ctx): Promise<void> {
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    const perimes = await listPerimes(dans)
    if (perimes.length === 0) return
    await lockNom(db, 'dispositif-geographie')
    for (const d of perimes) {
      const { communes } = await getLues(dans, { communes: d.communes, zones: [] })
      await updateElements(dans, d, communes)
    }
  })
}
