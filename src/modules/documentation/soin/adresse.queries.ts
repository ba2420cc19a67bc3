import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { getReglage, updateReglage } from '#core/reglage.ts'
import { computeSuite, type EtatAdresse, type Observation, type SuiviAdresse, type VueAdresse } from './adresse.ts'

export interface Adresse extends SuiviAdresse {
  cle: string
  adresse: string
  hote: string
  statut: number | null
  motif: string | null
  vers: string | null
  verifieeLe: Date | null
  ecarteeLe: Date | null
  ecarteeRaison: string | null
}

/** An address that notices give, with what is known of it; nothing is known of one that was never asked. */
const COLONNES = sql`c.cle, c.adresse, c.hote, coalesce(a.etat, 'jamais') as etat, a.statut, a.motif, a.vers,
  a.verifiee_le as "verifieeLe", a.depuis, coalesce(a.pannes, '{}')::text[] as pannes,
  a.confirmee_le as "confirmeeLe", a.ecartee_le as "ecarteeLe", a.ecartee_raison as "ecarteeRaison"`

/** Gives a line to the addresses that have none yet, to be asked at once. @param cle that one only */
export async function addAdressesNouvelles(ctx: Ctx, cle: string | null = null): Promise<void> {
  await sql`insert into adresse (cle, adresse, hote, prochaine)
    select distinct on (n.cle) n.cle, n.adresse, n.hote, ${ctx.maintenant}::timestamptz from notice_adresse n
    where not exists (select from adresse a where a.cle = n.cle) ${cle === null ? sql`` : sql`and n.cle = ${cle}`}
    order by n.cle on conflict do nothing`.execute(ctx.db)
}

/** @param verrou its line is there, and locked */
export async function getAdresse(ctx: Ctx, cle: string, verrou = false): Promise<Adresse | null> {
  if (verrou) {
    await addAdressesNouvelles(ctx, cle)
    await sql`select from adresse where cle = ${cle} for update`.execute(ctx.db)
  }
  const { rows } = await sql<Adresse>`select ${COLONNES}
    from (select cle, adresse, hote from notice_adresse where cle = ${cle} limit 1) c
    left join adresse a using (cle)`.execute(ctx.db)
  return rows[0] ?? null
}

export const PAR_PAGE = 20

/** Addresses of a list, under the name `c`. */
const formatVue = (vue: VueAdresse, hote: string): RawBuilder<unknown> => sql`adresse c
  where ${vue === 'ecartee' ? sql`c.ecartee_le is not null` : sql`c.ecartee_le is null and c.etat = ${vue}`}
  ${hote ? sql`and c.hote = ${hote}` : sql``}`

export interface AdresseListee extends Adresse {
  /** Some of the notices that give it. */
  notices: { id: number; titre: string }[]
  nombre: number
}

/** One page of a list of addresses, site by site. */
export async function listAdresses(
  ctx: Ctx,
  vue: VueAdresse,
  hote: string,
  demandee: number,
): Promise<{ adresses: AdresseListee[]; total: number; page: number }> {
  const liste = formatVue(vue, hote)
  const compte = await sql<{ total: number }>`select count(*)::int as total from ${liste}`.execute(ctx.db)
  const total = compte.rows[0]?.total ?? 0
  const page = Math.min(demandee, Math.max(1, Math.ceil(total / PAR_PAGE)))
  const { rows } = await sql<AdresseListee>`
    with c as (select c.cle, c.adresse, c.hote from ${liste}
      order by c.hote, c.cle limit ${PAR_PAGE} offset ${(page - 1) * PAR_PAGE})
    select ${COLONNES}, n.notices, n.nombre
    from c join adresse a using (cle) cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('id', id, 'titre', titre) order by id) filter (where rang <= 3), '[]') as notices,
        count(*)::int as nombre
      from (select n.id, n.csl ->> 'title' as titre, row_number() over (order by n.id) as rang
        from notice n where n.id in (select notice from notice_adresse x where x.cle = c.cle)) t
    ) n
    order by c.hote, c.cle`.execute(ctx.db)
  return { adresses: rows, total, page }
}

/** Sites that a list holds, those with the most addresses first, fifty at most. */
export async function listHotes(ctx: Ctx, vue: VueAdresse): Promise<{ hote: string; nombre: number }[]> {
  const { rows } = await sql<{ hote: string; nombre: number }>`select c.hote, count(*)::int as nombre
    from ${formatVue(vue, '')} group by 1 order by 2 desc, 1 limit 50`.execute(ctx.db)
  return rows
}

/** The address after this one in a list, else the first of the list; null when it is empty. */
export async function getAdresseSuivante(
  ctx: Ctx,
  vue: VueAdresse,
  hote: string,
  apres: { hote: string; cle: string },
): Promise<string | null> {
  const liste = formatVue(vue, hote)
  const { rows } = await sql<{ cle: string }>`
    (select c.hote, c.cle, 1 as tour from ${liste} and (c.hote, c.cle) > (${apres.hote}, ${apres.cle}::uuid)
      order by c.hote, c.cle limit 1)
    union all
    (select c.hote, c.cle, 2 from ${liste} and c.cle <> ${apres.cle}::uuid order by c.hote, c.cle limit 1)
    order by tour limit 1`.execute(ctx.db)
  return rows[0]?.cle ?? null
}

export interface NoticeAdresse {
  id: number
  version: number
  titre: string
  champ: 'URL' | 'DOI'
}

/** The notices that give an address, and in which field. */
export async function listNoticesAdresse(ctx: Ctx, cle: string): Promise<NoticeAdresse[]> {
  const { rows } = await sql<NoticeAdresse>`select n.id, n.version, n.csl ->> 'title' as titre, a.champ
    from notice_adresse a join notice n on n.id = a.notice where a.cle = ${cle} order by n.id, a.champ`.execute(ctx.db)
  return rows
}

export interface Resultat {
  quand: Date
  etat: EtatAdresse
  statut: number | null
  motif: string | null
  vers: string | null
}

/** The last visits of an address, newest first. */
export async function listResultats(ctx: Ctx, cle: string): Promise<Resultat[]> {
  const { rows } = await sql<Resultat>`select quand, etat, statut, motif, vers from adresse_resultat
    where cle = ${cle} order by quand desc`.execute(ctx.db)
  return rows
}

/** What is known of the addresses of one notice: its URL first. */
export async function listAdressesNotice(ctx: Ctx, notice: number): Promise<(Adresse & { champ: 'URL' | 'DOI' })[]> {
  const { rows } = await sql<Adresse & { champ: 'URL' | 'DOI' }>`select ${COLONNES}, c.champ
    from notice_adresse c left join adresse a using (cle) where c.notice = ${notice} order by c.champ desc`.execute(
    ctx.db,
  )
  return rows
}

export interface AdresseDue {
  cle: string
  adresse: string
  hote: string
}

/**
 * Addresses to visit, those that waited longest first, never asked ones before all.
 * @param parHote of one site at most, so that a large one does not take the whole run
 * @param tout even those whose time has not come
 */
export async function listAdressesDues(
  ctx: Ctx,
  { max, parHote, tout }: { max: number; parHote: number; tout: boolean },
): Promise<AdresseDue[]> {
  const { rows } = await sql<AdresseDue>`
    select cle, adresse, hote from (
      select cle, adresse, hote, verifiee_le, prochaine,
        row_number() over (partition by hote order by verifiee_le is not null, prochaine, cle) as rang
      from adresse
      where ecartee_le is null and (prochaine <= ${ctx.maintenant} or ${tout}::boolean)
        and verifiee_le is distinct from ${ctx.maintenant}
    ) t
    where rang <= ${parHote} order by verifiee_le is not null, prochaine, rang, cle limit ${max}`.execute(ctx.db)
  return rows
}

const VERROU = sql`hashtextextended('adresse.verification', 0)`

/** Lends the right to visit, which one process has at a time: no site gets two visitors. Null: another one has it. */
export function withVisites<T>(ctx: Ctx, faire: () => Promise<T>): Promise<T | null> {
  return ctx.db.connection().execute(async (verrou) => {
    const { rows } = await sql<{ pris: boolean }>`select pg_try_advisory_lock(${VERROU}) as pris`.execute(verrou)
    if (!rows[0]?.pris) return null
    return faire().finally(() => sql`select pg_advisory_unlock(${VERROU})`.execute(verrou))
  })
}

/** Three addresses of other sites that answered when last asked. */
export async function listTemoins(ctx: Ctx, sauf: readonly string[]): Promise<AdresseDue[]> {
  const { rows } = await sql<AdresseDue>`select cle, adresse, hote from (
      select distinct on (hote) cle, adresse, hote, verifiee_le from adresse
      where etat = 'bonne' and statut is not null and hote <> all(${[...new Set(sauf)]}::text[])
      order by hote, verifiee_le desc) t
    order by verifiee_le desc limit 3`.execute(ctx.db)
  return rows
}

/** Visits of one address that are kept. */
const RESULTATS_MAX = 20

/**
 * Writes what a visit saw. In a transaction of its own; what people decided meanwhile stays.
 * @returns the state; null when no notice gives this address any more
 */
export async function updateVisite(
  ctx: Ctx,
  due: AdresseDue,
  vu: Observation,
  hasard: number,
): Promise<EtatAdresse | null> {
  return ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    const { rows } =
      await sql<SuiviAdresse>`select etat, pannes::text[] as pannes, depuis, confirmee_le as "confirmeeLe"
      from adresse where cle = ${due.cle} for update`.execute(db)
    const [avant] = rows
    if (!avant) return null
    const suite = computeSuite(avant, vu, ctx.maintenant, hasard)
    await sql`update adresse set etat = ${suite.etat}, statut = ${vu.statut}, motif = ${vu.motif}, vers = ${vu.vers},
      verifiee_le = ${ctx.maintenant}, depuis = ${suite.depuis}, prochaine = ${suite.prochaine},
      pannes = ${suite.pannes}::date[] where cle = ${due.cle}`.execute(db)
    await addResultat(dans, due.cle, { etat: suite.etat, statut: vu.statut, motif: vu.motif, vers: vu.vers })
    return suite.etat
  })
}

async function addResultat(ctx: Ctx, cle: string, r: Omit<Resultat, 'quand'>): Promise<void> {
  await sql`insert into adresse_resultat (cle, quand, etat, statut, motif, vers)
    values (${cle}, ${ctx.maintenant}, ${r.etat}, ${r.statut}, ${r.motif}, ${r.vers}) on conflict do nothing`.execute(
    ctx.db,
  )
  await sql`delete from adresse_resultat where cle = ${cle} and quand not in (
    select quand from adresse_resultat where cle = ${cle} order by quand desc limit ${RESULTATS_MAX})`.execute(ctx.db)
}

/** A person opened it and found it good. */
export async function updateConfirmation(ctx: Ctx, cle: string): Promise<void> {
  await sql`update adresse set etat = 'bonne', statut = null, motif = null, vers = null, pannes = '{}',
    depuis = ${ctx.maintenant}, confirmee_le = ${ctx.maintenant}, confirmee_par = ${ctx.acteur.compte},
    prochaine = ${ctx.maintenant}::timestamptz + interval '30 days' where cle = ${cle}`.execute(ctx.db)
}

/** @param raison null: back among those that are visited, at once */
export async function updateEcart(ctx: Ctx, cle: string, raison: string | null): Promise<void> {
  await (raison === null
    ? sql`update adresse set ecartee_le = null, ecartee_par = null, ecartee_raison = null, prochaine = ${ctx.maintenant}
        where cle = ${cle}`
    : sql`update adresse set ecartee_le = ${ctx.maintenant}, ecartee_par = ${ctx.acteur.compte}, ecartee_raison = ${raison}
        where cle = ${cle}`
  ).execute(ctx.db)
}

export interface Bilan {
  quand: Date | null
  verifiees: number
}

const REGLAGE = 'soin.liens'

/** The last run of the checker. */
export async function getBilan(ctx: Ctx): Promise<Bilan> {
  const valeur = await getReglage(ctx.db, REGLAGE)
  if (typeof valeur !== 'object' || valeur === null) return { quand: null, verifiees: 0 }
  const { quand, verifiees } = valeur as { quand: string; verifiees: number }
  return { quand: new Date(quand), verifiees }
}

export const updateBilan = (ctx: Ctx, verifiees: number): Promise<void> =>
  updateReglage(ctx.db, REGLAGE, { quand: ctx.maintenant.toISOString(), verifiees })
