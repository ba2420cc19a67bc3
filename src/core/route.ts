import type { z } from 'zod'
import type { Acteur } from './acteur.ts'
import { type Action, executeAction } from './action.ts'
import type { Objet } from './audit.ts'
import type { Avis, Ctx, Requete } from './context.ts'
import {
  type ErreurChamp,
  ErreurConflit,
  ErreurIntrouvable,
  ErreurRefus,
  ErreurSaisie,
  formatErreurs,
} from './errors.ts'
import type { Operation } from './operation.ts'
import type { Brut } from './saisie.ts'

/** Hono JSX, a response of one's own (download, negotiated format), or a redirection. */
export type Rendu = { toString(): string | Promise<string> } | Response | Redirection

/** Post/Redirect/Get: where to, what to say there (a key of the route's `avis`), the session cookie to set or clear. */
export interface Redirection {
  vers: string
  avis?: string
  session?: string | null
}

/** Rate limit, shared by all processes, by address. */
export interface Limite {
  nom: string
  max: number
  secondes: number
}

/** A route for programs: the actor comes from a key alone, faults are told as `application/problem+json`. */
export interface Api {
  /** Scope that the key must have; without, the route is also open without a key. */
  portee?: string
  /** Types of body taken beside JSON, given as bytes. */
  types?: readonly string[]
  /** What it does, for those who will call it. */
  operation?: Operation
}

interface Commun {
  chemin: string
  api?: Api
  limite?: Limite
  /** What the pages that this route redirects to may say: `?avis=cle`. Keys are unique in the whole application. */
  avis?: Record<string, Avis>
}

export interface Lecture<Q, C> extends Commun {
  methode: 'GET'
  /** Path parameters and query string together. */
  requete?: z.ZodType<Q>
  /** The page asks the database nothing: for visitors without account it is rendered once per process. */
  fixe?: boolean
  /** The same parameters may come as an urlencoded POST, from anywhere: no cookie is looked at then. */
  aussiPost?: boolean
  charger?: (ctx: Ctx, entree: Q) => Promise<C | null>
  politique: (acteur: Acteur, cible: C) => boolean
  trace: string
  objet?: (entree: Q, cible: C) => Objet | null
  lire: (ctx: Ctx, entree: Q, requete: Requete, cible: C) => Rendu | Promise<Rendu>
}

export interface Envoi<E, C, R> extends Commun {
  methode: 'POST' | 'PUT' | 'DELETE'
  action: Action<E, C, R>
  /** Largest body in bytes; 1 MB if not said. */
  taille?: number
  /** Taken from anywhere, no cookie read: a secret in the address is all the right there is (RFC 8058). */
  partout?: boolean
  reussir: (resultat: R, requete: Requete, brut: Brut, ctx: Ctx) => Rendu | Promise<Rendu>
  /** The form again with what was typed; answered with 422. Without it a short error page says the faults. */
  echouer?: (ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) => Rendu | Promise<Rendu>
  /** The same where someone else saved meanwhile; answered with 409. Without it, a short error page. */
  disputer?: (ctx: Ctx, erreur: ErreurChamp, brut: Brut, requete: Requete) => Rendu | Promise<Rendu>
}

export type Reponse = { rendu: Rendu; statut: 200 | 409 | 422; objet: Objet | null }

/** A route with its generics gone, as the application mounts it. */
export interface Route extends Commun {
  methode: 'GET' | 'POST' | 'PUT' | 'DELETE'
  aussiPost: boolean
  taille: number
  partout: boolean
  trace: string
  politique: unknown
  /** False when the route bears on a stored object: then an outsider gets 404, not an invitation to log in. */
  sansObjet: boolean
  fixe: boolean
  /** True where no body could make the gesture allowed: none of it is read, so that an outsider cannot send a large one. */
  refuse: (acteur: Acteur) => boolean
  /** Traces itself (an action does, in its transaction). */
  seTrace: boolean
  traiter: (ctx: Ctx, brut: Brut, requete: Requete) => Promise<Reponse>
}

const TAILLE = 1_000_000

export function defineRoute<Q = Record<string, never>, C = undefined>(route: Lecture<Q, C>): Route
export function defineRoute<E, R, C = undefined>(route: Envoi<E, C, R>): Route
export function defineRoute(route: Lecture<unknown, unknown> | Envoi<unknown, unknown, unknown>): Route {
  const commun: Commun = {
    chemin: route.chemin,
    ...(route.limite && { limite: route.limite }),
    ...(route.avis && { avis: route.avis }),
    ...(route.api && { api: route.api }),
  }
  if (route.methode === 'GET') {
    return {
      ...commun,
      methode: 'GET',
      aussiPost: route.aussiPost ?? false,
      taille: 0,
      partout: false,
      trace: route.trace,
      politique: route.politique,
      sansObjet: !route.charger,
      fixe: route.fixe ?? false,
      refuse: () => false,
      seTrace: false,
      traiter: (ctx, brut, requete) => readRoute(route, ctx, brut, requete),
    }
  }
  return {
    ...commun,
    methode: route.methode,
    aussiPost: false,
    taille: route.taille ?? TAILLE,
    partout: route.partout ?? false,
    trace: route.action?.trace,
    politique: route.action?.politique,
    sansObjet: !route.action?.charger,
    fixe: false,
    refuse: (acteur) => !route.action.charger && !route.action.politique(acteur, undefined),
    seTrace: true,
    traiter: (ctx, brut, requete) => sendRoute(route, ctx, brut, requete),
  }
}

async function readRoute(route: Lecture<unknown, unknown>, ctx: Ctx, brut: Brut, requete: Requete): Promise<Reponse> {
  const lu = route.requete ? route.requete.safeParse(brut) : { success: true as const, data: {} }
  if (!lu.success) throw route.api ? new ErreurSaisie(formatErreurs(lu.error)) : new ErreurIntrouvable(route.chemin)
  const cible = route.charger ? await route.charger(ctx, lu.data) : undefined
  if (cible === null) throw new ErreurIntrouvable(route.chemin)
  if (!route.politique(ctx.acteur, cible)) throw new ErreurRefus(route.chemin)
  const rendu = await route.lire(ctx, lu.data, requete, cible)
  return { rendu, statut: 200, objet: route.objet?.(lu.data, cible) ?? null }
}

async function sendRoute(
  route: Envoi<unknown, unknown, unknown>,
  ctx: Ctx,
  brut: Brut,
  requete: Requete,
): Promise<Reponse> {
  try {
    const resultat = await executeAction(route.action, ctx, brut)
    return { rendu: await route.reussir(resultat, requete, brut, ctx), statut: 200, objet: null }
  } catch (erreur) {
    if (erreur instanceof ErreurConflit && route.disputer) {
      const rendu = await route.disputer(ctx, { field: '', message: erreur.message }, brut, requete)
      return { rendu, statut: 409, objet: null }
    }
    if (!(erreur instanceof ErreurSaisie) || !route.echouer) throw erreur
    return { rendu: await route.echouer(ctx, erreur.erreurs, brut, requete), statut: 422, objet: null }
  }
}

/**
 * The faults that forbid starting: a route without policy or trace event, two routes at one address.
 * @returns one French sentence a fault; empty when all is right.
 */
export function checkRoutes(routes: readonly Route[]): string[] {
  const fautes: string[] = []
  const vues = new Set<string>()
  for (const r of routes) {
    const nom = `${r.methode} ${r.chemin}`
    if (typeof r.politique !== 'function') fautes.push(`${nom} : aucune politique n’est déclarée.`)
    if (typeof r.trace !== 'string' || r.trace === '') fautes.push(`${nom} : aucun événement de trace n’est déclaré.`)
    if (vues.has(nom)) fautes.push(`${nom} : l’adresse est déclarée deux fois.`)
    vues.add(nom)
  }
  return fautes
}
