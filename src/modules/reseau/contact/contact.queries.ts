import { type Generated, type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { contactPolicy } from './contact.policy.ts'
import type { Contact } from './contact.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    contact: {
      id: Generated<number>
      cle: string | null
      prenom: string | null
      nom: string
      fonction: string | null
      profession: string | null
      organisme: number | null
      structure: number | null
      telephone: string | null
      courriel: string | null
      rpps: string | null
      visible: Generated<Contact['visible']>
      compte: string | null
      fictif: Generated<boolean>
      revision: Generated<number>
      cree_le: Date
      modifie_le: Date
      supprime_le: Date | null
    }
  }
}

/** Rows of `contact k` that the actor may read. */
export function filterContacts(ctx: Ctx): RawBuilder<boolean> {
  const droit = contactPolicy.filtre(ctx.acteur, 'lire')
  return droit === true || droit.includes('present')
    ? sql<boolean>`k.supprime_le is null`
    : sql<boolean>`k.supprime_le is null and k.visible = 'public'`
}

const listOu = (ctx: Ctx, suite: RawBuilder<unknown>) =>
  sql<Contact>`
  select k.id, k.prenom, k.nom, k.fonction, k.profession, k.organisme, k.structure, k.telephone, k.courriel, k.rpps,
    k.visible, k.compte, k.fictif, k.revision, k.modifie_le as "modifieLe", k.supprime_le as "supprimeLe"
  from contact k ${suite}`.execute(ctx.db)

/** A contact that the actor may read; null for any other. @param verrou locks it for a change */
export async function getContact(ctx: Ctx, id: number, verrou = false): Promise<Contact | null> {
  const { rows } = await listOu(
    ctx,
    sql`where k.id = ${id} and ${filterContacts(ctx)} ${verrou ? sql`for update of k` : sql``}`,
  )
  return rows[0] ?? null
}

/** Contacts by their ids, in no order, among those that the actor may read. */
export async function listContactsDesIds(ctx: Ctx, ids: readonly number[]): Promise<Contact[]> {
  const { rows } = await listOu(ctx, sql`where k.id = any (${ids}::integer[]) and ${filterContacts(ctx)}`)
  return rows
}

/** Contacts of a structure or of an organisme that the actor may read, by name. */
export async function listContacts(ctx: Ctx, de: { structure: number } | { organisme: number }): Promise<Contact[]> {
  const chez = 'structure' in de ? sql`k.structure = ${de.structure}` : sql`k.organisme = ${de.organisme}`
  const { rows } = await listOu(ctx, sql`where ${chez} and ${filterContacts(ctx)} order by cle_nom(k.nom), k.id`)
  return rows
}

/** Contacts that the actor may read, by name. */
export async function searchContacts(ctx: Ctx, q: string, limite = 20): Promise<Contact[]> {
  const { rows } = await listOu(
    ctx,
    sql`where ${filterContacts(ctx)} and cle_nom(concat_ws(' ', k.prenom, k.nom)) like '%' || cle_nom(${q}) || '%'
      order by cle_nom(k.nom), k.id limit ${limite}`,
  )
  return rows
}
