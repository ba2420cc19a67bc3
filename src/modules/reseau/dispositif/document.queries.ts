import { type Generated, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { NatureDocument } from './document.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    dispositif_document: {
      id: Generated<number>
      dispositif: number
      notice: number | null
      titre: string | null
      url: string | null
      nature: NatureDocument
      date: string | null
      cree_le: Date
    }
  }
}

/** A document of a dispositif: a notice of the catalogue, or an address. */
export interface DocumentDispositif {
  id: number
  notice: number | null
  titre: string
  url: string | null
  nature: NatureDocument
  date: string | null
}

/** Documents of a dispositif, the newest first; a notice that was withdrawn is left out. */
export async function listDocuments(ctx: Ctx, dispositif: number): Promise<DocumentDispositif[]> {
  const { rows } = await sql<DocumentDispositif>`
    select d.id, d.notice, coalesce(d.titre, n.csl ->> 'title') as titre, d.url, d.nature, d.date
    from dispositif_document d left join notice n on n.id = d.notice
    where d.dispositif = ${dispositif} and (d.notice is null or n.supprimee_le is null)
    order by d.date desc nulls last, d.id desc`.execute(ctx.db)
  return rows
}

export type NouveauDocument = Omit<DocumentDispositif, 'id' | 'titre'> & { titre: string | null }

export async function addDocument(ctx: Ctx, dispositif: number, document: NouveauDocument): Promise<void> {
  await ctx.db
    .insertInto('dispositif_document')
    .values({ dispositif, ...document, cree_le: ctx.maintenant })
    .execute()
}

/** @returns false where this dispositif has no such document */
export async function removeDocument(ctx: Ctx, dispositif: number, id: number): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('dispositif_document')
    .where('dispositif', '=', dispositif)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
