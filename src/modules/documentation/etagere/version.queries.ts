import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Composition, Edition } from './composition.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    etagere_version: {
      etagere: number
      numero: number
      quand: Date
      compte: string | null
      consultee_le: string
      note: string | null
      contenu: Composition
    }
  }
}

/** Dated states of a shelf, newest first, without their content. */
export const listVersions = (ctx: Ctx, etagere: number): Promise<Edition[]> =>
  ctx.db
    .selectFrom('etagere_version')
    .select(['numero', 'quand', 'consultee_le as consulteeLe', 'note'])
    .where('etagere', '=', etagere)
    .orderBy('numero', 'desc')
    .execute()

export async function getVersion(
  ctx: Ctx,
  etagere: number,
  numero: number,
): Promise<{ edition: Edition; composition: Composition } | null> {
  const l = await ctx.db
    .selectFrom('etagere_version')
    .select(['numero', 'quand', 'consultee_le', 'note', 'contenu'])
    .where('etagere', '=', etagere)
    .where('numero', '=', numero)
    .executeTakeFirst()
  if (!l) return null
  const { contenu, consultee_le: consulteeLe, ...edition } = l
  return { edition: { ...edition, consulteeLe }, composition: contenu }
}

/** Freezes a shelf under the next number. Call with the shelf's row locked. @returns the number. */
export async function addVersion(
  ctx: Ctx,
  etagere: number,
  { composition, consulteeLe, note }: { composition: Composition; consulteeLe: string; note: string | null },
): Promise<number> {
  const { rows } = await sql<{ numero: number }>`
    insert into etagere_version (etagere, numero, quand, compte, consultee_le, note, contenu)
    select ${etagere}::int, coalesce(max(numero), 0) + 1, ${ctx.maintenant}::timestamptz, ${ctx.acteur.compte}::uuid,
      ${consulteeLe}::date, ${note}, ${JSON.stringify(composition)}::jsonb
    from etagere_version where etagere = ${etagere}
    returning numero`.execute(ctx.db)
  return rows[0]?.numero ?? 1
}
