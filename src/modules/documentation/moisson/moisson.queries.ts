import { type Generated, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Bilan, EtatMoisson, Moisson, Perdus } from './moisson.ts'
import { REFUS_MAX } from './moisson.ts'
import type { RefusOai } from './oai.formats.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    moisson: {
      id: Generated<number>
      source: number
      etat: Generated<EtatMoisson>
      depuis: string | null
      commencee_le: Date
      finie_le: Date | null
      raison: string | null
      perdus: Perdus
    }
    moisson_refus: { moisson: number; rang: number; identifiant: string; raison: string }
  }
}

const colonnes = sql`m.id, m.source, m.etat, m.depuis, m.commencee_le as "commenceeLe", m.finie_le as "finieLe",
  m.pages, m.lues, m.creees, m.modifiees, m.inchangees, m.rapprochees, m.a_juger as "aJuger", m.retirees, m.refusees,
  m.raison, m.perdus`

/** The harvest that goes on at this source, begun if there is none. @returns its id */
export async function createOuReprendreMoisson(ctx: Ctx, source: number, depuis: string | null): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into moisson (source, depuis, commencee_le) values (${source}, ${depuis}, ${ctx.maintenant})
    on conflict (source) where etat = 'en-cours' do update set etat = 'en-cours' returning id`.execute(ctx.db)
  if (!rows[0]) throw new Error('Une moisson commencée a un numéro.')
  return rows[0].id
}

/** One page more: adds to the counts, keeps the refusals. */
export async function addPage(
  ctx: Ctx,
  id: number,
  bilan: Bilan,
  { refus, perdus }: { refus: readonly RefusOai[]; perdus: Perdus },
): Promise<void> {
  const { rows } = await sql<{ refusees: number }>`
    update moisson set pages = pages + ${bilan.pages}, lues = lues + ${bilan.lues}, creees = creees + ${bilan.creees},
      modifiees = modifiees + ${bilan.modifiees}, inchangees = inchangees + ${bilan.inchangees}, rapprochees = rapprochees + ${bilan.rapprochees},
      a_juger = a_juger + ${bilan.aJuger}, retirees = retirees + ${bilan.retirees},
      refusees = refusees + ${bilan.refusees}, perdus = ${JSON.stringify(perdus)}::jsonb
    where id = ${id} returning refusees`.execute(ctx.db)
  const apres = rows[0]?.refusees ?? 0
  const gardes = refus
    .map((r, i) => ({ moisson: id, rang: apres - refus.length + i + 1, ...r }))
    .filter(({ rang }) => rang <= REFUS_MAX)
  if (gardes.length > 0) await ctx.db.insertInto('moisson_refus').values(gardes).execute()
}

/** @param raison why it failed; null when it is done */
export async function updateFin(ctx: Ctx, id: number, raison: string | null): Promise<void> {
  await ctx.db
    .updateTable('moisson')
    .set({ etat: raison === null ? 'faite' : 'echouee', finie_le: ctx.maintenant, raison })
    .where('id', '=', id)
    .execute()
}

export async function getMoisson(ctx: Ctx, source: number, id: number): Promise<Moisson | null> {
  const { rows } = await sql<Moisson>`select ${colonnes} from moisson m
    join moisson_source s on s.id = m.source and s.supprimee_le is null
    where m.id = ${id} and m.source = ${source}`.execute(ctx.db)
  return rows[0] ?? null
}

/** The latest first. */
export async function listMoissons(ctx: Ctx, source: number, nombre: number): Promise<Moisson[]> {
  const { rows } = await sql<Moisson>`select ${colonnes} from moisson m where m.source = ${source}
    order by m.id desc limit ${nombre}`.execute(ctx.db)
  return rows
}

/** The harvest under way at a source; null when there is none. */
export async function getMoissonEnCours(ctx: Ctx, source: number): Promise<Moisson | null> {
  const { rows } = await sql<Moisson>`select ${colonnes} from moisson m
    where m.source = ${source} and m.etat = 'en-cours'`.execute(ctx.db)
  return rows[0] ?? null
}

export async function listRefus(ctx: Ctx, moisson: number): Promise<RefusOai[]> {
  return ctx.db
    .selectFrom('moisson_refus')
    .select(['identifiant', 'raison'])
    .where('moisson', '=', moisson)
    .orderBy('rang')
    .execute()
}
