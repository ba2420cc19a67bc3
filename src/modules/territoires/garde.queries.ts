import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { type Cas, gardePolicy } from './garde.policy.ts'

/** Which rows of a kept table the actor may read: the cases of the policy, in SQL, for `where`. */
export function filterLecture(ctx: Ctx): RawBuilder<SqlBool> {
  const droit = gardePolicy.filtre(ctx.acteur, 'lire')
  if (droit === true) return sql`true`
  const presente = sql<SqlBool>`supprimee_le is null`
  const sienne = ctx.acteur.compte === null ? sql<SqlBool>`false` : sql<SqlBool>`proprietaire = ${ctx.acteur.compte}`
  const cas: Record<Cas, RawBuilder<SqlBool>> = {
    publique: sql`(etat = 'public' and ${presente})`,
    sienne,
    sienneEtPresente: sql`(${sienne} and ${presente})`,
    presente,
  }
  return droit.length === 0
    ? sql`false`
    : sql`(${sql.join(
        droit.map((nom) => cas[nom]),
        sql` or `,
      )})`
}
