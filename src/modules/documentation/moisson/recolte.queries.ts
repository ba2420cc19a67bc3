import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { ItemCsl } from '../csl.ts'
import type { Doublon } from '../imports/doublons.ts'
import type { EtatRecolte, Recolte } from './moisson.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    moisson_notice: {
      source: number
      identifiant: string
      datestamp: string
      item: ItemCsl
      etat: EtatRecolte
      notice: number | null
      version: number | null
      doublons: Doublon[]
      tour: number
      lue_le: Date
      retiree_le: Date | null
    }
  }
}

const colonnes = sql`r.source, r.identifiant, r.datestamp, r.item, r.etat, r.notice, r.version, r.doublons,
  r.lue_le as "lueLe", r.retiree_le as "retireeLe"`

export interface RecolteConnue extends Recolte {
  tour: number
  /** Of the notice now; null when it is no longer in the catalogue. */
  versionNotice: number | null
}

/** What is known of these records of a source, by identifier. */
export async function listConnues(
  ctx: Ctx,
  source: number,
  identifiants: readonly string[],
): Promise<Map<string, RecolteConnue>> {
  const { rows } = await sql<RecolteConnue>`
    select ${colonnes}, r.tour, case when n.supprimee_le is null then n.version end as "versionNotice"
    from moisson_notice r left join notice n on n.id = r.notice
    where r.source = ${source} and r.identifiant = any(${[...identifiants]}::text[])`.execute(ctx.db)
  return new Map(rows.map((l) => [l.identifiant, l]))
}

/** Records of a notice that was merged now stand for the one that stays, which the harvest never wrote. */
export async function updateRecoltesFusion(ctx: Ctx, ancienne: number, gardee: number): Promise<void> {
  await ctx.db
    .updateTable('moisson_notice')
    .set({ notice: gardee, version: null })
    .where('notice', '=', ancienne)
    .execute()
}

export type EcritureRecolte = Omit<Recolte, 'lueLe'> & { tour: number }

/** Keeps what was read of these records, and what it became. Each identifier once. */
export async function updateRecoltes(ctx: Ctx, recoltes: readonly EcritureRecolte[]): Promise<void> {
  if (recoltes.length === 0) return
  await sql`
    insert into moisson_notice
      (source, identifiant, datestamp, item, etat, notice, version, doublons, tour, lue_le, retiree_le)
    select source, identifiant, datestamp, item, etat, notice, version, doublons, tour, ${ctx.maintenant}, "retireeLe"
    from jsonb_to_recordset(${JSON.stringify(recoltes)}::jsonb) as r(source int, identifiant text, datestamp text,
      item jsonb, etat text, notice int, version int, doublons jsonb, tour int, "retireeLe" timestamptz)
    on conflict (source, identifiant) do update set datestamp = excluded.datestamp, item = excluded.item,
      etat = excluded.etat, notice = excluded.notice, version = excluded.version, doublons = excluded.doublons,
      tour = excluded.tour, lue_le = excluded.lue_le, retiree_le = excluded.retiree_le`.execute(ctx.db)
}

/** A whole list was read: what it did not hold is no longer at the source. @returns how many */
export async function updateAbsentes(ctx: Ctx, source: number, tour: number): Promise<number> {
  const { rows } = await sql<{ nombre: number }>`
    with absentes as (
      update moisson_notice set retiree_le = ${ctx.maintenant},
        etat = case when notice is null then 'ecartee' when etat = 'a-comparer' then 'versee' else etat end
      where source = ${source} and tour < ${tour} and retiree_le is null returning 1
    ) select count(*)::int as nombre from absentes`.execute(ctx.db)
  return rows[0]?.nombre ?? 0
}

/** Records that wait for a person, the oldest first. */
export async function listAttente(ctx: Ctx, source: number, page: number, parPage: number): Promise<Recolte[]> {
  const { rows } = await sql<Recolte>`select ${colonnes} from moisson_notice r
    where r.source = ${source} and r.etat in ('a-juger', 'a-comparer')
    order by r.lue_le, r.identifiant limit ${parPage} offset ${(page - 1) * parPage}`.execute(ctx.db)
  return rows
}

export interface ComptesRecolte {
  notices: number
  enAttente: number
  retirees: number
}

export async function getComptesRecolte(ctx: Ctx, source: number): Promise<ComptesRecolte> {
  const { rows } = await sql<ComptesRecolte>`
    select count(*) filter (where notice is not null)::int as notices,
      count(*) filter (where etat in ('a-juger', 'a-comparer'))::int as "enAttente",
      count(*) filter (where retiree_le is not null and notice is not null)::int as retirees
    from moisson_notice where source = ${source}`.execute(ctx.db)
  return rows[0] ?? { notices: 0, enAttente: 0, retirees: 0 }
}

export async function getRecolte(
  ctx: Ctx,
  source: number,
  identifiant: string,
  verrou = false,
): Promise<Recolte | null> {
  const { rows } = await sql<Recolte>`select ${colonnes} from moisson_notice r
    where r.source = ${source} and r.identifiant = ${identifiant} ${verrou ? sql`for update` : sql``}`.execute(ctx.db)
  return rows[0] ?? null
}

export async function updateJugement(
  ctx: Ctx,
  { source, identifiant }: Pick<Recolte, 'source' | 'identifiant'>,
  jugement: Pick<Recolte, 'etat' | 'notice' | 'version'>,
): Promise<void> {
  await ctx.db
    .updateTable('moisson_notice')
    .set({ ...jugement, doublons: sql<never>`'[]'::jsonb` })
    .where('source', '=', source)
    .where('identifiant', '=', identifiant)
    .execute()
}

export interface Origine {
  source: string
  identifiant: string
  datestamp: string
  licence: string | null
  retireeLe: Date | null
}

/** Where a notice was harvested. */
export async function listOrigines(ctx: Ctx, notice: number): Promise<Origine[]> {
  const { rows } = await sql<Origine>`
    select s.nom as source, r.identifiant, r.datestamp, s.licence, r.retiree_le as "retireeLe"
    from moisson_notice r join moisson_source s on s.id = r.source
    where r.notice = ${notice} order by s.nom, r.identifiant`.execute(ctx.db)
  return rows
}
