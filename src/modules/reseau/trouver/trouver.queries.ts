import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterLisibles, formatMots } from '../fiche/fiche.queries.ts'
import { computeBoite, type Depart, type Point } from './lieu.queries.ts'
import { type Besoin, type Distance, listTypesDesThemes, type Moyen } from './trouver.ts'

/** What is sought, terms spread to those under them. */
export interface CriteresAide {
  depart: Depart
  distance: Distance
  besoin: Besoin
  /** Chosen themes and publics; empty: any. */
  themes: readonly string[]
  publics: readonly string[]
  moyen: Moyen | null
  langue: string | null
  gratuit: boolean
  acces: boolean
  /** Only those that say hours. */
  horaires?: boolean
}

/** A structure that answers, and which of its services do. */
export interface Aide {
  id: number
  /** Metres from the place; null where it is not known. */
  metres: number | null
  /** Inside the place or its distance; else how near its area is: 1 same EPCI, 2 same département, 3 from afar. */
  rang: number
  services: number[]
}

const OUI = sql<boolean>`true`
const et = (conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  conditions.length > 0 ? sql<boolean>`(${sql.join(conditions, sql` and `)})` : OUI

/** Metres as the crow flies (haversine), from the place to the point of these columns. */
const computeMetres = ({ longitude, latitude }: Point, alias: 's' | 'c'): RawBuilder<number> => sql<number>`
  12742017.6 * asin(least(1, sqrt(sin(radians(${sql.ref(`${alias}.latitude`)} - ${latitude}) / 2) ^ 2
    + cos(radians(${latitude})) * cos(radians(${sql.ref(`${alias}.latitude`)}))
    * sin(radians(${sql.ref(`${alias}.longitude`)} - ${longitude}) / 2) ^ 2)))`

/** Around the point: what has one of its own, then what only says its commune, at the point of that commune. */
function nearPoint(point: Point, km: number, communes: readonly string[]): RawBuilder<unknown> {
  const { ouest, sud, est, nord } = computeBoite(point, km)
  const boite = sql`box(point(${ouest}, ${sud}), point(${est}, ${nord}))`
  return sql`
    select id, metres, 0 as rang from (
      select s.id, ${computeMetres(point, 's')} as metres from structure s
      where s.longitude is not null and s.supprime_le is null and point(s.longitude, s.latitude) <@ ${boite}) pres
    where metres <= ${km * 1000}
    union all
    select s.id, null, 0 from structure s
    where s.longitude is null and s.supprime_le is null and s.commune = any (${communes}::text[])
    union all
    select s.id, c.metres, 0 from (
      select c.code, ${computeMetres(point, 'c')} as metres from commune c
      where c.longitude is not null and point(c.longitude, c.latitude) <@ ${boite}
        and c.code <> all (${communes}::text[])) c
    join structure s on s.commune = c.code and s.longitude is null and s.supprime_le is null
    where c.metres <= ${km * 1000}`
}

const inCommunes = (communes: readonly string[]) => sql`
  select s.id, null::float8 as metres, 0 as rang from structure s
  where s.supprime_le is null and s.commune = any (${communes}::text[])`

/** Where nothing tells distances: the commune, then its EPCI, then its département. */
const aroundAreas = ({ communes, departement, epci }: Depart) => sql`
  select s.id, null::float8 as metres, case when s.commune = any (${communes}::text[]) then 0
    when c.epci = ${epci} then 1 else 2 end as rang
  from structure s join commune c on c.code = s.commune
  where s.supprime_le is null and s.departement = ${departement}`

/** A service given from afar to people of the place, or, where asked, given anywhere to them. */
function isPourLeLieu({ depart, distance }: CriteresAide): RawBuilder<boolean> {
  const loin = sql<boolean>`x.modes_accueil @> '{a-distance}' and x.zone_eligibilite && ${[...depart.zones, 'france']}::text[]`
  return distance === 'zone' && depart.zones.length > 0
    ? sql<boolean>`(x.zone_eligibilite && ${depart.zones}::text[] or (${loin}))`
    : sql<boolean>`(${loin})`
}

function listCandidats(c: CriteresAide): RawBuilder<unknown> {
  const { point, communes, departement } = c.depart
  const pres =
    departement === null || c.distance === 'zone'
      ? inCommunes(communes)
      : point
        ? nearPoint(point, Number(c.distance), communes)
        : aroundAreas(c.depart)
  return sql`${pres}
    union all
    select x.structure, null::float8, 3 from service x where x.supprime_le is null and ${isPourLeLieu(c)}`
}

const MOYENS_SERVICE: Record<Moyen, RawBuilder<boolean>> = {
  venir: sql`(x.modes_accueil && '{en-presentiel}' or x.modes_mobilisation && '{se-presenter}')`,
  telephone: sql`(x.modes_mobilisation && '{telephoner}' or x.telephone is not null)`,
  'en-ligne': sql`(x.modes_accueil && '{a-distance}' or x.modes_mobilisation && '{utiliser-lien-mobilisation}'
    or x.lien_mobilisation is not null)`,
}
const MOYENS_STRUCTURE: Record<Moyen, RawBuilder<boolean>> = {
  venir: sql`s.adresse is not null`,
  telephone: sql`s.telephone is not null`,
  'en-ligne': sql`false`,
}

/** Filters that services alone can answer, as conditions on `x`. */
function* listFiltresService(c: CriteresAide): Generator<RawBuilder<boolean>> {
  if (c.publics.length > 0) yield sql<boolean>`x.publics && ${c.publics}::text[]`
  if (c.gratuit) yield sql<boolean>`x.frais = 'gratuit'`
  if (c.moyen) yield MOYENS_SERVICE[c.moyen]
}

/** Is it about what is sought? `s` says it by its kind or its words, `x` by its themes or its words. */
function matchBesoin({ besoin: { mots, themes, types }, themes: choisis }: CriteresAide) {
  const ou = (conditions: readonly (RawBuilder<boolean> | false)[]) => {
    const dites = conditions.filter((condition) => condition !== false)
    return dites.length > 0 ? sql<boolean>`(${sql.join(dites, sql` or `)})` : OUI
  }
  const typesDits = [...types, ...listTypesDesThemes(themes)]
  const service = [
    choisis.length > 0 ? sql<boolean>`x.themes && ${choisis}::text[]` : OUI,
    ou([
      themes.length > 0 && sql<boolean>`x.themes && ${themes}::text[]`,
      mots !== '' && sql<boolean>`x.recherche @@ ${formatMots(mots)}`,
    ]),
  ]
  const structure = [
    choisis.length > 0 ? sql<boolean>`s.type = any (${listTypesDesThemes(choisis)}::text[])` : OUI,
    ou([
      typesDits.length > 0 && sql<boolean>`s.type = any (${typesDits}::text[])`,
      mots !== '' && sql<boolean>`s.recherche @@ ${formatMots(mots)}`,
    ]),
  ]
  return { service: et(service), structure: et(structure), libre: mots === '' && choisis.length === 0 }
}

/** Structures that answer, before they are ordered: `s`, with the row `p` of its nearness and `r` of its services. */
function listReponses(ctx: Ctx, c: CriteresAide): RawBuilder<unknown> {
  const { service, structure, libre } = matchBesoin(c)
  const filtres = [...listFiltresService(c)]
  const conditions = [filterLisibles(ctx, 's'), sql<boolean>`s.etat <> 'fermee'`]
  if (c.langue)
    conditions.push(sql<boolean>`(s.langues @> array[${c.langue}] or exists (select from service
      where structure = s.id and supprime_le is null and langues @> array[${c.langue}]))`)
  if (c.acces) conditions.push(sql<boolean>`(s.accessibilite is not null or s.accessibilite_url is not null)`)
  if (c.horaires)
    conditions.push(sql<boolean>`(s.horaires is not null or exists (select from service
      where structure = s.id and supprime_le is null and horaires is not null))`)
  // By itself, a place answers where nothing is asked that only a service can say, or where one of its services does.
  const parElleMeme =
    filtres.length === 0
      ? sql<boolean>`p.rang < 3`
      : c.publics.length + Number(c.gratuit) === 0 && c.moyen
        ? sql<boolean>`(p.rang < 3 and (r.tous is not null or ${MOYENS_STRUCTURE[c.moyen]}))`
        : sql<boolean>`r.tous is not null`
  return sql`
    from (select id, min(metres) as metres, min(rang) as rang from (${listCandidats(c)}) candidats group by id) p
    join structure s on s.id = p.id
    left join lateral (
      select array_agg(x.id) filter (where ${service}) as precis, array_agg(x.id) as tous
      from service x where x.structure = p.id and x.supprime_le is null and ${et(filtres)}
        and (p.rang < 3 or ${isPourLeLieu(c)})) r on true
    where ${et(conditions)} and (r.precis is not null or (${parElleMeme} and ${libre ? OUI : structure}))`
}

/** How many structures answer. */
export async function countAides(ctx: Ctx, c: CriteresAide): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total ${listReponses(ctx, c)}`.execute(ctx.db)
  return rows[0]?.total ?? 0
}

/** Those that answer: nearest first, then the most lately verified, then by name; and how many there are in all. */
export async function searchAides(
  ctx: Ctx,
  c: CriteresAide,
  { limite, debut = 0 }: { limite: number; debut?: number },
): Promise<{ aides: Aide[]; total: number }> {
  const { rows } = await sql<Aide & { total: number }>`
    select s.id, p.metres, p.rang, coalesce(r.precis, r.tous, '{}') as services, count(*) over () as total
    ${listReponses(ctx, c)}
    order by p.rang, p.metres nulls first, greatest(s.verifie_le, s.source_maj) desc nulls last, s.nom_cle, s.id
    limit ${limite} offset ${debut}`.execute(ctx.db)
  if (rows.length === 0 && debut > 0) return { aides: [], total: await countAides(ctx, c) }
  return { aides: rows.map(({ total: _, ...aide }) => aide), total: rows[0]?.total ?? 0 }
}
