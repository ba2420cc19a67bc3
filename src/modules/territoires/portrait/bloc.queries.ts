import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { MailleZone } from '../indicateur/serie.ts'

/** A larger area that a set of communes contains wholly: its parts are read from `indicateur_zone`. */
export interface Bloc {
  maille: MailleZone
  code: string
  /** Communes that it holds. */
  nombre: number
  population: number
}

/** A set of communes as the fewest pieces: whole areas, then what is left of communes and arrondissements. */
export interface Decoupe {
  blocs: Bloc[]
  communes: string[]
}

/** The région, else the département or the EPCI, that these codes are exactly; null where they are none. */
export async function getAire(
  ctx: Ctx,
  codes: readonly string[],
): Promise<{ maille: MailleZone; code: string } | null> {
  // Counted no further than what would make the area larger than the set.
  const isEgale = (filtre: RawBuilder<unknown>) => sql`entieres and nombre = (
    select count(*) from (select from commune c where c.ville is null and ${filtre} limit nombre + 1) x)`
  const { rows } = await sql<{ maille: MailleZone; code: string }>`
    with ici as materialized (
      select count(*) as nombre, count(ville) = 0 as entieres,
        case when min(region) = max(region) then min(region) end as region,
        case when min(departement) = max(departement) then min(departement) end as departement,
        case when min(epci) = max(epci) and count(epci) = count(*) then min(epci) end as epci
      from commune where code = any (${codes}::text[])
    )
    select 'region' as maille, region as code, 1 as rang from ici
    where ${isEgale(sql`c.departement in (select d.code from departement d where d.region = ici.region)`)}
    union all select 'departement', departement, 2 from ici where ${isEgale(sql`c.departement = ici.departement`)}
    union all select 'epci', epci, 3 from ici where ${isEgale(sql`c.epci = ici.epci`)}
    order by rang limit 1`.execute(ctx.db)
  return rows[0] ?? null
}

/**
 * Cuts a set in the largest areas that it contains wholly, without overlap: régions, then départements of what is left,
 * then EPCI of what is left. France stands for all of its régions.
 * @param codes elementary codes; one that is no code of today is left out
 */
export async function getDecoupe(ctx: Ctx, codes: readonly string[]): Promise<Decoupe> {
  // Without any commune outside of the set: the search of one stops at the first.
  const isContenue = (colonne: 'departement' | 'epci', groupe: RawBuilder<unknown>) => sql<boolean>`
    (select c.code from commune c where c.${sql.ref(colonne)} = ${groupe} and c.ville is null
      and c.code <> all (${codes}::text[]) limit 1) is null`
  const { rows } = await sql<{ maille: MailleZone | 'commune'; code: string; nombre: number; population: number }>`
    with ici as materialized (
      select code, departement, region, epci, ville is null as entiere, coalesce(population, 0) as population
      from commune where code = any (${codes}::text[])
    ), entiers as materialized (
      select departement as code, region, count(*) as nombre, sum(population) as population from ici where entiere
      group by departement, region having ${isContenue('departement', sql`ici.departement`)}
    ), regions as materialized (
      -- All of their départements are whole: looking for a commune outside would read thousands.
      select region as code, sum(nombre) as nombre, sum(population) as population from entiers e group by region
      having count(*) = (select count(*) from departement d where d.region = e.region)
    ), departements as materialized (
      select code, nombre, population from entiers where region not in (select code from regions)
    ), reste1 as (
      select * from ici where entiere and region not in (select code from regions)
    ), reste2 as (
      select * from reste1 where departement not in (select code from departements)
    ), intercos as materialized (
      -- One that has communes in a block already is no block: they would count twice.
      select epci as code, count(*) as nombre, sum(population) as population from reste2 where epci is not null
      group by epci having ${isContenue('epci', sql`reste2.epci`)}
        and count(*) = (select count(*) from ici where ici.epci = reste2.epci and ici.entiere)
    )
    select 'region' as maille, * from regions
    union all select 'departement', * from departements
    union all select 'epci', * from intercos
    union all select 'commune', code, 1, population from ici
      where not entiere or (region not in (select code from regions)
        and departement not in (select code from departements)
        and (epci is null or epci not in (select code from intercos)))
    order by 1, 2`.execute(ctx.db)
  const communes = rows.filter((r) => r.maille === 'commune').map((r) => r.code)
  const blocs = rows.flatMap(({ maille, ...r }) => (maille === 'commune' ? [] : [{ maille, ...r }]))
  return { blocs: await joinRegions(ctx, blocs), communes }
}

/** Régions that make the whole of France, or of its métropole, are one block. */
async function joinRegions(ctx: Ctx, blocs: Bloc[]): Promise<Bloc[]> {
  const siennes = new Set(blocs.filter((b) => b.maille === 'region').map((b) => b.code))
  // Métropole has thirteen régions: fewer are never the whole.
  if (siennes.size < 13) return blocs
  const { rows } = await sql<{ code: string; zone: string }>`select code, zone from region`.execute(ctx.db)
  const metropole = rows.filter((r) => r.zone === 'metro')
  const france = rows.filter((r) => r.zone !== 'com')
  for (const [code, regions] of [
    ['FR', france],
    ['FM', metropole],
  ] as const) {
    if (!regions.every((r) => siennes.has(r.code))) continue
    const dedans = (b: Bloc) => b.maille === 'region' && regions.some((r) => r.code === b.code)
    const [jointes, autres] = [blocs.filter(dedans), blocs.filter((b) => !dedans(b))]
    const compute = (champ: 'nombre' | 'population') => jointes.reduce((somme, b) => somme + b[champ], 0)
    return [{ maille: 'france', code, nombre: compute('nombre'), population: compute('population') }, ...autres]
  }
  return blocs
}
