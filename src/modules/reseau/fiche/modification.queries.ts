import { type Generated, type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { GesteFiche, ObjetFiche, Valeurs } from './fiche.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    modification: {
      id: Generated<number>
      objet: ObjetFiche
      objet_id: number
      quand: Date
      compte: string | null
      geste: GesteFiche
      avant: Valeurs | null
      apres: Valeurs | null
      note: string | null
    }
  }
}

/** One change: the changed fields alone, named as in the type of the object. */
export interface NouvelleModification {
  objet: ObjetFiche
  id: number
  geste: GesteFiche
  avant: Valeurs | null
  apres: Valeurs | null
  note?: string | null
}

/** Keeps who changed what, when, before and after; in the transaction of the change. */
export const addModification = (ctx: Ctx, modification: NouvelleModification): Promise<void> =>
  addModifications(ctx, [modification])

/** The same for many at once. */
export async function addModifications(ctx: Ctx, modifications: readonly NouvelleModification[]): Promise<void> {
  if (modifications.length === 0) return
  const lignes = modifications.map(({ note = null, ...m }) => ({ ...m, note }))
  await sql`insert into modification (objet, objet_id, quand, compte, geste, avant, apres, note)
    select objet, id, ${ctx.maintenant}, ${ctx.acteur.compte}, geste, nullif(avant, 'null'), nullif(apres, 'null'), note
    from jsonb_to_recordset(${JSON.stringify(lignes)}::jsonb)
      as t (objet text, id integer, geste text, avant jsonb, apres jsonb, note text)`.execute(ctx.db)
}

export interface Modification {
  id: number
  quand: Date
  geste: GesteFiche
  /** Null for an import or the demonstration data. */
  auteur: string | null
  avant: Valeurs | null
  apres: Valeurs | null
  note: string | null
}

const listOu = async (
  ctx: Ctx,
  sauf: RawBuilder<unknown>,
  { objet, id, limite }: { objet: ObjetFiche; id: number; limite: number },
): Promise<Modification[]> => {
  const { rows } = await sql<Modification>`
    select m.id, m.quand, m.geste, m.avant, m.apres, m.note, nullif(concat_ws(' ', c.prenom, c.nom), '') as auteur
    from modification m left join compte c on c.id = m.compte
    where m.objet = ${objet} and m.objet_id = ${id} ${sauf} order by m.id desc limit ${limite}`.execute(ctx.db)
  return rows
}

/** What happened to an object, newest first. */
export const listModifications = (ctx: Ctx, objet: ObjetFiche, id: number, limite = 200): Promise<Modification[]> =>
  listOu(ctx, sql``, { objet, id, limite })

/**
 * What made a sheet what it is since a revision that somebody read, newest first. A verification is a line of the history
 * that makes no revision: counted as one, it would hide a change.
 */
export async function listModificationsDepuis(
  ctx: Ctx,
  objet: ObjetFiche,
  { id, revision }: { id: number; revision: number },
  lue: number,
): Promise<Modification[]> {
  return revision <= lue ? [] : listOu(ctx, sql`and m.geste <> 'verification'`, { objet, id, limite: revision - lue })
}
