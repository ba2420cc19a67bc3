import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { isDatabaseLost } from '#core/db.ts'

/** Does the database answer? False while it is lost; the balancer then sends people to another process. */
export async function isPret(ctx: Ctx): Promise<boolean> {
  try {
    await sql`select 1`.execute(ctx.db)
    return true
  } catch (erreur) {
    if (isDatabaseLost(erreur)) return false
    throw erreur
  }
}
