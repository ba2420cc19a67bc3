import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Choix } from './correspondances.ts'
import type { Releve } from './releve.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    import_base: { nom: string; choix: Choix; modifiee_le: Date; modifiee_par: string | null }
  }
}

const json = (valeur: unknown) => sql<never>`${JSON.stringify(valeur)}::jsonb`

/** What was met in a file of records; null for a bibliography. */
export async function getReleve(ctx: Ctx, id: number): Promise<Releve | null> {
  const l = await ctx.db.selectFrom('import').select('releve').where('id', '=', id).executeTakeFirst()
  return l?.releve ?? null
}

/** What was chosen for the last file of a base; null for a base never met. */
export async function getChoixBase(ctx: Ctx, nom: string): Promise<Choix | null> {
  const l = await ctx.db.selectFrom('import_base').select('choix').where('nom', '=', nom).executeTakeFirst()
  return l?.choix ?? null
}

/** Bases that files came from, by name. */
export async function listBases(ctx: Ctx): Promise<string[]> {
  const lignes = await ctx.db.selectFrom('import_base').select('nom').orderBy('nom').limit(200).execute()
  return lignes.map((l) => l.nom)
}

export async function updateChoix(ctx: Ctx, id: number, base: string | null, choix: Choix): Promise<void> {
  await ctx.db
    .updateTable('import')
    .set({ base, choix: json(choix) })
    .where('id', '=', id)
    .execute()
  if (base === null) return
  const valeurs = { choix: json(choix), modifiee_le: ctx.maintenant, modifiee_par: ctx.acteur.compte }
  await ctx.db
    .insertInto('import_base')
    .values({ nom: base, ...valeurs })
    .onConflict((c) => c.column('nom').doUpdateSet(valeurs))
    .execute()
}

/** Another base, other records known: everything that nobody decided on is compared again. */
export async function updateToutARecomparer(ctx: Ctx, id: number): Promise<void> {
  await sql`update import_ligne set etat = 'a-relire', notice = null, doublons = '[]'
    where import = ${id} and etat in ('a-relire', 'deja-la')`.execute(ctx.db)
  await ctx.db.updateTable('import').set({ a_comparer: 1 }).where('id', '=', id).execute()
}
