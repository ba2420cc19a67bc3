import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterMaille } from '../geographie/commune.queries.ts'
import type { Maille, MailleOfficielle, Zone } from '../geographie/zone.ts'
import { getDecoupe } from './bloc.queries.ts'
import { getMorceau, listMorceaux, listPartsCommunes, listPartsZones } from './parts.queries.ts'
import { type ExtremesParSerie, joinMorceaux, type PartsParSerie } from './parts.ts'

/** What is needed of an area to count it: an official one is known by its code alone. */
export type Etendue = Pick<Zone, 'maille' | 'code' | 'communes'>

/** The communes of an area and what each series says of all of them. */
export interface Ensemble {
  nombre: number
  population: number
  parts: PartsParSerie
  /** Null where they were not read with the rest. */
  extremes: ExtremesParSerie | null
}

export const isOfficielle = (maille: Maille): maille is MailleOfficielle =>
  maille !== 'territoire' && maille !== 'liste'

/** Rows of `commune c` that an area names: a city whole, without its arrondissements. */
const filterEtendue = ({ maille, code, communes }: Etendue): RawBuilder<boolean> =>
  isOfficielle(maille) ? filterMaille(maille, code) : sql<boolean>`c.code = any (${communes}::text[])`

async function countEtendue(ctx: Ctx, zone: Etendue): Promise<{ nombre: number; population: number }> {
  const { rows } = await sql<{ nombre: number; population: number }>`
    select count(*) as nombre, coalesce(sum(population), 0) as population from commune c
    where ${filterEtendue(zone)}`.execute(ctx.db)
  return rows[0] ?? { nombre: 0, population: 0 }
}

/** Larger areas: who is at both ends, among hundreds that share a value, tells nothing. */
const NOMS_MAX = 400

/** A list, by its blocks and what is left; a short one commune by commune, with who is at both ends. */
async function getEnsembleListe(ctx: Ctx, codes: readonly string[]): Promise<Ensemble> {
  const [{ blocs, communes }, morceau] = await Promise.all([
    getDecoupe(ctx, codes),
    codes.length <= NOMS_MAX ? getMorceau(ctx, sql`c.code = any (${codes}::text[])`) : null,
  ])
  // Of a whole area, what is published counts.
  if (morceau && (blocs.length !== 1 || communes.length > 0)) return morceau
  const [zones, reste] = await Promise.all([listPartsZones(ctx, blocs), listMorceaux(ctx, communes)])
  const morceaux = [...blocs.map((bloc, rang) => ({ ...bloc, parts: zones[rang] ?? new Map() })), ...reste]
  return {
    nombre: morceaux.reduce((somme, m) => somme + m.nombre, 0),
    population: morceaux.reduce((somme, m) => somme + m.population, 0),
    parts: joinMorceaux(morceaux),
    extremes: morceau?.extremes ?? null,
  }
}

/** Everything that the series say of an area, in few reads whatever its size. */
export async function getEnsemble(ctx: Ctx, zone: Etendue): Promise<Ensemble> {
  const { maille, code, communes } = zone
  if (!isOfficielle(maille) && communes.length > 1) return getEnsembleListe(ctx, communes)
  const [compte, parts] = await Promise.all([
    countEtendue(ctx, zone),
    isOfficielle(maille) && maille !== 'commune'
      ? listPartsZones(ctx, [{ maille, code }]).then(([siennes]) => siennes ?? new Map())
      : listPartsCommunes(ctx, maille === 'commune' ? [code] : communes),
  ])
  return { ...compte, parts, extremes: null }
}

/** Who is at both ends of these series in an area, where names tell something. */
export async function listExtremes(
  ctx: Ctx,
  zone: Etendue,
  { nombre, extremes }: Ensemble,
  series: readonly number[],
): Promise<ExtremesParSerie> {
  if (zone.maille === 'commune' || nombre <= 1 || nombre > NOMS_MAX) return new Map()
  return extremes ?? (await getMorceau(ctx, filterEtendue(zone), new Set(series))).extremes
}

/** Marks of the deciles of a class of EPCI, by series. */
export async function listMarques(
  ctx: Ctx,
  classe: string,
  series: readonly number[],
): Promise<Map<number, { bornes: number[]; nombre: number }>> {
  const { rows } = await sql<{ serie: number; bornes: number[]; nombre: number }>`
    select serie, bornes, nombre from indicateur_decile
    where classe = ${classe} and serie = any (${series}::int[])`.execute(ctx.db)
  return new Map(rows.map(({ serie, ...marques }) => [serie, marques]))
}
