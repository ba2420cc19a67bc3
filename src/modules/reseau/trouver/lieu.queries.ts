import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Zone } from '#modules/territoires/index.ts'

/** WGS 84, degrees. */
export interface Point {
  longitude: number
  latitude: number
}

/** Where one looks from. */
export interface Depart {
  /** Null where nothing says where the commune stands. */
  point: Point | null
  /** Elementary codes: the commune, or those of a wider area, arrondissements included. */
  communes: string[]
  /** Codes of what a service for people of there says of its area: commune, its city, EPCI, département. */
  zones: string[]
  /** Of the commune; null for a wider area. */
  departement: string | null
  epci: string | null
}

interface Ligne extends Omit<Depart, 'point'> {
  longitude: number | null
  latitude: number | null
}

/** A commune is a point, its own or the middle of what is known there; any wider area is its communes. */
export async function getDepart(ctx: Ctx, zone: Zone): Promise<Depart> {
  if (zone.maille !== 'commune') {
    const { rows } = await sql<{ code: string }>`
      select code from commune where code = any (${zone.communes}::text[]) or ville = any (${zone.communes}::text[])`.execute(
      ctx.db,
    )
    const officielle = zone.maille === 'epci' || zone.maille === 'departement'
    return {
      ...{ point: null, departement: null, epci: null },
      communes: rows.map((r) => r.code),
      zones: officielle ? [zone.code] : [],
    }
  }
  const { rows } = await sql<Ligne>`
    select coalesce(c.longitude, milieu.longitude) as longitude, coalesce(c.latitude, milieu.latitude) as latitude,
      array(select code from commune where code = c.code or ville = c.code) as communes,
      array_remove(array[c.code, c.ville, c.epci, c.departement], null) as zones, c.departement, c.epci
    from commune c left join lateral (
      select avg(s.longitude) as longitude, avg(s.latitude) as latitude from structure s
      where c.longitude is null and s.commune = c.code and s.longitude is not null and s.supprime_le is null
        and s.publication = 'publie') milieu on true
    where c.code = ${zone.code}`.execute(ctx.db)
  const [ligne] = rows
  if (!ligne) return { point: null, communes: [...zone.communes], zones: [], departement: null, epci: null }
  const { longitude, latitude, ...reste } = ligne
  return { ...reste, point: longitude === null || latitude === null ? null : { longitude, latitude } }
}

/** Communes whose point is in the box, nearest first: what a map shows behind. */
export async function listCommunesAutour(ctx: Ctx, { longitude, latitude }: Point, km: number, limite: number) {
  const { ouest, sud, est, nord } = computeBoite({ longitude, latitude }, km)
  const { rows } = await sql<{ code: string }>`
    select code from commune where longitude is not null and ville is null
      and point(longitude, latitude) <@ box(point(${ouest}, ${sud}), point(${est}, ${nord}))
    order by (longitude - ${longitude}) ^ 2 + (latitude - ${latitude}) ^ 2 limit ${limite}`.execute(ctx.db)
  return rows.map((r) => r.code)
}

/** Of latitude, and of longitude at the equator. */
export const KM_PAR_DEGRE = 111.195

/** The box that holds every point within these kilometres. */
export function computeBoite({ longitude, latitude }: Point, km: number) {
  const haut = km / KM_PAR_DEGRE
  const large = haut / Math.max(0.05, Math.cos((latitude * Math.PI) / 180))
  return { ouest: longitude - large, sud: latitude - haut, est: longitude + large, nord: latitude + haut }
}
