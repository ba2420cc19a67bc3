import { type Generated, type Selectable, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import type { Lien, NatureLien, SaisieLien } from './lien.ts'

interface TableLien {
  id: Generated<number>
  a: number
  b: number
  nature: NatureLien
  depuis: string
  jusqu: string | null
  preuve: string
  preuve_url: string | null
  note: string | null
  cree_par: string | null
  cree_le: Date
  modifie_le: Date
  revision: Generated<number>
  supprime_le: Date | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    lien_dispositif: TableLien
  }
}

const parseLigne = (l: Selectable<TableLien>): Lien => ({
  ...{ id: l.id, a: l.a, b: l.b, nature: l.nature, depuis: l.depuis, jusqu: l.jusqu, preuve: l.preuve },
  ...{ preuveUrl: l.preuve_url, note: l.note, revision: l.revision },
})

const formatColonnes = ({ preuveUrl, ...reste }: SaisieLien) => ({ ...reste, preuve_url: preuveUrl })

/** A declared link; null once it was taken away. @param verrou locks it for a change */
export async function getLien(ctx: Ctx, id: number, verrou = false): Promise<Lien | null> {
  const requete = ctx.db.selectFrom('lien_dispositif').selectAll().where('id', '=', id).where('supprime_le', 'is', null)
  const l = await (verrou ? requete.forUpdate() : requete).executeTakeFirst()
  return l ? parseLigne(l) : null
}

/** Declared links between two of these dispositifs, ended ones included: those that hold first, the newest first. */
export async function listLiens(ctx: Ctx, ids: readonly number[]): Promise<Lien[]> {
  const lignes = await ctx.db
    .selectFrom('lien_dispositif')
    .selectAll()
    .where('supprime_le', 'is', null)
    .where(sql<boolean>`a = any (${ids}::int[]) and b = any (${ids}::int[])`)
    .orderBy(sql`jusqu desc nulls first, depuis desc, id desc`)
    .execute()
  return lignes.map(parseLigne)
}

export async function createLien(ctx: Ctx, { a, b }: { a: number; b: number }, saisie: SaisieLien): Promise<number> {
  const { id } = await ctx.db
    .insertInto('lien_dispositif')
    .values({
      ...{ a, b, ...formatColonnes(saisie), cree_par: ctx.acteur.compte },
      ...{ cree_le: ctx.maintenant, modifie_le: ctx.maintenant },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @throws ErreurConflit when it is no longer at `revision` */
export async function updateLien(
  ctx: Ctx,
  { id, revision }: Pick<Lien, 'id' | 'revision'>,
  saisie: SaisieLien,
): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('lien_dispositif')
    .set({ ...formatColonnes(saisie), revision: revision + 1, modifie_le: ctx.maintenant })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (numUpdatedRows === 0n)
    throw new ErreurConflit('Ce lien a été modifié par quelqu’un d’autre pendant votre saisie. Rouvrez-le.')
}

/** Takes it out of sight: it was declared by mistake. A link that is over has an end instead. */
export async function removeLien(ctx: Ctx, id: number): Promise<void> {
  await ctx.db
    .updateTable('lien_dispositif')
    .set({ supprime_le: ctx.maintenant, modifie_le: ctx.maintenant })
    .where('id', '=', id)
    .execute()
}
