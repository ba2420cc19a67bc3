import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { type Agregation, COUVERTURE_MIN, type Parts } from '../indicateur/indicateur.ts'
import { getEnsemble } from '../portrait/ensemble.queries.ts'
import { createPartsVides } from '../portrait/parts.ts'
import { getZoneTerritoire } from '../territoire/selection.queries.ts'
import type { Tableau } from './calcul/preparation.ts'
import type { Etendue } from './etendue.queries.ts'
import { computeMesure } from './mesure.ts'
import type { Mesure } from './typologie.ts'

/** Parts by area, then by series. */
type PartsParTerritoire = Map<string, Map<number, Parts>>

/** Of whole areas, for chosen series only. */
async function listPartsZones(ctx: Ctx, { maille, codes }: Etendue, series: number[]): Promise<PartsParTerritoire> {
  const { rows } = await sql<Parts & { code: string; serie: number }>`
    select zone as code, serie, publiee, numerateur, denominateur, avec_valeur as "avecValeur", total,
      population_avec as "populationAvec", population, population_sous_seuil as "populationSousSeuil", minimum, maximum
    from indicateur_zone
    where maille = ${maille} and zone = any (${codes}::text[]) and serie = any (${series}::int[])`.execute(ctx.db)
  return groupParts(rows)
}

/** A commune has what its source publishes; a city without a value of its own, what its arrondissements make. */
async function listPartsCommunes(ctx: Ctx, codes: readonly string[], series: number[]): Promise<PartsParTerritoire> {
  const { rows } = await sql<{ code: string; serie: number; valeur: number; population: number }>`
    select v.commune as code, v.serie, v.valeur, coalesce(c.population, 0) as population
    from indicateur_valeur v join commune c on c.code = v.commune
    where v.commune = any (${codes}::text[]) and v.serie = any (${series}::int[]) and v.valeur is not null`.execute(
    ctx.db,
  )
  const parts = groupParts(
    rows.map(({ valeur, population, ...r }) => ({
      ...r,
      ...createPartsVides(1, population),
      publiee: valeur,
      avecValeur: 1,
      populationAvec: population,
    })),
  )
  const { rows: villes } = await sql<{ code: string }>`
    select distinct ville as code from commune where ville = any (${codes}::text[])`.execute(ctx.db)
  for (const { code } of villes) {
    const ensemble = await getEnsemble(ctx, { maille: 'commune', code, communes: [code] })
    parts.set(code, ensemble.parts)
  }
  return parts
}

async function listPartsTerritoires(ctx: Ctx, codes: readonly string[]): Promise<PartsParTerritoire> {
  const parts: PartsParTerritoire = new Map()
  // One after another: each is a few reads of its own, and others wait for the connections.
  for (const code of codes) {
    const zone = await getZoneTerritoire(ctx, Number(code))
    if (zone) parts.set(code, (await getEnsemble(ctx, zone)).parts)
  }
  return parts
}

const groupParts = (lignes: readonly (Parts & { code: string; serie: number })[]): PartsParTerritoire =>
  new Map(
    [...Map.groupBy(lignes, (l) => l.code)].map(([code, siennes]) => [code, new Map(siennes.map((l) => [l.serie, l]))]),
  )

function listParts(ctx: Ctx, etendue: Etendue, series: number[]): Promise<PartsParTerritoire> {
  if (etendue.maille === 'commune') return listPartsCommunes(ctx, etendue.codes, series)
  if (etendue.maille === 'territoire') return listPartsTerritoires(ctx, etendue.codes)
  return listPartsZones(ctx, etendue, series)
}

/** A series as it is compared. */
export interface SerieChoisie {
  serie: number
  agregation: Agregation
  mesure: Mesure
}

/** Values of the areas, in their order, for each series; null where a portrait would show none. */
export async function getTableau(ctx: Ctx, etendue: Etendue, choix: readonly SerieChoisie[]): Promise<Tableau> {
  const parts = await listParts(
    ctx,
    etendue,
    choix.map((c) => c.serie),
  )
  return {
    codes: etendue.codes,
    valeurs: etendue.codes.map((code) =>
      choix.map(({ serie, agregation, mesure }) => computeMesure(mesure, agregation, parts.get(code)?.get(serie))),
    ),
  }
}

/** How many of the areas have a value, by series: by the rule of `computeValeur`, counted where the values are. */
export async function listCouvertures(ctx: Ctx, etendue: Etendue): Promise<Map<number, number>> {
  const { maille, codes } = etendue
  if (maille === 'territoire') return countTerritoires(ctx, etendue)
  const { rows } =
    maille === 'commune'
      ? await sql<{ serie: number; nombre: number }>`
          select serie, count(valeur)::int as nombre from indicateur_valeur
          where commune = any (${codes}::text[]) group by serie`.execute(ctx.db)
      : await sql<{ serie: number; nombre: number }>`
          select z.serie, count(*)::int as nombre from indicateur_zone z
          join indicateur_serie s on s.id = z.serie join indicateur i on i.code = s.indicateur
          where z.maille = ${maille} and z.zone = any (${codes}::text[]) and (z.publiee is not null
            or i.agregation <> 'aucune' and z.denominateur > 0
              and z.population_avec >= ${COUVERTURE_MIN}::float8 * z.population
              and (z.population > 0 or z.avec_valeur = z.total))
          group by z.serie`.execute(ctx.db)
  return new Map(rows.map((r) => [r.serie, r.nombre]))
}

async function countTerritoires(ctx: Ctx, { codes }: Etendue): Promise<Map<number, number>> {
  const nombres = new Map<number, number>()
  const { rows } = await sql<{ id: number; agregation: Agregation }>`
    select s.id, i.agregation from indicateur_serie s join indicateur i on i.code = s.indicateur`.execute(ctx.db)
  for (const siennes of (await listPartsTerritoires(ctx, codes)).values())
    for (const { id, agregation } of rows)
      if (computeMesure('brute', agregation, siennes.get(id)) !== null) nombres.set(id, (nombres.get(id) ?? 0) + 1)
  return nombres
}
