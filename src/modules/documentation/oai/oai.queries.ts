import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { type LigneNotice, parseLigneNotice } from '../notice/notice.queries.ts'
import type { EnsembleEtagere, Releve, ReleveComplet, Selection } from './oai.ts'

/**
 * The moment of an answer, by the clock that dates changes: changes being dated are waited for, so that what is read
 * next holds all that is dated before, and nothing dated before comes in afterwards.
 */
export async function getInstant(ctx: Ctx): Promise<Date> {
  const { rows } = await sql<{ le: Date }>`select oai_attendre() as le`.execute(ctx.db)
  return rows[0]?.le ?? ctx.maintenant
}

const formatIntervalle = ({ ensemble, depuis, avant }: Selection) => sql`r.ensemble = ${ensemble}
  and (${depuis}::timestamptz is null or r.date >= ${depuis})
  and (${avant}::timestamptz is null or r.date < ${avant})`

type Ligne = { id: number; le: Date; rang: string; supprime: boolean; ensembles: string[] }

const colonnes = sql`r.notice as id, r.date as le, (extract(epoch from r.date) * 1000000)::bigint::text as rang,
  not r.presente as supprime,
  case when r.presente then array(
    select e.ensemble from oai_releve e where e.notice = r.notice and e.presente and e.ensemble like '%:%' order by 1
  ) else array_remove(array[r.ensemble], '') end as ensembles`

const parseReleve = (l: Ligne): Releve => ({
  id: l.id,
  date: l.le,
  rang: l.rang,
  supprime: l.supprime,
  ensembles: l.ensembles,
})

const parseAvecNotice = (l: Ligne & LigneNotice): ReleveComplet => ({
  ...parseReleve(l),
  notice: l.supprime ? null : parseLigneNotice(l),
})

/**
 * Records in order of date, from after `apres`, deleted ones included. A record that changes moves to the end: a list
 * read page after page misses nothing, and meets again what changed meanwhile.
 * @param notices false: without their content
 */
export async function listReleves(
  ctx: Ctx,
  selection: Selection,
  { apres, nombre, notices }: { apres: { rang: string; id: number } | null; nombre: number; notices: boolean },
): Promise<ReleveComplet[]> {
  const suite = apres
    ? sql`and (r.date, r.notice) > (timestamptz 'epoch' + ${apres.rang}::bigint * interval '1 microsecond', ${apres.id})`
    : sql``
  const page = sql`select r.* from oai_releve r where ${formatIntervalle(selection)} ${suite}
    order by r.date, r.notice limit ${nombre}`
  if (!notices) {
    const { rows } = await sql<Ligne>`select ${colonnes} from (${page}) r order by r.date, r.notice`.execute(ctx.db)
    return rows.map((l) => ({ ...parseReleve(l), notice: null }))
  }
  const { rows } = await sql<Ligne & LigneNotice>`select n.*, ${colonnes}
    from (${page}) r left join notice n on n.id = r.notice and r.presente order by r.date, r.notice`.execute(ctx.db)
  return rows.map(parseAvecNotice)
}

export async function countReleves(ctx: Ctx, selection: Selection): Promise<number> {
  const { rows } = await sql<{ nombre: number }>`
    select count(*) as nombre from oai_releve r where ${formatIntervalle(selection)}`.execute(ctx.db)
  return rows[0]?.nombre ?? 0
}

/** One record, whole catalogue considered; null when no notice ever bore this number. */
export async function getReleve(ctx: Ctx, id: number): Promise<ReleveComplet | null> {
  const { rows } = await sql<Ligne & LigneNotice>`select n.*, ${colonnes}
    from oai_releve r left join notice n on n.id = r.notice and r.presente
    where r.ensemble = '' and r.notice = ${id}`.execute(ctx.db)
  return rows[0] ? parseAvecNotice(rows[0]) : null
}

/** Date of the oldest record; null when there is none. */
export async function getPremiereDate(ctx: Ctx): Promise<Date | null> {
  const { rows } = await sql<{ date: Date | null }>`
    select min(date) as date from oai_releve where ensemble = ''`.execute(ctx.db)
  return rows[0]?.date ?? null
}

/** Public shelves whose notices were chosen one by one, in order of number, from after `apres`. */
export async function listEnsemblesEtageres(ctx: Ctx, apres: number, nombre: number): Promise<EnsembleEtagere[]> {
  const { rows } = await sql<EnsembleEtagere>`
    select id, titre, sous_titre as "sousTitre", introduction, auteurs, licence from etagere
    where oai_est_ensemble(etat, supprimee_le, recherche) and id > ${apres} order by id limit ${nombre}`.execute(ctx.db)
  return rows
}

export async function countEnsemblesEtageres(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ nombre: number }>`
    select count(*) as nombre from etagere where oai_est_ensemble(etat, supprimee_le, recherche)`.execute(ctx.db)
  return rows[0]?.nombre ?? 0
}
