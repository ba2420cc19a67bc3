import type { Ctx } from '#core/context.ts'
import { listIndicateurs, listSeries } from '../indicateur/indicateur.queries.ts'
import type { Indicateur, Serie } from '../indicateur/indicateur.ts'
import type { Etendue } from './etendue.queries.ts'
import { listCouvertures } from './valeurs.queries.ts'

/** An indicator that has values, with how many of the areas each vintage covers. */
export interface IndicateurOffert {
  indicateur: Indicateur
  /** Newest first. */
  series: Serie[]
  /** Areas with a value, by series. */
  couvertures: Map<number, number>
}

/** Indicators that have values for some of the areas, in the order of a portrait. */
export async function listOfferts(ctx: Ctx, etendue: Etendue): Promise<IndicateurOffert[]> {
  const [indicateurs, series, couvertures] = await Promise.all([
    listIndicateurs(ctx),
    listSeries(ctx),
    listCouvertures(ctx, etendue),
  ])
  const couvertes = Map.groupBy(
    series.filter((s) => (couvertures.get(s.id) ?? 0) > 0),
    (s) => s.indicateur,
  )
  return indicateurs.flatMap((indicateur) => {
    const siennes = couvertes.get(indicateur.code)
    return siennes ? [{ indicateur, series: siennes, couvertures }] : []
  })
}
