import { type Generated, type Selectable, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { computeEmpreinte, createJeton, getCompte } from '#modules/comptes/index.ts'
import { type Abonnement, type Alerte, CONFIRMATION_MS, type Etat, type Genre, JETON_MS } from './abonnement.ts'
import { computeEcheance, type Rythme } from './echeance.ts'

interface TableAbonnement {
  id: Generated<number>
  genre: Genre
  nom: string
  recherche: string | null
  rythme: Rythme['rythme'] | null
  jour: number | null
  compte: string | null
  adresse: string | null
  etat: Etat
  cree_le: Date
  expire_le: Date | null
  vu_rang: Generated<number>
  prochaine_le: Date | null
  envoye_le: Date | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    abonnement: TableAbonnement
    abonnement_jeton: { empreinte: Buffer; abonnement: number; cree_le: Date }
  }
}

export type LigneAbonnement = Selectable<TableAbonnement>

export function parseLigne(l: LigneAbonnement): Abonnement {
  const { id, nom, compte, adresse, etat } = l
  const commun = { id, nom, compte, adresse, etat, creeLe: l.cree_le, expireLe: l.expire_le, envoyeLe: l.envoye_le }
  if (l.genre === 'lettre') return { ...commun, genre: 'lettre' }
  const rythme: Rythme =
    l.rythme === 'semaine' ? { rythme: 'semaine', jour: l.jour ?? 1 } : { rythme: 'jour', jour: null }
  const suite = { recherche: l.recherche ?? '', vuRang: l.vu_rang, prochaineLe: l.prochaine_le }
  return { ...commun, ...rythme, ...suite, genre: 'recherche' }
}

export type NouvelAbonnement = { nom: string; compte: string | null; adresse: string | null } & (
  | { genre: 'lettre' }
  | ({ genre: 'recherche'; recherche: string; vuRang: number } & Rythme)
)

/** @param actif false: it waits for the mailbox to answer. */
export async function createAbonnement(ctx: Ctx, a: NouvelAbonnement, actif: boolean): Promise<number> {
  const alerte = a.genre === 'recherche' ? a : null
  const { id } = await ctx.db
    .insertInto('abonnement')
    .values({
      genre: a.genre,
      nom: a.nom,
      compte: a.compte,
      adresse: a.adresse,
      recherche: alerte?.recherche ?? null,
      rythme: alerte?.rythme ?? null,
      jour: alerte?.jour ?? null,
      vu_rang: alerte?.vuRang ?? 0,
      prochaine_le: actif && alerte ? computeEcheance(alerte, ctx.maintenant) : null,
      etat: actif ? 'actif' : 'demande',
      cree_le: ctx.maintenant,
      expire_le: actif ? null : new Date(ctx.maintenant.getTime() + CONFIRMATION_MS),
      envoye_le: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Gives a subscription one more token, for one message. @returns what only the message holds. */
export async function addJeton(ctx: Pick<Ctx, 'db' | 'maintenant'>, abonnement: number): Promise<string> {
  const jeton = createJeton()
  await ctx.db
    .insertInto('abonnement_jeton')
    .values({ empreinte: computeEmpreinte(jeton), abonnement, cree_le: ctx.maintenant })
    .execute()
  return jeton
}

const depuis = (ctx: Pick<Ctx, 'maintenant'>) => new Date(ctx.maintenant.getTime() - JETON_MS)

/** The subscription that a token of a message opens; a request that was not confirmed in time is gone already. */
export async function getParJeton(ctx: Ctx, jeton: string, verrou = false): Promise<Abonnement | null> {
  const requete = ctx.db
    .selectFrom('abonnement')
    .innerJoin('abonnement_jeton', 'abonnement_jeton.abonnement', 'abonnement.id')
    .selectAll('abonnement')
    .where('abonnement_jeton.empreinte', '=', computeEmpreinte(jeton))
    .where('abonnement_jeton.cree_le', '>', depuis(ctx))
    .where((eb) => eb.or([eb('expire_le', 'is', null), eb('expire_le', '>', ctx.maintenant)]))
  const l = await (verrou ? requete.forUpdate('abonnement') : requete).executeTakeFirst()
  return l ? parseLigne(l) : null
}

export async function getAbonnement(ctx: Ctx, id: number, verrou = false): Promise<Abonnement | null> {
  const requete = ctx.db.selectFrom('abonnement').selectAll().where('id', '=', id)
  const l = await (verrou ? requete.forUpdate() : requete).executeTakeFirst()
  return l ? parseLigne(l) : null
}

/** What an account receives, requests that its mailbox has not confirmed included. */
export async function listAbonnements(ctx: Ctx, compte: string): Promise<Abonnement[]> {
  const lignes = await ctx.db
    .selectFrom('abonnement')
    .selectAll()
    .where('compte', '=', compte)
    .where((eb) => eb.or([eb('expire_le', 'is', null), eb('expire_le', '>', ctx.maintenant)]))
    .orderBy(sql`lower(nom)`)
    .orderBy('id')
    .execute()
  return lignes.map(parseLigne)
}

/** The same thing already received by the same person: what a second request would double. Locked. */
export async function getSemblable(
  ctx: Ctx,
  a: { genre: Genre; recherche?: string; compte: string | null; adresse: string | null },
): Promise<Abonnement | null> {
  const l = await ctx.db
    .selectFrom('abonnement')
    .selectAll()
    .where('genre', '=', a.genre)
    .where('recherche', 'is not distinct from', a.recherche ?? null)
    .where((eb) =>
      a.compte === null
        ? eb.and([eb('compte', 'is', null), eb('adresse', '=', a.adresse)])
        : eb('compte', '=', a.compte),
    )
    .where('etat', '<>', 'demande')
    .forUpdate()
    .executeTakeFirst()
  return l ? parseLigne(l) : null
}

/** Starts, or starts again after a pause: what came in before `vuRang` is not sent. */
export async function updateActif(ctx: Ctx, a: Abonnement, vuRang: number): Promise<void> {
  await ctx.db
    .updateTable('abonnement')
    .set({
      etat: 'actif',
      expire_le: null,
      ...(a.genre === 'recherche' && { vu_rang: vuRang, prochaine_le: computeEcheance(a, ctx.maintenant) }),
    })
    .where('id', '=', a.id)
    .execute()
}

export async function updatePause(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.updateTable('abonnement').set({ etat: 'pause', prochaine_le: null }).where('id', '=', id).execute()
}

export async function updateReglages(ctx: Ctx, a: Alerte, voulus: { nom: string } & Rythme): Promise<void> {
  const { nom, rythme, jour } = voulus
  await ctx.db
    .updateTable('abonnement')
    .set({ nom, rythme, jour, ...(a.etat === 'actif' && { prochaine_le: computeEcheance(voulus, ctx.maintenant) }) })
    .where('id', '=', a.id)
    .execute()
}

/** Sends the token of a request to the subscription that was there already, and drops the request. */
export async function removeDouble(ctx: Ctx, demande: number, garde: number): Promise<void> {
  await ctx.db.updateTable('abonnement_jeton').set({ abonnement: garde }).where('abonnement', '=', demande).execute()
  await deleteAbonnement(ctx, demande)
}

/** Erases a subscription, its address and its tokens. */
export async function deleteAbonnement(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.deleteFrom('abonnement').where('id', '=', id).execute()
}

/** Erases the requests that nobody confirmed and the tokens of old messages. */
export async function deletePerimes(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom('abonnement').where('expire_le', '<=', ctx.maintenant).execute()
  await ctx.db.deleteFrom('abonnement_jeton').where('cree_le', '<=', depuis(ctx)).execute()
}

/** Does the actor's account hold an address? */
export async function hasAdresse(ctx: Ctx): Promise<boolean> {
  const compte = ctx.acteur.compte === null ? undefined : await getCompte(ctx, ctx.acteur.compte)
  return Boolean(compte?.courriel)
}

/** How many receive each thing: all that those who look after the installation see of it. */
export async function getNombres(ctx: Ctx): Promise<Record<Genre, number>> {
  const { rows } = await sql<{ genre: Genre; nombre: number }>`
    select genre, count(*) as nombre from abonnement where etat = 'actif' group by genre`.execute(ctx.db)
  return { recherche: 0, lettre: 0, ...Object.fromEntries(rows.map((r) => [r.genre, r.nombre])) }
}

/** Where a subscription is sent now: its own address, or that of the account while it is open. */
const DESTINATION = sql<string>`coalesce(a.adresse, case when c.actif then c.courriel end)`

export interface Envoi<A extends Abonnement = Abonnement> {
  abonnement: A
  destination: string
}

/**
 * The alert that has waited longest among those whose time has come, locked; others that send pass it over.
 * @param sauf ids that failed in this run
 */
export async function getAlerteDue(ctx: Ctx, sauf: readonly number[]): Promise<Envoi<Alerte> | null> {
  const { rows } = await sql<LigneAbonnement & { destination: string }>`
    select a.*, ${DESTINATION} as destination from abonnement a left join compte c on c.id = a.compte
    where a.prochaine_le <= ${ctx.maintenant} and ${DESTINATION} is not null and a.id <> all(${sauf}::integer[])
    order by a.prochaine_le, a.id limit 1 for update of a skip locked`.execute(ctx.db)
  const l = rows[0]
  const abonnement = l && parseLigne(l)
  return l && abonnement?.genre === 'recherche' ? { abonnement, destination: l.destination } : null
}

/** Looked at up to `vuRang`; its next time is after now. */
export async function updateVue(ctx: Ctx, a: Alerte, vuRang: number, envoyee: boolean): Promise<void> {
  await ctx.db
    .updateTable('abonnement')
    .set({
      vu_rang: vuRang,
      prochaine_le: computeEcheance(a, ctx.maintenant),
      ...(envoyee && { envoye_le: ctx.maintenant }),
    })
    .where('id', '=', a.id)
    .execute()
}

/** Those who receive the letter, in order, from after `id`, locked: whoever withdraws meanwhile receives nothing. */
export async function listAbonnesLettre(ctx: Ctx, id: number, nombre: number): Promise<Envoi[]> {
  const { rows } = await sql<LigneAbonnement & { destination: string }>`
    select a.*, ${DESTINATION} as destination from abonnement a left join compte c on c.id = a.compte
    where a.genre = 'lettre' and a.etat = 'actif' and a.id > ${id} and ${DESTINATION} is not null
    order by a.id limit ${nombre} for update of a`.execute(ctx.db)
  return rows.map((l) => ({ abonnement: parseLigne(l), destination: l.destination }))
}
