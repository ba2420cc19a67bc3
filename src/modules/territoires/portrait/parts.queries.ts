import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Parts } from '../indicateur/indicateur.ts'
import { listPaquets } from '../indicateur/paquet.queries.ts'
import type { MailleZone } from '../indicateur/serie.ts'
import { computeMorceau, type MorceauNomme, type Unite } from './compte.ts'
import { createPartsVides, joinMorceaux, type Morceau, type PartsParSerie } from './parts.ts'

type LigneParts = Parts & { serie: number }

/**
 * Parts of whole areas, as they are kept: one map for each area, in their order.
 * @param series only these (ids); null: all
 */
export async function listPartsZones(
  ctx: Ctx,
  zones: readonly { maille: MailleZone; code: string }[],
  series: readonly number[] | null = null,
): Promise<PartsParSerie[]> {
  if (zones.length === 0) return []
  // As JSON: it costs less to read than hundreds of rows of a dozen columns.
  const { rows } = await sql<{ rang: number; parts: LigneParts[] }>`
    select u.rang::int as rang, json_agg(json_build_object('serie', z.serie, 'publiee', z.publiee,
      'numerateur', z.numerateur, 'denominateur', z.denominateur, 'avecValeur', z.avec_valeur, 'total', z.total,
      'populationAvec', z.population_avec, 'population', z.population,
      'populationSousSeuil', z.population_sous_seuil, 'minimum', z.minimum, 'maximum', z.maximum)) as parts
    from unnest(${zones.map((z) => z.maille)}::text[], ${zones.map((z) => z.code)}::text[])
      with ordinality as u (maille, code, rang)
    join indicateur_zone z on z.maille = u.maille and z.zone = u.code
    where ${series === null ? sql`true` : sql`z.serie = any (${series}::int[])`}
    group by u.rang`.execute(ctx.db)
  const parRang = new Map(rows.map((r) => [r.rang, r.parts]))
  return zones.map((_, i) => new Map(parRang.get(i + 1)?.map(({ serie, ...parts }) => [serie, parts])))
}

/** Communes read at once. */
const LOT = 500

/**
 * Parts of communes and arrondissements, by lots.
 * @param codes elementary codes; one that is no code of today is left out
 */
export async function listMorceaux(ctx: Ctx, codes: readonly string[]): Promise<Morceau[]> {
  const morceaux: Morceau[] = []
  for (let debut = 0; debut < codes.length; debut += LOT) {
    const lot = codes.slice(debut, debut + LOT)
    morceaux.push(await getMorceau(ctx, sql`c.code = any (${lot}::text[])`))
  }
  return morceaux
}

/**
 * Counts some hundreds of communes at once, arrondissements included.
 * @param filtre rows of `commune c`: a city whole, without its arrondissements
 * @param series only these (ids); null: all
 */
export async function getMorceau(
  ctx: Ctx,
  filtre: RawBuilder<boolean>,
  series: readonly number[] | null = null,
): Promise<MorceauNomme> {
  const [{ rows: unites }, { places, lignes }] = await Promise.all([
    sql<Unite>`
      with ici as materialized (
        select c.code, c.nom, coalesce(c.population, 0) as population from commune c where ${filtre}
      )
      select *, null as ville from ici
      union all
      select a.code, a.nom, coalesce(a.population, 0), a.ville from commune a join ici on ici.code = a.ville`.execute(
      ctx.db,
    ),
    listPaquets(ctx, filtre, series),
  ])
  return computeMorceau(unites, places, lignes)
}

/**
 * Parts of communes and arrondissements together.
 * @param codes elementary codes. Of a lone one, the value is the one that the source publishes.
 */
export async function listPartsCommunes(ctx: Ctx, codes: readonly string[]): Promise<PartsParSerie> {
  const parts = joinMorceaux(await listMorceaux(ctx, codes))
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
