import type { Generated } from 'kysely'
import type { Acteur } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import type { Db } from '#core/db.ts'
import { formatNomComplet } from './compte.ts'
import {
  computeEmpreinte,
  createJeton,
  DUREE_MS,
  ETAPE_MS,
  formatAgent,
  INACTIVITE_MS,
  isJeton,
  type Moyen,
  VUE_MS,
} from './session.ts'
import './compte.queries.ts'

declare module '#core/base-tables.ts' {
  interface Base {
    session: {
      id: Generated<string>
      empreinte: Buffer
      compte: string | null
      moyen: Moyen | null
      fournisseur: string | null
      jeton_id: string | null
      agent: string
      creee_le: Date
      vue_le: Date
    }
  }
}

const avant = (maintenant: Date, ms: number): Date => new Date(maintenant.getTime() - ms)

/**
 * Who holds this session token; null when the session is unknown, over (idle or absolute limit) or its account closed.
 * A session without account (a login under way) is a visitor whose `session` is known. One query by the token's hash;
 * once a minute, a second one notes that the session lives.
 */
export async function getActeurDeSession(db: Db, jeton: string, maintenant: Date): Promise<Acteur | null> {
  if (!isJeton(jeton)) return null
  const ligne = await db
    .selectFrom('session as s')
    .leftJoin('compte as c', 'c.id', 's.compte')
    .select(['s.id', 's.compte', 's.vue_le', 'c.prenom', 'c.nom', 'c.role'])
    .where('s.empreinte', '=', computeEmpreinte(jeton))
    .where('s.vue_le', '>', avant(maintenant, INACTIVITE_MS))
    .where('s.creee_le', '>', avant(maintenant, DUREE_MS))
    .where((eb) => eb.or([eb('s.compte', 'is', null), eb('c.actif', '=', true)]))
    .executeTakeFirst()
  if (!ligne) return null
  if (ligne.vue_le <= avant(maintenant, VUE_MS)) {
    await db.updateTable('session').set({ vue_le: maintenant }).where('id', '=', ligne.id).execute()
  }
  if (ligne.compte === null || ligne.role === null) {
    return { compte: null, nom: null, role: 'visiteur', session: ligne.id }
  }
  return { compte: ligne.compte, nom: formatNomComplet(ligne), role: ligne.role, session: ligne.id }
}

interface Ouverture {
  maintenant: Date
  moyen: Moyen
  /** The User-Agent header; only « Firefox sur Windows » is kept. */
  agent: string
  fournisseur?: string | null
  /** The provider's ID token, for its logout. */
  jetonId?: string | null
  /** The session of before the login, which ends: a token known before is worth nothing after. */
  remplace?: string | null
}

/** Opens a session of an account. @returns its token, to be given to the browser and kept nowhere. */
export async function createSession(db: Db, compte: string, ouverture: Ouverture): Promise<string> {
  const jeton = createJeton()
  if (ouverture.remplace) await db.deleteFrom('session').where('id', '=', ouverture.remplace).execute()
  await db
    .insertInto('session')
    .values({
      empreinte: computeEmpreinte(jeton),
      compte,
      moyen: ouverture.moyen,
      fournisseur: ouverture.fournisseur ?? null,
      jeton_id: ouverture.jetonId ?? null,
      agent: formatAgent(ouverture.agent),
      creee_le: ouverture.maintenant,
      vue_le: ouverture.maintenant,
    })
    .execute()
  return jeton
}

/**
 * A session without account, which binds the steps of a login or logout to one browser.
 * @param sortie at logout: the provider that can end its own session too, and its ID token.
 */
export async function addSessionAnonyme(
  ctx: Ctx,
  sortie: { fournisseur: string; jeton_id: string } | null = null,
): Promise<{ id: string; jeton: string }> {
  const jeton = createJeton()
  const { id } = await ctx.db
    .insertInto('session')
    .values({
      ...sortie,
      empreinte: computeEmpreinte(jeton),
      agent: '',
      creee_le: ctx.maintenant,
      vue_le: ctx.maintenant,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, jeton }
}

export function getSession(ctx: Ctx, id: string) {
  return ctx.db.selectFrom('session').select(['id', 'compte']).where('id', '=', id).executeTakeFirst()
}

/** Living sessions of an account, the last seen first. */
export function listSessions(ctx: Ctx, compte: string) {
  return ctx.db
    .selectFrom('session')
    .select(['id', 'agent', 'moyen', 'fournisseur', 'creee_le', 'vue_le'])
    .where('compte', '=', compte)
    .where('vue_le', '>', avant(ctx.maintenant, INACTIVITE_MS))
    .where('creee_le', '>', avant(ctx.maintenant, DUREE_MS))
    .orderBy('vue_le', 'desc')
    .execute()
}

/** Ends one session. @returns its provider and ID token where it came from one; undefined when it was over already. */
export function removeSession(ctx: Ctx, id: string) {
  return ctx.db
    .deleteFrom('session')
    .where('id', '=', id)
    .returning(['compte', 'fournisseur', 'jeton_id'])
    .executeTakeFirst()
}

/** What the provider's logout needs, in the session without account that a logout leaves. */
export async function getSortie(ctx: Ctx, id: string): Promise<{ fournisseur: string; jetonId: string } | undefined> {
  const ligne = await ctx.db
    .selectFrom('session')
    .select(['fournisseur', 'jeton_id as jetonId'])
    .where('id', '=', id)
    .where('compte', 'is', null)
    .executeTakeFirst()
  return ligne?.fournisseur && ligne.jetonId ? { fournisseur: ligne.fournisseur, jetonId: ligne.jetonId } : undefined
}

/** Ends every session of an account. @returns how many. */
export async function removeSessionsDuCompte(ctx: Ctx, compte: string): Promise<number> {
  const { numDeletedRows } = await ctx.db.deleteFrom('session').where('compte', '=', compte).executeTakeFirst()
  return Number(numDeletedRows)
}

/**
 * Forgets what is over: sessions, logins under way, codes with the address they were sent to. To be called every few
 * minutes by any process. Without demonstration, also the sessions of demonstration accounts that an earlier start left.
 * @returns the number of sessions forgotten.
 */
export async function deleteSessionsPassees(db: Db, maintenant: Date, { demo }: { demo: boolean }): Promise<number> {
  await db.deleteFrom('connexion_oidc').where('expire_le', '<=', maintenant).execute()
  await db.deleteFrom('code_connexion').where('expire_le', '<=', maintenant).execute()
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where((eb) =>
      eb.or([
        eb('vue_le', '<=', avant(maintenant, INACTIVITE_MS)),
        eb('creee_le', '<=', avant(maintenant, DUREE_MS)),
        eb.and([eb('compte', 'is', null), eb('creee_le', '<=', avant(maintenant, 2 * ETAPE_MS))]),
        ...(demo
          ? []
          : [eb('compte', 'in', eb.selectFrom('compte').select('compte.id').where('compte.demo', '=', true))]),
      ]),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
