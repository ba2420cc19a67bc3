import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { formatMots } from '../fiche/fiche.queries.ts'

/** What a search of the directory’s objects asks for. Absent: everything. */
export interface CriteresFhir {
  ids?: readonly number[]
  /** Words of the name. */
  nom?: string
  /** `valeur` alone, or with the system that it belongs to: a column of ours. */
  identifiant?: { colonne: 'finess' | 'siren' | 'siret' | null; valeur: string }
  /** Kind of Organization. */
  sorte?: 'organisme' | 'structure'
  type?: string
  /** Of the organisme that it belongs to. */
  organisme?: number
  structure?: number
  codePostal?: string
  communes?: readonly string[]
  departement?: string
  /** One of them. */
  themes?: readonly string[]
  publics?: readonly string[]
  profession?: string
  debut: number
  limite: number
}
/** Which object answers: its table and number. */
export interface Trouve {
  sorte: 'organisme' | 'structure' | 'service' | 'contact'
  id: number
}
interface Resultat {
  trouves: Trouve[]
  total: number
}

const PUBLIEE = sql<boolean>`f.supprime_le is null and f.publication = 'publie'`

function* listConditions(c: CriteresFhir, sorte: 'organisme' | 'structure'): Generator<RawBuilder<boolean>> {
  yield PUBLIEE
  if (c.ids) yield sql<boolean>`f.id = any (${c.ids}::integer[])`
  if (c.nom) yield sql<boolean>`f.recherche @@ ${formatMots(c.nom)}`
  if (c.type) yield sql<boolean>`f.type = ${c.type}`
  if (c.communes) yield sql<boolean>`f.commune = any (${c.communes}::text[])`
  if (c.codePostal) yield sorte === 'structure' ? sql<boolean>`f.code_postal = ${c.codePostal}` : sql<boolean>`false`
  if (c.organisme)
    yield sorte === 'structure' ? sql<boolean>`f.organisme = ${c.organisme}` : sql<boolean>`f.parent = ${c.organisme}`
  if (c.identifiant) {
    const { colonne, valeur } = c.identifiant
    const siennes = sorte === 'structure' ? (['finess', 'siret'] as const) : (['finess', 'siren'] as const)
    const voulues = siennes.filter((nom) => colonne === null || nom === colonne)
    yield voulues.length === 0
      ? sql<boolean>`false`
      : sql<boolean>`(${sql.join(
          voulues.map((nom) => sql`f.${sql.ref(nom)} = ${valeur}`),
          sql` or `,
        )})`
  }
}

const lineFiche = (c: CriteresFhir, sorte: 'organisme' | 'structure') =>
  sql`select ${sorte}::text as sorte, f.id, f.nom_cle from ${sql.table(sorte)} f
    where ${sql.join([...listConditions(c, sorte)], sql` and `)}`

async function search(ctx: Ctx, source: RawBuilder<unknown>, { debut, limite }: CriteresFhir): Promise<Resultat> {
  const [{ rows }, compte] = await Promise.all([
    sql<Trouve>`select sorte, id from (${source}) t order by nom_cle, sorte, id limit ${limite} offset ${debut}`.execute(
      ctx.db,
    ),
    sql<{ total: number }>`select count(*) as total from (${source}) t`.execute(ctx.db),
  ])
  return { trouves: rows, total: compte.rows[0]?.total ?? 0 }
}

/** Published organismes and structures, by name: the Organizations. */
export const searchOrganizations = (ctx: Ctx, c: CriteresFhir): Promise<Resultat> => {
  const sortes = (['organisme', 'structure'] as const).filter((s) => c.sorte === undefined || c.sorte === s)
  return search(
    ctx,
    sql.join(
      sortes.map((s) => lineFiche(c, s)),
      sql` union all `,
    ),
    c,
  )
}

/** Published structures, by name: the Locations. */
export const searchLocations = (ctx: Ctx, c: CriteresFhir): Promise<Resultat> =>
  search(ctx, lineFiche(c, 'structure'), c)

/** Services of published structures, by name: the HealthcareServices. */
export const searchServices = (ctx: Ctx, c: CriteresFhir): Promise<Resultat> => {
  const conditions = [
    PUBLIEE,
    sql<boolean>`x.supprime_le is null`,
    ...(c.ids ? [sql<boolean>`x.id = any (${c.ids}::integer[])`] : []),
    ...(c.nom ? [sql<boolean>`x.recherche @@ ${formatMots(c.nom)}`] : []),
    ...(c.structure ? [sql<boolean>`x.structure = ${c.structure}`] : []),
    ...(c.themes?.length ? [sql<boolean>`x.themes && ${c.themes}::text[]`] : []),
    ...(c.publics?.length ? [sql<boolean>`x.publics && ${c.publics}::text[]`] : []),
    ...(c.departement ? [sql<boolean>`f.departement = ${c.departement}`] : []),
    ...(c.communes ? [sql<boolean>`f.commune = any (${c.communes}::text[])`] : []),
  ]
  return search(
    ctx,
    sql`select 'service'::text as sorte, x.id, cle_nom(x.nom) as nom_cle from service x
      join structure f on f.id = x.structure where ${sql.join(conditions, sql` and `)}`,
    c,
  )
}

/** Contacts who agreed to be shown, by name: the PractitionerRoles. */
export const searchRoles = (ctx: Ctx, c: CriteresFhir): Promise<Resultat> => {
  const conditions = [
    sql<boolean>`k.visible = 'public' and k.supprime_le is null`,
    ...(['structure', 'organisme'] as const).map(
      (ou) => sql<boolean>`(k.${sql.ref(ou)} is null or exists (
        select from ${sql.table(ou)} f where f.id = k.${sql.ref(ou)} and ${PUBLIEE}))`,
    ),
    ...(c.ids ? [sql<boolean>`k.id = any (${c.ids}::integer[])`] : []),
    ...(c.structure ? [sql<boolean>`k.structure = ${c.structure}`] : []),
    ...(c.organisme ? [sql<boolean>`k.organisme = ${c.organisme}`] : []),
    ...(c.profession ? [sql<boolean>`k.profession = ${c.profession}`] : []),
  ]
  return search(
    ctx,
    sql`select 'contact'::text as sorte, k.id, cle_nom(concat_ws(' ', k.nom, k.prenom)) as nom_cle from contact k
      where ${sql.join(conditions, sql` and `)}`,
    c,
  )
}
