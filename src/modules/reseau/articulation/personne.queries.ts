import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import { filterContacts } from '../contact/contact.queries.ts'
import type { Contact } from '../contact/contact.ts'

/** Who answers for a dispositif, in the order in which one calls them. */
const ROLES = ['coordination', 'presidence', 'elu-referent']

/** Somebody to bring together with others. */
export interface Personne
  extends Pick<Contact, 'id' | 'prenom' | 'nom' | 'fonction' | 'courriel' | 'telephone' | 'fictif'> {
  dispositif: number
  role: string
}

/** Those who coordinate or preside these dispositifs today, as far as the actor may read them. */
export async function listPersonnes(ctx: Ctx, dispositifs: readonly number[]): Promise<Personne[]> {
  const jour = formatJour(ctx.maintenant)
  const { rows } = await sql<Personne>`
    select m.dispositif, m.role, k.id, k.prenom, k.nom, k.fonction, k.courriel, k.telephone, k.fictif
    from membre m join contact k on k.id = m.contact
    where m.dispositif = any (${dispositifs}::int[]) and m.role = any (${ROLES}::text[]) and ${filterContacts(ctx)}
      and (m.debut is null or m.debut <= ${jour}::date) and (m.fin is null or m.fin >= ${jour}::date)
    order by m.dispositif, array_position(${ROLES}::text[], m.role), k.nom, k.id`.execute(ctx.db)
  return rows
}

/** A member of both dispositifs of a pair: where its sheet is, what it is called. */
export interface Commun {
  genre: 'contact' | 'organisme' | 'structure'
  id: number
  nom: string
}

/** Who stands behind keys such as `organisme-3`, as far as the actor may read them; the others are left out. */
export async function listCommuns(ctx: Ctx, cles: readonly string[]): Promise<Commun[]> {
  const { rows } = await sql<Commun>`
    with cle as (select split_part(c, '-', 1) as genre, split_part(c, '-', 2)::int as id from unnest(${cles}::text[]) c)
    select 'contact' as genre, k.id, concat_ws(' ', k.prenom, k.nom) as nom from contact k
    where k.id in (select id from cle where genre = 'contact') and ${filterContacts(ctx)}
    union all
    select 'organisme', o.id, o.nom from organisme o
    where o.id in (select id from cle where genre = 'organisme') and o.supprime_le is null and o.publication = 'publie'
    union all
    select 'structure', s.id, s.nom from structure s
    where s.id in (select id from cle where genre = 'structure') and s.supprime_le is null and s.publication = 'publie'
    order by 1, 3, 2`.execute(ctx.db)
  return rows
}
