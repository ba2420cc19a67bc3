import { type Generated, type Selectable, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import { type LigneNotice, parseLigneNotice } from '../notice/notice.queries.ts'
import type { Notice } from '../notice/notice.ts'
import { formatCondition } from '../recherche/facettes.queries.ts'
import { getTsquery } from '../recherche/recherche.queries.ts'
import { parseRecherche } from '../recherche/recherche.ts'
import { lettrePolicy } from './lettre.policy.ts'
import type { Choisie, ContenuLettre, EtatLettre, Lettre, SaisieLettre } from './lettre.ts'

interface TableLettre {
  id: Generated<number>
  cle: string | null
  titre: string
  note: string | null
  recherche: string
  depuis: string | null
  jusqua: string | null
  etat: Generated<EtatLettre>
  revision: Generated<number>
  auteur: string | null
  creee_le: Date
  modifiee_le: Date
  envoi_le: Date | null
  contenu: ContenuLettre | null
  dernier_abonnement: Generated<number>
  nombre: Generated<number>
  envoyee_le: Date | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    lettre: TableLettre
    lettre_notice: { lettre: number; notice: number; rang: number; commentaire: string | null }
  }
}

const parseLigne = (l: Selectable<TableLettre>): Lettre => ({
  id: l.id,
  titre: l.titre,
  note: l.note,
  recherche: l.recherche,
  depuis: l.depuis,
  jusqua: l.jusqua,
  etat: l.etat,
  revision: l.revision,
  creeeLe: l.creee_le,
  modifieeLe: l.modifiee_le,
  envoiLe: l.envoi_le,
  contenu: l.contenu,
  dernierAbonnement: l.dernier_abonnement,
  nombre: l.nombre,
  envoyeeLe: l.envoyee_le,
})

/** @returns the new id, or null when a letter of that `cle` is there already. */
export async function createLettre(ctx: Ctx, saisie: SaisieLettre, cle: string | null = null): Promise<number | null> {
  const l = await ctx.db
    .insertInto('lettre')
    .values({
      ...saisie,
      cle,
      auteur: ctx.acteur.compte,
      creee_le: ctx.maintenant,
      modifiee_le: ctx.maintenant,
      envoi_le: null,
      contenu: null,
      envoyee_le: null,
    })
    .onConflict((c) => c.column('cle').doNothing())
    .returning('id')
    .executeTakeFirst()
  return l?.id ?? null
}

export async function getLettre(ctx: Ctx, id: number, verrou = false): Promise<Lettre | null> {
  const requete = ctx.db.selectFrom('lettre').selectAll().where('id', '=', id)
  const l = await (verrou ? requete.forUpdate() : requete).executeTakeFirst()
  return l ? parseLigne(l) : null
}

/** Letters that the actor may read: those being written first, then the last sent. */
export async function listLettres(ctx: Ctx): Promise<Lettre[]> {
  let requete = ctx.db.selectFrom('lettre').selectAll()
  if (lettrePolicy.filtre(ctx.acteur, 'lire') !== true) requete = requete.where('contenu', 'is not', null)
  const lignes = await requete
    .orderBy(sql`envoyee_le desc nulls first`)
    .orderBy('modifiee_le', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return lignes.map(parseLigne)
}

/** @throws ErreurConflit when the letter is no longer at `revision`: someone else saved meanwhile. */
async function updateRevision(ctx: Ctx, id: number, revision: number, saisie: Partial<SaisieLettre>): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('lettre')
    .set({ ...saisie, revision: revision + 1, modifiee_le: ctx.maintenant })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    throw new ErreurConflit(
      'Cette lettre a été modifiée par quelqu’un d’autre pendant votre saisie. Rouvrez-la pour repartir de la dernière version.',
    )
  }
}

/** @throws ErreurConflit */
export const updateLettre = (ctx: Ctx, id: number, revision: number, saisie: SaisieLettre): Promise<void> =>
  updateRevision(ctx, id, revision, saisie)

/** Puts these notices in the letter, in this order, instead of those it had. @throws ErreurConflit */
export async function updateChoisies(
  ctx: Ctx,
  id: number,
  revision: number,
  choisies: readonly { notice: number; commentaire: string | null }[],
): Promise<void> {
  await updateRevision(ctx, id, revision, {})
  await addChoisies(ctx, id, choisies)
}

export async function addChoisies(
  ctx: Ctx,
  id: number,
  choisies: readonly { notice: number; commentaire: string | null }[],
): Promise<void> {
  await ctx.db.deleteFrom('lettre_notice').where('lettre', '=', id).execute()
  if (choisies.length === 0) return
  // A number that is no notice's, or is no longer, is left out.
  await sql`insert into lettre_notice (lettre, notice, rang, commentaire)
    select ${id}::integer, n.id, c.rang, c.commentaire
    from unnest(${choisies.map((c) => c.notice)}::integer[], ${choisies.map((c) => c.commentaire)}::text[])
      with ordinality c (notice, commentaire, rang) join notice n on n.id = c.notice and n.supprimee_le is null`.execute(
    ctx.db,
  )
}

/** Notices of a letter in their order; one that left the catalogue leaves the letter. */
export async function listChoisies(ctx: Ctx, id: number): Promise<Choisie[]> {
  const { rows } = await sql<LigneNotice & { commentaire: string | null }>`
    select n.*, l.commentaire from lettre_notice l join notice n on n.id = l.notice
    where l.lettre = ${id} and n.supprimee_le is null order by l.rang`.execute(ctx.db)
  return rows.map((l) => ({ notice: parseLigneNotice(l), commentaire: l.commentaire }))
}

/** The newest notices that the letter's search and days propose, those already chosen left out. Days are those of Paris. */
export async function listPropositions(ctx: Ctx, lettre: Lettre, nombre: number): Promise<Notice[]> {
  const condition = await getTsquery(ctx, parseRecherche(lettre.recherche))
  const { rows } = await sql<LigneNotice>`
    select n.* from notice_index i join notice n using (id)
    where ${formatCondition(condition)}
      and (n.cree_le at time zone 'Europe/Paris')::date
        between coalesce(${lettre.depuis}::date, '-infinity') and coalesce(${lettre.jusqua}::date, 'infinity')
      and not exists (select from lettre_notice l where l.lettre = ${lettre.id} and l.notice = n.id)
    order by n.id desc limit ${nombre}`.execute(ctx.db)
  return rows.map(parseLigneNotice)
}

/** @param envoiLe null: back to draft */
export async function updateEnvoi(ctx: Ctx, id: number, envoiLe: Date | null): Promise<void> {
  const etat = envoiLe === null ? ('brouillon' as const) : ('programmee' as const)
  await ctx.db.updateTable('lettre').set({ etat, envoi_le: envoiLe }).where('id', '=', id).execute()
}

export async function updateContenu(ctx: Ctx, id: number, contenu: ContenuLettre): Promise<void> {
  await sql`update lettre set contenu = ${JSON.stringify(contenu)}::jsonb where id = ${id}`.execute(ctx.db)
}

/** So many messages more are written, up to that subscriber. */
export async function updateAvance(ctx: Ctx, id: number, dernier: number, nombre: number): Promise<void> {
  await sql`update lettre set dernier_abonnement = ${dernier}, nombre = nombre + ${nombre} where id = ${id}`.execute(
    ctx.db,
  )
}

export async function updateEnvoyee(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.updateTable('lettre').set({ etat: 'envoyee', envoyee_le: ctx.maintenant }).where('id', '=', id).execute()
}

export async function deleteLettre(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.deleteFrom('lettre').where('id', '=', id).execute()
}
