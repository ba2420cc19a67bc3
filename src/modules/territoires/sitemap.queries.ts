import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { MailleOfficielle, ZoneNommee } from './geographie/zone.ts'

/** Régions and départements: communes, too many for one file, are reached from them. */
export async function listGrandesZones(ctx: Ctx): Promise<Pick<ZoneNommee, 'maille' | 'code'>[]> {
  const { rows } = await sql<{ maille: MailleOfficielle; code: string }>`
    select 'region' as maille, code from region union all select 'departement', code from departement
    order by maille desc, code`.execute(ctx.db)
  return rows
}

/** Every indicator, with its last change: of its definition, or of a series. */
export async function listIndicateursDates(ctx: Ctx): Promise<{ code: string; modifieeLe: Date }[]> {
  const { rows } = await sql<{ code: string; modifieeLe: Date }>`
    select i.code, greatest(i.modifiee_le, max(s.importee_le)) as "modifieeLe"
    from indicateur i left join indicateur_serie s on s.indicateur = i.code
    group by i.code order by i.rang, i.code`.execute(ctx.db)
  return rows
}

/** Typologies that everyone reads. */
export const listTypologiesDatees = (ctx: Ctx): Promise<{ id: number; modifieeLe: Date }[]> =>
  ctx.db
    .selectFrom('typologie')
    .select(['id', 'modifiee_le as modifieeLe'])
    .where('etat', '=', 'public')
    .where('supprimee_le', 'is', null)
    .orderBy('id')
    .execute()
