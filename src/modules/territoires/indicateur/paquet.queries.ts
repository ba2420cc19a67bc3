import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Agregation } from './indicateur.ts'
import { type LignePaquet, PLACES_PAR_PAQUET, type Place } from './paquet.ts'

/** Puts whole series in packets, once their values are there. Inside the transaction that wrote them. */
export async function addAuxPaquets(ctx: Ctx, series: readonly number[]): Promise<void> {
  const { rows } = await sql<{ serie: number; paquet: number }>`
    insert into indicateur_place (serie) select unnest(${series}::int[])
    returning serie, place / ${PLACES_PAR_PAQUET}::int as paquet`.execute(ctx.db)
  for (const [paquet, siennes] of Map.groupBy(rows, (r) => r.paquet)) {
    // In the order of communes: two imports that share a packet wait for each other in one order.
    await sql`
      insert into indicateur_paquet as p (commune, paquet, cellules)
      select v.commune, ${paquet}, string_agg(encode(int2send((place % ${PLACES_PAR_PAQUET}::int)::int2)
        || float8send(v.valeur) || float8send(coalesce(v.poids, 'NaN')), 'base64'), '')
      from indicateur_place join indicateur_valeur v using (serie)
      where serie = any (${siennes.map((s) => s.serie)}::int[]) and v.compte and v.valeur is not null
      group by v.commune order by v.commune collate "C"
      on conflict (commune, paquet) do update set cellules = p.cellules || excluded.cellules`.execute(ctx.db)
  }
}

export interface SerieEnPlace extends Place {
  agregation: Agregation
  seuil: number | null
}

/**
 * The packets of some communes and of their arrondissements, and what stands in them: in one statement, hence of one
 * moment.
 * @param filtre rows of `commune c`
 * @param series only packets where these (ids) stand, which hold others too; null: all
 */
export async function listPaquets(
  ctx: Ctx,
  filtre: RawBuilder<unknown>,
  series: readonly number[] | null = null,
): Promise<{ places: SerieEnPlace[]; lignes: LignePaquet[] }> {
  // Thousands of rows: as few columns as they need, and the series as one row of them.
  const { rows } = await sql<LignePaquet & { commune: string | null }>`
    with places as materialized (
      select p.serie, p.place, i.agregation, i.seuil
      from indicateur_place p join indicateur_serie s on s.id = p.serie join indicateur i on i.code = s.indicateur
      where ${series === null ? sql`true` : sql`p.serie = any (${series}::int[])`}
    ), ici as materialized (select c.code from commune c where ${filtre}), unites as materialized (
      select code from ici union select a.code from commune a join ici on a.ville = ici.code
    )
    select null as commune, null as paquet, coalesce(json_agg(p), '[]')::text as cellules from places p
    union all
    select commune, paquet, cellules from indicateur_paquet where commune = any (array(select code from unites))
      and ${series === null ? sql`true` : sql`paquet in (select place / ${PLACES_PAR_PAQUET}::int from places)`}`.execute(
    ctx.db,
  )
  const [places] = rows.splice(
    rows.findIndex((r) => r.commune === null),
    1,
  )
  return { places: JSON.parse(places?.cellules ?? '[]'), lignes: rows }
}
