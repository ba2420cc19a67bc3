import type { Ctx } from '#core/context.ts'
import { getCompte } from '#modules/comptes/index.ts'

/** Does the actor's account hold an address? */
export async function hasAdresse(ctx: Ctx): Promise<boolean> {
  const compte = ctx.acteur.compte === null ? undefined : await getCompte(ctx, ctx.acteur.compte)
  return Boolean(compte?.courriel)
}
