import { type Generated, type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterContacts } from '../contact/contact.queries.ts'
import { filterLisibles } from '../fiche/fiche.queries.ts'
import { filterPresents } from './dispositif.queries.ts'
import type { GenreMembre, Membre } from './membre.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    membre: {
      id: Generated<number>
      dispositif: number
      role: string
      contact: number | null
      organisme: number | null
      structure: number | null
      autre: number | null
      college: string | null
      debut: string | null
      fin: string | null
      note: string | null
      cree_le: Date
    }
  }
}

/** Columns of a `Membre`, of alias `m`; the name of a person only where the actor may read it. */
const lineMembres = (ctx: Ctx, conditions: RawBuilder<unknown>) => sql<Membre>`
  select m.id, m.dispositif, m.role, m.college, m.debut, m.fin, m.note,
    case when m.contact is not null then 'contact' when m.organisme is not null then 'organisme'
      when m.structure is not null then 'structure' else 'dispositif' end as genre,
    coalesce(m.contact, m.organisme, m.structure, m.autre) as cible,
    coalesce(nullif(concat_ws(' ', k.prenom, k.nom), ''), o.nom, s.nom, d.nom) as nom, k.fonction, k.profession
  from membre m
  left join contact k on k.id = m.contact and ${filterContacts(ctx)}
  left join organisme o on o.id = m.organisme
  left join structure s on s.id = m.structure
  left join dispositif d on d.id = m.autre
  where ${conditions} and (m.contact is null or exists (select from contact x where x.id = m.contact and x.supprime_le is null))
    and (m.organisme is null or ${filterLisibles(ctx, 'o')})
    and (m.structure is null or ${filterLisibles(ctx, 's')})
    and (m.autre is null or ${filterPresents(ctx, 'd')})`

/** Members of a dispositif, by name; those who left come too. */
export async function listMembres(ctx: Ctx, dispositif: number): Promise<Membre[]> {
  const { rows } = await sql<Membre>`${lineMembres(ctx, sql`m.dispositif = ${dispositif}`)}
    order by cle_nom(coalesce(k.nom, o.nom, s.nom, d.nom)) nulls last, m.id`.execute(ctx.db)
  return rows
}

/** @returns null where this dispositif has no such member that the actor may read */
export async function getMembre(ctx: Ctx, dispositif: number, id: number): Promise<Membre | null> {
  const { rows } = await lineMembres(ctx, sql`m.dispositif = ${dispositif} and m.id = ${id}`).execute(ctx.db)
  return rows[0] ?? null
}

export type DescriptionMembre = Pick<Membre, 'role' | 'college' | 'debut' | 'fin' | 'note'>

export async function addMembre(
  ctx: Ctx,
  dispositif: number,
  { genre, cible, ...description }: DescriptionMembre & { genre: GenreMembre; cible: number },
): Promise<number> {
  const colonne = genre === 'dispositif' ? 'autre' : genre
  const { id } = await ctx.db
    .insertInto('membre')
    .values({ dispositif, ...description, [colonne]: cible, cree_le: ctx.maintenant })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateMembre(
  ctx: Ctx,
  dispositif: number,
  id: number,
  description: DescriptionMembre,
): Promise<void> {
  await ctx.db
    .updateTable('membre')
    .set(description)
    .where('dispositif', '=', dispositif)
    .where('id', '=', id)
    .execute()
}

/** Takes away a member that was written by mistake; one who leaves gets a date instead. */
export async function removeMembre(ctx: Ctx, dispositif: number, id: number): Promise<void> {
  await ctx.db.deleteFrom('membre').where('dispositif', '=', dispositif).where('id', '=', id).execute()
}

/** What checks of a type look at: colleges and professions of those present on that day, whoever asks. */
export async function getFaitsMembres(
  ctx: Ctx,
  dispositif: number,
  jour: string,
): Promise<{ colleges: string[]; professions: string[] }> {
  const { rows } = await sql<{ college: string | null; profession: string | null }>`
    select m.college, k.profession from membre m left join contact k on k.id = m.contact and k.supprime_le is null
    where m.dispositif = ${dispositif} and coalesce(m.debut, ${jour}::date) <= ${jour}::date
      and coalesce(m.fin, ${jour}::date) >= ${jour}::date`.execute(ctx.db)
  return {
    colleges: rows.flatMap((r) => r.college ?? []),
    professions: rows.flatMap((r) => r.profession ?? []),
  }
}
