import { type Generated, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    lien_contribution: {
      id: Generated<number>
      empreinte: Buffer
      structure: number
      cree_par: string | null
      cree_le: Date
      expire_le: Date
      utilise_le: Date | null
      revoque_le: Date | null
    }
  }
}

/** A link by which a structure corrects its own sheet; its secret is with its holder alone. */
export interface Lien {
  id: number
  structure: number
  auteur: string | null
  creeLe: Date
  expireLe: Date
  utiliseLe: Date | null
  revoqueLe: Date | null
}

/** Links of a structure, newest first. */
export async function listLiens(ctx: Ctx, structure: number): Promise<Lien[]> {
  const { rows } = await sql<Lien>`
    select l.id, l.structure, nullif(concat_ws(' ', c.prenom, c.nom), '') as auteur, l.cree_le as "creeLe",
      l.expire_le as "expireLe", l.utilise_le as "utiliseLe", l.revoque_le as "revoqueLe"
    from lien_contribution l left join compte c on c.id = l.cree_par
    where l.structure = ${structure} order by l.id desc limit 50`.execute(ctx.db)
  return rows
}

/** The structure that a secret opens today; null for any other secret. */
export async function getLienOuvert(ctx: Ctx, empreinte: Buffer): Promise<{ id: number; structure: number } | null> {
  const lien = await ctx.db
    .selectFrom('lien_contribution')
    .select(['id', 'structure'])
    .where('empreinte', '=', empreinte)
    .where('revoque_le', 'is', null)
    .where('expire_le', '>', ctx.maintenant)
    .executeTakeFirst()
  return lien ?? null
}

export async function createLien(ctx: Ctx, structure: number, empreinte: Buffer, expireLe: Date): Promise<void> {
  await ctx.db
    .insertInto('lien_contribution')
    .values({
      empreinte,
      structure,
      cree_par: ctx.acteur.compte,
      cree_le: ctx.maintenant,
      expire_le: expireLe,
      utilise_le: null,
      revoque_le: null,
    })
    .execute()
}

/** @returns false where the structure has no such link that works */
export async function updateRevocation(ctx: Ctx, structure: number, id: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('lien_contribution')
    .set({ revoque_le: ctx.maintenant })
    .where('id', '=', id)
    .where('structure', '=', structure)
    .where('revoque_le', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function updateUsage(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.updateTable('lien_contribution').set({ utilise_le: ctx.maintenant }).where('id', '=', id).execute()
}
