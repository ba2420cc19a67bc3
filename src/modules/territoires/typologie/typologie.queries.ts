import { type Generated, type Selectable, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import { filterLecture } from '../garde.queries.ts'
import type { Description, Etat, Reglages, Resultat, Typologie } from './typologie.ts'

interface TableTypologie {
  id: Generated<number>
  cle: string | null
  nom: string
  description: string | null
  etat: Etat
  fictif: Generated<boolean>
  proprietaire: string | null
  reglages: Reglages
  resultat: Resultat
  revision: Generated<number>
  creee_le: Date
  modifiee_le: Date
  supprimee_le: Date | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    typologie: TableTypologie
  }
}

const parseLigne = (l: Selectable<TableTypologie>): Typologie => ({
  id: l.id,
  nom: l.nom,
  description: l.description,
  etat: l.etat,
  fictif: l.fictif,
  proprietaire: l.proprietaire,
  reglages: l.reglages,
  resultat: l.resultat,
  revision: l.revision,
  creeeLe: l.creee_le,
  modifieeLe: l.modifiee_le,
  supprimeeLe: l.supprimee_le,
})

export async function getTypologie(ctx: Ctx, id: number, verrou = false): Promise<Typologie | null> {
  const requete = ctx.db.selectFrom('typologie').selectAll().where('id', '=', id)
  const l = await (verrou ? requete.forUpdate() : requete).executeTakeFirst()
  return l ? parseLigne(l) : null
}

/** A typology without its members. */
export interface TypologieListee extends Omit<Typologie, 'resultat'> {
  auteur: string | null
  calculeLe: string
  /** Names of the groups, null where nobody gave one, with the number of their members. */
  groupes: { nom: string | null; membres: number }[]
}

export const PAR_PAGE = 20

/** Typologies that the actor may read, newest change first: his own, deleted ones included, or all those in place. */
export async function listTypologies(
  ctx: Ctx,
  { miennes, page }: { miennes: boolean; page: number },
): Promise<{ typologies: TypologieListee[]; total: number }> {
  let requete = ctx.db.selectFrom('typologie').where(filterLecture(ctx))
  requete = miennes ? requete.where('proprietaire', '=', ctx.acteur.compte) : requete.where('supprimee_le', 'is', null)
  const lignes = await requete
    .select(['id', 'nom', 'description', 'etat', 'fictif', 'proprietaire', 'reglages', 'revision'])
    .select(['creee_le', 'modifiee_le', 'supprimee_le'])
    .select((eb) => [
      sql<string>`resultat->>'calculeLe'`.as('calcule_le'),
      sql<TypologieListee['groupes']>`(
        select jsonb_agg(jsonb_build_object('nom', g->'nom', 'membres', jsonb_array_length(g->'membres')) order by rang)
        from jsonb_array_elements(resultat->'groupes') with ordinality as t (g, rang))`.as('groupes'),
      eb
        .selectFrom('compte')
        .whereRef('compte.id', '=', 'typologie.proprietaire')
        .select(sql<string | null>`nullif(concat_ws(' ', prenom, compte.nom), '')`.as('nom'))
        .as('auteur'),
      sql<number>`count(*) over ()`.as('total'),
    ])
    .orderBy('modifiee_le', 'desc')
    .orderBy('id', 'desc')
    .limit(PAR_PAGE)
    .offset((page - 1) * PAR_PAGE)
    .execute()
  return {
    typologies: lignes.map(({ total: _t, creee_le, modifiee_le, supprimee_le, calcule_le, ...l }) => ({
      ...l,
      creeeLe: creee_le,
      modifieeLe: modifiee_le,
      supprimeeLe: supprimee_le,
      calculeLe: calcule_le,
    })),
    total: lignes[0]?.total ?? 0,
  }
}

/** @param cle of a demonstration: null comes back where one of that key is there already */
export async function createTypologie(
  ctx: Ctx,
  {
    reglages,
    resultat,
    cle = null,
    ...reste
  }: Description & Pick<Typologie, 'fictif' | 'reglages' | 'resultat'> & { cle?: string | null },
): Promise<number | null> {
  const ligne = await ctx.db
    .insertInto('typologie')
    .values({
      ...reste,
      cle,
      reglages: sql`${JSON.stringify(reglages)}::jsonb`,
      resultat: sql`${JSON.stringify(resultat)}::jsonb`,
      proprietaire: ctx.acteur.compte,
      creee_le: ctx.maintenant,
      modifiee_le: ctx.maintenant,
      supprimee_le: null,
    })
    .onConflict((c) => c.column('cle').doNothing())
    .returning('id')
    .executeTakeFirst()
  return ligne?.id ?? null
}

/** @throws ErreurConflit when it is no longer at `revision`: someone else saved or computed meanwhile. */
export async function updateTypologie(
  ctx: Ctx,
  { id, revision }: Pick<Typologie, 'id' | 'revision'>,
  { reglages, resultat, ...reste }: Partial<Description & Pick<Typologie, 'fictif' | 'reglages' | 'resultat'>>,
): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('typologie')
    .set({
      ...reste,
      ...(reglages && { reglages: sql`${JSON.stringify(reglages)}::jsonb` }),
      ...(resultat && { resultat: sql`${JSON.stringify(resultat)}::jsonb` }),
      revision: revision + 1,
      modifiee_le: ctx.maintenant,
    })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    throw new ErreurConflit(
      'Cette typologie a été modifiée par quelqu’un d’autre pendant votre saisie. Rouvrez-la pour repartir de la dernière version.',
    )
  }
}

/** Takes a typology out of sight, or puts it back. Nothing is erased. */
export async function updatePresence(ctx: Ctx, id: number, presente: boolean): Promise<void> {
  await ctx.db
    .updateTable('typologie')
    .set({ supprimee_le: presente ? null : ctx.maintenant, modifiee_le: ctx.maintenant })
    .where('id', '=', id)
    .execute()
}
