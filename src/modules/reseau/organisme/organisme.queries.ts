import { type Generated, type GeneratedAlways, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterCoordonnee, filterLisibles, formatMots } from '../fiche/fiche.queries.ts'
import type { Publication } from '../fiche/fiche.ts'
import type { Organisme } from './organisme.ts'

export interface TableOrganisme {
  id: Generated<number>
  cle: string | null
  nom: string
  sigle: string | null
  type: string | null
  description: string | null
  parent: number | null
  finess: string | null
  siren: string | null
  telephone: string | null
  courriel: string | null
  site_web: string | null
  commune: string | null
  fictif: Generated<boolean>
  publication: Generated<Publication>
  source: Generated<string>
  source_id: string | null
  source_url: string | null
  licence: string | null
  revision: Generated<number>
  verifie_le: string | null
  verifie_par: string | null
  cree_par: string | null
  cree_le: Date
  modifie_le: Date
  supprime_le: Date | null
  remplace_par: number | null
  nom_cle: GeneratedAlways<string>
}
declare module '#core/base-tables.ts' {
  interface Base {
    organisme: TableOrganisme
  }
}

const lineOrganisme = (ctx: Ctx) => sql`
  select o.id, o.nom, o.sigle, o.type, o.description, o.parent, o.finess, o.siren, o.telephone, o.courriel,
    o.site_web as "siteWeb", o.commune, o.fictif, o.publication, o.source, o.source_id as "sourceId",
    o.source_url as "sourceUrl", o.licence, o.revision, o.verifie_le as "verifieLe",
    nullif(concat_ws(' ', v.prenom, v.nom), '') as "verifiePar", o.cree_le as "creeLe", o.modifie_le as "modifieLe",
    o.supprime_le as "supprimeLe", o.remplace_par as "remplacePar",
    p.nom as "nomParent", c.nom as "nomCommune", ${filterCoordonnee(ctx, sql`o.commune`)} as coordonnee
  from organisme o left join compte v on v.id = o.verifie_par left join commune c on c.code = o.commune
    left join organisme p on p.id = o.parent and p.supprime_le is null`

/** An organisme by its id, deleted ones included: the policy says who reads it. @param verrou locks it for a change */
export async function getOrganisme(ctx: Ctx, id: number, verrou = false): Promise<Organisme | null> {
  const { rows } =
    await sql<Organisme>`${lineOrganisme(ctx)} where o.id = ${id} ${verrou ? sql`for update of o` : sql``}`.execute(
      ctx.db,
    )
  return rows[0] ?? null
}

/** The same for several, in no order, without those that are deleted. */
export async function listOrganismes(ctx: Ctx, ids: readonly number[]): Promise<Organisme[]> {
  const { rows } = await sql<Organisme>`
    ${lineOrganisme(ctx)} where o.id = any (${ids}::integer[]) and o.supprime_le is null`.execute(ctx.db)
  return rows
}

/** Organismes by words or by FINESS or SIREN number, those whose name begins so first. */
export async function searchOrganismes(
  ctx: Ctx,
  { q, ids, limite, debut = 0 }: { q?: string; ids?: readonly number[]; limite: number; debut?: number },
): Promise<{ organismes: Organisme[]; total: number }> {
  const numero = q?.replace(/\s/g, '').toUpperCase()
  const demande = ids
    ? sql<boolean>`o.id = any (${ids}::integer[])`
    : !q?.trim()
      ? sql<boolean>`true`
      : numero && /^\d[\dAB]\d{7}$/.test(numero)
        ? sql<boolean>`(o.finess = ${numero} or o.siren = ${numero})`
        : sql<boolean>`o.recherche @@ ${formatMots(q)}`
  const conditions = sql`${filterLisibles(ctx, 'o')} and ${demande}`
  const [{ rows }, compte] = await Promise.all([
    sql<Organisme>`${lineOrganisme(ctx)} where ${conditions}
      order by o.nom_cle like cle_nom(${q ?? ''}) || '%' desc, o.nom_cle, o.id limit ${limite} offset ${debut}`.execute(
      ctx.db,
    ),
    sql<{ total: number }>`select count(*) as total from organisme o where ${conditions}`.execute(ctx.db),
  ])
  return { organismes: rows, total: compte.rows[0]?.total ?? 0 }
}

/** How deep a tree of bodies is read: none is deeper, and a fault in the base must not turn round for ever. */
const PROFONDEUR_MAX = 20

/** The organisme and those above it that are published, the nearest first. */
export async function listAncetres(ctx: Ctx, id: number): Promise<{ id: number; nom: string }[]> {
  const { rows } = await sql<{ id: number; nom: string }>`
    with recursive ligne as (
      select id, nom, parent, 1 as rang from organisme o where id = ${id} and ${filterLisibles(ctx, 'o')}
      union all
      select o.id, o.nom, o.parent, rang + 1 from ligne join organisme o on o.id = ligne.parent
      where rang < ${PROFONDEUR_MAX} and ${filterLisibles(ctx, 'o')}
    )
    select id, nom from ligne order by rang`.execute(ctx.db)
  return rows
}

/** Organismes that belong to it, by name. */
export async function listEnfants(ctx: Ctx, id: number): Promise<{ id: number; nom: string }[]> {
  const { rows } = await sql<{ id: number; nom: string }>`
    select o.id, o.nom from organisme o where o.parent = ${id} and ${filterLisibles(ctx, 'o')}
    order by o.nom_cle, o.id limit 200`.execute(ctx.db)
  return rows
}

/** Where a merged organisme’s old address leads: the end of the chain, null when it is not a merged one. */
export async function getOrganismeRemplacant(ctx: Ctx, id: number): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    with recursive chaine as (
      select id, remplace_par, 0 as rang from organisme where id = ${id}
      union all
      select o.id, o.remplace_par, rang + 1 from chaine join organisme o on o.id = chaine.remplace_par
      where rang < ${PROFONDEUR_MAX}
    )
    select id from chaine where remplace_par is null and rang > 0`.execute(ctx.db)
  return rows[0]?.id ?? null
}
