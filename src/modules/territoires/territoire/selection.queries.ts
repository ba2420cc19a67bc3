import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { listActuelles } from '../geographie/commune.queries.ts'
import { getZone } from '../geographie/zone.queries.ts'
import { formatRefZone, parseRefZone, type Zone } from '../geographie/zone.ts'
import { computeOperation, formatComposition } from './composition.ts'
import type { Voisinage } from './contiguite.ts'
import { CODES_MAX, type Selection } from './selection.ts'
import { territoirePolicy } from './territoire.policy.ts'
import { getTerritoire } from './territoire.queries.ts'
import { formatZoneTerritoire } from './territoire.ts'

/** Codes read as those of today. */
export interface Lues {
  /** In the form of `formatComposition`. */
  communes: string[]
  /** Codes that are not in force any more, with today's commune. */
  remplacees: { code: string; commune: string }[]
  /** What is no code of a commune, of today or of yesterday, and references of areas that are not there. */
  inconnues: string[]
}

/** Any codes → the set of communes of today that they stand for. */
export async function listLues(ctx: Ctx, codes: readonly string[]): Promise<Lues> {
  const { rows } = await sql<{ code: string }>`
    select code from commune where code = any (${codes}::text[])`.execute(ctx.db)
  const actuelles = new Set(rows.map((r) => r.code))
  const autres = [...new Set(codes)].filter((code) => !actuelles.has(code))
  const anciennes = autres.length > 0 ? await listActuelles(ctx, autres) : new Map<string, string>()
  return {
    communes: formatComposition([...actuelles, ...anciennes.values()]),
    remplacees: [...anciennes].map(([code, commune]) => ({ code, commune })),
    inconnues: autres.filter((code) => !anciennes.has(code)),
  }
}

/** A saved territory as an area, in codes of today; null where the actor may not read it, or it was deleted. */
export async function getZoneTerritoire(ctx: Ctx, id: number): Promise<Zone | null> {
  const territoire = await getTerritoire(ctx, id)
  if (!territoire || territoire.supprimeeLe || !territoirePolicy.peut(ctx.acteur, 'lire', territoire)) return null
  return formatZoneTerritoire(territoire, (await listLues(ctx, territoire.communes)).communes)
}

/** Any area by its reference (`epci-200067437`, `territoire-42`); null where there is none that the actor may read. */
export async function getZoneDeRef(ctx: Ctx, ref: string): Promise<Zone | null> {
  const lue = parseRefZone(ref)
  if (!lue) return null
  return lue.maille === 'territoire' ? getZoneTerritoire(ctx, Number(lue.code)) : getZone(ctx, lue.maille, lue.code)
}

/** Everything that a selection names, as one set of communes of today. */
export async function getLues(ctx: Ctx, { communes, zones, sauf = [] }: Selection): Promise<Lues> {
  const trouvees = await Promise.all(zones.map((ref) => getZoneDeRef(ctx, ref)))
  const lues = await listLues(ctx, [...trouvees.flatMap((zone) => zone?.communes ?? []), ...communes])
  const retirees = sauf.length > 0 ? (await listLues(ctx, sauf)).communes : []
  return {
    ...lues,
    communes: retirees.length > 0 ? computeOperation('difference', lues.communes, retirees) : lues.communes,
    inconnues: [...lues.inconnues, ...zones.filter((_, i) => trouvees[i] === null)],
  }
}

/** Columns that say the larger area of a commune, the largest first. */
const BLOCS = ['region', 'departement', 'epci'] as const

/** A set written shortly: the list of its codes, or beyond `CODES_MAX` the whole areas that it holds, then what is left. */
export async function getSelection(ctx: Ctx, communes: readonly string[]): Promise<Selection> {
  const zones: string[] = []
  let reste = communes
  for (const maille of BLOCS) {
    if (reste.length <= CODES_MAX) break
    const colonne = sql.ref(`c.${maille}`)
    // Areas of these communes alone, each counted no further than what would make it larger than what is held of it.
    const { rows } = await sql<{ code: string; communes: string[] }>`
      with aire as materialized (
        select ${colonne} as code, array_agg(c.code) as communes
        from unnest(${reste}::text[]) u (code) join commune c on c.code = u.code
        where c.ville is null and ${colonne} is not null group by 1 having count(*) > 1
      )
      select a.code, a.communes from aire a where cardinality(a.communes) = (
        select count(*) from (
          select from commune c where ${colonne} = a.code and c.ville is null limit cardinality(a.communes) + 1) x)
      order by 1`.execute(ctx.db)
    zones.push(...rows.map(({ code }) => formatRefZone({ maille, code })))
    const pris = new Set(rows.flatMap((r) => r.communes))
    reste = reste.filter((code) => !pris.has(code))
  }
  return { communes: reste, zones }
}

/** Borders between these communes, as the imported outlines show them. */
export async function getVoisinage(ctx: Ctx, communes: readonly string[]): Promise<Voisinage> {
  const [connues, liens] = await Promise.all([
    sql<{ code: string }>`
      select distinct code from contour where maille = 'commune' and code = any (${communes}::text[])`.execute(ctx.db),
    sql<{ commune: string; voisine: string }>`
      select commune, voisine from commune_voisine
      where commune < voisine and commune = any (${communes}::text[]) and voisine = any (${communes}::text[])`.execute(
      ctx.db,
    ),
  ])
  return {
    connues: new Set(connues.rows.map((r) => r.code)),
    liens: liens.rows.map((r) => [r.commune, r.voisine] as const),
  }
}
