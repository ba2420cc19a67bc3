import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './db.ts'
import { ErreurDebit } from './errors.ts'
import type { Limite } from './route.ts'

/**
 * Counts one request against a limit; the count is shared by all processes.
 * The address is kept only as a hash that changes every day, and no longer than the window.
 * @returns what is left of it. @throws ErreurDebit with the seconds to wait.
 */
export async function checkDebit(db: Db, limite: Limite, qui: string, maintenant: Date): Promise<number> {
  const jour = maintenant.toISOString().slice(0, 10)
  const cle = createHash('sha256').update(`${limite.nom}|${jour}|${qui}`).digest('base64url')
  const fin = new Date(maintenant.getTime() + limite.secondes * 1000)
  const { rows } = await sql<{ nombre: number; fin: Date }>`
    insert into debit as d (cle, fin, nombre) values (${cle}, ${fin}, 1)
    on conflict (cle) do update set
      nombre = case when d.fin <= ${maintenant} then 1 else d.nombre + 1 end,
      fin = case when d.fin <= ${maintenant} then excluded.fin else d.fin end
    returning nombre, fin`.execute(db)
  const ligne = rows[0]
  if (ligne && ligne.nombre > limite.max) {
    throw new ErreurDebit(Math.max(1, Math.ceil((ligne.fin.getTime() - maintenant.getTime()) / 1000)))
  }
  return limite.max - (ligne?.nombre ?? 0)
}

/** Forgets the windows that are over. */
export async function deleteDebitsPasses(db: Db, maintenant: Date): Promise<void> {
  await sql`delete from debit where fin < ${maintenant}`.execute(db)
}
