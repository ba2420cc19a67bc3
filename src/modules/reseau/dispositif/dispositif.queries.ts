import { type Generated, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import { type Cas, dispositifPolicy } from './dispositif.policy.ts'
import type { Description, Dispositif } from './dispositif.ts'

interface TableDispositif {
  id: Generated<number>
  cle: string | null
  type: string
  nom: string
  description: string | null
  organisme: number | null
  commune: string | null
  adresse: string | null
  telephone: string | null
  courriel: string | null
  site_web: string | null
  themes: Generated<string[]>
  publics: Generated<string[]>
  qpv: Generated<string[]>
  etape: string | null
  communes: Generated<string[]>
  fictif: Generated<boolean>
  publication: Generated<'propose' | 'publie'>
  source: string | null
  source_url: string | null
  valeurs: Generated<Record<string, string | number>>
  revision: Generated<number>
  verifie_le: string | null
  verifie_par: string | null
  cree_par: string | null
  cree_le: Date
  modifie_le: Date
  fin: string | null
  supprime_le: Date | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    dispositif: TableDispositif
    dispositif_commune: { dispositif: number; commune: string; type: string }
    coordination: { dispositif: number; compte: string; depuis: Date; donnee_par: string | null }
  }
}

/** A dispositif, and whether the actor coordinates it. */
export interface DispositifLu extends Dispositif {
  coordonne: boolean
}

const COLONNES = [
  'dispositif.id',
  'dispositif.cle',
  'dispositif.type',
  'dispositif.nom',
  'dispositif.description',
  'dispositif.organisme',
  'dispositif.commune',
  'dispositif.adresse',
  'dispositif.telephone',
  'dispositif.courriel',
  'dispositif.site_web',
  'dispositif.themes',
  'dispositif.publics',
  'dispositif.qpv',
  'dispositif.etape',
  'dispositif.communes',
  'dispositif.fictif',
  'dispositif.publication',
  'dispositif.source',
  'dispositif.source_url',
  'dispositif.valeurs',
  'dispositif.revision',
  'dispositif.verifie_le',
  'dispositif.verifie_par',
  'dispositif.cree_par',
  'dispositif.cree_le',
  'dispositif.modifie_le',
  'dispositif.fin',
  'dispositif.supprime_le',
] as const

const parseLigne = (l: Selectable<TableDispositif> & { coordonne: boolean }): DispositifLu => ({
  id: l.id,
  cle: l.cle,
  type: l.type,
  nom: l.nom,
  description: l.description,
  organisme: l.organisme,
  commune: l.commune,
  adresse: l.adresse,
  telephone: l.telephone,
  courriel: l.courriel,
  siteWeb: l.site_web,
  themes: l.themes,
  publics: l.publics,
  qpv: l.qpv,
  etape: l.etape,
  communes: l.communes,
  fictif: l.fictif,
  publication: l.publication,
  source: l.source,
  sourceUrl: l.source_url,
  valeurs: l.valeurs,
  revision: l.revision,
  verifieLe: l.verifie_le,
  verifiePar: l.verifie_par,
  creePar: l.cree_par,
  creeLe: l.cree_le,
  modifieLe: l.modifie_le,
  fin: l.fin,
  supprimeLe: l.supprime_le,
  coordonne: l.coordonne,
})

/** Does the actor coordinate the row of `dispositif`? */
export const isCoordonne = ({ acteur }: Ctx): RawBuilder<boolean> =>
  acteur.compte === null
    ? sql<boolean>`false`
    : sql<boolean>`exists (select from coordination c where c.dispositif = dispositif.id and c.compte = ${acteur.compte})`

/** Which rows of `dispositif` the actor may read: the cases of the policy, in SQL, for `where`. */
export function filterLecture(ctx: Ctx): RawBuilder<SqlBool> {
  const droit = dispositifPolicy.filtre(ctx.acteur, 'lire')
  if (droit === true) return sql`true`
  const present = sql<SqlBool>`dispositif.supprime_le is null`
  const cas: Record<Cas, RawBuilder<SqlBool>> = {
    publie: sql`(dispositif.publication = 'publie' and ${present})`,
    publieAilleurs: sql`(dispositif.publication = 'publie' and ${present} and not ${isCoordonne(ctx)})`,
    propose: sql`(dispositif.publication = 'propose' and dispositif.cree_par = ${ctx.acteur.compte}::uuid and ${present})`,
    coordonne: isCoordonne(ctx),
    coordonneEtPresent: sql`(${isCoordonne(ctx)} and ${present})`,
    present,
  }
  if (droit.length === 0) return sql`false`
  return sql`(${sql.join(
    droit.map((nom) => cas[nom]),
    sql` or `,
  )})`
}

/**
 * Dispositifs that count today: published, neither deleted nor at an end. `dispositif_commune` holds the lines of all
 * that are not deleted: whoever counts or compares joins `dispositif` with this.
 * @param alias of the table `dispositif` in the query
 */
export const filterPresents = (ctx: Ctx, alias = 'dispositif'): RawBuilder<SqlBool> => {
  const d = sql.ref(alias)
  return sql`(${d}.supprime_le is null and ${d}.publication = 'publie'
    and (${d}.fin is null or ${d}.fin >= ${ctx.maintenant}::timestamptz::date))`
}

/** @param verrou locks the row until the end of the transaction */
export async function getDispositif(ctx: Ctx, id: number, verrou = false): Promise<DispositifLu | null> {
  const requete = ctx.db
    .selectFrom('dispositif')
    .select(COLONNES)
    .select(isCoordonne(ctx).as('coordonne'))
    .where('dispositif.id', '=', id)
  const l = await (verrou ? requete.forUpdate('dispositif') : requete).executeTakeFirst()
  return l ? parseLigne(l) : null
}

/** A dispositif in a list. */
export interface DispositifListe extends DispositifLu {
  /** Inhabitants of its communes today; null where none is published. */
  population: number | null
}

export interface CriteresDispositifs {
  /** `publies`: what counts today; `coordonnes`: those of the actor; `lus`: all that the actor may read. */
  quels?: 'publies' | 'coordonnes' | 'lus'
  ids?: readonly number[]
  types?: readonly string[]
  etapes?: readonly string[]
  /** Elementary codes (`listElements`): those that hold one of them. */
  communes?: readonly string[]
  themes?: readonly string[]
  /** Words of the name or the description. */
  q?: string
  page?: number
  limite?: number
}

/** Dispositifs that the actor may read, by type, then name. */
export async function listDispositifs(
  ctx: Ctx,
  { quels = 'publies', ids, types, etapes, communes, themes, q = '', page = 1, limite = 50 }: CriteresDispositifs = {},
): Promise<{ dispositifs: DispositifListe[]; total: number }> {
  let requete = ctx.db.selectFrom('dispositif').where(filterLecture(ctx))
  if (quels === 'publies') requete = requete.where(filterPresents(ctx))
  if (quels === 'coordonnes') requete = requete.where(isCoordonne(ctx)).where('dispositif.supprime_le', 'is', null)
  if (ids) requete = requete.where('dispositif.id', 'in', ids.length > 0 ? [...ids] : [0])
  if (types) requete = requete.where(sql<SqlBool>`dispositif.type = any (${types}::text[])`)
  if (etapes) requete = requete.where(sql<SqlBool>`dispositif.etape = any (${etapes}::text[])`)
  if (themes) requete = requete.where(sql<SqlBool>`dispositif.themes && ${themes}::text[]`)
  if (communes)
    requete = requete.where(sql<SqlBool>`dispositif.id in (
      select dc.dispositif from dispositif_commune dc where dc.commune = any (${communes}::text[]))`)
  if (q.trim())
    requete = requete.where(
      sql<SqlBool>`dispositif.recherche @@ websearch_to_tsquery('maillage_fr', texte_cherchable(${q}))`,
    )
  const lignes = await requete
    .select(COLONNES)
    .select([
      isCoordonne(ctx).as('coordonne'),
      sql<number | null>`(select sum(c.population)::int from commune c where c.code = any (dispositif.communes))`.as(
        'population',
      ),
      sql<number>`count(*) over ()`.as('total'),
    ])
    .orderBy('dispositif.type')
    .orderBy('dispositif.nom')
    .orderBy('dispositif.id')
    .limit(limite)
    .offset((page - 1) * limite)
    .execute()
  return {
    dispositifs: lignes.map((l) => ({ ...parseLigne(l), population: l.population })),
    total: lignes[0]?.total ?? 0,
  }
}

const formatColonnes = ({ siteWeb, sourceUrl, ...reste }: Partial<Description>) => ({
  ...reste,
  ...(siteWeb !== undefined && { site_web: siteWeb }),
  ...(sourceUrl !== undefined && { source_url: sourceUrl }),
})

export interface Creation extends Partial<Description> {
  type: string
  nom: string
  cle?: string
  fictif?: boolean
  publication?: 'propose' | 'publie'
}

/**
 * Adds a dispositif without territory nor stage: `updateCommunes` and `addEtape` come after, in the same transaction.
 * @returns the new id, or null when one of that `cle` is there already
 */
export async function createDispositif(
  ctx: Ctx,
  { type, nom, cle, fictif = false, publication = 'publie', ...description }: Creation,
): Promise<number | null> {
  const l = await ctx.db
    .insertInto('dispositif')
    .values({
      ...formatColonnes(description),
      ...{ type, nom, fictif, publication },
      cle: cle ?? null,
      cree_par: ctx.acteur.compte,
      cree_le: ctx.maintenant,
      modifie_le: ctx.maintenant,
    })
    .onConflict((c) => c.column('cle').doNothing())
    .returning('id')
    .executeTakeFirst()
  return l?.id ?? null
}

/**
 * Writes what is said of a dispositif; its territory is written by `updateCommunes`.
 * @throws ErreurConflit when it is no longer at `revision`: someone else saved meanwhile.
 */
export async function updateDispositif(
  ctx: Ctx,
  { id, revision }: Pick<Dispositif, 'id' | 'revision'>,
  changement: Partial<Description> & Partial<Pick<Dispositif, 'publication'>>,
): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('dispositif')
    .set({ ...formatColonnes(changement), revision: revision + 1, modifie_le: ctx.maintenant })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new ErreurConflit(MODIFIE_ENTRE_TEMPS)
}

export const MODIFIE_ENTRE_TEMPS =
  'Ce dispositif a été modifié par quelqu’un d’autre pendant votre saisie. Rouvrez-le pour repartir de la dernière version.'
