import { type Generated, type Selectable, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Entree, Sigle } from './glossaire.ts'

interface TableGlossaire {
  id: Generated<number>
  slug: string
  terme: string
  sigle: string | null
  forme_longue: string | null
  definition: string | null
  termes_lies: string[]
  theme: string | null
  source: { document: string; lieu?: string } | null
  a_verifier: boolean
}
declare module '#core/base-tables.ts' {
  interface Base {
    glossaire: TableGlossaire
  }
}

const parseLigne = (l: Selectable<TableGlossaire>): Entree => ({
  slug: l.slug,
  terme: l.terme,
  sigle: l.sigle,
  formeLongue: l.forme_longue,
  definition: l.definition,
  termesLies: l.termes_lies,
  theme: l.theme,
  source: l.source,
  aVerifier: l.a_verifier,
})

/** The whole glossary in French alphabetical order. */
export async function listEntrees(ctx: Ctx): Promise<Entree[]> {
  const lignes = await ctx.db.selectFrom('glossaire').selectAll().execute()
  return lignes.map(parseLigne).sort((a, b) => a.terme.localeCompare(b.terme, 'fr'))
}

/** Acronyms with their long form, for search and for pages. */
export async function listSigles(ctx: Ctx): Promise<Sigle[]> {
  const { rows } = await sql<Sigle>`
    select sigle, forme_longue as "formeLongue" from glossaire where sigle is not null order by sigle`.execute(ctx.db)
  return rows
}

/** Adds a term, or does nothing when its slug is there. */
export async function createEntree(ctx: Ctx, e: Entree): Promise<void> {
  await ctx.db
    .insertInto('glossaire')
    .values({
      slug: e.slug,
      terme: e.terme,
      sigle: e.sigle,
      forme_longue: e.formeLongue,
      definition: e.definition,
      termes_lies: e.termesLies,
      theme: e.theme,
      source: e.source ? sql`${JSON.stringify(e.source)}::jsonb` : null,
      a_verifier: e.aVerifier,
    })
    .onConflict((c) => c.column('slug').doNothing())
    .execute()
}
