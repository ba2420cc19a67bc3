import { sql } from 'kysely'
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

/** The packets of some communes and arrondissements, and what stands in them: in one statement, hence of one moment. */
export async function listPaquets(
  ctx: Ctx,
  communes: readonly string[],
): Promise<{ places: SerieEnPlace[]; lignes: LignePaquet[] }> {
  const { rows } = await sql<(SerieEnPlace & { commune: null }) | LignePaquet>`
    select null as commune, null as paquet, null as cellules, p.serie, p.place, i.agregation, i.seuil
    from indicateur_place p join indicateur_serie s on s.id = p.serie join indicateur i on i.code = s.indicateur
    union all
    select commune, paquet, cellules, null, null, null, null from indicateur_paquet
    where commune = any (${communes}::text[])`.execute(ctx.db)
  const places: SerieEnPlace[] = []
  const lignes: LignePaquet[] = []
  for (const ligne of rows) ligne.commune === null ? places.push(ligne) : lignes.push(ligne)
  return { places, lignes }
}
