import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { CodesConnus } from '../lecture/accumulation.ts'
import type { Analyse, Correspondance, Releve } from '../lecture/lecture.ts'
import type { MaillePubliee } from '../lecture/maille.ts'
import { type Choix, type EtatImport, type ImportIndicateurs, PAR_PAGE } from './imports.ts'

const colonnes = sql`i.id, i.fichier, i.sha256, i.contenu as "analyse", i.choix, i.releve, i.etat,
  nullif(concat_ws(' ', c.prenom, c.nom), '') as auteur, i.cree_le as "creeLe", i.fini_le as "finiLe"`

/** @param verrou holds the import until the end of the transaction. */
export async function getImportIndicateurs(ctx: Ctx, id: number, verrou = false): Promise<ImportIndicateurs | null> {
  const { rows } = await sql<ImportIndicateurs>`
    select ${colonnes} from indicateur_import i left join compte c on c.id = i.cree_par
    where i.id = ${id} ${verrou ? sql`for update of i` : sql``}`.execute(ctx.db)
  return rows[0] ?? null
}

/** The file itself; null once it is written or given up. */
export async function getOctetsImport(ctx: Ctx, id: number): Promise<Buffer | null> {
  const { rows } = await sql<{ octets: Buffer | null }>`
    select octets from indicateur_import where id = ${id}`.execute(ctx.db)
  return rows[0]?.octets ?? null
}

/** Newest first. */
export async function listImportsIndicateurs(
  ctx: Ctx,
  page: number,
): Promise<{
  imports: (Pick<ImportIndicateurs, 'id' | 'fichier' | 'etat' | 'auteur' | 'creeLe'> & { series: number })[]
  total: number
}> {
  const { rows } = await sql<ImportIndicateurs & { total: number; series: number }>`
    select i.id, i.fichier, i.etat, nullif(concat_ws(' ', c.prenom, c.nom), '') as auteur, i.cree_le as "creeLe",
      coalesce(jsonb_array_length(i.releve -> 'series'), 0) as series,
      (select count(*)::int from indicateur_import) as total
    from indicateur_import i left join compte c on c.id = i.cree_par
    order by i.cree_le desc, i.id desc limit ${PAR_PAGE} offset ${(page - 1) * PAR_PAGE}`.execute(ctx.db)
  return { imports: rows, total: rows[0]?.total ?? 0 }
}

/** @returns the import of that very file that waits already, else a new one */
export async function createImportIndicateurs(
  ctx: Ctx,
  depot: { fichier: string; sha256: string; octets: Uint8Array; analyse: Analyse },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into indicateur_import (fichier, sha256, octets, contenu, cree_par, cree_le)
    values (${depot.fichier}, ${depot.sha256}, ${Buffer.from(depot.octets)}, ${JSON.stringify(depot.analyse)}::jsonb,
      ${ctx.acteur.compte}, ${ctx.maintenant})
    on conflict (sha256) where octets is not null do update set fichier = excluded.fichier
    returning id`.execute(ctx.db)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('Un import créé a un numéro.')
  return id
}

/** New choices: what was read by the former ones is forgotten. */
export async function updateChoix(ctx: Ctx, id: number, choix: Choix | null): Promise<void> {
  await sql`update indicateur_import set choix = ${choix && JSON.stringify(choix)}::jsonb, releve = null, etat = 'a-lire'
    where id = ${id}`.execute(ctx.db)
}

export async function updateReleve(ctx: Ctx, id: number, releve: Releve): Promise<void> {
  await sql`update indicateur_import set releve = ${JSON.stringify(releve)}::jsonb, etat = 'lu'
    where id = ${id}`.execute(ctx.db)
}

/** The end of an import: its file is not kept. */
export async function updateFin(ctx: Ctx, id: number, etat: Extract<EtatImport, 'fait' | 'abandonne'>): Promise<void> {
  await sql`update indicateur_import set etat = ${etat}, octets = null, fini_le = ${ctx.maintenant}
    where id = ${id}`.execute(ctx.db)
}

/** When that very file was last written as series; null: never. */
export async function getDernierImport(ctx: Ctx, sha256: string): Promise<Date | null> {
  const { rows } = await sql<{ quand: Date | null }>`
    select max(fini_le) as quand from indicateur_import where sha256 = ${sha256} and etat = 'fait'`.execute(ctx.db)
  return rows[0]?.quand ?? null
}

/** Every code that a file may write, with today’s commune; a code of today is not looked for among the old ones. */
export async function listCodesConnus(ctx: Ctx): Promise<CodesConnus> {
  const { rows } = await sql<CodesConnus>`
    select array_agg(code order by code) as codes, array_agg(commune order by code) as communes,
      array_agg(population order by code) as populations
    from (
      select code, code as commune, population from commune
      union all
      select distinct on (code) code, commune, null from commune_ancienne a
      where not exists (select from commune c where c.code = a.code)
    ) t`.execute(ctx.db)
  const [connus] = rows
  if (!connus) throw new Error('Un regroupement rend toujours une ligne.')
  return connus.codes === null ? { codes: [], communes: [], populations: [] } : connus
}

/** Codes of today’s larger areas, EPT included. */
export async function listCodesZones(ctx: Ctx): Promise<Record<MaillePubliee, string[]>> {
  const { rows } = await sql<Record<MaillePubliee, string[]>>`
    select array(select code from epci order by code) as epci,
      array(select code from departement order by code) as departement,
      array(select code from region order by code) as region`.execute(ctx.db)
  return rows[0] ?? { epci: [], departement: [], region: [] }
}

export interface LectureGardee {
  nom: string
  correspondance: Correspondance
  modifieeLe: Date
}

/** Choices kept for next vintages, the last used first. */
export async function listLectures(ctx: Ctx): Promise<LectureGardee[]> {
  const { rows } = await sql<LectureGardee>`
    select nom, correspondance, modifiee_le as "modifieeLe" from indicateur_lecture
    order by modifiee_le desc, nom`.execute(ctx.db)
  return rows
}

export async function updateLecture(ctx: Ctx, nom: string, correspondance: Correspondance): Promise<void> {
  await sql`insert into indicateur_lecture (nom, correspondance, modifiee_le, modifiee_par)
    values (${nom}, ${JSON.stringify(correspondance)}::jsonb, ${ctx.maintenant}, ${ctx.acteur.compte})
    on conflict (nom) do update set correspondance = excluded.correspondance, modifiee_le = excluded.modifiee_le,
      modifiee_par = excluded.modifiee_par`.execute(ctx.db)
}

export async function deleteLecture(ctx: Ctx, nom: string): Promise<void> {
  await sql`delete from indicateur_lecture where nom = ${nom}`.execute(ctx.db)
}
