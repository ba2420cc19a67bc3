import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { SYSTEME } from './acteur.ts'
import type { Ctx } from './context.ts'
import type { Db } from './db.ts'

/** Work in the background, declared. `executer` must bear being run again: a process may be killed in its middle. */
export interface Tache<D = unknown> {
  nom: string
  donnees: z.ZodType<D>
  /** Seconds from the end of a run to the next one: the task is then there once for the whole installation. */
  chaque?: number
  /** Failures in a row before it is given up (a periodic one never is); 8 if not said, over about two days. */
  essais?: number
  /** @param signal aborted when the process stops, or may no longer be the only one to run it. */
  executer(ctx: Ctx, donnees: D, signal: AbortSignal): Promise<void>
}

export const defineTache = <D>(tache: Tache<D>): Tache<D> => tache

const ESSAIS = 8
/** Key of a periodic task. */
const PERIODIQUE = 'periodique'
const ATTENTE_MAX_S = 24 * 3600

/** Seconds to wait after that many failures in a row: 30 s, then four times longer each time, a day at most. */
export const computeAttente = (echecs: number): number => Math.min(ATTENTE_MAX_S, 30 * 4 ** (echecs - 1))

/**
 * Asks for a task, through `ctx.db`: inside a transaction, it is asked if and only if the change stands.
 * @param cle one task at most waits under it: asked again, it keeps its data and takes the earlier date; asked again
 * while it runs, it runs once more. A periodic task is brought forward.
 */
export async function addTache<D>(
  ctx: Pick<Ctx, 'db' | 'maintenant'>,
  tache: Pick<Tache<D>, 'nom' | 'donnees' | 'chaque'>,
  donnees: D,
  {
    le = ctx.maintenant,
    cle = tache.chaque === undefined ? null : PERIODIQUE,
  }: { le?: Date; cle?: string | null } = {},
): Promise<void> {
  await sql`insert into tache as t (nom, cle, donnees, pour_le, creee_le)
    values (${tache.nom}, ${cle}, ${JSON.stringify(donnees)}::jsonb, ${le}, ${ctx.maintenant})
    on conflict (nom, cle) where cle is not null and abandonnee_le is null do update set
      pour_le = case when t.commencee_le is null then least(t.pour_le, excluded.pour_le) else t.pour_le end,
      encore_le = case when t.commencee_le is null then null else least(t.encore_le, excluded.pour_le) end`.execute(
    ctx.db,
  )
}

interface LigneTache {
  id: number
  nom: string
  donnees: unknown
  echecs: number
}

async function listDues(db: Db, noms: string[], maintenant: Date, sauf: number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select id from tache
    where pour_le <= ${maintenant} and abandonnee_le is null and nom = any(${noms}) and id <> all(${sauf}::bigint[])
    order by pour_le, id limit ${ENSEMBLE}`.execute(db)
  return rows.map((r) => r.id)
}

/**
 * Judged again under the lock: another process may have run it meanwhile. What was asked for again until now is this
 * run, where the one before was killed.
 */
async function updateCommencee(db: Db, id: number, maintenant: Date): Promise<LigneTache | undefined> {
  const { rows } = await sql<LigneTache>`update tache set commencee_le = ${maintenant},
      encore_le = case when encore_le > ${maintenant} then encore_le end
    where id = ${id} and pour_le <= ${maintenant} and abandonnee_le is null
    returning id, nom, donnees, echecs`.execute(db)
  return rows[0]
}

/** Over: gone, unless it is periodic or was asked for again meanwhile. */
async function updateFaite(db: Db, { id }: LigneTache, prochaine: Date | null): Promise<void> {
  if (prochaine === null) await sql`delete from tache where id = ${id} and encore_le is null`.execute(db)
  await sql`update tache set pour_le = coalesce(encore_le, ${prochaine}), encore_le = null, commencee_le = null,
    echecs = 0, erreur = null where id = ${id}`.execute(db)
}

async function updateEchouee(db: Db, ligne: LigneTache, tache: Tache, erreur: unknown, fin: Date): Promise<void> {
  const echecs = ligne.echecs + 1
  const abandon = tache.chaque === undefined && echecs >= (tache.essais ?? ESSAIS)
  const attente = Math.min(computeAttente(echecs), tache.chaque ?? Number.POSITIVE_INFINITY)
  await sql`update tache set pour_le = ${addSecondes(fin, attente)}, encore_le = null, commencee_le = null,
    echecs = ${echecs}, erreur = ${String(erreur).slice(0, 500)}, abandonnee_le = ${abandon ? fin : null}::timestamptz
    where id = ${ligne.id}`.execute(db)
}

const addSecondes = (date: Date, secondes: number): Date => new Date(date.getTime() + secondes * 1000)

interface Atelier {
  db: Db
  /** One connection: it holds the locks of the tasks that run, and its end frees them. */
  verrous: Db
  taches: readonly Tache[]
  signal: AbortSignal
  signaler: (nom: string, erreur: unknown) => void
}

const formatVerrou = (id: number) => sql`hashtextextended(${`tache ${id}`}, 0)`

/** Runs one task if no one else does. @param le the time, where it stands still. @returns false when it was not run. */
async function executeTache(atelier: Atelier, id: number, le?: Date): Promise<boolean> {
  const { verrous } = atelier
  const { rows } = await sql<{ pris: boolean }>`select pg_try_advisory_lock(${formatVerrou(id)}) as pris`.execute(
    verrous,
  )
  if (!rows[0]?.pris) return false
  try {
    return await executeSousVerrou(atelier, id, le)
  } finally {
    await sql`select pg_advisory_unlock(${formatVerrou(id)})`.execute(verrous)
  }
}

async function executeSousVerrou({ db, taches, signal, signaler }: Atelier, id: number, le?: Date): Promise<boolean> {
  const maintenant = le ?? new Date()
  const ligne = await updateCommencee(db, id, maintenant)
  const tache = taches.find((t) => t.nom === ligne?.nom)
  if (!ligne || !tache) return false
  try {
    const ctx: Ctx = { db, acteur: SYSTEME, maintenant, origine: { requete: randomUUID(), ip: null } }
    await tache.executer(ctx, tache.donnees.parse(ligne.donnees), signal)
  } catch (erreur) {
    // Stopped, not failed: it waits for the next process.
    if (signal.aborted) return true
    signaler(tache.nom, erreur)
    await updateEchouee(db, ligne, tache, erreur, le ?? new Date())
    return true
  }
  await updateFaite(db, ligne, tache.chaque === undefined ? null : addSecondes(le ?? new Date(), tache.chaque))
  return true
}

/**
 * Runs what is due at `ctx.maintenant`, one after another, and what that makes due, until nothing is: for tests and
 * the command line. A periodic task is run if it was asked for.
 * @returns how many were run. @throws what a task throws, its failure written.
 */
export async function executeTaches(
  ctx: Ctx,
  taches: readonly Tache[],
  signal = new AbortController().signal,
): Promise<number> {
  const noms = taches.map((t) => t.nom)
  const prises: number[] = []
  const erreurs: unknown[] = []
  const signaler = (_nom: string, erreur: unknown) => erreurs.push(erreur)
  return ctx.db.connection().execute(async (verrous) => {
    for (let faites = 0; ; ) {
      const [id] = await listDues(ctx.db, noms, ctx.maintenant, prises)
      if (id === undefined || signal.aborted) return faites
      if (await executeTache({ db: ctx.db, verrous, taches, signal, signaler }, id, ctx.maintenant)) faites++
      else prises.push(id)
      if (erreurs.length > 0) throw erreurs[0]
    }
  })
}

/** Tasks that one process runs at the same time. */
const ENSEMBLE = 4
const PAUSE_MS = 2000

/**
 * Runs the tasks in this process as they become due, beside other processes that do the same. A connection that breaks
 * frees the locks: what runs is told to stop, and the work starts again on another one.
 * @returns its end: tasks under way are told to stop, and waited for.
 */
export function startTaches(options: { db: Db; taches: readonly Tache[]; journal: Logger }): {
  close(): Promise<void>
} {
  const { db, taches, journal } = options
  const arret = new AbortController()
  const signaler = (tache: string, erreur: unknown) =>
    journal.warn({ tache, erreur: String(erreur) }, 'tâche remise à plus tard')
  const pause = () => setTimeout(PAUSE_MS, undefined, { signal: arret.signal, ref: false }).catch(() => undefined)
  const travailler = async (verrous: Db): Promise<void> => {
    const perte = new AbortController()
    const atelier: Atelier = { db, verrous, taches, signaler, signal: AbortSignal.any([arret.signal, perte.signal]) }
    const enCours = new Map<number, Promise<unknown>>()
    try {
      for (const tache of taches) if (tache.chaque !== undefined) await addPeriodique(db, tache)
      while (!arret.signal.aborted) {
        // Asked of the connection that holds the locks: its loss is known within a pause.
        const dues = await listDues(
          verrous,
          taches.map((t) => t.nom),
          new Date(),
          [...enCours.keys()],
        )
        for (const id of dues.slice(0, ENSEMBLE - enCours.size)) {
          const fin = executeTache(atelier, id).finally(() => enCours.delete(id))
          // Not run because another process has it: no reason to look again at once.
          enCours.set(
            id,
            fin.then((faite) => (faite ? undefined : pause())),
          )
        }
        await Promise.race([pause(), ...enCours.values()])
      }
    } finally {
      perte.abort()
      await Promise.allSettled(enCours.values())
    }
  }
  const boucle = async (): Promise<void> => {
    while (!arret.signal.aborted) {
      await db
        .connection()
        .execute(travailler)
        .catch((erreur) => signaler('toutes', erreur))
      await pause()
    }
  }
  const fin = boucle()
  return {
    close: () => {
      arret.abort()
      return fin
    },
  }
}

/** There from the first start on; another process may have put it there. */
async function addPeriodique(db: Db, { nom }: Tache): Promise<void> {
  const maintenant = new Date()
  await sql`insert into tache (nom, cle, pour_le, creee_le) values (${nom}, ${PERIODIQUE}, ${maintenant}, ${maintenant})
    on conflict do nothing`.execute(db)
}

/** Forgets tasks given up long ago. */
export async function deleteTachesAbandonnees(db: Db, avant: Date): Promise<void> {
  await sql`delete from tache where abandonnee_le < ${avant}`.execute(db)
}
