import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import { listElements } from '#modules/territoires/index.ts'
import { filterPresents } from '../dispositif/dispositif.queries.ts'
import {
  type Articulation,
  computeLacunes,
  computePaires,
  computeRapprochements,
  type Lacune,
  type Participation,
  type Present,
  type Rapprochement,
  type Recouvrement,
} from './articulation.ts'
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
    select v.id, coalesce(c.code, v.commune) from vivant v left join commune c on c.ville = v.commune
    where v.communes = '{}' and v.commune is not null
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
    select dc.dispositif as id from element e join dispositif_commune dc on dc.commune = e.code
    join vivant v on v.id = dc.dispositif
    union
    select v.id from vivant v left join commune c on c.ville = v.commune
    where v.communes = '{}' and coalesce(c.code, v.commune) in (select code from element)
    order by 1`.execute(ctx.db)
  return rows.map((r) => r.id)
}

/** Ids of those that share a commune or somebody with one of these, themselves included. */
export async function listIdsVoisins(ctx: Ctx, ids: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with ${createTables(ctx)}
    select distinct m.dispositif as id from lieu l join lieu m on m.commune = l.commune
    where l.dispositif = any (${ids}::int[])
    union select v.id from vivant v where v.id = any (${ids}::int[])`.execute(ctx.db)
  const participations = await listParticipationsCommunes(ctx, ids)
  return [...new Set([...rows.map((r) => r.id), ...participations.map((p) => p.dispositif)])]
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
    with ${createTables(ctx)}
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

/** Communes of an area without a dispositif of each of these types. A type that lacks nowhere has no line. */
export async function listLacunes(ctx: Ctx, communes: readonly string[], types: readonly string[]): Promise<Lacune[]> {
  const [elements, tenues] = await Promise.all([
    sql<{ code: string; population: number | null }>`
      with ${createElements(communes)} select code, population from element`.execute(ctx.db),
    sql<{ type: string; communes: string[] }>`
      with ${createTables(ctx)}, ${createElements(communes)}
      select dc.type, array_agg(dc.commune) as communes from dispositif_commune dc
      join vivant v on v.id = dc.dispositif join element e on e.code = dc.commune
      where dc.type = any (${types}::text[]) group by 1`.execute(ctx.db),
  ])
  return computeLacunes(elements.rows, tenues.rows, types)
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
  const listLa = async () => {
    const dispositifs = await listPresents(ctx, await listIdsPresents(ctx, communes))
    return { dispositifs, paires: await getPaires(ctx, dispositifs) }
  }
  const [la, lacunes] = await Promise.all([listLa(), listLacunes(ctx, communes, types)])
  return { ...la, lacunes }
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
