import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { MailleContour, MultiPolygone } from './contour.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    contour: {
      maille: MailleContour
      code: string
      niveau: number
      nom: string | null
      coordonnees: MultiPolygone
      ouest: number
      sud: number
      est: number
      nord: number
    }
    contour_source: SourceContours & { maille: 'commune' | 'qpv' }
    commune_voisine: { commune: string; voisine: string }
    qpv_commune: { qpv: string; commune: string }
  }
}

/** Where a set of outlines comes from, said under each map. */
export interface SourceContours {
  source: string
  millesime: string | null
  licence: string | null
  fichier: string
  sha256: string
  importee_le: Date
  nombre: number
}

export interface Contour {
  code: string
  /** Of a QPV; null elsewhere. */
  nom: string | null
  coordonnees: MultiPolygone
}

/** West, south, east, north, in degrees. */
export type Cadre = readonly [ouest: number, sud: number, est: number, nord: number]

/** Where the outlines of communes (and of what is made of them) or of QPV come from; null where none were imported. */
export async function getSourceContours(ctx: Ctx, maille: 'commune' | 'qpv'): Promise<SourceContours | null> {
  const source = await ctx.db.selectFrom('contour_source').selectAll().where('maille', '=', maille).executeTakeFirst()
  return source ?? null
}

/** The rectangle around these outlines; null where none of them is there. */
export async function getCadre(ctx: Ctx, maille: MailleContour, codes: readonly string[]): Promise<Cadre | null> {
  const { rows } = await sql<{ cadre: number[] | null }>`
    select array[min(ouest), min(sud), max(est), max(nord)]::float8[] as cadre from contour
    where maille = ${maille} and niveau = 0 and code = any (${codes}::text[])
    having count(*) > 0`.execute(ctx.db)
  const [ouest, sud, est, nord] = rows[0]?.cadre ?? []
  return ouest === undefined || sud === undefined || est === undefined || nord === undefined
    ? null
    : [ouest, sud, est, nord]
}

/** Outlines by code, at this level of detail or the next finer one that is stored; those that are not there are left out. */
export async function listContours(
  ctx: Ctx,
  maille: MailleContour,
  codes: readonly string[],
  niveau: number,
): Promise<Contour[]> {
  const { rows } = await sql<Contour>`
    select c.code, c.nom, c.coordonnees from contour c
    join (
      select code, max(niveau) as niveau from contour
      where maille = ${maille} and niveau <= ${niveau} and code = any (${codes}::text[]) group by code
    ) n using (code, niveau)
    where c.maille = ${maille} order by c.code`.execute(ctx.db)
  return rows
}

/** Outlines whose rectangle meets this one, with all their detail. */
export async function listContoursDansCadre(ctx: Ctx, maille: MailleContour, cadre: Cadre): Promise<Contour[]> {
  const [ouest, sud, est, nord] = cadre
  const { rows } = await sql<Contour>`
    select code, nom, coordonnees from contour
    where maille = ${maille} and niveau = 0
      and ouest <= ${est} and est >= ${ouest} and sud <= ${nord} and nord >= ${sud}
    order by code`.execute(ctx.db)
  return rows
}
