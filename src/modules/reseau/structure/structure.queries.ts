import { type Generated, type GeneratedAlways, type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { filterCoordonnee, filterLisibles, formatMots } from '../fiche/fiche.queries.ts'
import type { Publication } from '../fiche/fiche.ts'
import type { CriteresStructures, EtatStructure, Structure, StructureListe } from './structure.ts'

export interface TableStructure {
  id: Generated<number>
  cle: string | null
  organisme: number | null
  nom: string
  sigle: string | null
  type: string | null
  description: string | null
  finess: string | null
  finess_ej: string | null
  siret: string | null
  categorie: string | null
  categorie_libelle: string | null
  adresse: string | null
  complement: string | null
  code_postal: string | null
  commune: string | null
  departement: GeneratedAlways<string | null>
  longitude: number | null
  latitude: number | null
  position_source: string | null
  telephone: string | null
  courriel: string | null
  site_web: string | null
  horaires: string | null
  accessibilite: string | null
  accessibilite_url: string | null
  langues: Generated<string[]>
  reseaux_porteurs: Generated<string[]>
  date_ouverture: string | null
  etat: Generated<EtatStructure>
  fictif: Generated<boolean>
  publication: Generated<Publication>
  source: Generated<string>
  source_id: string | null
  source_url: string | null
  licence: string | null
  source_maj: string | null
  origine: Record<string, unknown> | null
  champs_tenus: Generated<string[]>
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
    structure: TableStructure
  }
}

/** A whole structure, of alias `s`. */
const lineStructure = (ctx: Ctx) => sql`
  select s.id, s.organisme, s.nom, s.sigle, s.type, s.description, s.finess, s.finess_ej as "finessEj", s.siret,
    s.categorie, s.categorie_libelle as "categorieLibelle", s.adresse, s.complement, s.code_postal as "codePostal",
    s.commune, s.departement, s.longitude, s.latitude, s.position_source as "positionSource", s.telephone, s.courriel,
    s.site_web as "siteWeb", s.horaires, s.accessibilite, s.accessibilite_url as "accessibiliteUrl", s.langues,
    s.reseaux_porteurs as "reseauxPorteurs", s.date_ouverture as "dateOuverture", s.etat, s.fictif, s.publication,
    s.source, s.source_id as "sourceId", s.source_url as "sourceUrl", s.licence, s.source_maj as "sourceMaj",
    s.origine, s.champs_tenus as "champsTenus", s.revision, s.verifie_le as "verifieLe",
    nullif(concat_ws(' ', v.prenom, v.nom), '') as "verifiePar", s.cree_le as "creeLe", s.modifie_le as "modifieLe",
    s.supprime_le as "supprimeLe", s.remplace_par as "remplacePar",
    c.nom as "nomCommune", r.nom as "nomRegion", o.nom as "nomOrganisme", ${filterCoordonnee(ctx, sql`s.commune`)} as coordonnee
  from structure s left join compte v on v.id = s.verifie_par left join commune c on c.code = s.commune
    left join region r on r.code = c.region left join organisme o on o.id = s.organisme and o.supprime_le is null`

/** A structure by its id, deleted ones included: the policy says who reads it. @param verrou locks it for a change */
export async function getStructure(ctx: Ctx, id: number, verrou = false): Promise<Structure | null> {
  const { rows } =
    await sql<Structure>`${lineStructure(ctx)} where s.id = ${id} ${verrou ? sql`for update of s` : sql``}`.execute(
      ctx.db,
    )
  return rows[0] ?? null
}

/** The same for several, in no order, without those that are deleted. */
export async function listStructures(ctx: Ctx, ids: readonly number[]): Promise<Structure[]> {
  const { rows } = await sql<Structure>`
    ${lineStructure(ctx)} where s.id = any (${ids}::integer[]) and s.supprime_le is null`.execute(ctx.db)
  return rows
}

/** Where a merged structure’s old address leads: the end of the chain, null when it is not a merged one. */
export async function getRemplacante(ctx: Ctx, id: number): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    with recursive chaine as (
      select id, remplace_par, 0 as rang from structure where id = ${id}
      union all
      select s.id, s.remplace_par, rang + 1 from chaine join structure s on s.id = chaine.remplace_par where rang < 20
    )
    select id from chaine where remplace_par is null and rang > 0`.execute(ctx.db)
  return rows[0]?.id ?? null
}

const isNumero = (q: string): boolean => /^(\d{9}|2[AB]\d{7}|\d{14})$/.test(q)

function* listConditions(ctx: Ctx, c: CriteresStructures): Generator<RawBuilder<boolean>> {
  yield filterLisibles(ctx, 's')
  const numero = c.q?.replace(/\s/g, '').toUpperCase()
  if (numero && isNumero(numero)) {
    yield numero.length === 14
      ? sql<boolean>`s.siret = ${numero}`
      : sql<boolean>`(s.finess = ${numero} or s.finess_ej = ${numero}
          or s.siret between ${`${numero}00000`} and ${`${numero}99999`})`
  } else if (c.q?.trim()) {
    yield sql<boolean>`s.id in (select id from structure where recherche @@ ${formatMots(c.q)} union
      select structure from service where recherche @@ ${formatMots(c.q)} and supprime_le is null)`
  }
  const [type, ...autres] = c.types ?? []
  if (type !== undefined && autres.length === 0) yield sql<boolean>`s.type = ${type}`
  else if (c.types?.length) yield sql<boolean>`s.type = any (${c.types}::text[])`
  if (c.communes) {
    yield sql<boolean>`s.commune = any (array(select code from commune
      where code = any (${c.communes}::text[]) or ville = any (${c.communes}::text[])))`
  }
  if (c.departement) yield sql<boolean>`s.departement = ${c.departement}`
  if (c.organisme) yield sql<boolean>`s.organisme = ${c.organisme}`
  if (c.etats?.length) yield sql<boolean>`s.etat = any (${c.etats}::text[])`
  if (c.nonVerifieesDepuis) yield sql<boolean>`(s.verifie_le is null or s.verifie_le < ${c.nonVerifieesDepuis}::date)`
  const { themes = [], publics = [] } = c
  if (themes.length + publics.length > 0) {
    // One and the same service is about the theme and for the public.
    yield sql<boolean>`s.id in (select structure from service where supprime_le is null
      and ${themes.length > 0 ? sql`themes && ${themes}::text[]` : sql`true`}
      and ${publics.length > 0 ? sql`publics && ${publics}::text[]` : sql`true`})`
  }
}

/** Ids of all that answer, by name: what a file of them holds. */
export async function listIdsStructures(
  ctx: Ctx,
  criteres: Omit<CriteresStructures, 'limite' | 'debut'>,
): Promise<number[]> {
  const conditions = sql.join([...listConditions(ctx, { ...criteres, limite: 0 })], sql` and `)
  const { rows } = await sql<{ id: number }>`
    select s.id from structure s where ${conditions} order by s.nom_cle, s.id`.execute(ctx.db)
  return rows.map((l) => l.id)
}

/** A page of the list. @param choisies `id` and `total` alone: what an index can tell without the wide rows */
const listLignes = (choisies: RawBuilder<unknown>) => sql<StructureListe & { total: number }>`
  select s.id, s.nom, s.sigle, s.type, s.categorie_libelle as "categorieLibelle", s.adresse,
    s.code_postal as "codePostal", s.commune, c.nom as "nomCommune", s.longitude, s.latitude, s.telephone, s.etat,
    s.fictif, s.publication, s.verifie_le as "verifieLe", s.source, s.source_maj as "sourceMaj", p.total,
    (select count(*) from service where structure = s.id and supprime_le is null) as services
  from (${choisies}) p join structure s using (id) left join commune c on c.code = s.commune order by s.nom_cle, s.id`

/**
 * Structures that answer, by name, and how many there are in all. Words and themes give a set, which is read once; the
 * other criteria are read in the order of an index, which also counts by itself.
 */
export async function searchStructures(
  ctx: Ctx,
  criteres: CriteresStructures,
): Promise<{ structures: StructureListe[]; total: number }> {
  const conditions = sql.join([...listConditions(ctx, criteres)], sql` and `)
  const { limite, debut = 0, q, themes = [], publics = [] } = criteres
  const ensemble = Boolean(q?.trim()) || themes.length + publics.length > 0
  const total = ensemble ? sql`count(*) over ()` : sql`0`
  const page = listLignes(
    sql`select s.id, ${total} as total from structure s where ${conditions}
      order by s.nom_cle, s.id limit ${limite} offset ${debut}`,
  )
  const count = async () => {
    const { rows } = await sql<{ total: number }>`
      select count(*) as total from structure s where ${conditions}`.execute(ctx.db)
    return rows[0]?.total ?? 0
  }
  const [{ rows }, compte] = await Promise.all([page.execute(ctx.db), ensemble ? null : count()])
  const structures = rows.map(({ total: _, ...structure }) => structure)
  // After the last page, no line says how many there are.
  return { structures, total: compte ?? rows[0]?.total ?? (debut > 0 ? await count() : 0) }
}
