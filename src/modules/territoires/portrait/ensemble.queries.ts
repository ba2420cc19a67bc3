import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterMaille } from '../geographie/commune.queries.ts'
import type { Maille, MailleOfficielle, Zone } from '../geographie/zone.ts'
import { getAire, getDecoupe } from './bloc.queries.ts'
import { getMorceau, listMorceaux, listPartsCommunes, listPartsZones } from './parts.queries.ts'
import { type GetExtremes, joinMorceaux, type PartsParSerie } from './parts.ts'

/** What is needed of an area to count it: an official one is known by its code alone. */
export type Etendue = Pick<Zone, 'maille' | 'code' | 'communes'>

/** The communes of an area and what each series says of all of them. */
export interface Ensemble {
  nombre: number
  population: number
  parts: PartsParSerie
  /** Null where they were not read with the rest. */
  getExtremes: GetExtremes | null
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

/** A short list, commune by commune; of one that is a whole area, what is published counts. */
async function getEnsembleCourt(ctx: Ctx, codes: readonly string[]): Promise<Ensemble> {
  const [morceau, publiees] = await Promise.all([
    getMorceau(ctx, sql`c.code = any (${codes}::text[])`),
    getAire(ctx, codes).then((aire) => (aire ? listPartsZones(ctx, [aire]) : [])),
  ])
  return { ...morceau, parts: publiees[0] ?? morceau.parts }
}

/** A longer one, by its blocks and what is left. */
async function getEnsembleLong(ctx: Ctx, codes: readonly string[]): Promise<Ensemble> {
  const { blocs, communes } = await getDecoupe(ctx, codes)
  const [zones, reste] = await Promise.all([listPartsZones(ctx, blocs), listMorceaux(ctx, communes)])
  const morceaux = [...blocs.map((bloc, rang) => ({ ...bloc, parts: zones[rang] ?? new Map() })), ...reste]
  return {
    nombre: morceaux.reduce((somme, m) => somme + m.nombre, 0),
    population: morceaux.reduce((somme, m) => somme + m.population, 0),
    parts: joinMorceaux(morceaux),
    getExtremes: null,
  }
}

/** Everything that the series say of an area, in few reads whatever its size. */
export async function getEnsemble(ctx: Ctx, zone: Etendue): Promise<Ensemble> {
  const { maille, code, communes } = zone
  if (!isOfficielle(maille) && communes.length > 1)
    return communes.length <= NOMS_MAX ? getEnsembleCourt(ctx, communes) : getEnsembleLong(ctx, communes)
  const [compte, parts] = await Promise.all([
    countEtendue(ctx, zone),
    isOfficielle(maille) && maille !== 'commune'
      ? listPartsZones(ctx, [{ maille, code }]).then(([siennes]) => siennes ?? new Map())
      : listPartsCommunes(ctx, maille === 'commune' ? [code] : communes),
  ])
  return { ...compte, parts, getExtremes: null }
}

/** Tells who is at both ends of these series in an area, where names tell something. */
export async function readExtremes(
  ctx: Ctx,
  zone: Etendue,
  { nombre, getExtremes }: Ensemble,
  series: readonly number[],
): Promise<GetExtremes> {
  if (zone.maille === 'commune' || nombre <= 1 || nombre > NOMS_MAX) return () => null
  return getExtremes ?? (await getMorceau(ctx, filterEtendue(zone), series)).getExtremes
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
