import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { listElements } from '#modules/territoires/index.ts'
import { filterPresents } from '../dispositif/dispositif.queries.ts'
import {
  type Articulation,
  computePaires,
  type Lacune,
  type Present,
  type Rapprochement,
  type Recouvrement,
} from './articulation.ts'
import { formatJour } from './jour.ts'
import { listLiens } from './lien.queries.ts'

/**
 * Beyond so many dispositifs, taking part in both says nothing of two of them: an ARS or a caisse sits everywhere.
 * It also keeps the number of pairs in proportion to that of members.
 */
const PARTOUT = 20

/**
 * `vivant`: dispositifs that everybody may read and that have not ended. `lieu`: their communes; one whose territory is
 * not composed stands by the commune of its team, cut into arrondissements like any other.
 */
const createTables = (ctx: Ctx): RawBuilder<unknown> => sql`
  vivant as not materialized (
    select * from dispositif where ${filterPresents(ctx)}
  ), lieu as not materialized (
    select dc.dispositif, dc.commune from dispositif_commune dc join vivant v on v.id = dc.dispositif
    union all
    select v.id, c.code from vivant v
    join commune c on (c.code = v.commune or c.ville = v.commune)
      and not exists (select from commune x where x.ville = c.code)
    where v.communes = '{}'
  )`

/** Communes of an area at their finest grain: a city of Paris, Lyon or Marseille by its arrondissements. */
const createElements = (communes: readonly string[]): RawBuilder<unknown> => sql`
  element as materialized (
    select c.code, c.population from commune c
    where c.code = any (${[...listElements(communes)]}::text[])
  )`

/** Ids of the dispositifs that hold one of these communes, or have their team there. */
export async function listIdsPresents(ctx: Ctx, communes: readonly string[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with ${createTables(ctx)}, ${createElements(communes)}
    select distinct dispositif as id from lieu where commune in (select code from element) order by 1`.execute(ctx.db)
  return rows.map((r) => r.id)
}

/** Ids of those that share a commune or somebody with one of these, themselves included. */
export async function listIdsVoisins(ctx: Ctx, ids: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with ${createTables(ctx)}, ${createParticipations(ctx)}
    select distinct m.dispositif as id from lieu l join lieu m on m.commune = l.commune
    where l.dispositif = any (${ids}::int[])
    union select q.dispositif from participation p join participation q on q.cle = p.cle
    where p.dispositif = any (${ids}::int[])
    union select v.id from vivant v where v.id = any (${ids}::int[])
    order by 1`.execute(ctx.db)
  return rows.map((r) => r.id)
}

/** Dispositifs of these ids that everybody may read, in the order of their names. */
export async function listPresents(ctx: Ctx, ids: readonly number[]): Promise<Present[]> {
  const { rows } = await sql<Present>`
    with ${createTables(ctx)}, compte_lieu as (
      select l.dispositif, count(*)::int as communes, coalesce(sum(c.population), 0)::int as population
      from lieu l join commune c on c.code = l.commune
      where l.dispositif = any (${ids}::int[]) group by 1
    )
    select v.id, v.type, v.nom, v.themes, v.etape, v.fictif, v.communes = '{}' as implantation,
      coalesce(n.communes, 0) as communes, coalesce(n.population, 0) as population
    from vivant v left join compte_lieu n on n.dispositif = v.id
    where v.id = any (${ids}::int[]) order by v.nom collate "fr-x-icu", v.id`.execute(ctx.db)
  return rows
}

/** Overlaps of each two of these dispositifs. */
export async function listRecouvrements(ctx: Ctx, ids: readonly number[]): Promise<Recouvrement[]> {
  const { rows } = await sql<Recouvrement>`
    with ${createTables(ctx)}
    select l.dispositif as a, m.dispositif as b, count(*)::int as communes,
      coalesce(sum(c.population), 0)::int as population
    from lieu l join lieu m on m.commune = l.commune and m.dispositif > l.dispositif
    join commune c on c.code = l.commune
    where l.dispositif = any (${ids}::int[]) and m.dispositif = any (${ids}::int[])
    group by 1, 2`.execute(ctx.db)
  return rows
}

/** Present members by what makes two of them the same one; the carrying body is one of them. */
const createParticipations = (ctx: Ctx): RawBuilder<unknown> => {
  const jour = formatJour(ctx.maintenant)
  return sql`
  presence as not materialized (
    select m.* from membre m join vivant v on v.id = m.dispositif
    where (m.debut is null or m.debut <= ${jour}::date) and (m.fin is null or m.fin >= ${jour}::date)
  ), toute_participation as (
    select m.dispositif, 'contact-' || m.contact as cle from presence m
      join contact k on k.id = m.contact and k.supprime_le is null
    union select dispositif, 'organisme-' || organisme from presence where organisme is not null
    union select dispositif, 'structure-' || structure from presence where structure is not null
    union select id, 'organisme-' || organisme from vivant where organisme is not null
  ), participation as (
    select dispositif, cle from (
      select dispositif, cle, count(*) over (partition by cle) as combien from toute_participation
    ) t where combien between 2 and ${PARTOUT}
  )`
}

/** Who takes part in two of these dispositifs, and which of them takes part in another. */
export async function listRapprochements(ctx: Ctx, ids: readonly number[]): Promise<Rapprochement[]> {
  const { rows } = await sql<Rapprochement>`
    with ${createTables(ctx)}, ${createParticipations(ctx)}, fait as (
      select p.dispositif as a, q.dispositif as b, p.cle from participation p
      join participation q on q.cle = p.cle and q.dispositif > p.dispositif
      where p.dispositif = any (${ids}::int[]) and q.dispositif = any (${ids}::int[])
      union all
      select least(m.dispositif, m.autre), greatest(m.dispositif, m.autre), null from presence m
      where m.dispositif = any (${ids}::int[]) and m.autre = any (${ids}::int[])
    )
    select a, b, coalesce(array_agg(cle order by cle) filter (where cle is not null), '{}') as communs,
      bool_or(cle is null) as membre
    from fait group by 1, 2`.execute(ctx.db)
  return rows
}

/** Communes of an area without a dispositif of each of these types. A type that lacks nowhere has no line. */
export async function listLacunes(ctx: Ctx, communes: readonly string[], types: readonly string[]): Promise<Lacune[]> {
  const { rows } = await sql<Lacune>`
    with ${createTables(ctx)}, ${createElements(communes)}, tenue as (
      select distinct dc.type, dc.commune from dispositif_commune dc join vivant v on v.id = dc.dispositif
      where dc.type = any (${types}::text[])
    )
    select t.type, array_agg(e.code order by e.code) as communes, coalesce(sum(e.population), 0)::int as population
    from unnest(${types}::text[]) with ordinality t (type, rang) cross join element e
    left join tenue on tenue.type = t.type and tenue.commune = e.code
    where tenue.commune is null group by t.type, t.rang order by t.rang`.execute(ctx.db)
  return rows
}

/** Everything that two of these dispositifs share. */
export async function getPaires(ctx: Ctx, dispositifs: readonly Present[]) {
  const ids = dispositifs.map((d) => d.id)
  const [recouvrements, rapprochements, liens] = await Promise.all([
    listRecouvrements(ctx, ids),
    listRapprochements(ctx, ids),
    listLiens(ctx, ids),
  ])
  return computePaires(dispositifs, { recouvrements, rapprochements, liens })
}

/**
 * What is there on a set of communes: dispositifs that hold one of them, what each two share (everywhere, not only
 * there), and communes that lack a type.
 */
export async function getArticulation(
  ctx: Ctx,
  communes: readonly string[],
  types: readonly string[],
): Promise<Articulation> {
  const dispositifs = await listPresents(ctx, await listIdsPresents(ctx, communes))
  const [paires, lacunes] = await Promise.all([getPaires(ctx, dispositifs), listLacunes(ctx, communes, types)])
  return { dispositifs, paires, lacunes }
}

/** Types of which one dispositif is known at all. */
export async function listTypesPresents(ctx: Ctx): Promise<Set<string>> {
  const { rows } = await sql<{ type: string }>`
    select distinct type from dispositif where ${filterPresents(ctx)}`.execute(ctx.db)
  return new Set(rows.map((r) => r.type))
}

/** Inhabitants of a set of communes; an arrondissement counts for its own part of the city. */
export async function getPopulation(ctx: Ctx, communes: readonly string[]): Promise<number> {
  const { rows } = await sql<{ population: number }>`
    with ${createElements(communes)}
    select coalesce(sum(population), 0)::int as population from element`.execute(ctx.db)
  return rows[0]?.population ?? 0
}

/** Accounts that coordinate each of these dispositifs. */
export async function listCoordinateurs(ctx: Ctx, ids: readonly number[]): Promise<Map<number, string[]>> {
  const { rows } = await sql<{ dispositif: number; comptes: string[] }>`
    select dispositif, array_agg(compte) as comptes from coordination
    where dispositif = any (${ids}::int[]) group by 1`.execute(ctx.db)
  return new Map(rows.map((r) => [r.dispositif, r.comptes]))
}
