import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Choix } from './correspondances.ts'
import type { Import, Lecture, Passage, ReferenceLue } from './imports.ts'
import type { Releve } from './releve.ts'

/** JSON for PostgreSQL, which stores neither NUL nor halves of characters; both may hide in any text of a file. */
const formatJson = (valeur: unknown): string =>
  JSON.stringify(valeur).replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][\da-f]{2})/gi, '$1')

const json = (valeur: unknown) => sql<never>`${formatJson(valeur)}::jsonb`

/** What an import is before its references. `octets` null: the file is not kept. */
export type EnteteImport = Pick<Lecture, 'fichier' | 'empreinte' | 'titre' | 'lignes' | 'ecartes'> &
  Pick<Import, 'format'> & { octets: Uint8Array | null }

/** Stores a file. @returns null when it is there already. */
export async function createImport(ctx: Ctx, entete: EnteteImport): Promise<number | null> {
  const cree = await ctx.db
    .insertInto('import')
    .values({
      fichier: entete.fichier,
      format: entete.format,
      empreinte: entete.empreinte,
      octets: entete.octets && Buffer.from(entete.octets),
      lignes: json(entete.lignes),
      titre: entete.titre,
      ecartes: json(entete.ecartes),
      cree_par: ctx.acteur.compte,
      cree_le: ctx.maintenant,
    })
    .onConflict((c) => c.column('empreinte').doNothing())
    .returning('id')
    .executeTakeFirst()
  return cree?.id ?? null
}

/** Adds references to an import, all to read again. */
export async function addLignes(ctx: Ctx, id: number, references: readonly ReferenceLue[]): Promise<void> {
  await sql`
    insert into import_ligne (import, rang, debut, fin, page, source, sorte, item, incertains, empreinte, lieu, perdus,
      id_source, contenu, etat)
    select ${id}, rang, debut, fin, page, source, sorte, item, incertains, empreinte, lieu, perdus, "idSource", contenu,
      'a-relire'
    from jsonb_to_recordset(${json(references)})
      as r(rang int, debut int, fin int, page int, source text, sorte text, item jsonb, incertains jsonb, empreinte text,
        lieu text, perdus jsonb, "idSource" text, contenu text)`.execute(ctx.db)
}

/** What is known of a file of records once it was read to its end. */
export async function updateReleve(
  ctx: Ctx,
  id: number,
  lu: { releve: Releve; base: string | null; choix: Choix; refusees: number; ecartes: Passage[] },
): Promise<void> {
  await ctx.db
    .updateTable('import')
    .set({
      releve: json(lu.releve),
      base: lu.base,
      choix: json(lu.choix),
      refusees: lu.refusees,
      ecartes: json(lu.ecartes),
      a_comparer: 1,
    })
    .where('id', '=', id)
    .execute()
  // What follows goes by lots of these lines, before PostgreSQL would count them by itself: it would compare each lot
  // with the whole file.
  await sql`analyze import_ligne`.execute(ctx.db)
}
