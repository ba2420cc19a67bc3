import { type Generated, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { type LigneNotice, parseLigneNotice } from '../notice/notice.queries.ts'
import type { Notice } from '../notice/notice.ts'
import type { Section } from './etagere.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    etagere_section: {
      id: Generated<number>
      etagere: number
      parent: number | null
      rang: number
      titre: string
      introduction: string | null
    }
    etagere_entree: {
      id: Generated<number>
      etagere: number
      section: number | null
      notice: number
      rang: number
      note: string | null
    }
  }
}

/** Sections of a shelf, without order between levels: see `listLignesPlan`. */
export const listSections = (ctx: Ctx, etagere: number): Promise<Section[]> =>
  ctx.db
    .selectFrom('etagere_section')
    .select(['id', 'parent', 'rang', 'titre', 'introduction'])
    .where('etagere', '=', etagere)
    .orderBy('rang')
    .execute()

/** A place on a shelf and the notice that stands there, possibly one that left the catalogue. */
export interface Entree {
  id: number
  section: number | null
  note: string | null
  notice: Notice
}

/** Entries of a shelf, in order inside each section. */
export async function listEntrees(ctx: Ctx, etagere: number): Promise<Entree[]> {
  const { rows } = await sql<LigneNotice & { entree: number; section: number | null; note_entree: string | null }>`
    select n.*, e.id as entree, e.section, e.note as note_entree
    from etagere_entree e join notice n on n.id = e.notice
    where e.etagere = ${etagere} order by e.rang, e.id`.execute(ctx.db)
  return rows.map((l) => ({ id: l.entree, section: l.section, note: l.note_entree, notice: parseLigneNotice(l) }))
}

/** Entries by place only, in order inside each section. */
export const listPlaces = (
  ctx: Ctx,
  etagere: number,
): Promise<{ id: number; section: number | null; notice: number }[]> =>
  ctx.db
    .selectFrom('etagere_entree')
    .select(['id', 'section', 'notice'])
    .where('etagere', '=', etagere)
    .orderBy('rang')
    .orderBy('id')
    .execute()

export interface SaisieSection {
  parent: number | null
  titre: string
  introduction: string | null
}

/** Adds a section after its sisters. @returns its id. */
export async function createSection(ctx: Ctx, etagere: number, section: SaisieSection): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into etagere_section (etagere, parent, titre, introduction, rang)
    select ${etagere}::int, ${section.parent}::int, ${section.titre}, ${section.introduction},
      coalesce((select max(rang) from etagere_section
                where etagere = ${etagere} and parent is not distinct from ${section.parent}), 0) + 1
    returning id`.execute(ctx.db)
  return rows[0]?.id ?? 0
}

/** A section that changes parent goes to the end of its new sisters. */
export async function updateSection(ctx: Ctx, etagere: number, id: number, section: SaisieSection): Promise<void> {
  await sql`update etagere_section s set titre = ${section.titre}, introduction = ${section.introduction},
      parent = ${section.parent}::int,
      rang = case when s.parent is not distinct from ${section.parent} then s.rang
        else coalesce((select max(rang) from etagere_section
                       where etagere = ${etagere} and parent is not distinct from ${section.parent}), 0) + 1 end
    where s.etagere = ${etagere} and s.id = ${id}`.execute(ctx.db)
}

/** Removes a heading; what stood under it goes to the end of its parent. A notice that was already there stays once. */
export async function deleteSection(ctx: Ctx, etagere: number, { id, parent }: Section): Promise<void> {
  const entrees = await ctx.db
    .selectFrom('etagere_entree')
    .select('id')
    .where('etagere', '=', etagere)
    .where('section', '=', id)
    .orderBy('rang')
    .execute()
  await moveEntrees(
    ctx,
    etagere,
    entrees.map((e) => e.id),
    parent,
  )
  await sql`update etagere_section s set parent = ${parent}::int,
      rang = s.rang + coalesce((select max(rang) from etagere_section
                                where etagere = ${etagere} and parent is not distinct from ${parent}), 0)
    where s.etagere = ${etagere} and s.parent = ${id}`.execute(ctx.db)
  await ctx.db.deleteFrom('etagere_section').where('etagere', '=', etagere).where('id', '=', id).execute()
}

/** @returns among these numbers, those of notices that are in the catalogue. */
export async function listPresentes(ctx: Ctx, ids: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from unnest(${ids}::int[]) with ordinality u(id, rang) join notice using (id)
    where supprimee_le is null order by u.rang`.execute(ctx.db)
  return rows.map((l) => l.id)
}

/** Ids of notices by the stable key of their source; a key that no notice bears is absent. */
export async function listIdsParCle(ctx: Ctx, cles: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ cle: string; id: number }>`
    select cle, coalesce(remplacee_par, id) as id from notice where cle = any(${cles}::text[])`.execute(ctx.db)
  return new Map(rows.map((l) => [l.cle, l.id]))
}

/** Adds notices at the end of a section, in order; those that stand there already are passed over. @returns how many came in. */
export async function addEntrees(
  ctx: Ctx,
  etagere: number,
  section: number | null,
  entrees: readonly { notice: number; note?: string | null }[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into etagere_entree (etagere, section, notice, note, rang)
    select ${etagere}::int, ${section}::int, u.notice, u.note, u.rang + coalesce((select max(rang) from etagere_entree
      where etagere = ${etagere} and section is not distinct from ${section}), 0)
    from unnest(${entrees.map((e) => e.notice)}::int[], ${entrees.map((e) => e.note ?? null)}::text[])
      with ordinality u(notice, note, rang)
    on conflict (etagere, section, notice) do nothing`.execute(ctx.db)
  return Number(numAffectedRows ?? 0)
}

export async function updateNote(ctx: Ctx, etagere: number, id: number, note: string | null): Promise<void> {
  await ctx.db.updateTable('etagere_entree').set({ note }).where('etagere', '=', etagere).where('id', '=', id).execute()
}

export async function deleteEntrees(ctx: Ctx, etagere: number, ids: readonly number[]): Promise<number> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('etagere_entree')
    .where('etagere', '=', etagere)
    .where('id', 'in', [...ids, 0])
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Puts entries at the end of a section, in the order given; one whose notice is there already disappears into it. */
export async function moveEntrees(
  ctx: Ctx,
  etagere: number,
  ids: readonly number[],
  section: number | null,
): Promise<void> {
  await sql`with choisies as (
      select e.id, e.notice, u.rang, row_number() over (partition by e.notice order by u.rang) as fois
      from unnest(${ids}::int[]) with ordinality u(id, rang) join etagere_entree e using (id)
      where e.etagere = ${etagere}
    ), deja as (
      select c.id from choisies c
      where c.fois > 1 or exists (select from etagere_entree x where x.etagere = ${etagere} and x.notice = c.notice
        and x.section is not distinct from ${section} and x.id not in (select id from choisies))
    )
    delete from etagere_entree where id in (select id from deja)`.execute(ctx.db)
  await sql`update etagere_entree e set section = ${section}::int,
      rang = u.rang + coalesce((select max(rang) from etagere_entree
                                where etagere = ${etagere} and section is not distinct from ${section}), 0)
    from unnest(${ids}::int[]) with ordinality u(id, rang)
    where e.id = u.id and e.etagere = ${etagere}`.execute(ctx.db)
}

/** Gives sisters, or the entries of one section, the order of these ids. */
export async function updateOrdre(
  ctx: Ctx,
  table: 'etagere_section' | 'etagere_entree',
  etagere: number,
  ids: readonly number[],
): Promise<void> {
  await sql`update ${sql.table(table)} t set rang = u.rang
    from unnest(${ids}::int[]) with ordinality u(id, rang)
    where t.id = u.id and t.etagere = ${etagere}`.execute(ctx.db)
}

/** Takes everything off a shelf, to write its plan again. */
export async function deletePlan(ctx: Ctx, etagere: number): Promise<void> {
  await ctx.db.deleteFrom('etagere_entree').where('etagere', '=', etagere).execute()
  await ctx.db.deleteFrom('etagere_section').where('etagere', '=', etagere).execute()
}

/** A plan to write whole: of a copy, of the demonstration. */
export interface PlanSaisi {
  entrees: readonly { notice: number; note?: string | null }[]
  sections: readonly (PlanSaisi & { titre: string; introduction: string | null })[]
}

export async function addPlan(ctx: Ctx, etagere: number, plan: PlanSaisi, parent: number | null = null): Promise<void> {
  if (plan.entrees.length > 0) await addEntrees(ctx, etagere, parent, plan.entrees)
  for (const { titre, introduction, ...suite } of plan.sections) {
    await addPlan(ctx, etagere, suite, await createSection(ctx, etagere, { parent, titre, introduction }))
  }
}
