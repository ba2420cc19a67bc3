import { type Generated, type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { isCoordonne } from '../dispositif/dispositif.queries.ts'
import { filterCoordonnee } from './fiche.queries.ts'
import type { Valeurs } from './fiche.ts'
import { propositionPolicy } from './proposition.policy.ts'
import type { EtatProposition, Proposition } from './proposition.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    proposition: {
      id: Generated<number>
      objet: Proposition['objet']
      objet_id: number | null
      structure: number | null
      valeurs: Valeurs
      avant: Valeurs | null
      revision: number | null
      message: string | null
      origine: Proposition['origine']
      compte: string | null
      etat: Generated<EtatProposition>
      quand: Date
      decidee_le: Date | null
      decidee_par: string | null
      motif: string | null
      champs_retenus: string[] | null
    }
  }
}

/** Whose it is: of who coordinates that dispositif, or one where the sheet stands or would stand. */
const isConfiee = (ctx: Ctx): RawBuilder<boolean> => sql<boolean>`case when p.objet = 'dispositif'
  then ${isCoordonne(ctx)}
  else ${filterCoordonnee(ctx, sql`coalesce(s.commune, o.commune, p.valeurs ->> 'commune')`)} end`

const listOu = (ctx: Ctx, suite: RawBuilder<unknown>) =>
  sql<Proposition>`
  select p.id, p.objet, p.objet_id as "objetId", coalesce(p.structure, x.structure) as structure, p.valeurs, p.avant, p.revision,
    p.message, p.origine, p.compte, nullif(concat_ws(' ', c.prenom, c.nom), '') as auteur, p.etat, p.quand,
    p.decidee_le as "decideeLe", nullif(concat_ws(' ', e.prenom, e.nom), '') as decideur, p.motif,
    p.champs_retenus as "champsRetenus",
    coalesce(case p.objet when 'service' then x.nom when 'structure' then s.nom when 'organisme' then o.nom
      else dispositif.nom end, p.valeurs ->> 'nom', '') as nom,
    case p.objet when 'service' then s.nom end as "nomStructure", ${isConfiee(ctx)} as coordonnee
  from proposition p left join compte c on c.id = p.compte left join compte e on e.id = p.decidee_par
    left join dispositif on p.objet = 'dispositif' and dispositif.id = p.objet_id
    left join service x on p.objet = 'service' and x.id = p.objet_id
    left join structure s on s.id = case p.objet when 'structure' then p.objet_id
      when 'service' then coalesce(p.structure, x.structure) end
    left join organisme o on p.objet = 'organisme' and o.id = p.objet_id
  ${suite}`.execute(ctx.db)

/** @param verrou locks it for a decision */
export async function getProposition(ctx: Ctx, id: number, verrou = false): Promise<Proposition | null> {
  const { rows } = await listOu(ctx, sql`where p.id = ${id} ${verrou ? sql`for update of p` : sql``}`)
  return rows[0] ?? null
}

const MAX = 200
const DECIDEES = 50

/** What the actor may read: what waits, the oldest first, then the last decided. */
export async function listPropositions(ctx: Ctx): Promise<Proposition[]> {
  const droit = propositionPolicy.filtre(ctx.acteur, 'lire')
  const sienne = sql<boolean>`p.compte = ${ctx.acteur.compte}`
  const lisible =
    droit === true
      ? sql<boolean>`true`
      : droit.includes('duTerritoire')
        ? sql<boolean>`(${sienne} or ${isConfiee(ctx)})`
        : sienne
  const [attente, decidees] = await Promise.all([
    listOu(ctx, sql`where p.etat = 'a-relire' and ${lisible} order by p.quand, p.id limit ${MAX}`),
    listOu(ctx, sql`where p.etat <> 'a-relire' and ${lisible} order by p.decidee_le desc, p.id limit ${DECIDEES}`),
  ])
  return [...attente.rows, ...decidees.rows]
}

/** Proposals that wait about a sheet; of a structure, those about its services and new ones of it too. */
export async function listPropositionsDe(ctx: Ctx, objet: Proposition['objet'], id: number): Promise<Proposition[]> {
  const services = sql`union all
    select id from proposition where objet = 'service' and objet_id is null and structure = ${id} union all
    select q.id from proposition q join service y on q.objet = 'service' and q.objet_id = y.id
      where y.structure = ${id} and y.supprime_le is null`
  const { rows } = await listOu(
    ctx,
    sql`where p.etat = 'a-relire' and p.id in (select id from proposition where objet = ${objet} and objet_id = ${id}
      ${objet === 'structure' ? services : sql``}) order by p.quand, p.id`,
  )
  return rows
}

export async function createProposition(
  ctx: Ctx,
  p: Pick<Proposition, 'objet' | 'objetId' | 'structure' | 'valeurs' | 'avant' | 'revision' | 'message' | 'origine'>,
): Promise<number> {
  const { id } = await ctx.db
    .insertInto('proposition')
    .values({
      objet: p.objet,
      objet_id: p.objetId,
      structure: p.structure,
      valeurs: sql`${JSON.stringify(p.valeurs)}::jsonb`,
      avant: p.avant && sql`${JSON.stringify(p.avant)}::jsonb`,
      revision: p.revision,
      message: p.message,
      origine: p.origine,
      compte: ctx.acteur.compte,
      quand: ctx.maintenant,
      decidee_le: null,
      decidee_par: null,
      motif: null,
      champs_retenus: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

interface Decision {
  etat: 'acceptee' | 'refusee'
  motif?: string | null
  champs?: readonly string[] | null
  objetId?: number
}

/**
 * @param champs those that were kept
 * @param objetId the sheet that a proposal of a new one became
 */
export async function updateDecision(
  ctx: Ctx,
  id: number,
  { etat, motif = null, champs = null, objetId }: Decision,
): Promise<void> {
  await ctx.db
    .updateTable('proposition')
    .set({
      etat,
      motif,
      champs_retenus: champs && [...champs],
      decidee_par: ctx.acteur.compte,
      decidee_le: ctx.maintenant,
      ...(objetId !== undefined && { objet_id: objetId }),
    })
    .where('id', '=', id)
    .execute()
}
