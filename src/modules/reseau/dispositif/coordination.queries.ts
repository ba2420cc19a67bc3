import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'

/** An account that coordinates a dispositif. */
export interface Coordinateur {
  compte: string
  nom: string
  depuis: Date
}

const NOM = sql`coalesce(nullif(concat_ws(' ', c.prenom, c.nom), ''), c.courriel, 'Compte sans nom')`

/** Accounts that coordinate a dispositif, by name. */
export async function listCoordinateurs(ctx: Ctx, dispositif: number): Promise<Coordinateur[]> {
  const { rows } = await sql<Coordinateur>`
    select k.compte, ${NOM} as nom, k.depuis from coordination k join compte c on c.id = k.compte
    where k.dispositif = ${dispositif} order by 2, 1`.execute(ctx.db)
  return rows
}

/** Accounts with the role `coordinateur`, open, that do not coordinate this dispositif yet. */
export async function listCandidats(ctx: Ctx, dispositif: number): Promise<{ compte: string; nom: string }[]> {
  const { rows } = await sql<{ compte: string; nom: string }>`
    select c.id as compte, ${NOM} as nom from compte c
    where c.role = 'coordinateur' and c.actif
      and not exists (select from coordination k where k.dispositif = ${dispositif} and k.compte = c.id)
    order by 2, 1 limit 500`.execute(ctx.db)
  return rows
}

/** Entrusts a dispositif to an account. @returns false where it already coordinates it */
export async function addCoordination(ctx: Ctx, dispositif: number, compte: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('coordination')
    .values({ dispositif, compte, depuis: ctx.maintenant, donnee_par: ctx.acteur.compte })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** @returns false where the account did not coordinate it */
export async function removeCoordination(ctx: Ctx, dispositif: number, compte: string): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('coordination')
    .where('dispositif', '=', dispositif)
    .where('compte', '=', compte)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
