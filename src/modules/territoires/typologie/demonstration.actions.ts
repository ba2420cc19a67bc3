import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { getReglage, lockNom, updateReglage } from '#core/reglage.ts'
import { SOURCE_GEOGRAPHIE } from '../geographie/commune.ts'
import { createResultat } from './resultat.actions.ts'
import { createTypologie } from './typologie.queries.ts'
import type { Reglages } from './typologie.ts'

const REGLAGE = 'demonstration.typologie'

const NOM = 'Exemple\u00a0: les intercommunalités de Provence-Alpes-Côte d’Azur selon leur peuplement'
const DESCRIPTION =
  'Un exemple, sur les seules données d’un premier démarrage\u00a0: la population, et la part des habitants qui vivent dans une petite commune. Il montre ce qu’est une typologie, pas la santé de ces territoires. Importez des indicateurs, puis refaites-la avec d’autres réglages.'

const millesime = SOURCE_GEOGRAPHIE.population
const REGLAGES: Reglages = {
  maille: 'epci',
  zone: 'region-93',
  indicateurs: [
    { code: 'population', millesime, mesure: 'log' },
    { code: 'habitants-petites-communes', millesime, mesure: 'brute' },
  ],
  methode: 'kmeans',
  k: 3,
  graine: 1,
  manquantes: 0,
}

/**
 * Loads the demonstration typology, once, after the first indicators: real values, public, owned by nobody. What people then
 * changed or deleted is not touched again.
 */
export async function importTypologieDemo(ctx: Ctx): Promise<void> {
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE)
    if (await getReglage(db, REGLAGE)) return
    const description = { nom: NOM, description: DESCRIPTION, etat: 'public' as const }
    const resultat = await createResultat(dans, REGLAGES)
    await createTypologie(dans, { ...description, cle: 'exemple-peuplement', reglages: REGLAGES, ...resultat })
    await updateReglage(db, REGLAGE, '1')
    await addTrace(dans, { evenement: REGLAGE, objet: null, issue: 'fait' })
  })
}
