import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterMaille } from '../geographie/commune.queries.ts'
import {
  FRANCE,
  FRANCE_METROPOLITAINE,
  type MailleOfficielle,
  parseRefZone,
  type ZoneNommee,
} from '../geographie/zone.ts'
import { getZoneDeRef, getZoneTerritoire } from '../territoire/selection.queries.ts'
import { listTerritoires } from '../territoire/territoire.queries.ts'
import { CADRES, type MailleTypologie, TERRITOIRES_MAX } from './typologie.ts'

/** Areas to group. */
export interface Etendue {
  maille: MailleTypologie
  /** The area that holds them; null for saved territories. */
  zone: ZoneNommee | null
  /** Sorted. */
  codes: string[]
}

const NOMS_FRANCE: Record<string, string> = { [FRANCE]: 'France', [FRANCE_METROPOLITAINE]: 'France métropolitaine' }
/** More would each be counted apart. */
const TERRITOIRES_PUBLICS_MAX = 300

/** Codes of the rows that a query gives. */
const listCodes = async (ctx: Ctx, requete: RawBuilder<{ code: string }>): Promise<string[]> =>
  (await requete.execute(ctx.db)).rows.map((r) => r.code)

/** An EPCI over several areas stands in the one where most of its inhabitants live. EPT are in their métropole. */
function listEpci(ctx: Ctx, maille: MailleOfficielle, code: string): Promise<string[]> {
  const sien = maille === 'region' ? sql`c.region` : maille === 'departement' ? sql`c.departement` : sql`null::text`
  return listCodes(
    ctx,
    sql<{ code: string }>`
      with parts as (
        select c.epci, ${sien} as cadre, sum(coalesce(c.population, 0)) as population
        from commune c join epci e on e.code = c.epci and e.nature <> 'EPT'
        where ${maille === 'france' ? filterMaille(maille, code) : sql`c.ville is null`} group by 1, 2
      ), places as (
        select distinct on (epci) epci, cadre from parts order by epci, population desc, cadre
      )
      select epci as code from places where ${maille === 'france'} or cadre = ${code} order by 1`,
  )
}

async function listTerritoiresPublics(ctx: Ctx): Promise<string[]> {
  const { territoires } = await listTerritoires(ctx, { quels: 'publics', limite: TERRITOIRES_PUBLICS_MAX })
  return territoires.map((t) => String(t.id)).sort()
}

/**
 * The areas that settings name. @returns null where they name none: an unknown area, one of a kind that does not go
 * with `maille`, or one that the actor may not read
 */
export async function getEtendue(
  ctx: Ctx,
  { maille, zone: ref }: { maille: MailleTypologie; zone: string | null },
): Promise<Etendue | null> {
  if (maille === 'territoire') return { maille, zone: null, codes: await listTerritoiresPublics(ctx) }
  const lue = ref === null ? null : parseRefZone(ref)
  if (ref === null || !lue || !CADRES[maille].some((permise) => permise === lue.maille)) return null
  const nom = (await listNomsZones(ctx, [ref])).get(ref)
  if (nom === undefined) return null
  const zone = { ...lue, nom }
  if (maille === 'commune') {
    const entiere = await getZoneDeRef(ctx, ref)
    return entiere && { maille, zone, codes: [...entiere.communes] }
  }
  if (lue.maille === 'territoire') return null
  if (maille === 'epci') return { maille, zone, codes: await listEpci(ctx, lue.maille, lue.code) }
  const departements = sql<{ code: string }>`
    select distinct c.departement as code from commune c where ${filterMaille(lue.maille, lue.code)} order by 1`
  return { maille, zone, codes: await listCodes(ctx, departements) }
}

/** Names of areas by their references, of those that are there and that the actor may read. */
export async function listNomsZones(ctx: Ctx, refs: readonly string[]): Promise<Map<string, string>> {
  const noms = new Map<string, string>()
  for (const ref of new Set(refs)) {
    const lue = parseRefZone(ref)
    if (!lue) continue
    const { maille, code } = lue
    const nom =
      maille === 'france'
        ? NOMS_FRANCE[code]
        : maille === 'territoire'
          ? (await getZoneTerritoire(ctx, Number(code)))?.nom
          : (await listNoms(ctx, maille, [code])).get(code)
    if (nom !== undefined) noms.set(ref, nom)
  }
  return noms
}

export const isTropGrande = ({ codes }: Etendue): boolean => codes.length > TERRITOIRES_MAX

/** Areas where one may take others: all régions and départements, and saved territories that the actor reads. */
export async function listCadres(ctx: Ctx): Promise<ZoneNommee[]> {
  const [{ rows }, { territoires }] = await Promise.all([
    sql<ZoneNommee>`
      select maille, code, nom from (
        select 1 as rang, 'region' as maille, code, nom from region
        union all select 2, 'departement', code, nom from departement) as z
      order by rang, case when rang = 1 then nom else code end`.execute(ctx.db),
    listTerritoires(ctx, { quels: 'lus', limite: TERRITOIRES_PUBLICS_MAX }),
  ])
  return [...rows, ...territoires.map((t): ZoneNommee => ({ maille: 'territoire', code: String(t.id), nom: t.nom }))]
}

const TABLES = { epci: 'epci', departement: 'departement', commune: 'commune', region: 'region' } as const

/** Names of areas by code, of those that are still there and that the actor may read. */
export async function listNoms(
  ctx: Ctx,
  maille: MailleTypologie | 'region',
  codes: readonly string[],
): Promise<Map<string, string>> {
  if (maille === 'territoire') {
    const { territoires } = await listTerritoires(ctx, { quels: 'lus', limite: TERRITOIRES_PUBLICS_MAX })
    return new Map(territoires.map((t) => [String(t.id), t.fictif ? `${t.nom} (fictif)` : t.nom]))
  }
  const { rows } = await sql<{ code: string; nom: string }>`
    select code, nom from ${sql.table(TABLES[maille])} where code = any (${codes}::text[])`.execute(ctx.db)
  return new Map(rows.map((r) => [r.code, r.nom]))
}
