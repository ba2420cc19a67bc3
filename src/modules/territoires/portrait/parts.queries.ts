import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Parts } from '../indicateur/indicateur.ts'
import type { MailleZone } from '../indicateur/serie.ts'
import { createPartsVides } from './parts.ts'

type LigneParts = Parts & { serie: number }

/** Parts by series (id). A series that says nothing of the area has none. */
export type PartsParSerie = Map<number, Parts>

/** Parts of whole areas, as they are kept: one map for each area, in their order. */
export async function listPartsZones(
  ctx: Ctx,
  zones: readonly { maille: MailleZone; code: string }[],
): Promise<PartsParSerie[]> {
  if (zones.length === 0) return []
  const { rows } = await sql<LigneParts & { rang: number }>`
    select u.rang::int as rang, z.serie, z.publiee, z.numerateur, z.denominateur, z.avec_valeur as "avecValeur",
      z.total, z.population_avec as "populationAvec", z.population, z.population_sous_seuil as "populationSousSeuil",
      z.minimum, z.maximum
    from unnest(${zones.map((z) => z.maille)}::text[], ${zones.map((z) => z.code)}::text[])
      with ordinality as u (maille, code, rang)
    join indicateur_zone z on z.maille = u.maille and z.zone = u.code`.execute(ctx.db)
  const parts = zones.map((): PartsParSerie => new Map())
  for (const { rang, serie, ...l } of rows) parts[rang - 1]?.set(serie, l)
  return parts
}

/**
 * Parts of a few communes and arrondissements together, counted as `updateAgregats` counts those of an area: a city by
 * its arrondissements where these have the values, a commune without weight as one without value.
 * @param codes elementary codes. Of a lone one, the value is the one that the source publishes.
 */
export async function listPartsCommunes(ctx: Ctx, codes: readonly string[]): Promise<PartsParSerie> {
  if (codes.length === 0) return new Map()
  const { rows } = await sql<LigneParts>`
    with def as materialized (
      select s.id, i.agregation, i.agregation in ('moyenne', 'part') as pondere, i.seuil
      from indicateur_serie s join indicateur i on i.code = s.indicateur
    ), arrondissements as materialized (
      select code, ville, coalesce(population, 0)::float8 as population from commune where ville = any (${codes}::text[])
    ), ici as materialized (
      select code, coalesce(population, 0)::float8 as population from commune where code = any (${codes}::text[])
    ), valeurs as (
      -- Hundreds of thousands of rows: what does not count goes before anything is added up.
      select v.serie, u.population, v.valeur, case when d.pondere then v.poids else 1 end as poids,
        case when v.valeur < d.seuil then u.population end as dessous
      from (table ici union all select code, population from arrondissements) u
      join indicateur_valeur v on v.commune = u.code
      join def d on d.id = v.serie
      where v.compte and v.valeur is not null and (v.poids is not null or not d.pondere)
    ), sommes as (
      select serie, sum(valeur * poids) as numerateur, sum(poids) as denominateur, count(*) as avec,
        sum(population) as population_avec, sum(dessous) as dessous, min(valeur) as minimum, max(valeur) as maximum
      from valeurs group by serie
    ), villes as (
      -- A city that its arrondissements stand for is as many units as it has of them.
      select v.serie, sum(n.nombre - 1) as en_plus
      from (select ville, count(*) as nombre, array_agg(code) as codes from arrondissements group by ville) n
      cross join lateral (select distinct serie from indicateur_valeur
        where commune = any (n.codes) and valeur is not null) v
      group by v.serie
    )
    select s.serie, null::float8 as publiee,
      case when d.agregation <> 'aucune' then s.numerateur end as numerateur,
      case when d.agregation <> 'aucune' then s.denominateur end as denominateur,
      s.avec::int as "avecValeur", ((select count(*) from ici) + coalesce(v.en_plus, 0))::int as total,
      s.population_avec as "populationAvec", (select sum(population) from ici) as population,
      case when d.seuil is not null then coalesce(s.dessous, 0) end as "populationSousSeuil", s.minimum, s.maximum
    from sommes s join def d on d.id = s.serie left join villes v on v.serie = s.serie`.execute(ctx.db)
  const parts: PartsParSerie = new Map(rows.map(({ serie, ...l }) => [serie, l]))
  if (codes.length === 1) await setPubliees(ctx, codes[0] ?? '', parts)
  return parts
}

/** A commune's own row is what the source publishes, be it a city whose arrondissements count in its place. */
async function setPubliees(ctx: Ctx, code: string, parts: PartsParSerie): Promise<void> {
  const { rows } = await sql<{ serie: number; valeur: number; population: number }>`
    select v.serie, v.valeur, coalesce(c.population, 0) as population
    from indicateur_valeur v join commune c on c.code = v.commune
    where v.commune = ${code} and v.valeur is not null`.execute(ctx.db)
  for (const { serie, valeur, population } of rows) {
    const siennes = parts.get(serie) ?? createPartsVides(1, population)
    parts.set(serie, { ...siennes, publiee: valeur, populationAvec: population })
  }
}
