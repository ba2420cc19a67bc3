import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Note } from './note.ts'

const COLONNES = sql`n.id, n.territoire, n.indicateur, i.libelle as "libelleIndicateur", n.texte, n.auteur,
  nullif(concat_ws(' ', c.prenom, c.nom), '') as "nomAuteur", n.ecrite_le as "ecriteLe", n.remplace,
  n.retiree_le as "retireeLe"`

const SOURCES = sql`territoire_note n left join indicateur i on i.code = n.indicateur left join compte c on c.id = n.auteur`

/** Every text written of a territory, withdrawn ones included, the newest first. */
export async function listNotes(ctx: Ctx, territoire: number): Promise<Note[]> {
  const { rows } = await sql<Note>`
    select ${COLONNES} from ${SOURCES} where n.territoire = ${territoire} order by n.id desc`.execute(ctx.db)
  return rows
}

/** A text of that territory that stands, held until the end of the transaction; null where it does not. */
export async function getNote(ctx: Ctx, territoire: number, id: number): Promise<Note | null> {
  const { rows } = await sql<Note>`
    select ${COLONNES} from ${SOURCES}
    where n.id = ${id} and n.territoire = ${territoire} and n.retiree_le is null for update of n`.execute(ctx.db)
  return rows[0] ?? null
}

export async function createNote(
  ctx: Ctx,
  note: Pick<Note, 'territoire' | 'indicateur' | 'texte' | 'remplace'>,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into territoire_note (territoire, indicateur, texte, auteur, ecrite_le, remplace)
    values (${note.territoire}, ${note.indicateur}, ${note.texte}, ${ctx.acteur.compte}, ${ctx.maintenant},
      ${note.remplace}) returning id`.execute(ctx.db)
  return rows[0]?.id ?? 0
}

/** Takes a text out of sight; it stays in the history. */
export async function deleteNote(ctx: Ctx, id: number): Promise<void> {
  await sql`update territoire_note set retiree_le = ${ctx.maintenant} where id = ${id}`.execute(ctx.db)
}
