import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { type LigneNotice, parseLigneNotice } from './notice.queries.ts'
import type { Notice } from './notice.ts'

/**
 * Notices nearest by shared themes (then publics), newest first; the notice itself left out. Compares a few hundred at
 * most: the newest that share every theme, then two, then, only where those are too few, one.
 */
export async function listVoisines(ctx: Ctx, notice: Notice, nombre = 6): Promise<Notice[]> {
  const premieres = (condition: RawBuilder<unknown>) => sql`
    select id from (select id, date_tri from notice_index where ${condition} offset 0) trouvees
    order by date_tri desc, id desc limit 60`
  const { rows } = await sql<LigneNotice>`
    with choix as (
      select '(' || string_agg(quote_literal('f:' || code), '|') || ')' as un
      from facette where nom = 'theme' and valeur = any(${notice.themes}) group by valeur
    ),
    proches as materialized (
      (${premieres(sql`vecteur @@ (select string_agg(un, '&')::tsquery from choix)`)}) union
      (${premieres(sql`vecteur @@ (
        select string_agg(a.un || '&' || b.un, '|')::tsquery from choix a join choix b on a.un < b.un)`)})
    ),
    candidates as (
      select id from proches union
      (${premieres(sql`(select count(*) from proches) <= ${nombre}
        and vecteur @@ (select string_agg(un, '|')::tsquery from choix)`)})
    )
    select n.* from notice n join candidates using (id)
    where n.id <> ${notice.id}
    order by (select count(*) from unnest(n.themes) t where t = any(${notice.themes})) desc,
             (select count(*) from unnest(n.publics) p where p = any(${notice.publics})) desc,
             n.csl -> 'issued' -> 'date-parts' -> 0 desc nulls last, n.id desc
    limit ${nombre}`.execute(ctx.db)
  return rows.map(parseLigneNotice)
}
