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
 * Organismes of some départements that share an uncommon word in one commune, or all the words of their name in one
 * département: the work grows as their number.
 */
const createVoisins = (departements: RawBuilder<unknown>) => sql`
  select x.id as a, y.id as b, false as numero from (
    select array_agg(id) as ids from (
      select l.id, l.commune || ' ' || m.mot as cle from lieux l join organisme o on o.id = l.id cross join lateral ${MOTS} m
      where l.departement = any (${departements})
      union select l.id, l.departement || ' ' || (select string_agg(mot, ' ' order by mot) from ${MOTS} m)
      from lieux l join organisme o on o.id = l.id where l.departement = any (${departements})
    ) cles group by cle having count(*) between 2 and ${MOT_COURANT}
  ) g cross join unnest(g.ids) x (id) cross join unnest(g.ids) y (id) where x.id < y.id`

/** What an organisme is recognised by. */
const createRepere = (o: 'fa' | 'fb') => {
  const id = sql.ref(`${o}.id`)
  const siennes = sql`from structure where organisme = ${id} and supprime_le is null`
  return sql`json_build_object('siren', ${sql.ref(`${o}.siren`)}, 'finess', ${sql.ref(`${o}.finess`)},
    'sirensDits', array(select distinct left(siret, 9) ${siennes} and siret is not null),
    'finessDits', array(select distinct finess_ej ${siennes} and finess_ej is not null),
    'communes', array(select commune from lieux where id = ${id}),
    'departements', array(select departement from lieux where id = ${id}))`
}

interface Demande {
  /** Départements where names are compared; null: only numbers and whole names are, everywhere. */
  departements: RawBuilder<unknown> | null
  /** Pairs `p` that are asked for. */
  filtre: RawBuilder<unknown>
}

async function listPaires(ctx: Ctx, { departements, filtre }: Demande): Promise<Doublon[]> {
  const { rows } = await sql<Omit<Doublon, 'raison'> & { reperes: [Repere, Repere]; noms: number }>`
    with lieux as materialized (${LIEUX}), paires as (
      select least(a, b) as a, greatest(a, b) as b, bool_or(numero) as numero
      from (${MEMES_NUMEROS} union all ${MEMES_NOMS}
        ${departements ? sql`union all ${createVoisins(departements)}` : sql``}) t group by 1, 2
    )
    select p.a, p.b, fa.nom as "nomA", fb.nom as "nomB", ca.nom as "communeA", cb.nom as "communeB", noms,
      json_build_array(${createRepere('fa')}, ${createRepere('fb')}) as reperes
    from paires p join organisme fa on fa.id = p.a join organisme fb on fb.id = p.b
      left join commune ca on ca.code = fa.commune left join commune cb on cb.code = fb.commune
      cross join lateral (select similarity(fa.nom_cle, fb.nom_cle) as noms) n
    where fa.supprime_le is null and fb.supprime_le is null and (numero or noms >= ${PROCHE}) and ${filtre}
      and ${filterEcartes('organisme')} and ${filterMiennes(ctx)}
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
export function listDoublonsOrganismes(ctx: Ctx, communes: readonly string[] | null): Promise<Doublon[]> {
  if (communes === null) return listPaires(ctx, { departements: null, filtre: sql`true` })
  return listPaires(ctx, {
    departements: sql`array(select distinct ${getDepartement(sql`c`)} from unnest(${communes}::text[]) c)`,
    filtre: sql`exists (select from lieux l where l.id in (p.a, p.b) and (l.commune = any (${communes}::text[])
      or l.commune in (select ville from commune where code = any (${communes}::text[]))))`,
  })
}

/** What may be the same legal body as one organisme. */
export const listDoublonsOrganisme = (ctx: Ctx, id: number): Promise<Doublon[]> =>
  listPaires(ctx, {
    departements: sql`array(select departement from lieux where id = ${id})`,
    filtre: sql`${id} in (p.a, p.b)`,
  })
