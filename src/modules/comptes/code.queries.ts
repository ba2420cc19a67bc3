import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ESSAIS_MAX } from './code.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    code_connexion: {
      session: string
      courriel: string
      empreinte: Buffer
      essais: import('kysely').Generated<number>
      retour: string
      expire_le: Date
    }
  }
}

interface NouveauCode {
  session: string
  courriel: string
  empreinte: Buffer
  retour: string
  expire_le: Date
}

/** Puts a code in the place of the one before in the same browser. */
export async function updateCode(ctx: Ctx, code: NouveauCode): Promise<void> {
  await ctx.db
    .insertInto('code_connexion')
    .values(code)
    .onConflict((oc) => oc.column('session').doUpdateSet({ ...code, essais: 0 }))
    .execute()
}

/** The code that this browser waits for, while it can still be used: its address, and the tries left. */
export async function getCodeEnAttente(
  ctx: Ctx,
  session: string,
): Promise<{ courriel: string; essais: number; retour: string } | undefined> {
  return ctx.db
    .selectFrom('code_connexion')
    .select(['courriel', 'essais', 'retour'])
    .where('session', '=', session)
    .where('essais', '<', ESSAIS_MAX)
    .where('expire_le', '>', ctx.maintenant)
    .executeTakeFirst()
}

/** Counts a try, before anyone looks whether it is right: tries made at once queue on the row. */
export function addEssai(ctx: Ctx, session: string) {
  return ctx.db
    .updateTable('code_connexion')
    .set({ essais: sql`essais + 1` })
    .where('session', '=', session)
    .where('essais', '<', ESSAIS_MAX)
    .where('expire_le', '>', ctx.maintenant)
    .returning(['courriel', 'empreinte', 'retour'])
    .executeTakeFirst()
}

export async function removeCode(ctx: Ctx, session: string): Promise<void> {
  await ctx.db.deleteFrom('code_connexion').where('session', '=', session).execute()
}
