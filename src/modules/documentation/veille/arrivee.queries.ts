import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { lockNom } from '#core/reglage.ts'
import { type LigneNotice, parseLigneNotice } from '../notice/notice.queries.ts'
import type { Notice } from '../notice/notice.ts'
import { formatCondition } from '../recherche/facettes.queries.ts'
import { getTsquery } from '../recherche/recherche.queries.ts'
import type { Criteres } from '../recherche/recherche.ts'

/**
 * Ranks the notices that came into sight since the last time, and gives the last rank. Inside a transaction, which
 * others that do the same wait for: a rank is therefore visible to all before a higher one is given.
 */
export async function updateRangs(ctx: Ctx): Promise<number> {
  await lockNom(ctx.db, 'veille.arrivees')
  await sql`update notice_arrivee a set rang = nextval('notice_arrivee_rang')
    from (select notice from notice_arrivee where rang is null order by notice) n where n.notice = a.notice`.execute(
    ctx.db,
  )
  return getDernierRang(ctx)
}

export async function getDernierRang(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ rang: number }>`
    select coalesce(max(rang), 0) as rang from notice_arrivee`.execute(ctx.db)
  return rows[0]?.rang ?? 0
}

interface Tranche {
  /** Notices of a higher rank than this. */
  apres: number
  /** Up to this rank; null = up to now, those without a rank included. */
  jusqua: number | null
  /** As many of them at most, in order of arrival. */
  nombre: number
}

/** The notices that came in during a span and that a search finds, and how many they are in all. */
export async function listArrivees(
  ctx: Ctx,
  criteres: Criteres,
  { apres, jusqua, nombre }: Tranche,
): Promise<{ total: number; notices: Notice[] }> {
  const condition = await getTsquery(ctx, criteres)
  const { rows } = await sql<LigneNotice & { total: number }>`
    select n.*, count(*) over () as total
    from notice_arrivee a join notice_index i on i.id = a.notice join notice n on n.id = a.notice
    where coalesce(a.rang > ${apres}, true) and ${jusqua === null ? sql`true` : sql`a.rang <= ${jusqua}`}
      and ${formatCondition(condition)}
    order by a.rang nulls last, n.id limit ${nombre}`.execute(ctx.db)
  return { total: rows[0]?.total ?? 0, notices: rows.map(parseLigneNotice) }
}
