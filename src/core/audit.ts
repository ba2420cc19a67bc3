import { sql } from 'kysely'
import type { Acteur } from './acteur.ts'
import type { Ctx, Origine } from './context.ts'
import type { Db } from './db.ts'

declare module './base-tables.ts' {
  interface Base {
    trace: {
      id: import('kysely').Generated<number>
      quand: Date
      requete: string
      compte: string | null
      role: string
      evenement: string
      objet_type: string | null
      objet_id: string | null
      depuis: string | null
      issue: Issue
    }
    trace_publique: { jour: string; evenement: string; nombre: number }
  }
}

export type Issue = 'fait' | 'refus' | 'erreur'

/** What a gesture bears on: a noun of the domain and its id. Never a content. */
export interface Objet {
  type: string
  id: string | number
}

interface Evenement {
  evenement: string
  objet: Objet | null
  issue: Issue
}

function formatLigne(ctx: Pick<Ctx, 'acteur' | 'maintenant' | 'origine'>, e: Evenement) {
  return {
    quand: ctx.maintenant,
    requete: ctx.origine.requete,
    compte: ctx.acteur.compte,
    role: ctx.acteur.role,
    evenement: e.evenement,
    objet_type: e.objet?.type ?? null,
    objet_id: e.objet ? String(e.objet.id) : null,
    depuis: ctx.origine.ip,
    issue: e.issue,
  }
}

/** Writes one line of trace through `ctx.db`: inside the action's transaction, it lives or dies with the change. */
export async function addTrace(ctx: Ctx, evenement: Evenement): Promise<void> {
  await ctx.db.insertInto('trace').values(formatLigne(ctx, evenement)).execute()
}

const DELAI_MS = 1000
const LOT = 500

/**
 * Trace of readings. Written in batches, at most one second late, so that a page does not wait for it:
 * a change is traced in its own transaction, a reading may lose its last second on a kill -9
 * (docs/decisions/0003). Anonymous readings are only counted by day and event: no address is kept.
 */
export class TraceLectures {
  private lignes: ReturnType<typeof formatLigne>[] = []
  private comptes = new Map<string, number>()
  private minuterie: NodeJS.Timeout | null = null
  private enCours: Promise<void> = Promise.resolve()
  private readonly db: Db
  private readonly signaler: (erreur: unknown) => void

  constructor(db: Db, signaler: (erreur: unknown) => void) {
    this.db = db
    this.signaler = signaler
  }

  add(qui: { acteur: Acteur; maintenant: Date; origine: Origine }, evenement: Evenement): void {
    if (qui.acteur.compte === null && evenement.issue === 'fait') {
      this.count(evenement.evenement)
      return
    }
    this.lignes.push(formatLigne(qui, evenement))
    if (this.lignes.length >= LOT) void this.flush()
    else this.wait()
  }

  /** One more anonymous reading. */
  count(evenement: string): void {
    this.comptes.set(evenement, (this.comptes.get(evenement) ?? 0) + 1)
    this.wait()
  }

  private wait(): void {
    this.minuterie ??= setTimeout(() => void this.flush(), DELAI_MS)
  }

  /** Writes what waits. Resolves when everything added before the call is in the database, or was reported lost. */
  flush(): Promise<void> {
    if (this.minuterie) clearTimeout(this.minuterie)
    this.minuterie = null
    const { lignes, comptes } = this
    this.lignes = []
    this.comptes = new Map()
    this.enCours = this.enCours.then(() => this.write(lignes, comptes)).catch(this.signaler)
    return this.enCours
  }

  private async write(lignes: ReturnType<typeof formatLigne>[], comptes: Map<string, number>): Promise<void> {
    if (lignes.length > 0) await this.db.insertInto('trace').values(lignes).execute()
    if (comptes.size > 0) {
      // Sorted, so that two processes never wait for each other's rows in opposite orders.
      const noms = [...comptes.keys()].sort()
      await sql`insert into trace_publique as t (jour, evenement, nombre)
        select current_date, * from unnest(${noms}::text[], ${noms.map((n) => comptes.get(n) ?? 0)}::bigint[])
        on conflict (jour, evenement) do update set nombre = t.nombre + excluded.nombre`.execute(this.db)
    }
  }
}
