import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'

/** A page that everyone may read, and its last change. */
interface Datee {
  id: number
  modifieeLe: Date
}

/** As many addresses as a sitemap may hold. Source: sitemaps.org. */
const TRANCHE = 50_000
const PUBLIEE = sql`publication = 'publie' and supprime_le is null`

/** Ranges of numbers that hold published structures, with the last change in each. */
export async function listTranchesStructures(ctx: Ctx): Promise<{ rang: number; modifieeLe: Date }[]> {
  const { rows } = await sql<{ rang: number; modifieeLe: Date }>`
    select (id - 1) / ${TRANCHE}::integer + 1 as rang, max(modifie_le) as "modifieeLe"
    from structure where ${PUBLIEE} group by 1 order by 1`.execute(ctx.db)
  return rows
}

/** The published structures of a range. @param rang from 1 */
export async function listStructuresDatees(ctx: Ctx, rang: number): Promise<Datee[]> {
  const { rows } = await sql<Datee>`select id, modifie_le as "modifieeLe" from structure
    where ${PUBLIEE} and id > ${(rang - 1) * TRANCHE}::bigint and id <= ${rang * TRANCHE}::bigint order by id`.execute(
    ctx.db,
  )
  return rows
}

/** Published organismes or dispositifs, the last changed first. */
export async function listFichesDatees(ctx: Ctx, table: 'organisme' | 'dispositif'): Promise<Datee[]> {
  const { rows } = await sql<Datee>`select id, modifie_le as "modifieeLe" from ${sql.table(table)}
    where ${PUBLIEE} order by modifie_le desc, id limit ${TRANCHE}::integer`.execute(ctx.db)
  return rows
}
