import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { JEUX, type JeuParametres, type Parametres } from './parametres.ts'

/** Parameter sets: ours, then those of this installation. */
export async function listJeux(ctx: Ctx): Promise<JeuParametres[]> {
  const { rows } = await sql<{ code: string; libelle: string; parametres: Parametres }>`
    select code, libelle, parametres from apl_parametres order by code`.execute(ctx.db)
  return [...JEUX, ...rows.map((jeu) => ({ ...jeu, aVerifier: [] }))]
}

/** @returns false where a set has this code: what is published of one never changes */
export async function addJeu(
  ctx: Ctx,
  { code, libelle, parametres }: Omit<JeuParametres, 'aVerifier'>,
): Promise<boolean> {
  const { rows } = await sql<{ code: string }>`
    insert into apl_parametres (code, libelle, parametres, modifiee_le, modifiee_par)
    values (${code}, ${libelle}, ${JSON.stringify(parametres)}::jsonb, ${ctx.maintenant}, ${ctx.acteur.compte})
    on conflict (code) do nothing returning code`.execute(ctx.db)
  return rows.length > 0
}
