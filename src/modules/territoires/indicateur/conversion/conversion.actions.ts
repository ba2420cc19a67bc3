import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { listCodesConnus } from '../imports/imports.queries.ts'
import { listSeries } from '../indicateur.queries.ts'
import { updateCalculs } from '../serie.actions.ts'
import { addValeurs, updateComptees } from '../serie.queries.ts'
import {
  addConversion,
  deleteConversions,
  deleteZonesDisparues,
  listAConvertir,
  listGeographiesPassees,
  updateOrigines,
} from './conversion.queries.ts'
import { type CodesGeographie, type Conversion, computeConvertie, computeMouvements } from './conversion.ts'

/**
 * Makes every series follow the communes of a geography that has just been loaded, from its values as they were read:
 * what an earlier change made of them is undone first, so that a corrected history is applied anew. Then computes all
 * that is drawn from them, since EPCI change too. Inside the transaction that loads the geography.
 */
export async function updateSeriesGeographie(ctx: Ctx, version: string): Promise<void> {
  await deleteConversions(ctx)
  const apres = await listCodesConnus(ctx)
  for (const passee of await listGeographiesPassees(ctx, version)) await convertSeries(ctx, passee, apres, version)
  await deleteZonesDisparues(ctx)
  const series = await listSeries(ctx)
  for (const { id } of series) {
    await updateComptees(ctx, id)
    await updateCalculs(ctx, id)
  }
  if (series.length > 0) await addTrace(ctx, { evenement: 'indicateur.geographie', objet: null, issue: 'fait' })
}

async function convertSeries(
  ctx: Ctx,
  passee: CodesGeographie & { version: string },
  apres: CodesGeographie,
  vers: string,
): Promise<void> {
  const mouvements = computeMouvements(passee, apres)
  const touchees = [...new Set(mouvements.flatMap((m) => [m.commune, ...m.sources]))]
  for (const { serie, agregation, valeurs } of await listAConvertir(ctx, passee.version, touchees)) {
    const parCommune = new Map(valeurs.map((v) => [v.commune, v]))
    const siens = mouvements.filter((m) => m.sources.some((code) => parCommune.has(code)))
    const faits = siens.map((m) => ({ m, valeur: computeConvertie(m, agregation, parCommune) }))
    const produites = faits.flatMap(({ valeur }) => valeur ?? [])
    await updateOrigines(ctx, serie, [...parCommune.keys()])
    await addValeurs(ctx, serie, produites)
    await addConversion(ctx, {
      ...{ serie, vers },
      produites: produites.map((v) => v.commune),
      conversions: faits.map(({ m, valeur }): Conversion => ({ ...m, valuee: valeur?.valeur != null })),
    })
  }
}
