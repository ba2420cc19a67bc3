import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterCoordonnee, filterLisibles } from '../fiche/fiche.queries.ts'
import { type Doublon, PROCHE, RANGS } from './doublon.ts'

/** So many pairs are shown at once. */
export const MAX = 100
/** With the same telephone at one place, names may be further: « CMP », « Centre médico-psychologique ». */
const PARENT = 0.3
/** About 300 m, in degrees of latitude. */
const ECART = 0.0027
/** A word that more sheets of one place share tells nothing: comparing them all would be quadratic. */
export const MOT_COURANT = 30

/** Where it is kept that two sheets are two. */
export const ECARTES = { structure: 'doublon_ecarte', organisme: 'doublon_organisme_ecarte' } as const

/** Pairs `p` of which nobody said that they are two. */
export const filterEcartes = (objet: keyof typeof ECARTES): RawBuilder<boolean> => sql<boolean>`not exists (
  select from ${sql.table(ECARTES[objet])} e where e.a = least(p.a, p.b) and e.b = greatest(p.a, p.b))`

const rangerPaires = (paires: RawBuilder<unknown>, mienne: RawBuilder<boolean>) => sql<Doublon>`
  select p.a, p.b, fa.nom as "nomA", fb.nom as "nomB", ca.nom as "communeA", cb.nom as "communeB", min(p.raison) as raison
  from (${paires}) p join structure fa on fa.id = p.a join structure fb on fb.id = p.b
    left join commune ca on ca.code = fa.commune left join commune cb on cb.code = fb.commune
  where ${filterEcartes('structure')} and ${mienne}
  group by p.a, p.b, fa.id, fb.id, ca.nom, cb.nom
  order by min(array_position(${RANGS}::text[], p.raison)),
    similarity(fa.nom_cle, fb.nom_cle) desc, p.a, p.b limit ${MAX}`

/** The number that one calls, without its prefix and however it is written; null where there is none. */
const getAppel = (alias: 's' | 'x') =>
  sql`nullif(right(regexp_replace(${sql.ref(`${alias}.telephone`)}, '\\D', '', 'g'), 9), '')`

/** Sheets with the same SIRET number, in the whole directory. */
const PAIRES_SIRET = sql`
  select x.id as a, y.id as b, 'siret' as raison from structure x join structure y on y.siret = x.siret and y.id > x.id
  where x.supprime_le is null and y.supprime_le is null`

/**
 * Sheets of some communes with near names, there or some steps away. Only those that share an uncommon word of one
 * commune, or of one square of 0.01°, are compared: the work grows as the number of sheets.
 */
const createPairesProches = (communes: readonly string[]) => sql`
  select a, b, raison from (
    with fiches as materialized (
      select s.id, s.nom_cle, s.commune, s.longitude, s.latitude,
        ${getAppel('s')} as appel
      from structure s
      where s.supprime_le is null and s.commune = any (array(
        select code from commune where code = any (${communes}::text[]) or ville = any (${communes}::text[])))
    ), cles as (
      select f.id, k.cle || ' ' || m.mot as cle
      from fiches f cross join lateral (select distinct mot from unnest(string_to_array(f.nom_cle, ' ')) t (mot)
        where length(mot) > 2) m
      cross join lateral (
        select f.commune as cle
        union all select floor(f.longitude * 100 + i * 0.5) || ':' || floor(f.latitude * 100 + j * 0.5) || ':' || i || j
        from (values (0, 0), (0, 1), (1, 0), (1, 1)) v (i, j) where f.longitude is not null
      ) k
      union all select id, commune || ' ' || appel from fiches where appel is not null
    ), groupes as (
      select array_agg(id) as ids from cles group by cle having count(*) between 2 and ${MOT_COURANT}
    ), paires as (
      select distinct x.id as a, y.id as b from groupes g cross join unnest(g.ids) x (id) cross join unnest(g.ids) y (id)
      where x.id < y.id
    )
    select a, b, case when fa.commune = fb.commune and fa.appel = fb.appel then 'telephone'
        when fa.commune = fb.commune then 'commune' else 'position' end as raison
    from paires join fiches fa on fa.id = a join fiches fb on fb.id = b
    cross join lateral (select similarity(fa.nom_cle, fb.nom_cle) as noms) p
    where fa.commune = fb.commune and (noms >= ${PROCHE} or fa.appel = fb.appel and noms >= ${PARENT})
      or noms >= ${PROCHE} and abs(fa.latitude - fb.latitude) < ${ECART}
        and abs(fa.longitude - fb.longitude) * cos(radians(fa.latitude)) < ${ECART}
  ) t`

/** Pairs of which the actor keeps both sheets. */
export const filterMiennes = (ctx: Ctx): RawBuilder<boolean> =>
  ctx.acteur.role === 'administrateur'
    ? sql<boolean>`true`
    : sql<boolean>`${filterCoordonnee(ctx, sql`fa.commune`)} and ${filterCoordonnee(ctx, sql`fb.commune`)}`

/** Pairs of structures of a place, likeliest first. @param communes null: the same number everywhere, without comparing names */
export function listDoublons(ctx: Ctx, communes: readonly string[] | null): Promise<Doublon[]> {
  const paires =
    communes === null ? PAIRES_SIRET : sql`${createPairesProches(communes)} union ${createSiretDe(communes)}`
  return rangerPaires(paires, filterMiennes(ctx))
    .execute(ctx.db)
    .then((r) => r.rows)
}

const createSiretDe = (communes: readonly string[]) =>
  sql`select p.a, p.b, p.raison from (${PAIRES_SIRET}) p join structure s on s.id = p.a
    where s.commune = any (${communes}::text[])`

/** Communes that the actor coordinates. */
export async function listCommunesCoordonnees(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ commune: string }>`
    select distinct dc.commune from coordination k join dispositif d on d.id = k.dispositif
    join dispositif_commune dc on dc.dispositif = d.id
    where k.compte = ${ctx.acteur.compte} and d.supprime_le is null order by 1`.execute(ctx.db)
  return rows.map((r) => r.commune)
}

/** What may be the same place as one structure. */
export async function listDoublonsDe(ctx: Ctx, id: number): Promise<Doublon[]> {
  const { rows } = await rangerPaires(
    sql`
    select x.id as a, s.id as b, case when s.siret = x.siret then 'siret'
      when s.commune = x.commune and ${getAppel('s')} = ${getAppel('x')} then 'telephone' when s.commune = x.commune then 'commune'
      else 'position' end as raison
    from structure x join structure s on s.id <> x.id and s.supprime_le is null and ${filterLisibles(ctx, 's')}
      and (s.siret = x.siret
        or s.commune = x.commune and (similarity(s.nom_cle, x.nom_cle) >= ${PROCHE}
          or ${getAppel('s')} = ${getAppel('x')} and similarity(s.nom_cle, x.nom_cle) >= ${PARENT})
        or point(s.longitude, s.latitude) <@ box(point(x.longitude - 0.004, x.latitude - ${ECART}),
            point(x.longitude + 0.004, x.latitude + ${ECART}))
          and s.longitude is not null and similarity(s.nom_cle, x.nom_cle) >= ${PROCHE})
    where x.id = ${id}`,
    filterMiennes(ctx),
  ).execute(ctx.db)
  return rows
}

/** Somebody looked: they are two. */
export async function addEcarte(ctx: Ctx, objet: keyof typeof ECARTES, a: number, b: number): Promise<void> {
  await sql`insert into ${sql.table(ECARTES[objet])} (a, b, compte, quand)
    values (${Math.min(a, b)}, ${Math.max(a, b)}, ${ctx.acteur.compte}, ${ctx.maintenant}) on conflict do nothing`.execute(
    ctx.db,
  )
}
