import { type Generated, type Selectable, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import { filterLecture } from '../garde.queries.ts'
import type { Description, Etat, Territoire } from './territoire.ts'
import { addVersion } from './version.queries.ts'

interface TableTerritoire {
  id: Generated<number>
  cle: string | null
  nom: string
  description: string | null
  etat: Etat
  fictif: Generated<boolean>
  proprietaire: string | null
  communes: string[]
  revision: Generated<number>
  creee_le: Date
  modifiee_le: Date
  supprimee_le: Date | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    territoire: TableTerritoire
  }
}

const parseLigne = (l: Selectable<TableTerritoire>): Territoire => ({
  id: l.id,
  nom: l.nom,
  description: l.description,
  etat: l.etat,
  fictif: l.fictif,
  proprietaire: l.proprietaire,
  communes: l.communes,
  revision: l.revision,
  creeeLe: l.creee_le,
  modifieeLe: l.modifiee_le,
  supprimeeLe: l.supprimee_le,
})

export async function getTerritoire(ctx: Ctx, id: number, verrou = false): Promise<Territoire | null> {
  const requete = ctx.db.selectFrom('territoire').selectAll().where('id', '=', id)
  const l = await (verrou ? requete.forUpdate() : requete).executeTakeFirst()
  return l ? parseLigne(l) : null
}

export interface TerritoireListe extends Territoire {
  /** Inhabitants of its communes today; null where none is published. */
  population: number | null
  auteur: string | null
}

export const PAR_PAGE = 20

interface Criteres {
  /** `public`: what everybody reads; `siens`: one's own, deleted ones included; `lus`: all that the actor may read. */
  quels: 'publics' | 'siens' | 'lus'
  /** Words of the name. */
  q?: string
  page?: number
  limite?: number
}

/** Territories that the actor may read, newest change first. */
export async function listTerritoires(
  ctx: Ctx,
  { quels, q = '', page = 1, limite = PAR_PAGE }: Criteres,
): Promise<{ territoires: TerritoireListe[]; total: number }> {
  let requete = ctx.db.selectFrom('territoire').where(filterLecture(ctx))
  if (quels === 'siens') requete = requete.where('proprietaire', '=', ctx.acteur.compte)
  else requete = requete.where('supprimee_le', 'is', null)
  if (quels === 'publics') requete = requete.where('etat', '=', 'public')
  for (const mot of q.split(/\s+/).filter(Boolean)) {
    const motif = `%${mot.replace(/[\\%_]/g, '\\$&')}%`
    requete = requete.where(sql<boolean>`unaccent(territoire.nom) ilike unaccent(${motif})`)
  }
  const lignes = await requete
    .selectAll()
    .select((eb) => [
      sql<number | null>`(select sum(c.population)::int from commune c where c.code = any (territoire.communes))`.as(
        'population',
      ),
      eb
        .selectFrom('compte')
        .whereRef('compte.id', '=', 'territoire.proprietaire')
        .select(sql<string | null>`nullif(concat_ws(' ', prenom, compte.nom), '')`.as('nom'))
        .as('auteur'),
      sql<number>`count(*) over ()`.as('total'),
    ])
    .orderBy('modifiee_le', 'desc')
    .orderBy('id', 'desc')
    .limit(limite)
    .offset((page - 1) * limite)
    .execute()
  return {
    territoires: lignes.map((l) => ({ ...parseLigne(l), population: l.population, auteur: l.auteur })),
    total: lignes[0]?.total ?? 0,
  }
}

/** Public territories, for the home of the territories. */
export const listTerritoiresPublics = async (ctx: Ctx, { limite }: { limite: number }): Promise<TerritoireListe[]> =>
  (await listTerritoires(ctx, { quels: 'publics', limite })).territoires

interface Creation {
  cle?: string
  fictif?: boolean
  note?: string | null
}

/** Adds a territory and its first version. @returns the new id, or null when one of that `cle` is there already. */
export async function createTerritoire(
  ctx: Ctx,
  { communes, ...description }: Description & { communes: readonly string[] },
  { cle, fictif = false, note = null }: Creation = {},
): Promise<number | null> {
  const l = await ctx.db
    .insertInto('territoire')
    .values({
      ...description,
      cle: cle ?? null,
      fictif,
      communes: [...communes],
      proprietaire: ctx.acteur.compte,
      creee_le: ctx.maintenant,
      modifiee_le: ctx.maintenant,
      supprimee_le: null,
    })
    .onConflict((c) => c.column('cle').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!l) return null
  await addVersion(ctx, l.id, { communes, note })
  return l.id
}

/**
 * Writes a territory again; another composition is also a new version, with `note` as its reason.
 * @throws ErreurConflit when it is no longer at `revision`: someone else saved meanwhile.
 */
export async function updateTerritoire(
  ctx: Ctx,
  { id, revision, communes: avant }: Pick<Territoire, 'id' | 'revision' | 'communes'>,
  changement: Partial<Description> & { communes?: readonly string[]; note?: string | null },
): Promise<void> {
  const { note = null, communes, ...description } = changement
  const { numUpdatedRows } = await ctx.db
    .updateTable('territoire')
    .set({
      ...description,
      ...(communes && { communes: [...communes] }),
      revision: revision + 1,
      modifiee_le: ctx.maintenant,
    })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    throw new ErreurConflit(
      'Ce territoire a été modifié par quelqu’un d’autre pendant votre saisie. Rouvrez-le pour repartir de la dernière version.',
    )
  }
  if (communes && communes.join() !== avant.join()) await addVersion(ctx, id, { communes, note })
}

/** Takes a territory out of sight, or puts it back. Nothing is erased. */
export async function updatePresence(ctx: Ctx, id: number, present: boolean): Promise<void> {
  await ctx.db
    .updateTable('territoire')
    .set({ supprimee_le: present ? null : ctx.maintenant, modifiee_le: ctx.maintenant })
    .where('id', '=', id)
    .execute()
}
