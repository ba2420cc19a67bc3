import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import { listElements } from '#modules/territoires/index.ts'
import { filterPresents } from '../dispositif/dispositif.queries.ts'
import {
  type Articulation,
  computeLacunes,
  computePaires,
  computePresents,
  computeRapprochements,
  computeRecouvrements,
  type Participation,
  type Populations,
  type Present,
  type Rapprochement,
  type Situe,
} from './articulation.ts'
import { listLiens } from './lien.queries.ts'

/**
 * Beyond so many dispositifs, taking part in both says nothing of two of them: an ARS or a caisse sits everywhere.
 * It also keeps the number of pairs in proportion to that of members.
 */
const PARTOUT = 20

/** Dispositifs that everybody may read and that have not ended. */
const createVivants = (ctx: Ctx): RawBuilder<unknown> => sql`
  vivant as not materialized (select * from dispositif where ${filterPresents(ctx)})`

/** Inhabitants of these communes and arrondissements, those that exist, in the order asked for. */
async function getPopulations(ctx: Ctx, codes: readonly string[]): Promise<Map<string, number | null>> {
  // Joined rather than compared: an array of all codes of France would be looked up one by one.
  const { rows } = await sql<{ code: string; population: number | null }>`
    select c.code, c.population from unnest(${codes}::text[]) u (code) join commune c on c.code = u.code`.execute(
    ctx.db,
  )
  const lues = new Map(rows.map((r) => [r.code, r.population]))
  return new Map(
    codes.flatMap((code): [string, number | null][] => (lues.has(code) ? [[code, lues.get(code) ?? null]] : [])),
  )
}

/** Ids of the dispositifs that hold one of these communes, or have their team there. */
export async function listIdsPresents(ctx: Ctx, communes: readonly string[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with ${createVivants(ctx)}, element as materialized (
      select code from unnest(${[...listElements(communes)]}::text[]) u (code)
    )
    select v.id from vivant v where v.id in (
      select dc.dispositif from element e join dispositif_commune dc on dc.commune = e.code)
    union
    select v.id from vivant v left join commune c on c.ville = v.commune
    where v.communes = '{}' and coalesce(c.code, v.commune) in (select code from element)`.execute(ctx.db)
  return rows.map((r) => r.id)
}

/** Ids of those that share a commune or somebody with one of these, themselves included. */
export async function listIdsVoisins(ctx: Ctx, ids: readonly number[]): Promise<number[]> {
  const [situes, participations] = await Promise.all([listSitues(ctx, ids), listParticipationsCommunes(ctx, ids)])
  const presents = await listIdsPresents(ctx, [...new Set(situes.flatMap((d) => d.elements))])
  return [...new Set([...ids, ...presents, ...participations.map((p) => p.dispositif)])]
}

/**
 * Dispositifs of these ids that everybody may read, in the order of their names. One whose territory is not composed
 * stands by the commune of its team, cut into arrondissements like any other.
 */
async function listSitues(ctx: Ctx, ids: readonly number[]): Promise<Situe[]> {
  const { rows } = await sql<Omit<Situe, 'elements'> & { communes: string[] }>`
    with ${createVivants(ctx)}
    select v.id, v.type, v.nom, v.themes, v.etape, v.fictif, v.communes = '{}' as implantation,
      case when v.communes = '{}' then array_remove(array[v.commune], null) else v.communes end as communes
    from vivant v where v.id = any (${ids}::int[]) order by v.nom collate "fr-x-icu", v.id`.execute(ctx.db)
  return rows.map(({ communes, ...d }) => ({ ...d, elements: [...listElements(communes)] }))
}

/** The same, with their extent. */
export async function listPresents(ctx: Ctx, ids: readonly number[]): Promise<Present[]> {
  const situes = await listSitues(ctx, ids)
  return computePresents(situes, await getPopulations(ctx, listCodes(situes)))
}

const listCodes = (situes: readonly Situe[]): string[] => [...new Set(situes.flatMap((d) => d.elements))]

/** Rows of `membre m` that hold today. */
const filterMembres = (ctx: Ctx): RawBuilder<boolean> => {
  const jour = formatJour(ctx.maintenant)
  return sql`(m.debut is null or m.debut <= ${jour}::date) and (m.fin is null or m.fin >= ${jour}::date)`
}

/**
 * Who takes part where, present members and carrying bodies: of these dispositifs, or these people and bodies anywhere.
 * Each is known by a key, `contact-12`, `organisme-3`, `structure-7`.
 */
async function listParticipations(
  ctx: Ctx,
  ou: { dispositifs: readonly number[] } | { cles: readonly string[] },
): Promise<Participation[]> {
  const listNumeros = (genre: string, cles: readonly string[]) =>
    cles.flatMap((cle) => (cle.startsWith(`${genre}-`) ? [Number(cle.slice(genre.length + 1))] : []))
  const [membres, porteurs] =
    'dispositifs' in ou
      ? [sql`m.dispositif = any (${ou.dispositifs}::int[])`, sql`v.id = any (${ou.dispositifs}::int[])`]
      : [
          sql`(m.contact = any (${listNumeros('contact', ou.cles)}::int[])
            or m.organisme = any (${listNumeros('organisme', ou.cles)}::int[])
            or m.structure = any (${listNumeros('structure', ou.cles)}::int[]))`,
          sql`v.organisme = any (${listNumeros('organisme', ou.cles)}::int[])`,
        ]
  const { rows } = await sql<Participation>`
    with ${createVivants(ctx)}
    select m.dispositif, case when m.contact is not null then 'contact-' || m.contact
      when m.organisme is not null then 'organisme-' || m.organisme else 'structure-' || m.structure end as cle
    from membre m join vivant v on v.id = m.dispositif left join contact k on k.id = m.contact
    where ${membres} and ${filterMembres(ctx)} and m.autre is null and k.supprime_le is null
    union select v.id, 'organisme-' || v.organisme from vivant v where ${porteurs} and v.organisme is not null`.execute(
    ctx.db,
  )
  return rows
}

/** Everywhere that those of these dispositifs take part, but for those that are almost everywhere. */
async function listParticipationsCommunes(ctx: Ctx, ids: readonly number[]): Promise<Participation[]> {
  const cles = new Set((await listParticipations(ctx, { dispositifs: ids })).map((p) => p.cle))
  if (cles.size === 0) return []
  const parCle = Map.groupBy(await listParticipations(ctx, { cles: [...cles] }), (p) => p.cle)
  return [...parCle.values()].filter((siennes) => siennes.length <= PARTOUT).flat()
}

/** Which of these dispositifs takes part in another. */
async function listMembres(ctx: Ctx, ids: readonly number[]): Promise<{ a: number; b: number }[]> {
  const { rows } = await sql<{ a: number; b: number }>`
    select distinct least(m.dispositif, m.autre) as a, greatest(m.dispositif, m.autre) as b from membre m
    where m.dispositif = any (${ids}::int[]) and m.autre = any (${ids}::int[]) and ${filterMembres(ctx)}`.execute(
    ctx.db,
  )
  return rows
}

/** Who takes part in two of these dispositifs, and which of them takes part in another. */
export async function listRapprochements(ctx: Ctx, ids: readonly number[]): Promise<Rapprochement[]> {
  const [participations, membres] = await Promise.all([listParticipationsCommunes(ctx, ids), listMembres(ctx, ids)])
  const siens = new Set(ids)
  return computeRapprochements(
    participations.filter((p) => siens.has(p.dispositif)),
    membres,
  )
}

async function computeReseau(ctx: Ctx, situes: readonly Situe[], populations: Populations) {
  const ids = situes.map((d) => d.id)
  const [rapprochements, liens] = await Promise.all([listRapprochements(ctx, ids), listLiens(ctx, ids)])
  const dispositifs = computePresents(situes, populations)
  const recouvrements = computeRecouvrements(situes, populations)
  return { dispositifs, paires: computePaires(dispositifs, { recouvrements, rapprochements, liens }) }
}

/** Dispositifs of these ids that everybody may read, and everything that two of them share. */
export async function getReseau(
  ctx: Ctx,
  ids: readonly number[],
): Promise<Pick<Articulation, 'dispositifs' | 'paires'>> {
  const situes = await listSitues(ctx, ids)
  return computeReseau(ctx, situes, await getPopulations(ctx, listCodes(situes)))
}

/**
 * What is there on a set of communes: dispositifs that hold one of them, what each two share (everywhere, not only
 * there), and communes that lack one of these types.
 */
export async function getArticulation(
  ctx: Ctx,
  communes: readonly string[],
  types: readonly string[],
): Promise<Articulation> {
  const [ici, ids] = await Promise.all([
    getPopulations(ctx, [...listElements(communes)]),
    listIdsPresents(ctx, communes),
  ])
  const situes = await listSitues(ctx, ids)
  const ailleurs = listCodes(situes).filter((code) => !ici.has(code))
  const populations = ailleurs.length > 0 ? new Map([...ici, ...(await getPopulations(ctx, ailleurs))]) : ici
  return {
    ...(await computeReseau(ctx, situes, populations)),
    population: [...ici.values()].reduce((somme: number, habitants) => somme + (habitants ?? 0), 0),
    lacunes: computeLacunes(
      ici,
      situes.filter((d) => !d.implantation),
      types,
    ),
  }
}

/** Types of which one dispositif is known at all. */
export async function listTypesPresents(ctx: Ctx): Promise<Set<string>> {
  const { rows } = await sql<{ type: string }>`
    select distinct type from dispositif where ${filterPresents(ctx)}`.execute(ctx.db)
  return new Set(rows.map((r) => r.type))
}

/** Accounts that coordinate each of these dispositifs. */
export async function listCoordinateurs(ctx: Ctx, ids: readonly number[]): Promise<Map<number, string[]>> {
  const { rows } = await sql<{ dispositif: number; comptes: string[] }>`
    select dispositif, array_agg(compte) as comptes from coordination
    where dispositif = any (${ids}::int[]) group by 1`.execute(ctx.db)
  return new Map(rows.map((r) => [r.dispositif, r.comptes]))
}
