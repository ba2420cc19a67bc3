import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterPresents } from '../dispositif/dispositif.queries.ts'
import { type DemandeAtlas, listPairesEtape } from './atlas.ts'

export type Criteres = Omit<DemandeAtlas, 'page'>

/** Where dispositifs are on that day: départements of their territory, or that of their seat where it is not known. */
const buildLieux = (touches: RawBuilder<unknown>) => sql`
  lieux as materialized (
    ${touches}
    union
    select p.id, c.departement from presents p join dispositif d on d.id = p.id join commune c on c.code = d.commune
    where cardinality(p.communes) = 0
  )`

/**
 * Three tables for `with`: `presents` (id, type, etape, communes of `dispositif` on the day asked for), `lignes`
 * (dispositif, commune, type: their elementary communes) and `lieux` (dispositif, departement). A past day reads stages
 * and versions of the territory; what nothing dates is then left out. No filter but the day is applied.
 * @param finis those that came to an end are there too
 */
export function buildPresents(ctx: Ctx, { au }: Pick<Criteres, 'au'>, finis = false): RawBuilder<unknown> {
  if (au === null)
    return sql`
      presents as not materialized (
        select d.id, d.type, d.etape, d.communes from dispositif d
        where ${finis ? sql`d.supprime_le is null and d.publication = 'publie'` : filterPresents(ctx, 'd')}
      ), lignes as not materialized (
        select dc.dispositif, dc.commune, dc.type from dispositif_commune dc
      ), ${buildLieux(sql`select dispositif, departement from dispositif_departement`)}`
  return sql`
    presents as materialized (
      select d.id, d.type, e.etape, coalesce(v.communes, '{}') as communes
      from dispositif d
      left join lateral (
        select etape from dispositif_etape where dispositif = d.id and date <= ${au}::date
        order by date desc, id desc limit 1) e on true
      left join lateral (
        select communes from dispositif_version where dispositif = d.id and depuis <= ${au}::date
        order by depuis desc, numero desc limit 1) v on true
      where d.supprime_le is null and d.publication = 'publie' and (d.fin is null or d.fin >= ${au}::date)
        and (e.etape is not null or v.communes is not null)
    ), lignes as materialized (
      select distinct p.id as dispositif, coalesce(a.code, c.code) as commune, p.type
      from presents p cross join unnest(p.communes) c (code) left join commune a on a.ville = c.code
    ), ${buildLieux(sql`select l.dispositif, c.departement from lignes l join commune c on c.code = l.commune`)}`
}

/** Is `presents p` in the région or the département asked for? */
export function filterLieu({ region, departement }: Pick<Criteres, 'region' | 'departement'>): RawBuilder<boolean> {
  if (departement) return sql`p.id in (select dispositif from lieux where departement = ${departement})`
  if (region)
    return sql`p.id in (select l.dispositif from lieux l join departement z on z.code = l.departement
      where z.region = ${region})`
  return sql`true`
}

/** The other filters, on `dispositif d` and `presents p`. @param sauf the filter that a facet counts without */
export function filterAutres(c: Criteres, sauf?: 'type' | 'etat' | 'etape' | 'theme'): RawBuilder<boolean> {
  const conditions: RawBuilder<boolean>[] = [sql<boolean>`true`]
  if (c.type.length > 0 && sauf !== 'type') conditions.push(sql`d.type = any (${c.type}::text[])`)
  if (c.etat.length > 0 && sauf !== 'etat')
    conditions.push(sql`d.type || '/' || p.etape = any (${listPairesEtape(c.etat)}::text[])`)
  if (c.etape.length > 0 && sauf !== 'etape') conditions.push(sql`p.etape = any (${c.etape}::text[])`)
  if (c.theme.length > 0 && sauf !== 'theme') conditions.push(sql`d.themes && ${c.theme}::text[]`)
  if (c.q) conditions.push(sql`d.recherche @@ websearch_to_tsquery('maillage_fr', texte_cherchable(${c.q}))`)
  return sql`(${sql.join(conditions, sql` and `)})`
}
