import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Agregation } from '../indicateur.ts'
import type { Motif, ValeurCommune } from '../serie.ts'
import type { CodesGeographie, Conversion, NoteConversion } from './conversion.ts'

/** Keeps the codes of a geography that is about to go; once a version. */
export async function addGeographiePassee(ctx: Ctx, version: string, { codes, communes }: CodesGeographie) {
  await sql`insert into geographie_passee (version, codes, communes)
    values (${version}, ${codes}::text[], ${communes}::text[]) on conflict (version) do nothing`.execute(ctx.db)
}

/** The geographies, other than this one, that series were read by and whose codes are known. */
export async function listGeographiesPassees(
  ctx: Ctx,
  version: string,
): Promise<(CodesGeographie & { version: string })[]> {
  const { rows } = await sql<CodesGeographie & { version: string }>`
    select version, codes, communes from geographie_passee g
    where version <> ${version} and exists (select from indicateur_serie s where s.geographie = g.version)
    order by version`.execute(ctx.db)
  return rows
}

/** Puts back every value as it was read, and forgets what was made of it. */
export async function deleteConversions(ctx: Ctx): Promise<void> {
  await sql`delete from indicateur_valeur v using indicateur_conversion c
    where v.serie = c.serie and v.commune = any (c.produites)`.execute(ctx.db)
  await sql`insert into indicateur_valeur (commune, serie, valeur, poids, motif)
    select commune, serie, valeur, poids, motif from indicateur_valeur_origine`.execute(ctx.db)
  await sql`delete from indicateur_valeur_origine`.execute(ctx.db)
  await sql`delete from indicateur_conversion`.execute(ctx.db)
}

export interface SerieAConvertir {
  serie: number
  agregation: Agregation
  valeurs: ValeurCommune[]
}

/** What the series read by a geography tell of these communes; those that tell nothing of them are left out. */
export async function listAConvertir(
  ctx: Ctx,
  geographie: string,
  communes: readonly string[],
): Promise<SerieAConvertir[]> {
  const { rows } = await sql<{
    serie: number
    agregation: Agregation
    commune: string
    valeur: number | null
    poids: number | null
    motif: Motif | null
  }>`
    select s.id as serie, i.agregation, v.commune, v.valeur, v.poids, v.motif
    from indicateur_serie s join indicateur i on i.code = s.indicateur join indicateur_valeur v on v.serie = s.id
    where s.geographie = ${geographie} and v.commune = any (${communes}::text[])
    order by s.id, v.commune`.execute(ctx.db)
  return [...Map.groupBy(rows, (r) => r.serie)].map(([serie, siennes]) => ({
    serie,
    agregation: siennes[0]?.agregation ?? 'aucune',
    valeurs: siennes.map(({ commune, valeur, poids, motif }) => ({ commune, valeur, poids, motif })),
  }))
}

/** Sets aside the values of these communes in a series, as they were read. */
export async function updateOrigines(ctx: Ctx, serie: number, communes: readonly string[]): Promise<void> {
  await sql`with ecartees as (
      delete from indicateur_valeur where serie = ${serie} and commune = any (${communes}::text[])
      returning serie, commune, valeur, poids, motif
    ) insert into indicateur_valeur_origine (serie, commune, valeur, poids, motif) select * from ecartees`.execute(
    ctx.db,
  )
}

export async function addConversion(
  ctx: Ctx,
  {
    serie,
    vers,
    produites,
    conversions,
  }: { serie: number; vers: string; produites: string[]; conversions: Conversion[] },
): Promise<void> {
  await sql`insert into indicateur_conversion (serie, vers, produites, mouvements, faite_le)
    values (${serie}, ${vers}, ${produites}::text[], ${JSON.stringify(conversions)}::jsonb, ${ctx.maintenant})`.execute(
    ctx.db,
  )
}

/** What was made of a series so that it follows today’s communes; null where nothing had to be. */
export async function getConversion(ctx: Ctx, serie: number): Promise<NoteConversion | null> {
  const { rows } = await sql<NoteConversion>`
    select s.geographie as de, c.vers, c.mouvements as conversions
    from indicateur_conversion c join indicateur_serie s on s.id = c.serie
    where c.serie = ${serie}`.execute(ctx.db)
  return rows[0] ?? null
}

/** Forgets the values of larger areas that are no more. */
export async function deleteZonesDisparues(ctx: Ctx): Promise<void> {
  for (const maille of ['epci', 'departement', 'region'])
    await sql`delete from indicateur_zone
      where maille = ${maille} and zone not in (select code from ${sql.table(maille)})`.execute(ctx.db)
}
