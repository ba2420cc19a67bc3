import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { type Code, type Comptes, computeComptes, createChoix, FACETTES, type Filtres } from './facettes.ts'
import type { Expression } from './formes.ts'
import { formatTsquery, type Index } from './tsquery.ts'

export interface CodeCompte extends Code {
  /** Notices of the whole catalogue that bear it. */
  nombre: number
}

/** Every value that a notice has borne, with its code and how many bear it now. A few hundred lines. */
export async function listCodes(ctx: Ctx): Promise<CodeCompte[]> {
  const { rows } = await sql<CodeCompte>`
    select f.code, f.nom, f.valeur, coalesce(sum(c.nombre), 0)::integer as nombre
    from facette f left join facette_compte c using (code) group by f.code order by f.code`.execute(ctx.db)
  return rows
}

/** Themes that notices bear, the most borne first. For the home page: it reads no notice. */
export async function listThemesComptes(ctx: Ctx): Promise<{ slug: string; nombre: number }[]> {
  const { rows } = await sql<{ slug: string; nombre: number }>`
    select f.valeur as slug, sum(c.nombre)::integer as nombre
    from facette f join facette_compte c using (code) where f.nom = 'theme'
    group by 1 having sum(c.nombre) > 0 order by 2 desc, 1`.execute(ctx.db)
  return rows
}

/**
 * SQL of « the line meets this `tsquery` ». The value is hidden from the planner behind a sub-query: it then always goes
 * through the inverted index, where for common words it would read the vectors of the whole table, of which it
 * does not know that they live out of line.
 */
export const formatCondition = (tsquery: string | null): RawBuilder<boolean> =>
  tsquery === null ? sql`true` : sql`vecteur @@ (select ${tsquery}::tsquery)`

interface Demande {
  expression: Expression
  index: Index
  filtres: Filtres
}

/** How many notices are found, and how many bear each value. */
export async function getComptes(
  ctx: Ctx,
  { expression, index, filtres }: Demande,
  codes: readonly CodeCompte[],
): Promise<Comptes> {
  const choisies = FACETTES.filter((nom) => filtres[nom])
  const mots = formatTsquery(expression, index)
  if (mots === null && choisies.length === 0) return getComptesDeTout(codes)
  // Without words, only what the one choice lets in is read: its own facet keeps the numbers of the whole catalogue.
  const seule = mots === null && choisies.length === 1 ? choisies[0] : undefined
  // What misses one choice counts in that facet: every choice but one, for each in turn.
  const presque = choisies.map((nom) => createChoix({ ...filtres, [nom]: undefined }))
  const choix = seule ? [createChoix(filtres)] : presque.length > 1 ? [{ ou: presque }] : []
  const condition = formatTsquery({ et: [expression, ...choix] }, index)
  const { rows } = await sql<{ lignes: string | null }>`
    select string_agg(codes, '') as lignes from notice_index where ${formatCondition(condition)}`.execute(ctx.db)
  const comptes = computeComptes(rows[0]?.lignes ?? '', codes, filtres)
  for (const c of codes) if (c.nom === seule) comptes.parCode[c.code] = c.nombre
  return comptes
}

function getComptesDeTout(codes: readonly CodeCompte[]): Comptes {
  const parCode = new Uint32Array(Math.max(0, ...codes.map((c) => c.code)) + 1)
  for (const c of codes) parCode[c.code] = c.nombre
  // Every notice has one kind, and only one.
  return { total: codes.reduce((total, c) => total + (c.nom === 'nature' ? c.nombre : 0), 0), parCode }
}
