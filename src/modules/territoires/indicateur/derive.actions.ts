import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { lockNom } from '#core/reglage.ts'
import { SOURCE_GEOGRAPHIE } from '../geographie/commune.ts'
import {
  getEmpreinteContours,
  getFichierSerie,
  listDensites,
  listPetitesCommunes,
  listPopulations,
} from './derive.queries.ts'
import { INDICATEURS_REFERENCE } from './donnees/donnees.ts'
import { addIndicateurs } from './indicateur.queries.ts'
import { updateSerie } from './serie.actions.ts'
import type { ValeurCommune } from './serie.ts'

const VERROU = 'indicateurs.derives'
const MILLESIME = SOURCE_GEOGRAPHIE.population
const ORIGINE = `@etalab/decoupage-administratif ${SOURCE_GEOGRAPHIE.version}`

/** Made of the official geography alone. */
const DERIVES = [
  { code: 'population', list: listPopulations },
  { code: 'habitants-petites-communes', list: listPetitesCommunes },
] as const

/**
 * What every start needs: definitions that are not there yet, what the geography itself tells where it
 * changed, the density where the outlines did. Running it again, or in two processes at once, changes nothing.
 */
export async function importIndicateursReference(ctx: Ctx): Promise<void> {
  await addIndicateurs(ctx, INDICATEURS_REFERENCE)
  for (const { code, list } of DERIVES) {
    if ((await getFichierSerie(ctx, code, MILLESIME)) === ORIGINE) continue
    await withVerrou(ctx, async (dans) => {
      if ((await getFichierSerie(dans, code, MILLESIME)) !== ORIGINE) await updateDerive(dans, code, await list(dans))
    })
  }
  await withVerrou(ctx, computeDensite)
}

async function withVerrou(ctx: Ctx, faire: (ctx: Ctx) => Promise<void>): Promise<void> {
  await ctx.db.transaction().execute(async (db) => {
    await lockNom(db, VERROU)
    await faire({ ...ctx, db })
  })
}

async function updateDerive(ctx: Ctx, code: string, valeurs: ValeurCommune[]): Promise<void> {
  // Without geography there is nothing to tell.
  if (valeurs.length === 0) return
  await updateSerie(ctx, {
    indicateur: code,
    millesime: MILLESIME,
    parametres: { Géographie: `communes au 1er janvier ${SOURCE_GEOGRAPHIE.millesime}` },
    fichier: ORIGINE,
    sha256: null,
    valeurs: [valeurs],
  })
  await addTrace(ctx, { evenement: 'indicateur.derive', objet: { type: 'indicateur', id: code }, issue: 'fait' })
}

/**
 * Computes the density anew where the outlines that areas are measured on, or the populations, are not those of the
 * present series; nothing without outlines. Inside a transaction: the import of outlines calls it in its own.
 */
export async function computeDensite(ctx: Ctx): Promise<void> {
  const contours = await getEmpreinteContours(ctx)
  if (contours === null) return
  const fichier = `${ORIGINE}, contours ${contours.slice(0, 12)}`
  if ((await getFichierSerie(ctx, 'densite', MILLESIME)) === fichier) return
  await updateSerie(ctx, {
    indicateur: 'densite',
    millesime: MILLESIME,
    parametres: {},
    fichier,
    sha256: null,
    valeurs: [await listDensites(ctx)],
  })
  await addTrace(ctx, { evenement: 'indicateur.densite', objet: { type: 'indicateur', id: 'densite' }, issue: 'fait' })
}
