import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Couverture } from './atlas.ts'
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

export interface CouvertureType extends Couverture {
  type: string
  nombre: number
}

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

export interface CouvertureZone extends Couverture {
  code: string
  nom: string
  nombre: number
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

/** A dispositif without a known territory, in the commune where its team works. */
export interface Implantation {
  id: number
  type: string
  nom: string
  commune: string
  nomCommune: string
}

const implantations = (criteres: Criteres) => sql`
  from presents p join dispositif d on d.id = p.id join commune c on c.code = d.commune
  where cardinality(p.communes) = 0 and ${filterLieu(criteres)} and ${filterAutres(criteres)}`

/** Those that answer, by the name of their commune. */
export async function listImplantations(ctx: Ctx, criteres: Criteres): Promise<Implantation[]> {
  const { rows } = await sql<Implantation>`
    with ${buildPresents(ctx, criteres)}
    select d.id, d.type, d.nom, c.code as commune, c.nom as "nomCommune" ${implantations(criteres)}
    order by c.cle, c.code, d.nom, d.id`.execute(ctx.db)
  return rows
}

export async function countImplantations(ctx: Ctx, criteres: Criteres): Promise<number> {
  const { rows } = await sql<{ nombre: number }>`
    with ${buildPresents(ctx, criteres)} select count(*) as nombre ${implantations(criteres)}`.execute(ctx.db)
  return rows[0]?.nombre ?? 0
}

/** A commune and how many dispositifs of one type cover it: the most that any type asked for has. */
export interface CommuneCouverte {
  code: string
  nom: string
  population: number | null
  fois: number
  noms: string[]
}

/** Communes of the area, the most inhabited first. @param quelles covered by none, or twice and more by one type */
export async function listCommunesCouvertes(
  ctx: Ctx,
  criteres: Criteres,
  quelles: 'toutes' | 'vides' | 'doubles',
  limite: number,
): Promise<{ communes: CommuneCouverte[]; total: number }> {
  const choix = { toutes: sql`true`, vides: sql`f.fois is null`, doubles: sql`f.fois > 1` }[quelles]
  const { rows } = await sql<CommuneCouverte & { total: number }>`
    with ${buildPresents(ctx, criteres)}, ${ici(criteres)}, ${couvertes(criteres)}, fois as (
      select commune, max(fois) as fois from couvertes group by 1
    ), retenues as (
      select i.code, i.nom, i.population, coalesce(f.fois, 0) as fois, count(*) over ()::int as total
      from ici i left join fois f on f.commune = i.code where ${choix}
      order by i.population desc nulls last, i.code limit ${limite}
    )
    select r.*, array_remove(array_agg(x.nom order by x.nom), null) as noms
    from retenues r left join (
      select l.commune, d.nom from retenues r join lignes l on l.commune = r.code
      join presents p on p.id = l.dispositif join dispositif d on d.id = p.id where ${filterAutres(criteres)}
    ) x on x.commune = r.code
    group by r.code, r.nom, r.population, r.fois, r.total
    order by r.population desc nulls last, r.code`.execute(ctx.db)
  return { communes: rows.map(({ total: _, ...c }) => c), total: rows[0]?.total ?? 0 }
}
