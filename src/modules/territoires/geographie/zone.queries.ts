import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterMaille, listActuelles } from './commune.queries.ts'
import { FRANCE_METROPOLITAINE, type MailleOfficielle, type Zone, type ZoneNommee } from './zone.ts'

const TABLES = { commune: 'commune', epci: 'epci', departement: 'departement', region: 'region' } as const

async function getNom(ctx: Ctx, maille: MailleOfficielle, code: string): Promise<string | null> {
  if (maille === 'france') return code === FRANCE_METROPOLITAINE ? 'France métropolitaine' : 'France'
  const { rows } = await sql<{ nom: string }>`
    select nom from ${sql.table(TABLES[maille])} where code = ${code}`.execute(ctx.db)
  return rows[0]?.nom ?? null
}

/**
 * An official area with its communes. A commune’s code of an older vintage gives the commune of today, whose `code`
 * then differs from the one asked for. An EPT, which is no area of its own here, gives null as an unknown code does.
 */
export async function getZone(ctx: Ctx, maille: MailleOfficielle, code: string): Promise<Zone | null> {
  const [{ rows }, nom] = await Promise.all([
    sql<{ code: string }>`
      select c.code from commune c where ${filterMaille(maille, code)} order by c.code`.execute(ctx.db),
    getNom(ctx, maille, code),
  ])
  if (rows.length > 0) return { maille, code, nom: nom ?? code, communes: rows.map((r) => r.code), fictif: false }
  const actuelle = maille === 'commune' ? (await listActuelles(ctx, [code])).get(code) : undefined
  return actuelle === undefined ? null : getZone(ctx, 'commune', actuelle)
}

/** A larger area, and the share of a set’s inhabitants who live there, from 0 to 1. */
export interface ZoneParente {
  zone: ZoneNommee
  part: number
}

/**
 * Intercommunalités, départements and régions that hold these communes, in this order, the largest share first. The
 * share is one of inhabitants; where a set has none, one of communes. A commune without intercommunalité counts in the
 * whole, so that shares may sum below 1. Unknown codes are left out.
 */
export async function listZonesParentes(ctx: Ctx, communes: readonly string[]): Promise<ZoneParente[]> {
  const { rows } = await sql<ZoneNommee & { part: number }>`
    with ici as (
      select c.epci, c.departement, c.region,
        case when sum(c.population) over () > 0 then coalesce(c.population, 0) else 1 end::float as poids
      from commune c where c.code = any (${communes}::text[])
    ), parts as (
      select case when grouping(epci) = 0 then 'epci' when grouping(departement) = 0 then 'departement' else 'region' end
          as maille,
        coalesce(epci, departement, region) as code, sum(poids) as poids
      from ici group by grouping sets ((epci), (departement), (region))
    )
    select p.maille, p.code, coalesce(e.nom, d.nom, r.nom) as nom, p.poids / (select sum(poids) from ici) as part
    from parts p
    left join epci e on p.maille = 'epci' and e.code = p.code
    left join departement d on p.maille = 'departement' and d.code = p.code
    left join region r on p.maille = 'region' and r.code = p.code
    where p.code is not null
    order by array_position(array['epci', 'departement', 'region'], p.maille), part desc, p.code`.execute(ctx.db)
  return rows.map(({ part, ...zone }) => ({ zone, part }))
}
