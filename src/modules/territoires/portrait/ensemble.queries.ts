import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterMaille } from '../geographie/commune.queries.ts'
import type { Maille, MailleOfficielle, Zone } from '../geographie/zone.ts'
import { getDecoupe } from './bloc.queries.ts'
import { listPartsCommunes, listPartsZones, type PartsParSerie } from './parts.queries.ts'
import { addParts, createPartsVides } from './parts.ts'

/** What is needed of an area to count it: an official one is known by its code alone. */
export type Etendue = Pick<Zone, 'maille' | 'code' | 'communes'>

/** The communes of an area and what each series says of all of them. */
export interface Ensemble {
  nombre: number
  population: number
  parts: PartsParSerie
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

/** More communes than this are read in two halves at once: parts add up. */
const MOITIES = 100

/** Parts of a set by its blocks and what is left: a series that misses in one of them counts there as without value. */
async function listPartsEnsemble(ctx: Ctx, codes: readonly string[]): Promise<PartsParSerie> {
  const { blocs, communes } = await getDecoupe(ctx, codes)
  const milieu = communes.length > MOITIES ? Math.ceil(communes.length / 2) : communes.length
  const morceaux = [communes.slice(0, milieu), communes.slice(milieu)].filter((m) => m.length > 0)
  const [zones, ...restes] = await Promise.all([
    listPartsZones(ctx, blocs),
    ...morceaux.map((codes) => listPartsCommunes(ctx, codes)),
  ])
  const tous = [...zones, ...restes]
  const [seules] = tous
  if (tous.length === 1 && seules) return seules
  const tailles = await Promise.all(
    morceaux.map((communes) => countEtendue(ctx, { maille: 'liste', code: '', communes })),
  )
  const vides = [...blocs, ...tailles].map((b) => createPartsVides(b.nombre, b.population))
  const series = new Set(tous.flatMap((parts) => [...parts.keys()]))
  return new Map(
    [...series].map((serie) => [
      serie,
      tous
        .map((parts, rang) => parts.get(serie) ?? vides[rang] ?? createPartsVides(0, 0))
        .reduce((somme, suivantes) => addParts(somme, suivantes)),
    ]),
  )
}

/** Everything that the series say of an area, in few reads whatever its size. */
export async function getEnsemble(ctx: Ctx, zone: Etendue): Promise<Ensemble> {
  const { maille, code, communes } = zone
  const parts =
    maille === 'commune'
      ? listPartsCommunes(ctx, [code])
      : isOfficielle(maille)
        ? listPartsZones(ctx, [{ maille, code }]).then(([siennes]) => siennes ?? new Map())
        : listPartsEnsemble(ctx, communes)
  const [compte, siennes] = await Promise.all([countEtendue(ctx, zone), parts])
  return { ...compte, parts: siennes }
}

/** Bounds of a series in an area. */
export interface Bornes {
  serie: number
  minimum: number
  maximum: number
}

export interface AuxBornes {
  serie: number
  valeur: number
  /** Communes at that value. */
  nombre: number
  code: string
  nom: string
}

/** The most populous communes and arrondissements of an area at the lowest and the highest value of each series. */
export async function listAuxBornes(ctx: Ctx, zone: Etendue, bornes: readonly Bornes[]): Promise<AuxBornes[]> {
  if (bornes.length === 0) return []
  const { rows } = await sql<AuxBornes>`
    with ici as materialized (
      select c.code, c.nom, c.population from commune c where ${filterEtendue(zone)}
    ), unites as (
      select * from ici
      union all select a.code, a.nom, a.population from commune a join ici on a.ville = ici.code
    ), rangees as (
      select v.serie, v.valeur, u.code, u.nom, count(*) over (partition by v.serie, v.valeur) as nombre,
        row_number() over (partition by v.serie, v.valeur order by u.population desc nulls last, u.code) as rang
      from unites u cross join lateral (
        -- Commune by commune, whatever the statistics say: by series, each would be read whole. Hence the offset.
        select serie, valeur from indicateur_valeur w
        where w.commune = u.code and w.serie = any (${bornes.map((b) => b.serie)}::int[]) and w.compte offset 0
      ) v
      join unnest(${bornes.map((b) => b.serie)}::int[], ${bornes.map((b) => b.minimum)}::float8[],
        ${bornes.map((b) => b.maximum)}::float8[]) as b (serie, minimum, maximum)
        on b.serie = v.serie and v.valeur in (b.minimum, b.maximum)
    )
    select serie, valeur, nombre, code, nom from rangees where rang <= 3 order by serie, valeur, rang`.execute(ctx.db)
  return rows
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
