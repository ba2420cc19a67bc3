import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Version } from './territoire.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    territoire_version: {
      territoire: number
      numero: number
      quand: Date
      compte: string | null
      note: string | null
      communes: string[]
      population: number | null
    }
  }
}

/** States of a composition, newest first. */
export const listVersions = (ctx: Ctx, territoire: number): Promise<Version[]> =>
  ctx.db
    .selectFrom('territoire_version as v')
    .leftJoin('compte', 'compte.id', 'v.compte')
    .select(['v.numero', 'v.quand', 'v.note', 'v.communes', 'v.population'])
    .select(sql<string | null>`nullif(concat_ws(' ', compte.prenom, compte.nom), '')`.as('auteur'))
    .where('v.territoire', '=', territoire)
    .orderBy('v.numero', 'desc')
    .execute()

/** Keeps a composition under the next number. Call with the territory's row locked. */
export async function addVersion(
  ctx: Ctx,
  territoire: number,
  { communes, note }: { communes: readonly string[]; note: string | null },
): Promise<void> {
  await sql`
    insert into territoire_version (territoire, numero, quand, compte, note, communes, population)
    select ${territoire}::int, coalesce(max(numero), 0) + 1, ${ctx.maintenant}::timestamptz, ${ctx.acteur.compte}::uuid,
      ${note}, ${communes}::text[],
      (select sum(population) from commune where code = any (${communes}::text[]))
    from territoire_version where territoire = ${territoire}`.execute(ctx.db)
}
