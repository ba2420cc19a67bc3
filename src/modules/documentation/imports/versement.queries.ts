import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Nature } from '../bibliographie/modele.ts'
import { COLONNES_LIGNE } from './imports.queries.ts'
import { type Import, type LigneImport, PAR_LOT, type Versement } from './imports.ts'

const requeteARelire = (ctx: Ctx, id: number) =>
  ctx.db
    .selectFrom('import_ligne')
    .select(COLONNES_LIGNE)
    .where('import', '=', id)
    .where('etat', '=', 'a-relire')
    .orderBy('rang')
    .forUpdate()

/** References that wait to be read, from a rank on, locked. */
export const listLot = (ctx: Ctx, id: number, debut: number, max = PAR_LOT): Promise<LigneImport[]> =>
  requeteARelire(ctx, id).where('rang', '>=', debut).limit(max).execute()

/** Those of these ranks that still wait, locked. */
export async function listARelire(ctx: Ctx, id: number, rangs: Iterable<number>): Promise<LigneImport[]> {
  const voulus = [...rangs]
  return voulus.length === 0 ? [] : requeteARelire(ctx, id).where('rang', 'in', voulus).execute()
}

/** References after `apres` that nothing keeps from being accepted without a look (`isSimple`), as last compared. */
export const listSimplesLot = (
  ctx: Ctx,
  id: number,
  sortes: readonly Nature[],
  apres: number,
): Promise<LigneImport[]> =>
  requeteARelire(ctx, id)
    .where('rang', '>', apres)
    .where('sorte', 'in', sortes)
    .where(sql<boolean>`doublons = '[]' and trim(item ->> 'title') <> ''`)
    .limit(PAR_LOT)
    .execute()

/** Of these ranks, those that still wait to be read. */
export async function listRangsARelire(ctx: Ctx, id: number, rangs: readonly number[]): Promise<Set<number>> {
  if (rangs.length === 0) return new Set()
  const lignes = await ctx.db
    .selectFrom('import_ligne')
    .select('rang')
    .where('import', '=', id)
    .where('etat', '=', 'a-relire')
    .where('rang', 'in', [...new Set(rangs)])
    .execute()
  return new Set(lignes.map((l) => l.rang))
}

/** Waiting references that were found to repeat one of these ranks of their file. */
export async function listRepetitions(ctx: Ctx, id: number, rangs: ReadonlySet<number>): Promise<number[]> {
  const { rows } = await sql<{ rang: number }>`
    select rang from import_ligne
    where import = ${id} and etat = 'a-relire' and doublons <> '[]'
      and exists (select from jsonb_array_elements(doublons) d where (d ->> 'rang')::int = any(${[...rangs]}::int[]))
    order by rang`.execute(ctx.db)
  return rows.map((l) => l.rang)
}

/** The first waiting reference of each fingerprint in a file. */
export async function listPremieres(
  ctx: Ctx,
  id: number,
  empreintes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ empreinte: string; rang: number }>`
    select empreinte, min(rang) as rang from import_ligne
    where import = ${id} and etat = 'a-relire' and empreinte = any(${[...empreintes]}::text[])
    group by empreinte`.execute(ctx.db)
  return new Map(rows.map((l) => [l.empreinte, l.rang]))
}

export interface Connue {
  idSource: string
  notice: number
  contenu: string | null
}

/** What records of a base became in its earlier files, by identifier in the base, as it was last brought. */
export async function listConnues(ctx: Ctx, base: string, ids: readonly string[]): Promise<Map<string, Connue>> {
  const { rows } = await sql<Connue>`
    select distinct on (l.id_source) l.id_source as "idSource", l.notice, l.contenu
    from import_ligne l
      join import i on i.id = l.import and i.base = ${base}
      join notice n on n.id = l.notice and n.supprimee_le is null
    where l.id_source = any(${[...ids]}::text[])
    order by l.id_source, l.import desc`.execute(ctx.db)
  return new Map(rows.map((l) => [l.idSource, l]))
}

/** The line of an earlier file of the base that a notice was made of, or last updated from; null where there is none. */
export async function getLigneAncienne(
  ctx: Ctx,
  { base }: Pick<Import, 'base'>,
  { import: id, idSource }: Pick<LigneImport, 'import' | 'idSource'>,
  notice: number,
): Promise<LigneImport | null> {
  if (base === null || idSource === null) return null
  const ligne = await ctx.db
    .selectFrom('import_ligne')
    .select(COLONNES_LIGNE)
    .where('id_source', '=', idSource)
    .where('notice', '=', notice)
    .where('import', '<>', id)
    .where('import', 'in', (e) => e.selectFrom('import').select('id').where('base', '=', base))
    .orderBy('import', 'desc')
    .limit(1)
    .executeTakeFirst()
  return ligne ?? null
}

/** @param notices the notice that each reference became, by rank */
export async function updateAcceptees(ctx: Ctx, id: number, notices: ReadonlyMap<number, number>): Promise<void> {
  await sql`
    update import_ligne l set etat = 'acceptee', notice = r.notice
    from unnest(${[...notices.keys()]}::int[], ${[...notices.values()]}::int[]) as r(rang, notice)
    where l.import = ${id} and l.rang = r.rang`.execute(ctx.db)
}

/** @param debut first line that waits to be compared; null: none does. */
export async function updateAComparer(ctx: Ctx, id: number, debut: number | null): Promise<void> {
  await ctx.db.updateTable('import').set({ a_comparer: debut }).where('id', '=', id).execute()
}

export async function updateVersement(ctx: Ctx, id: number, versement: Versement | null): Promise<void> {
  const valeur = versement && sql<never>`${JSON.stringify(versement)}::jsonb`
  await ctx.db.updateTable('import').set({ versement: valeur }).where('id', '=', id).execute()
}

/**
 * What PostgreSQL puts off, and a long import cannot wait for. The words of new notices stand in a list beside the
 * inverted index, which each search reads from end to end: they are put in their places. Words are counted again once
 * the catalogue has doubled, since the search for repetitions goes by the rare ones.
 */
export async function updateStatistiques(ctx: Ctx): Promise<void> {
  await sql`select gin_clean_pending_list('notice_index_vecteur')`.execute(ctx.db)
  const { rows } = await sql<{ perimees: boolean }>`
    select (select max(id) from notice_index) > 2 * greatest(reltuples, 500) as perimees
    from pg_class where oid = 'notice_index'::regclass`.execute(ctx.db)
  if (rows[0]?.perimees) await sql`analyze notice_index, notice`.execute(ctx.db)
}
