import { type Generated, sql } from 'kysely'
import type { Acteur, Role } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import type { Db } from '#core/db.ts'
import { formatJour } from '#core/jour.ts'
import { isSecret, type Portee } from './cle.ts'
import { formatNomComplet } from './compte.ts'
import { computeEmpreinte } from './session.ts'
import './compte.queries.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    cle_api: {
      id: Generated<string>
      compte: string
      nom: string
      empreinte: Buffer
      fin: string
      portees: string[]
      creee_le: Date
      expire_le: string | null
      revoquee_le: Date | null
      revoquee_par: string | null
    }
    cle_api_usage: {
      cle: string
      jour: string
      appels: number
      ecritures: number
      refus: number
      dernier: Date
    }
  }
}

/**
 * Who calls with this key: its owner, with the role that he has at this moment and the scopes of the key.
 * Null when the key is unknown, revoked or expired, its account closed, or of the demonstration where there is none.
 */
export async function getActeurDeCle(
  db: Db,
  secret: string,
  maintenant: Date,
  { demo }: { demo: boolean },
): Promise<Acteur | null> {
  if (!isSecret(secret)) return null
  const l = await db
    .selectFrom('cle_api as k')
    .innerJoin('compte as c', 'c.id', 'k.compte')
    .select(['k.id', 'k.portees', 'k.compte', 'c.prenom', 'c.nom', 'c.role'])
    .where('k.empreinte', '=', computeEmpreinte(secret))
    .where('k.revoquee_le', 'is', null)
    .where((eb) => eb.or([eb('k.expire_le', 'is', null), eb('k.expire_le', '>=', formatJour(maintenant))]))
    .where('c.actif', '=', true)
    .where((eb) => (demo ? eb.lit(true) : eb('c.demo', '=', false)))
    .executeTakeFirst()
  if (!l) return null
  return {
    compte: l.compte,
    nom: formatNomComplet(l),
    role: l.role,
    session: null,
    cle: { id: l.id, portees: l.portees },
  }
}

export interface Cle {
  id: string
  compte: string
  /** The owner's name, or his address; null when neither is known. */
  proprietaire: string | null
  role: Role
  nom: string
  fin: string
  portees: string[]
  creeeLe: Date
  expireLe: string | null
  revoqueeLe: Date | null
  dernier: Date | null
  /** Over the last thirty days. */
  appels: number
  refus: number
}

const USAGE_JOURS = 30

const selectCles = (ctx: Ctx) =>
  ctx.db
    .selectFrom('cle_api as k')
    .innerJoin('compte as c', 'c.id', 'k.compte')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('cle_api_usage as u')
          .whereRef('u.cle', '=', 'k.id')
          .select([
            sql<Date | null>`max(dernier)`.as('dernier'),
            sql<number>`coalesce(sum(appels) filter (where jour > ${formatJour(ctx.maintenant)}::date - ${USAGE_JOURS}::int), 0)::int`.as(
              'appels',
            ),
            sql<number>`coalesce(sum(refus) filter (where jour > ${formatJour(ctx.maintenant)}::date - ${USAGE_JOURS}::int), 0)::int`.as(
              'refus',
            ),
          ])
          .as('u'),
      (join) => join.onTrue(),
    )
    .select([
      'k.id',
      'k.compte',
      'k.nom',
      'k.fin',
      'k.portees',
      'k.creee_le as creeeLe',
      'k.expire_le as expireLe',
      'k.revoquee_le as revoqueeLe',
      'c.role',
      'u.dernier',
      sql<string | null>`coalesce(nullif(concat_ws(' ', c.prenom, c.nom), ''), c.courriel)`.as('proprietaire'),
      sql<number>`coalesce(u.appels, 0)`.as('appels'),
      sql<number>`coalesce(u.refus, 0)`.as('refus'),
    ])

/** Keys of an account, or of everybody with null: those in force first, the newest first. */
export function listCles(ctx: Ctx, compte: string | null, limite = 500): Promise<Cle[]> {
  const requete = selectCles(ctx)
  return (compte === null ? requete : requete.where('k.compte', '=', compte))
    .orderBy(sql`k.revoquee_le is not null`)
    .orderBy('k.creee_le', 'desc')
    .limit(limite)
    .execute()
}

export async function getCle(ctx: Ctx, id: string): Promise<Cle | null> {
  return (await selectCles(ctx).where('k.id', '=', id).executeTakeFirst()) ?? null
}

/** The key's row, locked. */
export async function getCleVerrouillee(ctx: Ctx, id: string) {
  const l = await ctx.db
    .selectFrom('cle_api')
    .select(['id', 'compte', 'revoquee_le as revoqueeLe'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return l ?? null
}

/** Keys of the acting account that are worth something today. Its row is locked: two forms sent at once queue. */
export async function getNombreActives(ctx: Ctx): Promise<number> {
  await ctx.db.selectFrom('compte').select('id').where('id', '=', ctx.acteur.compte).forUpdate().execute()
  const { nombre } = await ctx.db
    .selectFrom('cle_api')
    .select((eb) => eb.fn.countAll<number>().as('nombre'))
    .where('compte', '=', ctx.acteur.compte)
    .where('revoquee_le', 'is', null)
    .where((eb) => eb.or([eb('expire_le', 'is', null), eb('expire_le', '>=', formatJour(ctx.maintenant))]))
    .executeTakeFirstOrThrow()
  return nombre
}

/** Keeps a new key of an account. @returns its id. */
export async function addCle(
  ctx: Ctx,
  compte: string,
  { secret, ...cle }: { secret: string; nom: string; portees: readonly Portee[]; expireLe: string | null },
): Promise<string> {
  const { id } = await ctx.db
    .insertInto('cle_api')
    .values({
      compte,
      nom: cle.nom,
      empreinte: computeEmpreinte(secret),
      fin: secret.slice(-4),
      portees: [...cle.portees],
      creee_le: ctx.maintenant,
      expire_le: cle.expireLe,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateRevocation(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('cle_api')
    .set({ revoquee_le: ctx.maintenant, revoquee_par: ctx.acteur.compte })
    .where('id', '=', id)
    .execute()
}

export interface Usage {
  jour: string
  appels: number
  ecritures: number
  refus: number
  dernier: Date
}

/** Days on which a key was used, the last one first. */
export const listUsages = (ctx: Ctx, cle: string): Promise<Usage[]> =>
  ctx.db
    .selectFrom('cle_api_usage')
    .select(['jour', 'appels', 'ecritures', 'refus', 'dernier'])
    .where('cle', '=', cle)
    .orderBy('jour', 'desc')
    .limit(90)
    .execute()

/** Counts one call with a key. */
export async function addUsage(
  db: Db,
  cle: string,
  maintenant: Date,
  { ecriture, refus }: { ecriture: boolean; refus: boolean },
): Promise<void> {
  await sql`
    insert into cle_api_usage as u (cle, jour, appels, ecritures, refus, dernier)
    values (${cle}, ${formatJour(maintenant)}, 1, ${ecriture ? 1 : 0}, ${refus ? 1 : 0}, ${maintenant})
    on conflict (cle, jour) do update set appels = u.appels + 1, ecritures = u.ecritures + excluded.ecritures,
      refus = u.refus + excluded.refus, dernier = greatest(u.dernier, excluded.dernier)`.execute(db)
}

/** Forgets what was asked more than thirteen months ago. */
export async function deleteUsagesPasses(db: Db, maintenant: Date): Promise<void> {
  await sql`delete from cle_api_usage where jour < ${formatJour(maintenant)}::date - interval '13 months'`.execute(db)
}
