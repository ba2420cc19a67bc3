import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterEcartes, filterMiennes, MAX, MOT_COURANT } from './doublon.queries.ts'
import { computeRaisonOrganismes, type Doublon, PROCHE, RANGS, type Repere } from './doublon.ts'

/** Code of the département of a commune. */
const getDepartement = (commune: RawBuilder<unknown>) =>
  sql`left(${commune}, case when ${commune} ~ '^9[78]' then 3 else 2 end)`

/** Where organismes are: their seat, else their structures; a city stands for its arrondissements. */
const LIEUX = sql`
  select l.id, coalesce(c.ville, l.commune) as commune, ${getDepartement(sql`l.commune`)} as departement from (
    select id, commune from organisme where supprime_le is null and commune is not null
    union select o.id, s.commune from organisme o join structure s on s.organisme = o.id
    where o.supprime_le is null and o.commune is null and s.supprime_le is null and s.commune is not null
  ) l left join commune c on c.code = l.commune`

/** Organismes that one number brings together: theirs, or what the structures of one say. */
const MEMES_NUMEROS = sql`
  select x.id as a, y.id as b, true as numero from organisme x join organisme y on y.siren = x.siren and y.id <> x.id
  union all select s.organisme, o.id, true from structure s
    join organisme o on o.siren = left(s.siret, 9) and o.id <> s.organisme where s.supprime_le is null
  union all select s.organisme, o.id, true from structure s
    join organisme o on o.finess = s.finess_ej and o.id <> s.organisme where s.supprime_le is null`

/** Organismes of one name, one of which is nowhere. */
const MEMES_NOMS = sql`
  select n.id as a, x.id as b, false as numero from organisme n join organisme x on x.nom_cle = n.nom_cle and x.id <> n.id
  where n.supprime_le is null and x.supprime_le is null and n.id not in (select id from lieux)`

const MOTS = sql`(select distinct mot from unnest(string_to_array(o.nom_cle, ' ')) t (mot) where length(mot) > 2)`

/**
 * Organismes of the départements asked for that share an uncommon word in one commune, or all the words of their name in
 * one département: the work grows as their number.
 */
const VOISINS = sql`
  select x.id as a, y.id as b, false as numero from (
    select array_agg(id) as ids from (
      select l.id, l.commune || ' ' || m.mot as cle from lieux l join organisme o on o.id = l.id cross join lateral ${MOTS} m
      where l.departement = any (array(select departement from autour))
      union select l.id, l.departement || ' ' || (select string_agg(mot, ' ' order by mot) from ${MOTS} m)
      from lieux l join organisme o on o.id = l.id where l.departement = any (array(select departement from autour))
    ) cles group by cle having count(*) between 2 and ${MOT_COURANT}
  ) g cross join unnest(g.ids) x (id) cross join unnest(g.ids) y (id) where x.id < y.id`

/** What an organisme is recognised by. @param ou alias of its places */
const createRepere = (o: 'fa' | 'fb', ou: 'oa' | 'ob') => {
  const siennes = sql`from structure where organisme = ${sql.ref(`${o}.id`)} and supprime_le is null`
  return sql`json_build_object('siren', ${sql.ref(`${o}.siren`)}, 'finess', ${sql.ref(`${o}.finess`)},
    'sirensDits', array(select distinct left(siret, 9) ${siennes} and siret is not null),
    'finessDits', array(select distinct finess_ej ${siennes} and finess_ej is not null),
    'communes', coalesce(${sql.ref(`${ou}.communes`)}, '{}'),
    'departements', coalesce(${sql.ref(`${ou}.departements`)}, '{}'))`
}

/** @param ici selects the ids of which one is in each pair; null: only numbers and whole names are compared, everywhere */
async function listPaires(ctx: Ctx, ici: RawBuilder<unknown> | null): Promise<Doublon[]> {
  const autour = sql`ici as materialized (${ici}), autour as materialized (
    select distinct departement from lieux where id in (select id from ici)),`
  const filtre = ici ? sql`(p.a in (select id from ici) or p.b in (select id from ici))` : sql`true`
  const { rows } = await sql<Omit<Doublon, 'raison'> & { reperes: [Repere, Repere]; noms: number }>`
    with lieux as materialized (${LIEUX}), ${ici ? autour : sql``} paires as (
      select least(a, b) as a, greatest(a, b) as b, bool_or(numero) as numero
      from (${MEMES_NUMEROS} union all ${MEMES_NOMS}
        ${ici ? sql`union all ${VOISINS}` : sql``}) t group by 1, 2
    ), proches as materialized (
      select p.a, p.b, similarity(fa.nom_cle, fb.nom_cle) as noms
      from paires p join organisme fa on fa.id = p.a join organisme fb on fb.id = p.b
      where fa.supprime_le is null and fb.supprime_le is null and ${filtre}
        and (numero or similarity(fa.nom_cle, fb.nom_cle) >= ${PROCHE})
        and ${filterEcartes('organisme')} and ${filterMiennes(ctx)}
    ), ou as materialized (
      select id, array_agg(distinct commune) as communes, array_agg(distinct departement) as departements
      from lieux where id in (select a from proches union select b from proches) group by id
    )
    select p.a, p.b, fa.nom as "nomA", fb.nom as "nomB", ca.nom as "communeA", cb.nom as "communeB", noms,
      json_build_array(${createRepere('fa', 'oa')}, ${createRepere('fb', 'ob')}) as reperes
    from proches p join organisme fa on fa.id = p.a join organisme fb on fb.id = p.b
      left join ou oa on oa.id = p.a left join ou ob on ob.id = p.b
      left join commune ca on ca.code = fa.commune left join commune cb on cb.code = fb.commune
    order by noms desc, p.a, p.b`.execute(ctx.db)
  return rows
    .flatMap(({ reperes: [a, b], noms, ...paire }) => {
      const raison = computeRaisonOrganismes(a, b, noms)
      return raison === null ? [] : [{ ...paire, raison }]
    })
    .toSorted((x, y) => RANGS.indexOf(x.raison) - RANGS.indexOf(y.raison))
    .slice(0, MAX)
}

/**
 * Pairs of organismes one of which is at a place, likeliest first.
 * @param communes null: the same number or the same name everywhere, without comparing names
 */
export const listDoublonsOrganismes = (ctx: Ctx, communes: readonly string[] | null): Promise<Doublon[]> =>
  listPaires(
    ctx,
    communes &&
      sql`select id from lieux where commune in (
        select coalesce(c.ville, z) from unnest(${communes}::text[]) z left join commune c on c.code = z)`,
  )

/** What may be the same legal body as one organisme. */
export const listDoublonsOrganisme = (ctx: Ctx, id: number): Promise<Doublon[]> =>
  listPaires(ctx, sql`select ${id}::integer as id`)
