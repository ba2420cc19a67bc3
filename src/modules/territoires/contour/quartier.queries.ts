import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { getSourceContours, listContours, type SourceContours } from './contour.queries.ts'
import type { MultiPolygone } from './contour.ts'

/** A quartier prioritaire de la politique de la ville (QPV) that touches a set of communes. */
export interface Quartier {
  code: string
  nom: string
  /** Those of the set, or the city of those of the set. */
  communes: { code: string; nom: string }[]
  /** The set holds arrondissements of a city, and all that is known is that the quartier stands in the city. */
  parVille: boolean
}

export interface Quartiers {
  source: SourceContours
  /** By name. */
  quartiers: Quartier[]
  /** By code; null where one did not ask for them. */
  contours: ReadonlyMap<string, MultiPolygone> | null
}

/** The QPV that touch these communes; null where none were ever imported, so that nothing can be said. */
export async function getQuartiers(
  ctx: Ctx,
  communes: readonly string[],
  avecContours: boolean,
): Promise<Quartiers | null> {
  const source = await getSourceContours(ctx, 'qpv')
  if (!source) return null
  const { rows } = await sql<Quartier>`
    with ici as (select code, ville from commune where code = any (${communes}::text[]))
    select q.code, coalesce(q.nom, q.code) as nom,
      json_agg(json_build_object('code', c.code, 'nom', c.nom) order by c.nom) as communes,
      not bool_or(coalesce(c.code in (select code from ici) or c.ville in (select code from ici), false)) as "parVille"
    from contour q join qpv_commune l on l.qpv = q.code join commune c on c.code = l.commune
    where q.maille = 'qpv' and q.niveau = 0
      and (c.code in (select code from ici) or c.ville in (select code from ici) or c.code in (select ville from ici))
    group by q.code, q.nom order by nom, q.code`.execute(ctx.db)
  const contours = avecContours
    ? await listContours(
        ctx,
        'qpv',
        rows.map((q) => q.code),
        0,
      )
    : null
  return { source, quartiers: rows, contours: contours && new Map(contours.map((c) => [c.code, c.coordonnees])) }
}
