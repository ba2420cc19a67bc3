import { createHash } from 'node:crypto'
import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { getReglage, lockNom, updateReglage } from '#core/reglage.ts'
import { readDemoTerritoires } from '../territoire/demonstration.ts'
import { readDemoSimulations, readDemoTemps } from './demonstration.ts'
import { ACTES_PAR_ETP, JEUX, SEUIL } from './parametres.ts'
import { createSimulation } from './simulation.queries.ts'
import { importTemps } from './temps.actions.ts'

const REGLAGE = 'demonstration.simulations'

/**
 * Loads the demonstration simulations and their invented travel times, once, after the geography: public, owned by
 * nobody. Under a lock that a second process waits for; what people then changed or deleted is not touched again.
 */
export async function importSimulationsDemo(ctx: Ctx): Promise<void> {
  const simulations = readDemoSimulations().map((s) => ({ ...s, matrice: readDemoTemps(s) }))
  const empreinte = createHash('sha256').update(JSON.stringify(simulations)).digest('hex')
  const territoires = new Map(readDemoTerritoires().map((t) => [t.cle, t]))
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE)
    if ((await getReglage(db, REGLAGE)) === empreinte) return
    for (const { cle, territoire, nom, description, fictif, temps, matrice, ...s } of simulations) {
      const zone = territoires.get(territoire)
      const [jeu] = JEUX
      if (!zone || !jeu) throw new Error(`Le territoire ${territoire} n’est pas dans la démonstration.`)
      await importTemps(
        dans,
        { ...temps, fictif },
        (async function* () {
          yield matrice
        })(),
      )
      const contenu = {
        zone: { nom: zone.nom, communes: zone.communes, zones: [] },
        mesure: 'consultations' as const,
        actesParEtp: ACTES_PAR_ETP,
        seuil: SEUIL,
        parametres: { code: jeu.code, libelle: jeu.libelle, valeurs: jeu.parametres, aVerifier: jeu.aVerifier },
        offre: { indicateur: null, liste: s.offre, source: s.sourceOffre },
        temps: temps.nom,
        gestes: s.gestes,
      }
      await createSimulation(dans, { cle, nom, description, etat: 'public', fictif, contenu })
    }
    await updateReglage(db, REGLAGE, empreinte)
    await addTrace(dans, { evenement: 'demonstration.simulations', objet: null, issue: 'fait' })
  })
}
