import { createHash } from 'node:crypto'
import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { getReglage, lockNom, updateReglage } from '#core/reglage.ts'
import { type DemoSection, listCles, readDemoEtageres } from './demonstration.ts'
import { createEtagere } from './etagere.queries.ts'
import { addPlan, listIdsParCle, type PlanSaisi } from './plan.queries.ts'

const REGLAGE = 'demonstration.etageres'

/**
 * Loads the demonstration shelves, once, after the notices: public, owned by nobody. Under a lock that a second process
 * waits for; what people then changed or deleted is not touched again.
 */
export async function importEtageresDemo(ctx: Ctx): Promise<void> {
  const etageres = readDemoEtageres()
  const empreinte = createHash('sha256').update(JSON.stringify(etageres)).digest('hex')
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE)
    if ((await getReglage(db, REGLAGE)) === empreinte) return
    const ids = await listIdsParCle(dans, etageres.flatMap(listCles))
    for (const { cle, sections, ...contenu } of etageres) {
      const options = { avecResumes: true, avecLiens: true, planNumerote: true, recherche: null }
      const id = await createEtagere(dans, { ...contenu, ...options }, { cle, etat: 'publique' })
      if (id !== null) await addPlan(dans, id, { entrees: [], sections: sections.map((s) => formatPlan(s, ids)) })
    }
    await updateReglage(db, REGLAGE, empreinte)
    await addTrace(dans, { evenement: 'demonstration.etageres', objet: null, issue: 'fait' })
  })
}

const formatPlan = (
  { titre, introduction, notices, sections }: DemoSection,
  ids: ReadonlyMap<string, number>,
): PlanSaisi['sections'][number] => ({
  titre,
  introduction,
  entrees: notices.flatMap((cle) => ids.get(cle) ?? []).map((notice) => ({ notice })),
  sections: sections.map((s) => formatPlan(s, ids)),
})
