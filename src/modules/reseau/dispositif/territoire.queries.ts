import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { lockNom } from '#core/reglage.ts'
import { formatComposition, listElements } from '#modules/territoires/index.ts'
import { listConflits } from './conflit.queries.ts'
import { formatConflit } from './conflit.ts'
import type { Dispositif, VersionDispositif } from './dispositif.ts'
import { getType } from './types.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    dispositif_version: {
      dispositif: number
      numero: number
      depuis: string | null
      quand: Date
      compte: string | null
      note: string | null
      communes: string[]
      population: number | null
    }
  }
}

/** States of the territory of a dispositif, newest first. */
export const listVersionsDispositif = (ctx: Ctx, dispositif: number): Promise<VersionDispositif[]> =>
  ctx.db
    .selectFrom('dispositif_version as v')
    .leftJoin('compte', 'compte.id', 'v.compte')
    .select(['v.numero', 'v.depuis', 'v.quand', 'v.note', 'v.communes', 'v.population'])
    .select(sql<string | null>`nullif(concat_ws(' ', compte.prenom, compte.nom), '')`.as('auteur'))
    .where('v.dispositif', '=', dispositif)
    .orderBy('v.numero', 'desc')
    .execute()

type Cible = Pick<Dispositif, 'id' | 'type' | 'publication'>

/**
 * The only writer of a dispositif’s territory: `dispositif.communes`, a version of it, and `dispositif_commune`, where a
 * whole city stands by its arrondissements. Inside a transaction; for a type that never shares a commune, it waits for
 * whoever writes another of that type.
 * @param codes of communes and arrondissements of today, in any order
 * @param version `depuis` (ISO date): from when it holds, as declared
 * @throws ErreurSaisie on `communes` where another dispositif of an exclusive type holds some of them
 */
export async function updateCommunes(
  ctx: Ctx,
  cible: Cible,
  codes: readonly string[],
  { depuis = null, note = null }: { depuis?: string | null; note?: string | null } = {},
): Promise<void> {
  const communes = formatComposition(codes)
  await checkConflits(ctx, cible, communes)
  await sql`update dispositif set communes = ${communes}::text[], modifie_le = ${ctx.maintenant}::timestamptz
    where id = ${cible.id}`.execute(ctx.db)
  await sql`
    insert into dispositif_version (dispositif, numero, depuis, quand, compte, note, communes, population)
    select ${cible.id}::int, coalesce(max(numero), 0) + 1, ${depuis}::date, ${ctx.maintenant}::timestamptz,
      ${ctx.acteur.compte}::uuid, ${note}, ${communes}::text[],
      (select sum(population) from commune where code = any (${communes}::text[]))
    from dispositif_version where dispositif = ${cible.id}`.execute(ctx.db)
  await updateElements(ctx, cible, communes)
}

/**
 * Refuses a territory that another dispositif of an exclusive type holds in part. What is only proposed holds nothing,
 * and is judged when it is published. Holds the lock of the type until the end of the transaction.
 * @throws ErreurSaisie on `communes`
 */
export async function checkConflits(ctx: Ctx, cible: Cible, communes: readonly string[]): Promise<void> {
  const { id, type, publication } = cible
  if (publication === 'propose' || !getType(type)?.exclusif || communes.length === 0) return
  await lockNom(ctx.db, `dispositif-${type}`)
  const conflits = await listConflits(ctx, { type, elements: [...listElements(communes)], sauf: id })
  if (conflits.length > 0)
    throw new ErreurSaisie(conflits.map((c) => ({ field: 'communes', message: formatConflit(c) })))
}

/** Writes the lines of `dispositif_commune` again; none where `communes` is empty. */
export async function updateElements(
  ctx: Ctx,
  { id, type }: Pick<Dispositif, 'id' | 'type'>,
  communes: readonly string[],
): Promise<void> {
  await ctx.db.deleteFrom('dispositif_commune').where('dispositif', '=', id).execute()
  await sql`insert into dispositif_commune (dispositif, commune, type)
    select ${id}::int, code, ${type}::text from unnest(${[...listElements(communes)]}::text[]) code`.execute(ctx.db)
}

/** Dispositifs whose elementary codes are not all in force any more. */
export async function listPerimes(ctx: Ctx): Promise<Pick<Dispositif, 'id' | 'type' | 'communes'>[]> {
  const { rows } = await sql<Pick<Dispositif, 'id' | 'type' | 'communes'>>`
    select id, type, communes from dispositif where id in (
      select dc.dispositif from dispositif_commune dc
      where not exists (select from commune c where c.code = dc.commune))`.execute(ctx.db)
  return rows
}
