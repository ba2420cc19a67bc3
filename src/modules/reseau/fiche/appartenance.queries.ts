import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'

/** A dispositif that a structure or an organisme takes part in today. */
export interface Appartenance {
  id: number
  nom: string
  /** Term of the vocabulary `dispositif`. */
  type: string
  /** Term of the vocabulary `role-dispositif`. */
  role: string
  /** ISO date. */
  debut: string | null
}

/** Published dispositifs of which it is a member or a partner today, by name. */
export async function listAppartenances(
  ctx: Ctx,
  de: { structure: number } | { organisme: number },
): Promise<Appartenance[]> {
  const jour = formatJour(ctx.maintenant)
  const membre = 'structure' in de ? sql`m.structure = ${de.structure}` : sql`m.organisme = ${de.organisme}`
  const { rows } = await sql<Appartenance>`
    select d.id, d.nom, d.type, m.role, m.debut
    from membre m join dispositif d on d.id = m.dispositif
    where ${membre} and d.supprime_le is null and d.publication = 'publie'
      and (m.debut is null or m.debut <= ${jour}::date) and (m.fin is null or m.fin >= ${jour}::date)
    order by cle_nom(d.nom), d.id, m.role`.execute(ctx.db)
  return rows
}
