import { type Generated, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { EtapeAtteinte } from './echeance.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    dispositif_etape: {
      id: Generated<number>
      dispositif: number
      etape: string
      date: string
      note: string | null
      source_url: string | null
      contenus: Generated<string[]>
      compte: string | null
      quand: Date
    }
  }
}

/** A stage that a dispositif reached. */
export interface Etape extends EtapeAtteinte {
  id: number
  note: string | null
  /** What proves it. */
  sourceUrl: string | null
  /** Slugs of the required contents that are there. */
  contenus: string[]
  auteur: string | null
  quand: Date
}
export type NouvelleEtape = Pick<Etape, 'etape' | 'date' | 'note' | 'sourceUrl' | 'contenus'>

/** Stages of a dispositif, the latest first. */
export async function listEtapes(ctx: Ctx, dispositif: number): Promise<Etape[]> {
  const { rows } = await sql<Etape>`
    select e.id, e.etape, e.date, e.note, e.source_url as "sourceUrl", e.contenus, e.quand,
      nullif(concat_ws(' ', c.prenom, c.nom), '') as auteur
    from dispositif_etape e left join compte c on c.id = e.compte
    where e.dispositif = ${dispositif} order by e.date desc, e.id desc`.execute(ctx.db)
  return rows
}

/** Adds a stage, or writes again the one of that name and date. */
export async function addEtape(ctx: Ctx, dispositif: number, etape: NouvelleEtape): Promise<void> {
  await sql`insert into dispositif_etape (dispositif, etape, date, note, source_url, contenus, compte, quand)
    values (${dispositif}, ${etape.etape}, ${etape.date}, ${etape.note}, ${etape.sourceUrl}, ${etape.contenus}::text[],
      ${ctx.acteur.compte}, ${ctx.maintenant})
    on conflict (dispositif, etape, date) do update set note = excluded.note, source_url = excluded.source_url,
      contenus = excluded.contenus, compte = excluded.compte, quand = excluded.quand`.execute(ctx.db)
  await updateDerniere(ctx, dispositif)
}

/** Takes a wrong stage away. @returns it; null where the dispositif has none of that id */
export async function removeEtape(ctx: Ctx, dispositif: number, id: number): Promise<NouvelleEtape | null> {
  const { rows } = await sql<NouvelleEtape>`
    delete from dispositif_etape where dispositif = ${dispositif} and id = ${id}
    returning etape, date, note, source_url as "sourceUrl", contenus`.execute(ctx.db)
  if (rows[0]) await updateDerniere(ctx, dispositif)
  return rows[0] ?? null
}

/** `dispositif.etape` is the last stage by date; on one day, the one written last. */
async function updateDerniere(ctx: Ctx, dispositif: number): Promise<void> {
  await sql`update dispositif set modifie_le = ${ctx.maintenant}, etape = (
      select etape from dispositif_etape where dispositif = ${dispositif} order by date desc, id desc limit 1)
    where id = ${dispositif}`.execute(ctx.db)
}
