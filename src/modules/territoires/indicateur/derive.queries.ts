import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { ValeurCommune } from './serie.ts'

/** Population of each commune and municipal arrondissement where one is published. */
export async function listPopulations(ctx: Ctx): Promise<ValeurCommune[]> {
  const { rows } = await sql<ValeurCommune>`
    select code as commune, population::float8 as valeur, null as poids, null as motif
    from commune where population is not null order by code`.execute(ctx.db)
  return rows
}

/** Under this many inhabitants a commune is called small: our own mark. */
const PETITE = 2000

/**
 * Share of the inhabitants who live in a small commune: all of them or none in a commune, weighted by inhabitants, so that
 * the mean of an area is its own share.
 */
export async function listPetitesCommunes(ctx: Ctx): Promise<ValeurCommune[]> {
  const { rows } = await sql<ValeurCommune>`
    select code as commune, case when population < ${PETITE} then 100 else 0 end::float8 as valeur,
      population::float8 as poids, null as motif
    from commune where population is not null and ville is null order by code`.execute(ctx.db)
  return rows
}

/** Inhabitants by km², weighted by km², where both are known: the mean of an area is then its own density. */
export async function listDensites(ctx: Ctx): Promise<ValeurCommune[]> {
  const { rows } = await sql<ValeurCommune>`
    select code as commune, population / superficie as valeur, superficie as poids, null as motif
    from commune where population is not null and superficie is not null order by code`.execute(ctx.db)
  return rows
}

/** What the present areas were measured on, as one name; null before any import of outlines. */
export async function getEmpreinteContours(ctx: Ctx): Promise<string | null> {
  const { rows } = await sql<{ sha256: string }>`
    select sha256 from contour_source where maille = 'commune'`.execute(ctx.db)
  return rows[0]?.sha256 ?? null
}

/** The file that a series was made from; undefined where there is no such series. */
export async function getFichierSerie(ctx: Ctx, code: string, millesime: number): Promise<string | null | undefined> {
  const { rows } = await sql<{ fichier: string | null }>`
    select fichier from indicateur_serie where indicateur = ${code} and millesime = ${millesime}`.execute(ctx.db)
  return rows[0]?.fichier
}
