import { type Generated, type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Conflit } from './conflit.ts'
import { filterPresents } from './dispositif.queries.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    exception_territoire: {
      id: Generated<number>
      a: number
      b: number
      communes: string[]
      motif: string
      compte: string | null
      quand: Date
      levee_le: Date | null
    }
  }
}

/**
 * Present dispositifs of a type that hold some of these elementary codes, exceptions that stand left aside, the most
 * inhabitants at stake first.
 * @param sauf the dispositif whose territory this is; null for a new one
 */
export async function listConflits(
  ctx: Ctx,
  { type, elements, sauf }: { type: string; elements: readonly string[]; sauf: number | null },
): Promise<Conflit[]> {
  const { rows } = await sql<Conflit>`
    select d.id, d.nom, json_agg(json_build_object('code', dc.commune, 'nom', coalesce(c.nom, dc.commune))
        order by c.cle, dc.commune) as communes,
      sum(c.population)::int as population
    from dispositif_commune dc
    join dispositif d on d.id = dc.dispositif
    left join commune c on c.code = dc.commune
    where dc.type = ${type} and dc.commune = any (${elements}::text[]) and d.id is distinct from ${sauf}::int
      and ${filterPresents(ctx, 'd')} and not ${isPermise(sql`${sauf}::int`)}
    group by d.id order by population desc nulls last, d.id`.execute(ctx.db)
  return rows
}

/** Is the commune of `dc` one that an exception lets `d` share with that other dispositif? */
const isPermise = (autre: RawBuilder<unknown>) => sql<boolean>`exists (
  select from exception_territoire e
  where e.levee_le is null and e.a = least(d.id, ${autre}) and e.b = greatest(d.id, ${autre})
    and dc.commune = any (e.communes))`

/** An overlap that an administrator allows, or allowed. */
export interface Exception {
  id: number
  autre: { id: number; nom: string }
  communes: { code: string; nom: string }[]
  motif: string
  quand: Date
  leveeLe: Date | null
}

/** Exceptions agreed for a dispositif, those that stand first, then the newest. */
export async function listExceptions(ctx: Ctx, dispositif: number): Promise<Exception[]> {
  const { rows } = await sql<Exception>`
    select e.id, json_build_object('id', d.id, 'nom', d.nom) as autre, e.motif, e.quand, e.levee_le as "leveeLe",
      (select json_agg(json_build_object('code', t.code, 'nom', coalesce(c.nom, t.code)) order by c.cle, t.code)
        from unnest(e.communes) t (code) left join commune c using (code)) as communes
    from exception_territoire e
    join dispositif d on d.id = case when e.a = ${dispositif} then e.b else e.a end
    where ${dispositif} in (e.a, e.b)
    order by e.levee_le is not null, e.quand desc, e.id desc`.execute(ctx.db)
  return rows
}

/** Lets two dispositifs share these elementary codes. */
export async function addException(
  ctx: Ctx,
  { un, autre, communes, motif }: { un: number; autre: number; communes: readonly string[]; motif: string },
): Promise<void> {
  await ctx.db
    .insertInto('exception_territoire')
    .values({
      a: Math.min(un, autre),
      b: Math.max(un, autre),
      communes: [...communes],
      motif,
      compte: ctx.acteur.compte,
      quand: ctx.maintenant,
      levee_le: null,
    })
    .execute()
}

/** Ends an exception of this dispositif. @returns false where there is none that stands */
export async function removeException(
  ctx: Ctx,
  { id, dispositif }: { id: number; dispositif: number },
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('exception_territoire')
    .set({ levee_le: ctx.maintenant })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('a', '=', dispositif), eb('b', '=', dispositif)]))
    .where('levee_le', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
