import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'

/** A page that everyone may read, and its last change. */
export interface Datee {
  id: number
  modifieeLe: Date
}

/** As many addresses as a sitemap may hold. Source: sitemaps.org. */
const TRANCHE = 50_000

/** Ranges of numbers that hold notices of the catalogue, with the last change in each. */
export async function listTranches(ctx: Ctx): Promise<{ rang: number; modifieeLe: Date }[]> {
  const { rows } = await sql<{ rang: number; modifieeLe: Date }>`
    select (id - 1) / ${TRANCHE}::integer + 1 as rang, max(modifiee_le) as "modifieeLe"
    from notice where supprimee_le is null group by 1 order by 1`.execute(ctx.db)
  return rows
}

/** The notices of a range. @param rang from 1 */
export const listNoticesDatees = (ctx: Ctx, rang: number): Promise<Datee[]> =>
  ctx.db
    .selectFrom('notice')
    .select(['id', 'modifiee_le as modifieeLe'])
    .where('id', '>', Math.min((rang - 1) * TRANCHE, 2_147_483_647))
    .where('id', '<=', Math.min(rang * TRANCHE, 2_147_483_647))
    .where('supprimee_le', 'is', null)
    .orderBy('id')
    .execute()

/** Shelves that everyone reads, the last changed first. */
export const listEtageresPubliques = (ctx: Ctx): Promise<Datee[]> =>
  ctx.db
    .selectFrom('etagere')
    .select(['id', 'modifiee_le as modifieeLe'])
    .where('etat', '=', 'publique')
    .where('supprimee_le', 'is', null)
    .orderBy('modifiee_le', 'desc')
    .limit(TRANCHE)
    .execute()

/** Terms of the glossary. */
export const listTermesDates = (ctx: Ctx): Promise<{ slug: string; modifieeLe: Date }[]> =>
  ctx.db
    .selectFrom('glossaire')
    .select(['slug', 'modifie_le as modifieeLe'])
    .where('supprime_le', 'is', null)
    .orderBy('slug')
    .limit(TRANCHE)
    .execute()

/** Letters sent, the last first. */
export async function listLettresDatees(ctx: Ctx): Promise<Datee[]> {
  const { rows } = await sql<Datee>`select id, envoyee_le as "modifieeLe" from lettre
    where etat = 'envoyee' order by envoyee_le desc limit ${TRANCHE}::integer`.execute(ctx.db)
  return rows
}
