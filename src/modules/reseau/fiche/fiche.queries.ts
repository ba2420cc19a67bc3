import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { fichePolicy } from './fiche.policy.ts'

/** Does the actor coordinate a dispositif whose territory holds this commune, or a part of it? */
export const filterCoordonnee = (ctx: Ctx, commune: RawBuilder<unknown>): RawBuilder<boolean> =>
  ctx.acteur.role === 'coordinateur' && ctx.acteur.compte !== null
    ? sql<boolean>`exists (
        select from coordination k join dispositif d on d.id = k.dispositif
        join dispositif_commune dc on dc.dispositif = k.dispositif
        where k.compte = ${ctx.acteur.compte} and d.supprime_le is null
          and (dc.commune = ${commune} or dc.commune in (select code from commune where ville = ${commune})))`
    : sql<boolean>`false`

/** The same for a commune that is not stored yet. */
export async function isCoordonnee(ctx: Ctx, commune: string | null): Promise<boolean> {
  const { rows } = await sql<{ oui: boolean }>`select ${filterCoordonnee(ctx, sql`${commune}::text`)} as oui`.execute(
    ctx.db,
  )
  return rows[0]?.oui ?? false
}

/**
 * Rows of alias `f` (a table with `publication`, `supprime_le` and `commune`) that the actor may read, in a list:
 * deleted ones never are.
 */
export function filterLisibles(ctx: Ctx, f: 's' | 'o'): RawBuilder<boolean> {
  const presente = sql<boolean>`${sql.ref(`${f}.supprime_le`)} is null`
  const droit = fichePolicy.filtre(ctx.acteur, 'lire')
  if (droit === true) return presente
  const publiee = sql<boolean>`${sql.ref(`${f}.publication`)} = 'publie'`
  return droit.includes('duTerritoire')
    ? sql<boolean>`${presente} and (${publiee} or ${filterCoordonnee(ctx, sql.ref(`${f}.commune`))})`
    : sql<boolean>`${presente} and ${publiee}`
}

/** French words asked for, all of them wanted; null where nothing can be searched. */
export const formatMots = (q: string): RawBuilder<unknown> =>
  sql`plainto_tsquery('maillage_fr', texte_cherchable(${q}))`
