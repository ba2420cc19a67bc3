import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'

/** An imported matrix of travel times. */
export interface SourceTemps {
  nom: string
  source: string | null
  fictif: boolean
  fichier: string
  sha256: string
  nombre: number
  ecartees: number
  exemples: { ligne: number; raison: string }[]
  importeeLe: Date
}

const colonnes = sql`nom, source, fictif, fichier, sha256, nombre, ecartees, exemples, importee_le as "importeeLe"`

/** Matrices, by name. */
export async function listSourcesTemps(ctx: Ctx): Promise<SourceTemps[]> {
  const { rows } = await sql<SourceTemps>`select ${colonnes} from apl_temps_source order by nom`.execute(ctx.db)
  return rows
}

export async function getSourceTemps(ctx: Ctx, nom: string): Promise<SourceTemps | null> {
  const { rows } = await sql<SourceTemps>`select ${colonnes} from apl_temps_source where nom = ${nom}`.execute(ctx.db)
  return rows[0] ?? null
}

/** Takes the place of the matrix of that name, if there is one, without its pairs. */
export async function openSourceTemps(
  ctx: Ctx,
  s: Pick<SourceTemps, 'nom' | 'source' | 'fictif' | 'fichier' | 'sha256'>,
): Promise<void> {
  await sql`delete from apl_temps where nom = ${s.nom}`.execute(ctx.db)
  await sql`
    insert into apl_temps_source (nom, source, fictif, fichier, sha256, nombre, importee_le, importee_par)
    values (${s.nom}, ${s.source}, ${s.fictif}, ${s.fichier}, ${s.sha256}, 0, ${ctx.maintenant}, ${ctx.acteur.compte})
    on conflict (nom) do update set source = excluded.source, fictif = excluded.fictif, fichier = excluded.fichier,
      sha256 = excluded.sha256, importee_le = excluded.importee_le, importee_par = excluded.importee_par`.execute(
    ctx.db,
  )
}

export async function updateBilanTemps(
  ctx: Ctx,
  nom: string,
  { nombre, ecartees, exemples }: Pick<SourceTemps, 'nombre' | 'ecartees' | 'exemples'>,
): Promise<void> {
  await sql`update apl_temps_source set nombre = ${nombre}, ecartees = ${ecartees},
    exemples = ${JSON.stringify(exemples)}::jsonb where nom = ${nom}`.execute(ctx.db)
}

/** @returns false where there is no such matrix */
export async function deleteSourceTemps(ctx: Ctx, nom: string): Promise<boolean> {
  await sql`delete from apl_temps where nom = ${nom}`.execute(ctx.db)
  const { rows } = await sql<{ nom: string }>`delete from apl_temps_source where nom = ${nom} returning nom`.execute(
    ctx.db,
  )
  return rows.length > 0
}

/** Pairs by columns: they come by the ten thousand. */
export interface LotTemps {
  origines: string[]
  destinations: string[]
  minutes: number[]
}

export async function addTemps(ctx: Ctx, nom: string, { origines, destinations, minutes }: LotTemps): Promise<void> {
  await sql`insert into apl_temps (nom, origine, destination, minutes)
    select ${nom}, o, d, m from unnest(${origines}::text[], ${destinations}::text[], ${minutes}::float8[])
      as t (o, d, m)`.execute(ctx.db)
}

/** Codes of all communes and arrondissements of today, each with a number. */
export async function listRangsCommunes(ctx: Ctx): Promise<Map<string, number>> {
  const { rows } = await sql<{ code: string }>`select code from commune order by code`.execute(ctx.db)
  return new Map(rows.map(({ code }, rang) => [code, rang]))
}
