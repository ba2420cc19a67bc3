import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'

/** Takes a dispositif out of sight, or puts it back. Nothing is erased. */
export async function updatePresence(ctx: Ctx, id: number, present: boolean): Promise<void> {
  await ctx.db
    .updateTable('dispositif')
    .set({ supprime_le: present ? null : ctx.maintenant, modifie_le: ctx.maintenant })
    .where('id', '=', id)
    .execute()
}

/** Notes that somebody checked it today. */
export async function updateVerification(ctx: Ctx, id: number): Promise<void> {
  await sql`update dispositif set verifie_le = ${ctx.maintenant}::timestamptz::date, verifie_par = ${ctx.acteur.compte}
    where id = ${id}`.execute(ctx.db)
}
