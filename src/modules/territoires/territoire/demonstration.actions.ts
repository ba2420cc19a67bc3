import { createHash } from 'node:crypto'
import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { getReglage, lockNom, updateReglage } from '#core/reglage.ts'
import { formatComposition } from './composition.ts'
import { readDemoTerritoires } from './demonstration.ts'
import { createTerritoire } from './territoire.queries.ts'

const REGLAGE = 'demonstration.territoires'

/**
 * Loads the demonstration territories, once: public, owned by nobody. Under a lock that a second process waits for; what
 * people then changed or deleted is not touched again.
 */
export async function importTerritoiresDemo(ctx: Ctx): Promise<void> {
  const territoires = readDemoTerritoires()
  const empreinte = createHash('sha256').update(JSON.stringify(territoires)).digest('hex')
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE)
    if ((await getReglage(db, REGLAGE)) === empreinte) return
    for (const { cle, fictif, communes, ...description } of territoires) {
      const contenu = { ...description, etat: 'public' as const, communes: formatComposition(communes) }
      await createTerritoire(dans, contenu, { cle, fictif })
    }
    await updateReglage(db, REGLAGE, empreinte)
    await addTrace(dans, { evenement: 'demonstration.territoires', objet: null, issue: 'fait' })
  })
}
