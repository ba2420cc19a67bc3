import { type Generated, type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import type { Demarche, EtatDemarche, SaisieDemarche } from './demarche.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    demarche: {
      id: Generated<number>
      intitule: string
      a: number | null
      b: number | null
      type: string | null
      communes: string[]
      echeance: string
      etat: Generated<EtatDemarche>
      motif: string | null
      responsable: string | null
      cree_par: string | null
      cree_le: Date
      modifie_le: Date
      revision: Generated<number>
    }
  }
}

const SIENS = sql`array(
    select compte from coordination where dispositif in (d.a, d.b)
    union select c from unnest(array[d.responsable, d.cree_par]) c where c is not null)`

async function listOu(ctx: Ctx, suite: RawBuilder<unknown>): Promise<Demarche[]> {
  const { rows } = await sql<Demarche>`
    select d.id, d.intitule, d.type, d.communes, d.echeance, d.etat, d.motif, d.responsable, d.revision,
      case when a.id is not null then json_build_object('id', a.id, 'nom', a.nom) end as a,
      case when b.id is not null then json_build_object('id', b.id, 'nom', b.nom) end as b,
      nullif(concat_ws(' ', r.prenom, r.nom), '') as "nomResponsable", ${SIENS} as coordinateurs
    from demarche d left join dispositif a on a.id = d.a left join dispositif b on b.id = d.b
    left join compte r on r.id = d.responsable ${suite}`.execute(ctx.db)
  return rows
}

/** @param verrou locks it for a change */
export const getDemarche = async (ctx: Ctx, id: number, verrou = false): Promise<Demarche | null> =>
  (await listOu(ctx, sql`where d.id = ${id} ${verrou ? sql`for update of d` : sql``}`))[0] ?? null

const LIMITE = 200

/** Those of the actor, all of them for an administrator: the nearest date first, the last changed for what is closed. */
export const listDemarches = (ctx: Ctx, etat: EtatDemarche): Promise<Demarche[]> => {
  const siennes = ctx.acteur.role === 'administrateur' ? sql`true` : sql`${ctx.acteur.compte}::uuid = any (${SIENS})`
  const ordre = etat === 'a-faire' ? sql`d.echeance, d.id` : sql`d.modifie_le desc, d.id desc`
  return listOu(ctx, sql`where d.etat = ${etat} and ${siennes} order by ${ordre} limit ${LIMITE}`)
}

/** What is still to do for these two, and what was done. */
export const listDemarchesPaire = (ctx: Ctx, { a, b }: { a: number; b: number }): Promise<Demarche[]> =>
  listOu(ctx, sql`where d.a = ${a} and d.b = ${b} order by d.etat <> 'a-faire', d.echeance, d.id limit ${LIMITE}`)

export async function createDemarche(
  ctx: Ctx,
  sujet: { a: number; b: number } | { type: string; communes: readonly string[] },
  saisie: SaisieDemarche,
): Promise<number> {
  const {
    a = null,
    b = null,
    type = null,
    communes = [],
  } = { ...sujet } as Partial<{
    a: number
    b: number
    type: string
    communes: string[]
  }>
  const { id } = await ctx.db
    .insertInto('demarche')
    .values({
      ...{ a, b, type, communes: [...communes], ...saisie, motif: null, cree_par: ctx.acteur.compte },
      ...{ cree_le: ctx.maintenant, modifie_le: ctx.maintenant },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @throws ErreurConflit when it is no longer at `revision` */
export async function updateDemarche(
  ctx: Ctx,
  { id, revision }: Pick<Demarche, 'id' | 'revision'>,
  changement: Partial<SaisieDemarche> & { etat?: EtatDemarche; motif?: string | null },
): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('demarche')
    .set({ ...changement, revision: revision + 1, modifie_le: ctx.maintenant })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (numUpdatedRows === 0n)
    throw new ErreurConflit('Cette démarche a été modifiée par quelqu’un d’autre pendant votre saisie. Rouvrez-la.')
}
