import { type Generated, type Selectable, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import { filterLecture } from '../garde.queries.ts'
import type { ContenuSimulation, Etat, Simulation } from './simulation.ts'

interface TableSimulation {
  id: Generated<number>
  cle: string | null
  nom: string
  description: string | null
  etat: Etat
  fictif: boolean
  proprietaire: string | null
  contenu: ContenuSimulation
  revision: Generated<number>
  creee_le: Date
  modifiee_le: Date
  supprimee_le: Date | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    simulation: TableSimulation
  }
}

const parseLigne = (l: Selectable<TableSimulation>): Simulation => ({
  id: l.id,
  nom: l.nom,
  description: l.description,
  etat: l.etat,
  fictif: l.fictif,
  proprietaire: l.proprietaire,
  contenu: l.contenu,
  revision: l.revision,
  creeeLe: l.creee_le,
  modifieeLe: l.modifiee_le,
  supprimeeLe: l.supprimee_le,
})

/** @param verrou holds the row until the end of the transaction */
export async function getSimulation(ctx: Ctx, id: number, verrou = false): Promise<Simulation | null> {
  const requete = ctx.db.selectFrom('simulation').selectAll().where('id', '=', id)
  const l = await (verrou ? requete.forUpdate() : requete).executeTakeFirst()
  return l ? parseLigne(l) : null
}

export interface SimulationListee extends Pick<Simulation, 'id' | 'nom' | 'etat' | 'fictif' | 'modifieeLe'> {
  zone: string
  supprimee: boolean
  auteur: string | null
}

export const PAR_PAGE = 20

/** Simulations that the actor may read, last changed first: his own, deleted ones included, or all those in place. */
export async function listSimulations(
  ctx: Ctx,
  { miennes, page }: { miennes: boolean; page: number },
): Promise<{ simulations: SimulationListee[]; total: number }> {
  let requete = ctx.db.selectFrom('simulation').where(filterLecture(ctx))
  requete = miennes ? requete.where('proprietaire', '=', ctx.acteur.compte) : requete.where('supprimee_le', 'is', null)
  const lignes = await requete
    .leftJoin('compte', 'compte.id', 'simulation.proprietaire')
    .select(['simulation.id', 'simulation.nom', 'simulation.etat', 'simulation.fictif', 'simulation.modifiee_le'])
    .select([
      sql<string>`contenu -> 'zone' ->> 'nom'`.as('zone'),
      sql<boolean>`supprimee_le is not null`.as('supprimee'),
      sql<string | null>`nullif(concat_ws(' ', compte.prenom, compte.nom), '')`.as('auteur'),
      sql<number>`count(*) over ()`.as('total'),
    ])
    .orderBy('simulation.modifiee_le', 'desc')
    .orderBy('simulation.id', 'desc')
    .limit(PAR_PAGE)
    .offset((page - 1) * PAR_PAGE)
    .execute()
  return {
    simulations: lignes.map(({ modifiee_le, total: _total, ...l }) => ({ ...l, modifieeLe: modifiee_le })),
    total: lignes[0]?.total ?? 0,
  }
}

export interface SimulationACreer extends Pick<Simulation, 'nom' | 'description' | 'etat' | 'contenu'> {
  cle?: string | null
  fictif?: boolean
}

/** @returns the new id, or null when a simulation of that `cle` is there already */
export async function createSimulation(
  ctx: Ctx,
  { cle = null, fictif = false, contenu, ...s }: SimulationACreer,
): Promise<number | null> {
  const l = await ctx.db
    .insertInto('simulation')
    .values({
      ...s,
      cle,
      fictif,
      contenu: sql<ContenuSimulation>`${JSON.stringify(contenu)}::jsonb`,
      proprietaire: ctx.acteur.compte,
      creee_le: ctx.maintenant,
      modifiee_le: ctx.maintenant,
      supprimee_le: null,
    })
    .onConflict((c) => c.column('cle').doNothing())
    .returning('id')
    .executeTakeFirst()
  return l?.id ?? null
}

/** @throws ErreurConflit when the simulation is no longer at `revision`: someone else saved meanwhile */
export async function updateSimulation(
  ctx: Ctx,
  id: number,
  revision: number,
  { contenu, ...s }: Pick<Simulation, 'nom' | 'description' | 'etat' | 'contenu'>,
): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('simulation')
    .set({
      ...s,
      contenu: sql<ContenuSimulation>`${JSON.stringify(contenu)}::jsonb`,
      revision: revision + 1,
      modifiee_le: ctx.maintenant,
    })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    throw new ErreurConflit(
      'Cette simulation a été modifiée pendant votre saisie. Rouvrez-la pour repartir de sa dernière version.',
    )
  }
}

/** Takes a simulation out of sight, or puts it back. Nothing is erased. */
export async function updatePresence(ctx: Ctx, id: number, presente: boolean): Promise<void> {
  await ctx.db
    .updateTable('simulation')
    .set({ supprimee_le: presente ? null : ctx.maintenant, modifiee_le: ctx.maintenant })
    .where('id', '=', id)
    .execute()
}
