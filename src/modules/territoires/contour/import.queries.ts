import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { SourceContours } from './contour.queries.ts'
import { computeCadre, type MailleContour, type MultiPolygone } from './contour.ts'
import type { Rattachement } from './topologie.ts'

/** What each commune and arrondissement of today belongs to. */
export async function listRattachements(ctx: Ctx): Promise<Map<string, Rattachement>> {
  const { rows } = await sql<Rattachement & { code: string }>`
    select code, ville, epci, departement, region from commune`.execute(ctx.db)
  return new Map(rows.map(({ code, ...rattachement }) => [code, rattachement]))
}

/** Every code that is not in force any more, with its commune of today. */
export async function listCodesAnciens(ctx: Ctx): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; commune: string }>`
    select distinct on (code) code, commune from commune_ancienne order by code, nature = 'ancienne' desc`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ code, commune }) => [code, commune]))
}

export interface LigneContour {
  maille: MailleContour
  code: string
  niveau: number
  nom: string | null
  coordonnees: MultiPolygone
}

const LOT = 1000

/** Forgets the outlines of these kinds. */
export async function deleteContours(ctx: Ctx, mailles: readonly MailleContour[]): Promise<void> {
  await sql`delete from contour where maille = any (${mailles}::text[])`.execute(ctx.db)
}

/** Adds outlines by lots, as they come. */
export async function addContours(ctx: Ctx, lignes: Iterable<LigneContour>): Promise<void> {
  let lot: object[] = []
  const send = async () => {
    await sql`insert into contour (maille, code, niveau, nom, coordonnees, ouest, sud, est, nord)
      select * from json_to_recordset(${JSON.stringify(lot)}::json) as l (maille text, code text, niveau smallint,
        nom text, coordonnees json, ouest real, sud real, est real, nord real)`.execute(ctx.db)
    lot = []
  }
  for (const ligne of lignes) {
    const [ouest, sud, est, nord] = computeCadre(ligne.coordonnees)
    lot.push({ ...ligne, ouest, sud, est, nord })
    if (lot.length === LOT) await send()
  }
  if (lot.length > 0) await send()
}

export interface Mesure {
  code: string
  longitude: number
  latitude: number
  /** km² */
  superficie: number
}

/** Writes the point and the area of each commune; those that have none any more lose theirs. */
export async function updateMesures(ctx: Ctx, mesures: readonly Mesure[]): Promise<void> {
  await sql`update commune c set longitude = m.longitude, latitude = m.latitude, superficie = m.superficie
    from commune autre
    left join json_to_recordset(${JSON.stringify(mesures)}::json)
      as m (code text, longitude float8, latitude float8, superficie float8) using (code)
    where c.code = autre.code
      and (c.longitude, c.latitude, c.superficie) is distinct from (m.longitude, m.latitude, m.superficie)`.execute(
    ctx.db,
  )
}

/** Replaces who touches whom. */
export async function updateVoisines(ctx: Ctx, voisines: readonly [string, string][]): Promise<void> {
  await sql`delete from commune_voisine`.execute(ctx.db)
  await sql`insert into commune_voisine (commune, voisine)
    select * from unnest(${voisines.map(([c]) => c)}::text[], ${voisines.map(([, v]) => v)}::text[])`.execute(ctx.db)
}

/** Replaces which communes QPV stand in. */
export async function updateQuartiers(ctx: Ctx, quartiers: readonly [qpv: string, commune: string][]): Promise<void> {
  await sql`delete from qpv_commune`.execute(ctx.db)
  await sql`insert into qpv_commune (qpv, commune)
    select * from unnest(${quartiers.map(([q]) => q)}::text[], ${quartiers.map(([, c]) => c)}::text[])`.execute(ctx.db)
}

/** Says where a set comes from, in place of the one before. */
export async function updateSourceContours(ctx: Ctx, maille: 'commune' | 'qpv', source: SourceContours): Promise<void> {
  await ctx.db
    .insertInto('contour_source')
    .values({ maille, ...source })
    .onConflict((c) => c.column('maille').doUpdateSet(source))
    .execute()
  await sql`analyze contour, commune, commune_voisine`.execute(ctx.db)
}
