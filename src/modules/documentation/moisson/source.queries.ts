import { type Generated, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import type { Frequence, Reprise, Source } from './moisson.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    moisson_source: {
      id: Generated<number>
      nom: string
      adresse: string
      prefixe: string
      ensemble: string | null
      licence: string | null
      frequence: Frequence
      granularite: Generated<'jour' | 'seconde'>
      en_pause: Generated<boolean>
      prochaine_le: Date | null
      depuis: string | null
      reprise: Reprise | null
      tour: Generated<number>
      echecs: Generated<number>
      version: Generated<number>
      cree_par: string | null
      cree_le: Date
      modifiee_le: Date
      supprimee_le: Date | null
    }
  }
}

const colonnes = sql`s.id, s.nom, s.adresse, s.prefixe, s.ensemble, s.licence, s.frequence, s.granularite,
  s.en_pause as "enPause", s.prochaine_le as "prochaineLe", s.depuis, s.reprise, s.tour, s.echecs, s.version`

/** @param verrou holds the source until the end of the transaction. @returns null also for a source taken away */
export async function getSource(ctx: Ctx, id: number, verrou = false): Promise<Source | null> {
  const { rows } = await sql<Source>`select ${colonnes} from moisson_source s
    where s.id = ${id} and s.supprimee_le is null ${verrou ? sql`for update` : sql``}`.execute(ctx.db)
  return rows[0] ?? null
}

export interface SourceListee extends Source {
  notices: number
  enAttente: number
  /** State and end of the last harvest. */
  etat: 'en-cours' | 'faite' | 'echouee' | null
  derniereLe: Date | null
  raison: string | null
}

/** By name, with what each has given and what waits for a person. */
export async function listSources(ctx: Ctx): Promise<SourceListee[]> {
  const { rows } = await sql<SourceListee>`
    select ${colonnes}, n.*, m.etat, coalesce(m.finie_le, m.commencee_le) as "derniereLe", m.raison
    from moisson_source s
    cross join lateral (
      select count(*) filter (where r.notice is not null)::int as notices,
        count(*) filter (where r.etat in ('a-juger', 'a-comparer'))::int as "enAttente"
      from moisson_notice r where r.source = s.id
    ) n
    left join lateral (
      select * from moisson where source = s.id order by id desc limit 1
    ) m on true
    where s.supprimee_le is null order by s.nom, s.id`.execute(ctx.db)
  return rows
}

/** Those whose time has come. */
export async function listSourcesDues(ctx: Ctx): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select id from moisson_source
    where supprimee_le is null and not en_pause and prochaine_le <= ${ctx.maintenant}
    order by prochaine_le, id`.execute(ctx.db)
  return rows.map((l) => l.id)
}

export type ContenuSource = Pick<Source, 'nom' | 'adresse' | 'prefixe' | 'ensemble' | 'licence' | 'frequence'>

/** Another source that asks the same server for the same thing; null when there is none. */
export async function getSourceJumelle(ctx: Ctx, source: ContenuSource, sauf: number | null): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select id from moisson_source
    where supprimee_le is null and adresse = ${source.adresse} and prefixe = ${source.prefixe}
      and ensemble is not distinct from ${source.ensemble} and id is distinct from ${sauf}::int`.execute(ctx.db)
  return rows[0]?.id ?? null
}

export async function createSource(ctx: Ctx, contenu: ContenuSource, prochaineLe: Date | null): Promise<number> {
  const { id } = await ctx.db
    .insertInto('moisson_source')
    .values({
      ...contenu,
      prochaine_le: prochaineLe,
      depuis: null,
      reprise: null,
      cree_par: ctx.acteur.compte,
      cree_le: ctx.maintenant,
      modifiee_le: ctx.maintenant,
      supprimee_le: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * @param neuve another server, format or set: all of it is to be read again
 * @throws ErreurConflit when someone else saved meanwhile
 */
export async function updateSource(
  ctx: Ctx,
  id: number,
  version: number,
  contenu: ContenuSource,
  { neuve, prochaineLe }: { neuve: boolean; prochaineLe: Date | null },
): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('moisson_source')
    .set({
      ...contenu,
      prochaine_le: prochaineLe,
      version: version + 1,
      modifiee_le: ctx.maintenant,
      ...(neuve && { depuis: null, reprise: null, echecs: 0 }),
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    throw new ErreurConflit('Cette source a été modifiée par quelqu’un d’autre pendant votre saisie. Rouvrez-la.')
  }
}

/** Where a harvest has come to, and when the next one is: part of the state, not of what people write. */
export async function updateAvance(
  ctx: Ctx,
  id: number,
  avance: Partial<Pick<Source, 'depuis' | 'reprise' | 'tour' | 'echecs' | 'granularite' | 'prochaineLe'>>,
): Promise<void> {
  const { prochaineLe, reprise, ...reste } = avance
  await ctx.db
    .updateTable('moisson_source')
    .set({
      ...reste,
      ...(prochaineLe !== undefined && { prochaine_le: prochaineLe }),
      ...(reprise !== undefined && { reprise: reprise && sql<never>`${JSON.stringify(reprise)}::jsonb` }),
    })
    .where('id', '=', id)
    .execute()
}

export async function updatePause(ctx: Ctx, id: number, enPause: boolean): Promise<void> {
  await ctx.db.updateTable('moisson_source').set({ en_pause: enPause }).where('id', '=', id).execute()
}

/** Takes a source away; its notices and what is known of them stay. */
export async function deleteSource(ctx: Ctx, id: number): Promise<void> {
  await ctx.db
    .updateTable('moisson_source')
    .set({ supprimee_le: ctx.maintenant, reprise: null })
    .where('id', '=', id)
    .execute()
}
