import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './db.ts'
import { ErreurDebit } from './errors.ts'
import type { Limite } from './route.ts'

/** Where one stands in a limit: calls left, and seconds until all of them come back. */
export interface Debit {
  limite: Limite
  reste: number
  attente: number
}

/**
 * Counts one request against a limit; the count is shared by all processes.
 * The address is kept only as a hash that changes every day, and no longer than the window.
 */
export async function addDebit(
  db: Db,
  limite: Limite,
  qui: string,
  maintenant: Date,
): Promise<Debit & { depasse: boolean }> {
  const jour = maintenant.toISOString().slice(0, 10)
  const cle = createHash('sha256').update(`${limite.nom}|${jour}|${qui}`).digest('base64url')
  const fin = new Date(maintenant.getTime() + limite.secondes * 1000)
  const { rows } = await sql<{ nombre: number; fin: Date }>`
    insert into debit as d (cle, fin, nombre) values (${cle}, ${fin}, 1)
    on conflict (cle) do update set
      nombre = case when d.fin <= ${maintenant} then 1 else d.nombre + 1 end,
      fin = case when d.fin <= ${maintenant} then excluded.fin else d.fin end
    returning nombre, fin`.execute(db)
  const ligne = rows[0] ?? { nombre: 1, fin }
  return {
    limite,
    reste: Math.max(0, limite.max - ligne.nombre),
    attente: Math.max(1, Math.ceil((ligne.fin.getTime() - maintenant.getTime()) / 1000)),
    depasse: ligne.nombre > limite.max,
  }
}

/** The same. @throws ErreurDebit with the seconds to wait. */
export async function checkDebit(db: Db, limite: Limite, qui: string, maintenant: Date): Promise<void> {
  const { depasse, attente } = await addDebit(db, limite, qui, maintenant)
  if (depasse) throw new ErreurDebit(attente)
}

/** Forgets the windows that are over. */
export async function deleteDebitsPasses(db: Db, maintenant: Date): Promise<void> {
  await sql`delete from debit where fin < ${maintenant}`.execute(db)
}
