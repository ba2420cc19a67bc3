import { sql } from 'kysely'
import type { Db } from './db.ts'

/** A fact about the installation, kept in the database. @returns undefined when it was never said. */
export async function getReglage(db: Db, cle: string): Promise<unknown> {
  const { rows } = await sql<{ valeur: unknown }>`select valeur from reglage where cle = ${cle}`.execute(db)
  return rows[0]?.valeur
}

export async function updateReglage(db: Db, cle: string, valeur: unknown): Promise<void> {
  await sql`insert into reglage (cle, valeur) values (${cle}, ${JSON.stringify(valeur)}::jsonb)
    on conflict (cle) do update set valeur = excluded.valeur, modifie_le = now()`.execute(db)
}

/** Inside a transaction: waits until no other process holds this name; released with the transaction. */
export async function lockNom(db: Db, nom: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${nom}, 0))`.execute(db)
}
