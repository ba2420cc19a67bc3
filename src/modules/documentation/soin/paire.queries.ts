import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { getReglage, updateReglage } from '#core/reglage.ts'
import type { ItemCsl } from '../csl.ts'
import { type LigneNotice, parseLigneNotice } from '../notice/notice.queries.ts'
import type { Notice } from '../notice/notice.ts'
import { type EtatPaire, PAR_PAGE, type Paire, type VuePaire } from './paire.ts'

const CONDITIONS: Record<VuePaire, ReturnType<typeof sql>> = {
  certaines: sql`d.etat = 'a-juger' and d.sur = 'certain'`,
  'a-juger': sql`d.etat = 'a-juger' and d.sur = 'probable'`,
  'plus-tard': sql`d.etat = 'plus-tard'`,
  distincts: sql`d.etat = 'distincts'`,
}

/** Pairs whose two notices are in the catalogue; those of a notice that goes do not wait to be judged. */
const formatVue = (vue: VuePaire) => sql`doublon d
  join notice na on na.id = d.a and na.supprimee_le is null
  join notice nb on nb.id = d.b and nb.supprimee_le is null
  where ${CONDITIONS[vue]}`

export interface PaireListee extends Paire {
  na: Notice
  nb: Notice
}

interface LignePaire extends Paire {
  na: LigneNotice
  nb: LigneNotice
}

export async function listPaires(
  ctx: Ctx,
  vue: VuePaire,
  demandee: number,
): Promise<{ paires: PaireListee[]; total: number; page: number }> {
  const compte = await sql<{
    total: number
  }>`select count(*)::int as total from doublon d where ${CONDITIONS[vue]}`.execute(ctx.db)
  const total = compte.rows[0]?.total ?? 0
  const page = Math.min(demandee, Math.max(1, Math.ceil(total / PAR_PAGE)))
  const { rows } =
    await sql<LignePaire>`select d.a, d.b, d.sur, d.raison, d.etat, to_jsonb(na) as na, to_jsonb(nb) as nb
    from (select * from doublon d where ${CONDITIONS[vue]}
      order by d.a, d.b limit ${PAR_PAGE} offset ${(page - 1) * PAR_PAGE}) d
      join notice na on na.id = d.a join notice nb on nb.id = d.b
    order by d.a, d.b`.execute(ctx.db)
  return { paires: rows.map((l) => ({ ...l, na: parseLigneNotice(l.na), nb: parseLigneNotice(l.nb) })), total, page }
}

export async function getPaire(ctx: Ctx, { a, b }: { a: number; b: number }, verrou = false): Promise<Paire | null> {
  const { rows } = await sql<Paire>`select a, b, sur, raison, etat from doublon
    where a = ${a} and b = ${b} ${verrou ? sql`for update` : sql``}`.execute(ctx.db)
  return rows[0] ?? null
}

/** The pair after this one in a list, else the first of the list; null when it is empty. */
export async function getPaireSuivante(
  ctx: Ctx,
  vue: VuePaire,
  { a, b }: { a: number; b: number },
): Promise<{ a: number; b: number } | null> {
  const { rows } = await sql<{ a: number; b: number }>`
    (select d.a, d.b, 1 as tour from ${formatVue(vue)} and (d.a, d.b) > (${a}, ${b}) order by 1, 2 limit 1)
    union all
    (select d.a, d.b, 2 from ${formatVue(vue)} and (d.a, d.b) <> (${a}, ${b}) order by 1, 2 limit 1)
    order by tour limit 1`.execute(ctx.db)
  return rows[0] ?? null
}

export async function updateJugement(ctx: Ctx, { a, b }: Paire, etat: EtatPaire): Promise<void> {
  await sql`update doublon set etat = ${etat}, juge_par = ${ctx.acteur.compte}, juge_le = ${ctx.maintenant}
    where a = ${a} and b = ${b}`.execute(ctx.db)
}

/** A notice to compare with the catalogue. `modifiee` is the database's own writing of the instant: all its digits. */
export interface AComparer {
  id: number
  csl: ItemCsl
  modifiee: string
}

const REGLAGE = 'soin.doublons'

/** A change is not seen before its transaction ends: what is younger than this waits for the next run. */
const RETARD = '2 minutes'

/** The next notices that were entered or changed since the last comparison, in the order of their changes. */
export async function listAComparer(ctx: Ctx, nombre: number): Promise<AComparer[]> {
  const place = (await getReglage(ctx.db, REGLAGE)) as { modifiee: string; id: number } | undefined
  const suite = place ? sql`and (modifiee_le, id) > (${place.modifiee}::timestamptz, ${place.id})` : sql``
  const { rows } = await sql<AComparer>`select id, csl, modifiee_le::text as modifiee from notice
    where supprimee_le is null and modifiee_le < ${ctx.maintenant}::timestamptz - ${RETARD}::interval ${suite}
    order by modifiee_le, id limit ${nombre}`.execute(ctx.db)
  return rows
}

export const updatePlace = (ctx: Ctx, { modifiee, id }: AComparer): Promise<void> =>
  updateReglage(ctx.db, REGLAGE, { modifiee, id })

/** Pairs that wait to be judged and hold one of these notices, with the content of the other one. */
export async function listPairesOuvertes(
  ctx: Ctx,
  ids: readonly number[],
): Promise<{ rang: number; id: number; csl: ItemCsl }[]> {
  const { rows } = await sql<{ rang: number; id: number; csl: ItemCsl }>`select t.rang, n.id, n.csl
    from (
      select a as rang, b as id from doublon where a = any(${[...ids]}::int[]) and etat in ('a-juger', 'plus-tard')
      union select b, a from doublon where b = any(${[...ids]}::int[]) and etat in ('a-juger', 'plus-tard')
    ) t join notice n on n.id = t.id`.execute(ctx.db)
  return rows
}

/** Pairs that were found, those known already with their present reason. What people judged stays; linked notices are two. */
export async function addPaires(ctx: Ctx, paires: readonly Omit<Paire, 'etat'>[]): Promise<void> {
  if (paires.length === 0) return
  await sql`insert into doublon (a, b, sur, raison, trouve_le)
    select p.a, p.b, p.sur, p.raison, ${ctx.maintenant}
    from jsonb_to_recordset(${JSON.stringify(paires)}::jsonb) as p(a int, b int, sur text, raison text)
    where not exists (select from notice_lien l where (l.source, l.cible) in ((p.a, p.b), (p.b, p.a)))
    order by p.a, p.b
    on conflict (a, b) do update set sur = excluded.sur, raison = excluded.raison
      where doublon.etat in ('a-juger', 'plus-tard') and (doublon.sur, doublon.raison) <> (excluded.sur, excluded.raison)`.execute(
    ctx.db,
  )
}

/** Pairs that changes of their notices have undone. */
export async function deletePaires(ctx: Ctx, paires: readonly { a: number; b: number }[]): Promise<void> {
  if (paires.length === 0) return
  await sql`delete from doublon d using jsonb_to_recordset(${JSON.stringify(paires)}::jsonb) as p(a int, b int)
    where d.a = p.a and d.b = p.b and d.etat in ('a-juger', 'plus-tard')`.execute(ctx.db)
}
