import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { CouvertureType, CouvertureZone, PresentDepartement } from './couverture.ts'
import { buildPresents, type Criteres, filterAutres, filterLieu } from './presents.queries.ts'

/** Communes and arrondissements at their finest grain, of the France that the word means here, or of a part of it. */
const ici = ({ region, departement }: Criteres) => sql`
  ici as materialized (
    select c.code, c.nom, c.cle, c.population, c.departement, c.region from commune c join region r on r.code = c.region
    where not exists (select from commune a where a.ville = c.code)
      and ${departement ? sql`c.departement = ${departement}` : region ? sql`c.region = ${region}` : sql`r.zone <> 'com'`}
  )`

/** How often each commune is covered, type by type. */
const couvertes = (criteres: Criteres) => sql`
  couvertes as materialized (
    select p.type, l.commune, count(*)::int as fois
    from ici i join lignes l on l.commune = i.code join presents p on p.id = l.dispositif
    join dispositif d on d.id = p.id
    where ${filterAutres(criteres)} group by 1, 2
  )`

/** What each type covers of the area asked for: types that are there only. */
export async function listCouvertures(ctx: Ctx, criteres: Criteres): Promise<CouvertureType[]> {
  const { rows } = await sql<CouvertureType>`
    with ${buildPresents(ctx, criteres)}, ${ici(criteres)}, ${couvertes(criteres)}, nombres as (
      select p.type, count(*)::int as nombre from presents p join dispositif d on d.id = p.id
      where ${filterAutres(criteres)} and ${filterLieu(criteres)}
      group by 1
    )
    select n.type, n.nombre, t.population, t.communes,
      coalesce(sum(i.population), 0)::int as couverte,
      count(i.code)::int as "communesCouvertes", count(i.code) filter (where x.fois > 1)::int as "communesDoubles"
    from nombres n cross join (select sum(population)::int as population, count(*)::int as communes from ici) t
    left join couvertes x on x.type = n.type left join ici i on i.code = x.commune
    group by n.type, n.nombre, t.population, t.communes order by n.type`.execute(ctx.db)
  return rows
}

/** The same by région, or by département of the région asked for, the types that answer taken together. */
export async function listCouverturesPar(
  ctx: Ctx,
  maille: 'region' | 'departement',
  criteres: Criteres,
): Promise<CouvertureZone[]> {
  const zone = sql.ref(`i.${maille}`)
  const { rows } = await sql<CouvertureZone>`
    with ${buildPresents(ctx, criteres)}, ${ici(criteres)}, ${couvertes(criteres)}, fois as (
      select commune, max(fois) as fois from couvertes group by 1
    ), nombres as (
      select ${maille === 'region' ? sql`e.region` : sql`e.code`} as code, count(distinct l.dispositif)::int as nombre
      from lieux l join presents p on p.id = l.dispositif join dispositif d on d.id = p.id
      join departement e on e.code = l.departement where ${filterAutres(criteres)} group by 1
    )
    select ${zone} as code, z.nom, coalesce(n.nombre, 0) as nombre, sum(i.population)::int as population,
      count(*)::int as communes, coalesce(sum(i.population) filter (where f.fois > 0), 0)::int as couverte,
      count(f.fois)::int as "communesCouvertes", count(*) filter (where f.fois > 1)::int as "communesDoubles"
    from ici i join ${sql.table(maille)} z on z.code = ${zone} left join fois f on f.commune = i.code
    left join nombres n on n.code = ${zone}
    group by 1, z.nom, n.nombre order by z.nom`.execute(ctx.db)
  return rows
}

/** How many dispositifs that answer have no known territory. */
export async function countImplantations(ctx: Ctx, criteres: Criteres): Promise<number> {
  const { rows } = await sql<{ nombre: number }>`
    with ${buildPresents(ctx, criteres)}
    select count(*) as nombre from presents p join dispositif d on d.id = p.id join commune c on c.code = d.commune
    where cardinality(p.communes) = 0 and ${filterLieu(criteres)} and ${filterAutres(criteres)}`.execute(ctx.db)
  return rows[0]?.nombre ?? 0
}

/** Codes of a département at their finest grain: the arrondissements of a city that has some, and not the city. */
export async function listCodesDepartement(ctx: Ctx, departement: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select c.code from commune c
    where c.departement = ${departement} and not exists (select from commune a where a.ville = c.code)`.execute(ctx.db)
  return rows.map((r) => r.code)
}

/** Dispositifs that answer in a département, by name, each with its communes there. */
export async function listPresents(
  ctx: Ctx,
  criteres: Criteres & { departement: string },
): Promise<PresentDepartement[]> {
  const { rows } = await sql<PresentDepartement>`
    with ${buildPresents(ctx, criteres)}, siennes as (
      select l.dispositif, array_agg(l.commune) as communes
      from commune c join lignes l on l.commune = c.code where c.departement = ${criteres.departement} group by 1
    )
    select d.id, d.type, d.nom, coalesce(s.communes, '{}') as communes, c.code as commune, c.nom as "nomCommune"
    from presents p join dispositif d on d.id = p.id left join siennes s on s.dispositif = p.id
    left join commune c on c.code = d.commune and cardinality(p.communes) = 0
    where ${filterLieu(criteres)} and ${filterAutres(criteres)}
    order by d.nom, d.id`.execute(ctx.db)
  return rows
}
