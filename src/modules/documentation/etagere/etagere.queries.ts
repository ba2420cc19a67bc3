import { type Expression, type ExpressionBuilder, type Generated, type Selectable, type SqlBool, sql } from 'kysely'
import type { Base } from '#core/base-tables.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import type { SlugStyle } from '../citation/citation.ts'
import { type Cas, etagerePolicy } from './etagere.policy.ts'
import type { ContenuEtagere, Etagere, Etat, SlugLicence } from './etagere.ts'

interface TableEtagere {
  id: Generated<number>
  cle: string | null
  titre: string
  sous_titre: string | null
  introduction: string | null
  auteurs: string | null
  couverture: string | null
  date_couverture: string | null
  licence: SlugLicence | null
  presentation: SlugStyle
  avec_resumes: boolean
  avec_liens: boolean
  avec_numeros: boolean
  plan_numerote: boolean
  recherche: string | null
  etat: Etat
  proprietaire: string | null
  copie_de: number | null
  revision: Generated<number>
  creee_le: Date
  modifiee_le: Date
  supprimee_le: Date | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    etagere: TableEtagere
  }
}

const parseLigne = (l: Selectable<TableEtagere>): Etagere => ({
  id: l.id,
  titre: l.titre,
  sousTitre: l.sous_titre,
  introduction: l.introduction,
  auteurs: l.auteurs,
  couverture: l.couverture,
  date: l.date_couverture,
  licence: l.licence,
  presentation: l.presentation,
  avecResumes: l.avec_resumes,
  avecLiens: l.avec_liens,
  avecNumeros: l.avec_numeros,
  planNumerote: l.plan_numerote,
  recherche: l.recherche,
  etat: l.etat,
  proprietaire: l.proprietaire,
  copieDe: l.copie_de,
  revision: l.revision,
  creeeLe: l.creee_le,
  modifieeLe: l.modifiee_le,
  supprimeeLe: l.supprimee_le,
})

const formatColonnes = (c: ContenuEtagere) => ({
  titre: c.titre,
  sous_titre: c.sousTitre,
  introduction: c.introduction,
  auteurs: c.auteurs,
  couverture: c.couverture,
  date_couverture: c.date,
  licence: c.licence,
  presentation: c.presentation,
  avec_resumes: c.avecResumes,
  avec_liens: c.avecLiens,
  avec_numeros: c.avecNumeros,
  plan_numerote: c.planNumerote,
  recherche: c.recherche,
})

/** The cases of the policy, in SQL. */
function formatDroit(ctx: Ctx, geste: 'lire' | 'modifier') {
  const droit = etagerePolicy.filtre(ctx.acteur, geste)
  return (eb: ExpressionBuilder<Base, 'etagere'>): Expression<SqlBool> => {
    if (droit === true) return eb.lit(true)
    const presente = eb('supprimee_le', 'is', null)
    const sienne = ctx.acteur.compte === null ? eb.lit(false) : eb('proprietaire', '=', ctx.acteur.compte)
    const cas: Record<Cas, Expression<SqlBool>> = {
      publique: eb.and([eb('etat', '=', 'publique'), presente]),
      partagee: eb.and([eb('etat', '=', 'partagee'), presente]),
      sienne,
      sienneEtPresente: eb.and([sienne, presente]),
      presente,
    }
    return eb.or(droit.map((nom) => cas[nom]))
  }
}

export async function getEtagere(ctx: Ctx, id: number, verrou = false): Promise<Etagere | null> {
  const requete = ctx.db.selectFrom('etagere').selectAll().where('id', '=', id)
  const l = await (verrou ? requete.forUpdate() : requete).executeTakeFirst()
  return l ? parseLigne(l) : null
}

export interface EtagereListee extends Etagere {
  /** References it holds; null where a search fills it. */
  nombre: number | null
  auteurCompte: string | null
}

export const PAR_PAGE = 20

/** Shelves that the actor may read, newest change first: his own, deleted ones included, or all those in place. */
export async function listEtageres(
  ctx: Ctx,
  { miennes, page }: { miennes: boolean; page: number },
): Promise<{ etageres: EtagereListee[]; total: number }> {
  let requete = ctx.db.selectFrom('etagere').where(formatDroit(ctx, 'lire'))
  requete = miennes ? requete.where('proprietaire', '=', ctx.acteur.compte) : requete.where('supprimee_le', 'is', null)
  const lignes = await requete
    .selectAll()
    .select((eb) => [
      eb
        .selectFrom('etagere_entree')
        .innerJoin('notice', 'notice.id', 'etagere_entree.notice')
        .whereRef('etagere_entree.etagere', '=', 'etagere.id')
        .where('notice.supprimee_le', 'is', null)
        .select(eb.fn.countAll<number>().as('n'))
        .as('nombre'),
      eb
        .selectFrom('compte')
        .whereRef('compte.id', '=', 'etagere.proprietaire')
        .select(sql<string | null>`nullif(concat_ws(' ', prenom, compte.nom), '')`.as('nom'))
        .as('auteur_compte'),
      sql<number>`count(*) over ()`.as('total'),
    ])
    .orderBy('modifiee_le', 'desc')
    .orderBy('id', 'desc')
    .limit(PAR_PAGE)
    .offset((page - 1) * PAR_PAGE)
    .execute()
  return {
    etageres: lignes.map((l) => ({
      ...parseLigne(l),
      nombre: l.recherche === null ? l.nombre : null,
      auteurCompte: l.auteur_compte,
    })),
    total: lignes[0]?.total ?? 0,
  }
}

/** Shelves to which the actor may add notices, those he owns first, then the last changed. */
export async function listEtageresModifiables(ctx: Ctx): Promise<Etagere[]> {
  const lignes = await ctx.db
    .selectFrom('etagere')
    .selectAll()
    .where(formatDroit(ctx, 'modifier'))
    .where('supprimee_le', 'is', null)
    .where('recherche', 'is', null)
    .orderBy(sql`proprietaire is not distinct from ${ctx.acteur.compte}`, 'desc')
    .orderBy('modifiee_le', 'desc')
    .limit(200)
    .execute()
  return lignes.map(parseLigne)
}

/** @returns the new id, or null when a shelf of that `cle` is there already. */
export async function createEtagere(
  ctx: Ctx,
  contenu: ContenuEtagere,
  {
    cle = null,
    etat = 'brouillon',
    copieDe = null,
  }: { cle?: string | null; etat?: Etat; copieDe?: number | null } = {},
): Promise<number | null> {
  const l = await ctx.db
    .insertInto('etagere')
    .values({
      ...formatColonnes(contenu),
      cle,
      etat,
      copie_de: copieDe,
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

/** @throws ErreurConflit when the shelf is no longer at `revision`: someone else saved meanwhile. */
export async function updateEtagere(ctx: Ctx, id: number, revision: number, contenu: ContenuEtagere): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('etagere')
    .set({ ...formatColonnes(contenu), revision: revision + 1, modifiee_le: ctx.maintenant })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    throw new ErreurConflit(
      'Cette étagère a été modifiée par quelqu’un d’autre pendant votre saisie. Rouvrez-la pour repartir de la dernière version.',
    )
  }
}

/** Any change of the plan is a change of the shelf. */
export async function updateModification(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.updateTable('etagere').set({ modifiee_le: ctx.maintenant }).where('id', '=', id).execute()
}

export async function updateEtat(ctx: Ctx, id: number, etat: Etat): Promise<void> {
  await ctx.db.updateTable('etagere').set({ etat, modifiee_le: ctx.maintenant }).where('id', '=', id).execute()
}

/** Takes a shelf out of sight, or puts it back. Nothing is erased. */
export async function updatePresence(ctx: Ctx, id: number, presente: boolean): Promise<void> {
  await ctx.db
    .updateTable('etagere')
    .set({ supprimee_le: presente ? null : ctx.maintenant, modifiee_le: ctx.maintenant })
    .where('id', '=', id)
    .execute()
}
