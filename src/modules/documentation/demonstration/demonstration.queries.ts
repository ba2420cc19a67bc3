import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'

/** Ids of the notices that have these keys, among those in the catalogue. */
export async function getIdsDesCles(ctx: Ctx, cles: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ cle: string; id: number }>`
    select cle, id from notice where cle = any (${cles}::text[]) and supprimee_le is null`.execute(ctx.db)
  return new Map(rows.map(({ cle, id }) => [cle, id]))
}
