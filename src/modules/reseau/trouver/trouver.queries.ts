import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterLisibles, formatMots } from '../fiche/fiche.queries.ts'
import { computeBoite, type Depart, KM_PAR_DEGRE, type Point } from './lieu.queries.ts'
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

/** What is looked through: `km` around the point where it is not all of the distance; `rares` where few are expected. */
interface Champ {
  km?: number | null
  rares?: boolean
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
const INCONNU = sql`null::float8`
const et = (conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  conditions.length > 0 ? sql<boolean>`(${sql.join(conditions, sql` and `)})` : OUI

/** What is read of a structure `s` whose nearness is known, and what is asked of it. */
interface Lecture {
  (metres: RawBuilder<unknown>, rang: RawBuilder<unknown>): RawBuilder<unknown>
  conditions: RawBuilder<boolean>
}

/** Metres as the crow flies (haversine), from the place to the point of these columns. */
const computeMetres = ({ longitude, latitude }: Point, alias: 's' | 'c'): RawBuilder<number> => sql<number>`
  12742017.6 * asin(least(1, sqrt(sin(radians(${sql.ref(`${alias}.latitude`)} - ${latitude}) / 2) ^ 2
    + cos(radians(${latitude})) * cos(radians(${sql.ref(`${alias}.latitude`)}))
    * sin(radians(${sql.ref(`${alias}.longitude`)} - ${longitude}) / 2) ^ 2)))`

/**
 * Around the point: what has one of its own, then what only says its commune, at the point of that commune. Rows of
 * `structure` read once, as `s`, with their nearness.
 */
function nearPoint(point: Point, km: number, communes: readonly string[], lire: Lecture): RawBuilder<unknown> {
  const { ouest, sud, est, nord } = computeBoite(point, km)
  const boite = sql`box(point(${ouest}, ${sud}), point(${est}, ${nord}))`
  return sql`
    select * from (
      select ${lire(computeMetres(point, 's'), sql`0`)} from structure s
      where s.longitude is not null and point(s.longitude, s.latitude) <@ ${boite} and ${lire.conditions}
      offset 0) s
    where metres <= ${km * 1000}
    union all
    select ${lire(INCONNU, sql`0`)} from structure s
    where s.longitude is null and s.commune = any (${communes}::text[]) and ${lire.conditions}
    union all
    select ${lire(sql`c.metres`, sql`0`)} from (
      select c.code, ${computeMetres(point, 'c')} as metres from commune c
      where c.longitude is not null and point(c.longitude, c.latitude) <@ ${boite}
        and c.code <> all (${communes}::text[])) c
    join structure s on s.commune = c.code and s.longitude is null
    where c.metres <= ${km * 1000} and ${lire.conditions}`
}

const inCommunes = (communes: readonly string[], lire: Lecture) => sql`
  select ${lire(INCONNU, sql`0`)} from structure s
  where s.commune = any (${communes}::text[]) and ${lire.conditions}`

/** Where nothing tells distances: the commune, then its EPCI, then its département. */
const aroundAreas = ({ communes, departement, epci }: Depart, lire: Lecture) => sql`
  select ${lire(
    INCONNU,
    sql`case when s.commune = any (${communes}::text[]) then 0 when c.epci = ${epci} then 1 else 2 end`,
  )}
  from structure s join commune c on c.code = s.commune
  where s.departement = ${departement} and ${lire.conditions}`

function listProches({ depart, distance }: CriteresAide, { km }: Champ, lire: Lecture): RawBuilder<unknown> {
  const { point, communes, departement } = depart
  if (departement === null || distance === 'zone') return inCommunes(communes, lire)
  return point ? nearPoint(point, km ?? Number(distance), communes, lire) : aroundAreas(depart, lire)
}

/** Of so many nearest points, most searches need no more than the first. */
const POINTS_LUS = 500

/**
 * A distance in km that holds nearly so many points, where the one asked for holds more; null where it does not. Asked
 * without a box: the index then gives points from near to far, and stops.
 */
async function getRayonDense(ctx: Ctx, { depart, distance }: CriteresAide): Promise<number | null> {
  const { point, departement } = depart
  if (!point || departement === null || distance === 'zone') return null
  const degres = sql`point(s.longitude, s.latitude) <-> point(${point.longitude}, ${point.latitude})`
  const { rows } = await sql<{ degres: number }>`
    select ${degres} as degres from structure s where s.longitude is not null and s.supprime_le is null
    order by ${degres} offset ${POINTS_LUS - 1} limit 1`.execute(ctx.db)
  if (!rows[0]) return null
  // A degree of longitude is the shorter one: the circle stays within what was counted.
  const km = rows[0].degres * KM_PAR_DEGRE * Math.cos((point.latitude * Math.PI) / 180)
  return km < Number(distance) ? km : null
}

/** A service given from afar to people of the place, or, where asked, given anywhere to them. */
function isPourLeLieu({ depart, distance }: CriteresAide): RawBuilder<boolean> {
  const loin = sql<boolean>`x.modes_accueil @> '{a-distance}' and x.zone_eligibilite && ${[...depart.zones, 'france']}::text[]`
  return distance === 'zone' && depart.zones.length > 0
    ? sql<boolean>`(x.zone_eligibilite && ${depart.zones}::text[] or (${loin}))`
    : sql<boolean>`(${loin})`
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
  return { service: et(service), structure: et(structure) }
}

/** What is asked of a structure `s`, whatever its services. */
function filterStructure(ctx: Ctx, c: CriteresAide): RawBuilder<boolean> {
  const conditions = [filterLisibles(ctx, 's'), sql<boolean>`s.etat <> 'fermee'`]
  if (c.langue)
    conditions.push(sql<boolean>`(s.langues @> array[${c.langue}] or exists (select from service
      where structure = s.id and supprime_le is null and langues @> array[${c.langue}]))`)
  if (c.acces) conditions.push(sql<boolean>`(s.accessibilite is not null or s.accessibilite_url is not null)`)
  if (c.horaires)
    conditions.push(sql<boolean>`(s.horaires is not null or exists (select from service
      where structure = s.id and supprime_le is null and horaires is not null))`)
  return et(conditions)
}

/**
 * `reponse`: structures that answer, before they are ordered. The planner cannot guess how many points a box holds, from
 * ten to twenty thousand: near structures are read once, with all that is asked of them, and their services in one pass
 * over the index of `service.structure`; no step goes row by row from one to the other.
 */
function listReponses(ctx: Ctx, c: CriteresAide, champ: Champ): RawBuilder<unknown> {
  const { service, structure } = matchBesoin(c)
  const filtres = et([...listFiltresService(c), sql<boolean>`x.supprime_le is null`])
  const lues = filterStructure(ctx, c)
  // Few answers: their words and themes find them sooner than the place does.
  const conditions =
    champ.rares && structure !== OUI
      ? et([
          lues,
          sql`s.id = any (array(select s.id from structure s where ${structure}
          union select x.structure from service x where ${service} and ${filtres}))`,
        ])
      : lues
  const cle = sql`greatest(s.verifie_le, s.source_maj) as maj, s.nom_cle`
  const joignable = c.moyen ? MOYENS_STRUCTURE[c.moyen] : OUI
  const lire: Lecture = Object.assign(
    (metres: RawBuilder<unknown>, rang: RawBuilder<unknown>) =>
      sql`s.id, ${metres} as metres, ${rang} as rang, ${cle}, ${structure} as dit, ${joignable} as joignable`,
    { conditions },
  )
  const hasService = (condition: RawBuilder<boolean>) => sql<boolean>`p.id in (
    select x.structure from service x where x.structure = any (array(select id from proche)) and ${filtres}
      and ${condition})`
  // By itself, a place answers where nothing is asked that only a service can say, or where one of its services does.
  const seuls = c.publics.length > 0 || c.gratuit
  const parElleMeme = seuls ? hasService(OUI) : c.moyen ? sql<boolean>`(p.joignable or ${hasService(OUI)})` : OUI
  return sql`
    with proche as materialized (${listProches(c, champ, lire)}),
    reponse as (
      select p.id, p.metres, p.rang, p.maj, p.nom_cle from (
        select p.*, ${parElleMeme} and p.dit or ${hasService(service)} as repond from proche p) p
      where p.repond
      union all
      select s.id, null, 3, ${cle} from (
        select x.structure, bool_or(${service}) as precis from service x
        where ${isPourLeLieu(c)} and ${filtres} group by 1) l
      join structure s on s.id = l.structure
      where ${conditions} and s.id not in (select id from proche)
        and (l.precis or (${seuls}::boolean and ${structure})))`
}

/** How many structures answer. */
export async function countAides(ctx: Ctx, c: CriteresAide): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    ${listReponses(ctx, c, {})} select count(*) as total from reponse`.execute(ctx.db)
  return rows[0]?.total ?? 0
}

interface Page {
  limite: number
  debut?: number
}

/** What was found. `davantage`: the nearest alone were counted, there are more than `total`. */
export interface Trouvaille {
  aides: Aide[]
  total: number
  davantage: boolean
}

/**
 * Those that answer: nearest first, then the most lately verified, then by name. In a dense place the nearest points are
 * read first, and the whole distance only where they do not fill the page.
 */
export async function searchAides(ctx: Ctx, c: CriteresAide, page: Page): Promise<Trouvaille> {
  const km = page.limite <= POINTS_LUS / 2 ? await getRayonDense(ctx, c) : null
  if (km !== null) {
    const proches = await searchDans(ctx, c, { km }, page)
    if (proches.aides.length === page.limite && proches.aides.every((a) => a.rang === 0))
      return { ...proches, davantage: true }
  }
  const trouvees = await searchDans(ctx, c, { rares: km !== null }, page)
  return { ...trouvees, davantage: false }
}

async function searchDans(ctx: Ctx, c: CriteresAide, champ: Champ, { limite, debut = 0 }: Page) {
  const ordre = sql`p.rang, p.metres nulls first, p.maj desc nulls last, p.nom_cle, p.id`
  const { rows } = await sql<Aide & { total: number }>`${listReponses(ctx, c, champ)}
    select p.id, p.metres, p.rang, coalesce(r.precis, r.tous, '{}') as services, p.total
    from (select p.*, count(*) over () as total from reponse p order by ${ordre} limit ${limite} offset ${debut}) p
    left join lateral (
      select array_agg(x.id) filter (where ${matchBesoin(c).service}) as precis, array_agg(x.id) as tous
      from service x where x.structure = p.id and x.supprime_le is null and ${et([...listFiltresService(c)])}
        and (p.rang < 3 or ${isPourLeLieu(c)})) r on true
    order by ${ordre}`.execute(ctx.db)
  if (rows.length === 0 && debut > 0) return { aides: [], total: await countAides(ctx, c) }
  return { aides: rows.map(({ total: _, ...aide }) => aide), total: rows[0]?.total ?? 0 }
}
