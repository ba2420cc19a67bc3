import { type ExpressionBuilder, type Generated, type Selectable, sql } from 'kysely'
import { ROLES, type Role } from '#core/acteur.ts'
import type { Base } from '#core/base-tables.ts'
import type { Ctx } from '#core/context.ts'
import { computeNiveau, type Niveau } from './compte.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    compte: CompteTable
  }
}

interface CompteTable {
  id: Generated<string>
  prenom: string | null
  nom: string | null
  courriel: string | null
  role: Generated<Role>
  preuve: Generated<Niveau>
  actif: Generated<boolean>
  demo: Generated<boolean>
  cree_le: Date
  dernier_acces: Date | null
}
export type Compte = Selectable<CompteTable>

export function getCompte(ctx: Ctx, id: string): Promise<Compte | undefined> {
  return ctx.db.selectFrom('compte').selectAll().where('id', '=', id).executeTakeFirst()
}

/** @param courriel trimmed and lower case, as `schemaCourriel` gives it. */
export function getCompteParCourriel(ctx: Ctx, courriel: string): Promise<Compte | undefined> {
  return ctx.db.selectFrom('compte').selectAll().where('courriel', '=', courriel).executeTakeFirst()
}

interface NouveauCompte {
  prenom: string | null
  nom: string | null
  courriel: string | null
  role?: Role
  preuve: Niveau
  demo?: boolean
}

/** @returns the new account, undefined when the address already belongs to one (also when two ask at once). */
export function addCompte(ctx: Ctx, compte: NouveauCompte): Promise<Compte | undefined> {
  return ctx.db
    .insertInto('compte')
    .values({ ...compte, cree_le: ctx.maintenant })
    .onConflict((oc) => oc.column('courriel').doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Notes a login: its time, and its proof where it is stronger than those before. */
export async function updateAcces(ctx: Ctx, compte: Compte, preuve: Niveau): Promise<void> {
  await ctx.db
    .updateTable('compte')
    .set({ dernier_acces: ctx.maintenant, preuve: computeNiveau(compte.preuve, preuve) })
    .where('id', '=', compte.id)
    .execute()
}

export async function updateNom(
  ctx: Ctx,
  id: string,
  { prenom, nom }: { prenom: string | null; nom: string | null },
): Promise<void> {
  await ctx.db.updateTable('compte').set({ prenom, nom }).where('id', '=', id).execute()
}

export async function updateRole(ctx: Ctx, id: string, role: Role): Promise<void> {
  await ctx.db.updateTable('compte').set({ role }).where('id', '=', id).execute()
}

export async function updateActif(ctx: Ctx, id: string, actif: boolean): Promise<void> {
  await ctx.db.updateTable('compte').set({ actif }).where('id', '=', id).execute()
}

/**
 * An account to administer, locked together with every active administrator, in one order for all: of two
 * administrators who demote each other at the same moment, the second waits and sees that he is the last.
 * @returns null when there is no such account; `autresAdministrateurs` counts the active ones beside it.
 */
export async function getCompteAdministre(
  ctx: Ctx,
  id: string,
): Promise<{ compte: Compte; autresAdministrateurs: number } | null> {
  const lignes = await ctx.db
    .selectFrom('compte')
    .selectAll()
    .where((eb) => eb.or([eb('id', '=', id), eb.and([eb('role', '=', 'administrateur'), eb('actif', '=', true)])]))
    .orderBy('id')
    .forUpdate()
    .execute()
  const compte = lignes.find((l) => l.id === id)
  if (!compte) return null
  return { compte, autresAdministrateurs: lignes.filter((l) => l.id !== id).length }
}

/** Roles in the order of trust, not of the alphabet. */
const ORDRE_ROLE = sql`array_position(${ROLES}::text[], role)`

export const TRIS_COMPTE = ['nom', 'role', 'acces', 'creation'] as const
export interface RechercheComptes {
  q: string
  tri: (typeof TRIS_COMPTE)[number]
  sens: 'asc' | 'desc'
  page: number
}

export const COMPTES_PAR_PAGE = 50

/** Accounts whose name or address holds every word of `q`, accents and case ignored; one page, and how many in all. */
export async function searchComptes(
  ctx: Ctx,
  { q, tri, sens, page }: RechercheComptes,
): Promise<{ comptes: Compte[]; total: number }> {
  const mots = q.split(/\s+/).filter(Boolean)
  const filtre = (eb: ExpressionBuilder<Base, 'compte'>) =>
    eb.and(
      mots.map(
        (mot) =>
          sql<boolean>`position(unaccent(lower(${mot})) in unaccent(lower(concat_ws(' ', prenom, nom, courriel)))) > 0`,
      ),
    )
  const ordres = {
    nom: sql`unaccent(lower(concat_ws(' ', nom, prenom, courriel)))`,
    role: ORDRE_ROLE,
    acces: sql`coalesce(dernier_acces, '-infinity')`,
    creation: sql`cree_le`,
  }
  const comptes = await ctx.db
    .selectFrom('compte')
    .selectAll()
    .where(filtre)
    .orderBy(ordres[tri], sens)
    .orderBy('id')
    .limit(COMPTES_PAR_PAGE)
    .offset((page - 1) * COMPTES_PAR_PAGE)
    .execute()
  const { total } = await ctx.db
    .selectFrom('compte')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where(filtre)
    .executeTakeFirstOrThrow()
  return { comptes, total }
}

/** The demonstration people whose account is open, from the least to the most trusted role. */
export function listComptesDemo(ctx: Ctx): Promise<Compte[]> {
  return ctx.db
    .selectFrom('compte')
    .selectAll()
    .where('demo', '=', true)
    .where('actif', '=', true)
    .orderBy(ORDRE_ROLE)
    .execute()
}
