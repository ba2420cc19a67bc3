import { type Generated, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    instance: {
      id: Generated<number>
      dispositif: number
      type: string
      nom: string
      description: string | null
      frequence: string | null
      cree_le: Date
      supprimee_le: Date | null
    }
    instance_siege: { instance: number; membre: number }
  }
}

/** A body of a dispositif, and the ids of the members who sit there. */
export interface Instance {
  id: number
  type: string
  nom: string
  description: string | null
  frequence: string | null
  sieges: number[]
}
export type DescriptionInstance = Pick<Instance, 'type' | 'nom' | 'description' | 'frequence'>

/** Bodies of a dispositif, in the order in which they were written. */
export async function listInstances(ctx: Ctx, dispositif: number): Promise<Instance[]> {
  const { rows } = await sql<Instance>`
    select i.id, i.type, i.nom, i.description, i.frequence,
      array(select membre from instance_siege where instance = i.id order by membre) as sieges
    from instance i where i.dispositif = ${dispositif} and i.supprimee_le is null order by i.id`.execute(ctx.db)
  return rows
}

export async function addInstance(ctx: Ctx, dispositif: number, instance: DescriptionInstance): Promise<number> {
  const { id } = await ctx.db
    .insertInto('instance')
    .values({ dispositif, ...instance, cree_le: ctx.maintenant, supprimee_le: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @returns false where this dispositif has no such body */
export async function updateInstance(
  ctx: Ctx,
  dispositif: number,
  id: number,
  changement: Partial<DescriptionInstance>,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('instance')
    .set(changement)
    .where('dispositif', '=', dispositif)
    .where('id', '=', id)
    .where('supprimee_le', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Takes a body out of sight. @returns false where this dispositif has no such body */
export async function removeInstance(ctx: Ctx, dispositif: number, id: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('instance')
    .set({ supprimee_le: ctx.maintenant })
    .where('dispositif', '=', dispositif)
    .where('id', '=', id)
    .where('supprimee_le', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Who sits in a body: these members of its dispositif, and no other. */
export async function updateSieges(ctx: Ctx, instance: number, membres: readonly number[]): Promise<void> {
  await ctx.db.deleteFrom('instance_siege').where('instance', '=', instance).execute()
  await sql`insert into instance_siege (instance, membre)
    select i.id, m.id from instance i join membre m on m.dispositif = i.dispositif
    where i.id = ${instance} and m.id = any (${membres}::integer[])`.execute(ctx.db)
}
