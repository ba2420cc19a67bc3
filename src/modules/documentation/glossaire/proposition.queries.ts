import { type Generated, type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { propositionPolicy } from './glossaire.policy.ts'
import type { ContenuEntree } from './glossaire.ts'
import type { EtatProposition, Proposition } from './proposition.ts'

interface TableProposition {
  id: Generated<number>
  terme: number | null
  version: number | null
  contenu: ContenuEntree
  motif: string | null
  compte: string | null
  quand: Date
  etat: Generated<EtatProposition>
  reponse: string | null
  decidee_par: string | null
  decidee_le: Date | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    glossaire_proposition: TableProposition
  }
}

const listOu = (ctx: Ctx, suite: RawBuilder<unknown>) =>
  sql<Proposition>`
  select p.id, p.terme, p.version, p.contenu, p.motif, p.compte, p.quand, p.etat, p.reponse,
    p.decidee_le as "decideeLe", nullif(concat_ws(' ', c.prenom, c.nom), '') as auteur
  from glossaire_proposition p left join compte c on c.id = p.compte ${suite}`.execute(ctx.db)

/** @param verrou locks it for a decision */
export async function getProposition(ctx: Ctx, id: number, verrou = false): Promise<Proposition | null> {
  const { rows } = await listOu(ctx, sql`where p.id = ${id} ${verrou ? sql`for update of p` : sql``}`)
  return rows[0] ?? null
}

const DECIDEES = 50

/** What the actor may read: all that waits and the last decided, or his own; waiting ones first, the oldest first. */
export async function listPropositions(ctx: Ctx): Promise<Proposition[]> {
  const siennes =
    propositionPolicy.filtre(ctx.acteur, 'lire') === true ? sql`true` : sql`p.compte = ${ctx.acteur.compte}`
  const [attente, decidees] = await Promise.all([
    listOu(ctx, sql`where ${siennes} and p.etat = 'attente' order by p.id`),
    listOu(ctx, sql`where ${siennes} and p.etat <> 'attente' order by p.decidee_le desc, p.id limit ${DECIDEES}`),
  ])
  return [...attente.rows, ...decidees.rows]
}

export async function createProposition(
  ctx: Ctx,
  p: Pick<Proposition, 'terme' | 'version' | 'contenu' | 'motif'>,
): Promise<number> {
  const { id } = await ctx.db
    .insertInto('glossaire_proposition')
    .values({
      terme: p.terme,
      version: p.version,
      contenu: sql`${JSON.stringify(p.contenu)}::jsonb`,
      motif: p.motif,
      compte: ctx.acteur.compte,
      quand: ctx.maintenant,
      reponse: null,
      decidee_par: null,
      decidee_le: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateDecision(
  ctx: Ctx,
  id: number,
  { etat, reponse = null }: { etat: 'acceptee' | 'refusee'; reponse?: string | null },
): Promise<void> {
  await ctx.db
    .updateTable('glossaire_proposition')
    .set({ etat, reponse, decidee_par: ctx.acteur.compte, decidee_le: ctx.maintenant })
    .where('id', '=', id)
    .execute()
}
