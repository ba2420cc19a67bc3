import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Parts } from '../indicateur/indicateur.ts'
import type { MailleZone } from '../indicateur/serie.ts'

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
      select s.id, i.agregation, i.seuil from indicateur_serie s join indicateur i on i.code = s.indicateur
    ), ici as materialized (
      select c.code, 0::float8 as en_plus, coalesce(c.population, 0) as population
      from commune c where c.code = any (${codes}::text[])
      -- The arrondissements of a city make one commune together, or as many as they are where they have the values.
      union all select a.code, 1 - 1.0 / count(*) over (partition by a.ville), coalesce(a.population, 0)
      from commune a where a.ville = any (${codes}::text[])
    ), ensemble as (
      select count(*) as total, sum(coalesce(population, 0)) as population from commune where code = any (${codes}::text[])
    ), valeurs as (
      select v.serie, ici.en_plus, ici.population, d.seuil, d.agregation, v.valeur,
        case when d.agregation in ('somme', 'aucune') then 1 else v.poids end as poids
      from ici join indicateur_valeur v on v.commune = ici.code and v.compte join def d on d.id = v.serie
    ), sommes as (
      select serie, agregation, sum(valeur * poids) as numerateur, sum(poids) filter (where valeur is not null)
          as denominateur,
        count(valeur * poids) as avec, sum(population) filter (where valeur * poids is not null) as population_avec,
        case when seuil is not null then coalesce(sum(population) filter (where poids is not null and valeur < seuil), 0)
          end as sous_seuil,
        min(valeur) filter (where poids is not null) as minimum, max(valeur) filter (where poids is not null) as maximum,
        round(sum(en_plus)) as en_plus
      from valeurs group by serie, agregation, seuil
    )
    select s.serie, null::float8 as publiee,
      case when s.agregation <> 'aucune' then s.numerateur end as numerateur,
      case when s.agregation <> 'aucune' then s.denominateur end as denominateur,
      s.avec::int as "avecValeur", (e.total + s.en_plus)::int as total,
      coalesce(s.population_avec, 0)::float8 as "populationAvec", e.population::float8 as population,
      s.sous_seuil::float8 as "populationSousSeuil", s.minimum, s.maximum
    from sommes s cross join ensemble e`.execute(ctx.db)
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
    const siennes = parts.get(serie)
    if (siennes) parts.set(serie, { ...siennes, publiee: valeur, populationAvec: population })
  }
}
