import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { listElements } from '#modules/territoires/index.ts'
import { getReseau, listCoordinateurs, listPresents } from './articulation.queries.ts'
import type { Paire, Present } from './articulation.ts'

/** Two dispositifs that everybody may read, and who may act for them. */
export interface Deux {
  a: Present
  b: Present
  coordinateurs: string[]
}

/** @returns null where one of them is not there, or they are the same */
export async function getDeux(ctx: Ctx, ids: { a: number; b: number }): Promise<Deux | null> {
  const [x, y] = [Math.min(ids.a, ids.b), Math.max(ids.a, ids.b)]
  const presents = await listPresents(ctx, [x, y])
  const [a, b] = [presents.find((d) => d.id === x), presents.find((d) => d.id === y)]
  if (!a || !b || x === y) return null
  return { a, b, coordinateurs: [...(await listCoordinateurs(ctx, [x, y])).values()].flat() }
}

/** What these two share; a pair of nothing where they share nothing. */
export async function getPaire(ctx: Ctx, { a, b }: Pick<Deux, 'a' | 'b'>): Promise<Paire> {
  const { paires } = await getReseau(ctx, [a.id, b.id])
  return (
    paires[0] ?? {
      ...{ a: a.id, b: b.id, population: 0, communes: 0, partA: 0, partB: 0 },
      ...{ themes: a.themes.filter((t) => b.themes.includes(t)), communs: [], membre: false, liens: [] },
    }
  )
}

export interface CommunePartagee {
  code: string
  nom: string
  population: number | null
}

/** Communes and arrondissements that both hold, the most inhabited first. */
export async function listCommunesPartagees(ctx: Ctx, { a, b }: Pick<Deux, 'a' | 'b'>): Promise<CommunePartagee[]> {
  const [siennesA, siennesB] = await Promise.all([listCommunesDe(ctx, a.id), listCommunesDe(ctx, b.id)])
  const codes = siennesA.filter((code) => siennesB.includes(code))
  const { rows } = await sql<CommunePartagee>`
    select code, nom, population from commune where code = any (${codes}::text[])
    order by population desc nulls last, code`.execute(ctx.db)
  return rows
}

/** Its communes by their elements; where its territory is not composed, the commune of its team. */
async function listCommunesDe(ctx: Ctx, dispositif: number): Promise<string[]> {
  const { rows } = await sql<{ communes: string[] }>`
    select case when communes = '{}' and commune is not null then array[commune] else communes end as communes
    from dispositif where id = ${dispositif}`.execute(ctx.db)
  return [...listElements(rows[0]?.communes ?? [])]
}
