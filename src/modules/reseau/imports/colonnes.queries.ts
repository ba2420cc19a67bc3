import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { CorrespondanceTableau } from '../lecture/tableau.ts'
import type { ContenuImport } from './imports.ts'

export interface CorrespondanceGardee {
  nom: string
  correspondance: CorrespondanceTableau
}

/** Choices kept for the next files of a base, the last used first. */
export async function listCorrespondances(ctx: Ctx): Promise<CorrespondanceGardee[]> {
  const { rows } = await sql<CorrespondanceGardee>`
    select nom, correspondance from annuaire_correspondance order by modifiee_le desc, nom`.execute(ctx.db)
  return rows
}

export async function updateCorrespondance(
  ctx: Ctx,
  nom: string,
  correspondance: CorrespondanceTableau,
): Promise<void> {
  await sql`insert into annuaire_correspondance (nom, correspondance, modifiee_le, modifiee_par)
    values (${nom}, ${JSON.stringify(correspondance)}::jsonb, ${ctx.maintenant}, ${ctx.acteur.compte})
    on conflict (nom) do update set correspondance = excluded.correspondance, modifiee_le = excluded.modifiee_le,
      modifiee_par = excluded.modifiee_par`.execute(ctx.db)
}

/** How the file of an import is read, and what was then seen in it. */
export async function updateContenu(
  ctx: Ctx,
  id: number,
  contenu: ContenuImport,
  correspondance: CorrespondanceTableau | null,
): Promise<void> {
  await sql`update import_annuaire set contenu = ${JSON.stringify(contenu)}::jsonb,
    correspondance = ${correspondance && JSON.stringify(correspondance)}::jsonb where id = ${id}`.execute(ctx.db)
}
