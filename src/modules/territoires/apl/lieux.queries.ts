import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { listTerritoires } from '../territoire/territoire.queries.ts'

/** A place of a simulation: a commune, or an arrondissement where these have places or times of their own. */
export interface LieuLu {
  code: string
  nom: string
  ville: string | null
  population: number | null
  longitude: number
  latitude: number
  superficie: number | null
}

/** Kilometres of one degree of latitude. */
const KM_PAR_DEGRE = 111.2

/**
 * Places within `km` of the box that holds these communes. A city of which an arrondissement has a position stands by
 * its arrondissements.
 */
export async function listLieuxAutour(ctx: Ctx, communes: readonly string[], km: number): Promise<LieuLu[]> {
  const { rows } = await sql<LieuLu>`
    with villes as (select distinct ville from commune where ville is not null and longitude is not null),
    lieu as (
      select code, nom, ville, population, longitude, latitude, superficie from commune
      where longitude is not null and code not in (select ville from villes)
    ), cadre as (
      select min(longitude) as ouest, max(longitude) as est, min(latitude) as sud, max(latitude) as nord,
        ${km / KM_PAR_DEGRE}::float8 as pas,
        ${km / KM_PAR_DEGRE}::float8 / greatest(cos(radians(least(89, max(abs(latitude)) + 1))), 0.02) as pas_longitude
      from commune where code = any (${communes}::text[]) or ville = any (${communes}::text[])
    )
    select l.* from lieu l, cadre c
    where l.latitude between c.sud - c.pas and c.nord + c.pas
      and l.longitude between c.ouest - c.pas_longitude and c.est + c.pas_longitude
    order by l.code`.execute(ctx.db)
  return rows
}

export interface TempsLus {
  origines: string[]
  destinations: string[]
  minutes: number[]
}

/**
 * Imported pairs that the access of these communes depends on: towards every destination that they reach within the
 * limit, from wherever it is reached.
 */
export async function getTempsAutour(
  ctx: Ctx,
  nom: string,
  communes: readonly string[],
  limite: number,
): Promise<TempsLus> {
  const { rows } = await sql<TempsLus>`
    with zone as (
      select code from commune where code = any (${communes}::text[]) or ville = any (${communes}::text[])
      union select ville from commune where code = any (${communes}::text[]) and ville is not null
    ), atteintes as (
      select distinct destination from apl_temps
      where nom = ${nom} and origine in (select code from zone) and minutes <= ${limite}
    )
    select coalesce(array_agg(origine), '{}') as origines, coalesce(array_agg(destination), '{}') as destinations,
      coalesce(array_agg(minutes), '{}') as minutes
    from apl_temps join atteintes using (destination) where nom = ${nom} and minutes <= ${limite}`.execute(ctx.db)
  return rows[0] ?? { origines: [], destinations: [], minutes: [] }
}

/** Places by code; without a position, at 0, 0: their times are known. */
export async function listLieux(ctx: Ctx, codes: readonly string[]): Promise<LieuLu[]> {
  const { rows } = await sql<LieuLu>`
    select code, nom, ville, population, coalesce(longitude, 0) as longitude, coalesce(latitude, 0) as latitude, superficie
    from commune where code = any (${codes}::text[]) order by code`.execute(ctx.db)
  return rows
}

/** Every municipal arrondissement, and its city. */
export async function listArrondissements(ctx: Ctx): Promise<{ code: string; ville: string }[]> {
  const { rows } = await sql<{ code: string; ville: string }>`
    select code, ville from commune where ville is not null order by code`.execute(ctx.db)
  return rows
}

/** Values of a series, of communes and arrondissements; null where the source has none. */
export async function listValeursOffre(
  ctx: Ctx,
  code: string,
  millesime: number,
): Promise<{ commune: string; valeur: number | null }[]> {
  const { rows } = await sql<{ commune: string; valeur: number | null }>`
    select v.commune, v.valeur from indicateur_valeur v join indicateur_serie s on s.id = v.serie
    where s.indicateur = ${code} and s.millesime = ${millesime}`.execute(ctx.db)
  return rows
}

/** Communes of exactly this name as it is searched (`formatCle`), those of the working area first. */
export async function listHomonymes(
  ctx: Ctx,
  cle: string,
  communes: readonly string[],
): Promise<{ code: string; nom: string; dedans: boolean }[]> {
  const { rows } = await sql<{ code: string; nom: string; dedans: boolean }>`
    select code, nom, code = any (${communes}::text[]) as dedans from commune where cle = ${cle}
    order by dedans desc, code`.execute(ctx.db)
  return rows
}

export interface SerieOffre {
  code: string
  libelle: string
  unite: string
  source: string
  millesime: number
  fictif: boolean
}

/** Series that may stand for a supply: of the family « offre », that add up. */
export async function listSeriesOffre(ctx: Ctx): Promise<SerieOffre[]> {
  const { rows } = await sql<SerieOffre>`
    select i.code, i.libelle, i.unite, i.source, s.millesime::int as millesime, i.fictif
    from indicateur i join indicateur_serie s on s.indicateur = i.code
    where i.famille = 'offre' and i.agregation = 'somme'
    order by i.rang, i.code, s.millesime desc`.execute(ctx.db)
  return rows
}

/** Names by code; old codes and unknown ones have none. */
export async function listNoms(ctx: Ctx, codes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; nom: string }>`
    select code, nom from commune where code = any (${codes}::text[])`.execute(ctx.db)
  return new Map(rows.map(({ code, nom }) => [code, nom]))
}

export interface ZoneProposee {
  ref: string
  nom: string
  maille: 'territoire' | 'departement'
}

/** Areas to begin with: saved territories that the actor may read, then départements. */
export async function listZonesProposees(ctx: Ctx): Promise<ZoneProposee[]> {
  const { territoires } = await listTerritoires(ctx, { quels: 'lus', limite: 200 })
  const { rows } = await sql<ZoneProposee>`
    select 'departement-' || d.code as ref, d.code || ' ' || d.nom as nom, 'departement' as maille from departement d
    where exists (select from commune c where c.departement = d.code) order by d.code`.execute(ctx.db)
  return [
    ...territoires.map(({ id, nom }) => ({ ref: `territoire-${id}`, nom, maille: 'territoire' as const })),
    ...rows,
  ]
}
