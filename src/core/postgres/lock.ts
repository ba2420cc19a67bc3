import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

/** A lock between processes, held on a file. */
export interface Lock {
  close(): void
}

const SQLITE_BUSY = 5
const PAS_MS = 50

/**
 * Takes a lock on `file` (created when absent), or resolves with null when others still hold it after `waitMs`.
 * Held through an SQLite transaction, which locks the file in the kernel on every system: a process that dies,
 * whatever the way, gives its lock back, so that no stale lock ever has to be recognised.
 */
export async function openLock(file: string, mode: 'exclusive' | 'shared', waitMs: number): Promise<Lock | null> {
  const fin = Date.now() + waitMs
  const db = new DatabaseSync(file, { timeout: 0 })
  for (;;) {
    try {
      db.exec(mode === 'exclusive' ? 'begin exclusive' : 'begin; select count(*) from sqlite_master')
      return { close: () => db.close() }
    } catch (error) {
      const busy = error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
      if (!busy || Date.now() >= fin) {
        db.close()
        if (busy) return null
        throw error
      }
      // A shared lock that failed may have left its transaction open.
      if (db.isTransaction) db.exec('rollback')
      await sleep(PAS_MS)
    }
  }
}
