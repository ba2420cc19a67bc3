import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { CLASSES_EPCI, COUVERTURE_MIN, DECILE_MIN } from './indicateur.ts'

/**
 * Computes anew the parts of every EPCI (EPT included), département, région, France (`FR`) and its métropole (`FM`)
 * for a series; what is published for them stays. An area counts its communes, a city by its arrondissements where
 * these have the values. In a mean or a share, a commune without weight has no value.
 */
export async function updateAgregats(ctx: Ctx, serie: number): Promise<void> {
  await sql`
    with def as (
      select i.agregation, i.seuil from indicateur_serie s join indicateur i on i.code = s.indicateur
      where s.id = ${serie}
    ), valeurs as materialized (
      select commune, valeur, poids, compte from indicateur_valeur where serie = ${serie}
    ), villes as (
      select distinct a.ville from commune a join valeurs v on v.commune = a.code and v.valeur is not null
      where a.ville is not null
    ), unites as (
      select c.departement, c.region, coalesce(c.epci, m.epci) as epci, coalesce(c.ept, m.ept) as ept,
        coalesce(c.population, 0) as population, v.valeur, v.poids, d.agregation, d.seuil,
        v.valeur is not null and (d.agregation in ('somme', 'aucune') or v.poids is not null) as avec
      from commune c cross join def d
      left join commune m on m.code = c.ville
      left join valeurs v on v.commune = c.code
      where case when c.ville is null then not exists (select from villes where ville = c.code)
        else c.ville in (select ville from villes) end
    ), parts as (
      -- By the smallest areas first: what follows adds up some two thousand rows.
      select epci, ept, departement, region, agregation, seuil,
        sum(case when agregation = 'somme' then valeur when agregation <> 'aucune' then valeur * poids end)
          filter (where avec) as numerateur,
        sum(case when agregation = 'somme' then 1 when agregation <> 'aucune' then poids end)
          filter (where avec) as denominateur,
        count(*) filter (where avec) as avec_valeur, count(*) as total,
        coalesce(sum(population) filter (where avec), 0) as population_avec, sum(population) as population,
        coalesce(sum(population) filter (where avec and valeur < seuil), 0) as sous_seuil,
        min(valeur) filter (where avec) as minimum, max(valeur) filter (where avec) as maximum
      from unites group by 1, 2, 3, 4, 5, 6
    )
    insert into indicateur_zone (maille, zone, serie, numerateur, denominateur, avec_valeur, total, population_avec,
      population, population_sous_seuil, minimum, maximum)
    select z.maille, z.zone, ${serie}, sum(p.numerateur), sum(p.denominateur), sum(p.avec_valeur), sum(p.total),
      sum(p.population_avec), sum(p.population), case when p.seuil is not null then sum(p.sous_seuil) end,
      min(p.minimum), max(p.maximum)
    from parts p join region r on r.code = p.region
    cross join lateral (values ('epci', p.epci), ('epci', p.ept), ('departement', p.departement),
      ('region', p.region), ('france', case when r.zone in ('metro', 'drom') then 'FR' end),
      ('france', case when r.zone = 'metro' then 'FM' end)) z (maille, zone)
    where z.zone is not null
    group by z.maille, z.zone, p.seuil
    on conflict (maille, zone, serie) do update set numerateur = excluded.numerateur,
      denominateur = excluded.denominateur, avec_valeur = excluded.avec_valeur, total = excluded.total,
      population_avec = excluded.population_avec, population = excluded.population,
      population_sous_seuil = excluded.population_sous_seuil, minimum = excluded.minimum, maximum = excluded.maximum
  `.execute(ctx.db)
}

const MARQUES = Array.from({ length: 9 }, (_, i) => (i + 1) / 10)

/**
 * Computes anew the marks that cut the EPCI of each class in ten, by the rules of `computeValeur`; EPT, whose communes
 * are also in their métropole, are left out. A sum has none: it would only tell how populous an EPCI is.
 */
export async function updateDeciles(ctx: Ctx, serie: number): Promise<void> {
  await sql`delete from indicateur_decile where serie = ${serie}`.execute(ctx.db)
  await sql`
    with valeurs as (
      select z.population, case when z.publiee is not null then z.publiee
        when i.agregation <> 'aucune' and z.denominateur > 0
          and z.population_avec >= ${COUVERTURE_MIN}::float8 * z.population then z.numerateur / z.denominateur end as valeur
      from indicateur_zone z
      join indicateur_serie s on s.id = z.serie
      join indicateur i on i.code = s.indicateur
      join epci e on e.code = z.zone
      where z.serie = ${serie} and z.maille = 'epci' and e.nature <> 'EPT' and i.agregation <> 'somme'
    )
    insert into indicateur_decile (serie, classe, bornes, nombre)
    select ${serie}, c.code, percentile_cont(${MARQUES}::float8[]) within group (order by v.valeur), count(*)
    from unnest(${CLASSES_EPCI.map((c) => c.code)}::text[], ${CLASSES_EPCI.map((c) => c.min)}::int[],
      ${CLASSES_EPCI.map((c) => c.max)}::int[]) as c (code, min, max)
    join valeurs v on v.population >= c.min and (c.max is null or v.population < c.max)
    where v.valeur is not null
    group by c.code having count(*) >= ${DECILE_MIN}`.execute(ctx.db)
}
