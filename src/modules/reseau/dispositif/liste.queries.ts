import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterPresents } from './dispositif.queries.ts'

/** How many dispositifs of each type count today, by slug. */
export async function countParType(ctx: Ctx): Promise<Map<string, number>> {
  const { rows } = await sql<{ type: string; nombre: number }>`
    select d.type, count(*)::int as nombre from dispositif d where ${filterPresents(ctx, 'd')} group by 1`.execute(
    ctx.db,
  )
  return new Map(rows.map((r) => [r.type, r.nombre]))
}
