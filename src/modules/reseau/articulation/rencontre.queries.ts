import { type Generated, type Selectable, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import type { Rencontre, SaisieRencontre } from './rencontre.ts'

interface TableRencontre {
  id: Generated<number>
  a: number
  b: number
  date: string | null
  lieu: string | null
  reponses: Generated<Rencontre['reponses']>
  bilan: string | null
  cree_par: string | null
  cree_le: Date
  modifiee_le: Date
  revision: Generated<number>
}
declare module '#core/base-tables.ts' {
  interface Base {
    rencontre: TableRencontre
  }
}

const parseLigne = (l: Selectable<TableRencontre>): Rencontre => ({
  ...{ id: l.id, a: l.a, b: l.b, date: l.date, lieu: l.lieu, reponses: l.reponses, bilan: l.bilan },
  ...{ revision: l.revision, modifieeLe: l.modifiee_le },
})

/** @param verrou locks it for a change */
export async function getRencontre(ctx: Ctx, id: number, verrou = false): Promise<Rencontre | null> {
  const requete = ctx.db.selectFrom('rencontre').selectAll().where('id', '=', id)
  const l = await (verrou ? requete.forUpdate() : requete).executeTakeFirst()
  return l ? parseLigne(l) : null
}

/** Meetings of a pair, the last one first. */
export async function listRencontres(ctx: Ctx, { a, b }: { a: number; b: number }): Promise<Rencontre[]> {
  const lignes = await ctx.db
    .selectFrom('rencontre')
    .selectAll()
    .where('a', '=', a)
    .where('b', '=', b)
    .orderBy(sql`date desc nulls first, id desc`)
    .limit(50)
    .execute()
  return lignes.map(parseLigne)
}

export async function createRencontre(ctx: Ctx, { a, b }: { a: number; b: number }): Promise<number> {
  const { id } = await ctx.db
    .insertInto('rencontre')
    .values({
      ...{ a, b, date: null, lieu: null, bilan: null, cree_par: ctx.acteur.compte },
      ...{ cree_le: ctx.maintenant, modifiee_le: ctx.maintenant },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @throws ErreurConflit when it is no longer at `revision` */
export async function updateRencontre(
  ctx: Ctx,
  { id, revision }: Pick<Rencontre, 'id' | 'revision'>,
  { reponses, ...saisie }: SaisieRencontre,
): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('rencontre')
    .set({
      ...saisie,
      reponses: sql<Rencontre['reponses']>`${JSON.stringify(reponses)}::jsonb`,
      ...{ revision: revision + 1, modifiee_le: ctx.maintenant },
    })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (numUpdatedRows === 0n)
    throw new ErreurConflit('Cette préparation a été modifiée par quelqu’un d’autre pendant votre saisie. Rouvrez-la.')
}
