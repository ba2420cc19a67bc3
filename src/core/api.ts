import type { Context } from 'hono'
import type { Acteur } from './acteur.ts'
import type { Db } from './db.ts'
import { type ErreurChamp, ErreurCle, ErreurSaisie } from './errors.ts'
import { parseJson } from './json.ts'
import type { Debit } from './limits.ts'
import type { Limite, Route } from './route.ts'
import type { Brut } from './saisie.ts'

/** Calls without a key, by address; with one, by key. */
export const LIMITE_ANONYME: Limite = { nom: 'api', max: 120, secondes: 60 }
export const LIMITE_CLE: Limite = { nom: 'api-cle', max: 600, secondes: 60 }

/** Open to programs in any browser: no cookie is looked at, so a foreign page can do no more than its author. */
export const ENTETES_API = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag, link, location, ratelimit, ratelimit-policy, retry-after',
  'cross-origin-resource-policy': 'cross-origin',
} as const

/** What a browser asks before it lets a foreign page call. */
export const ENTETES_PREALABLE = {
  ...ENTETES_API,
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
  'access-control-allow-headers': 'authorization, content-type, accept, if-match, if-none-match',
  'access-control-max-age': '86400',
} as const

export type LireCle = (db: Db, jeton: string, maintenant: Date) => Promise<Acteur | null>

/**
 * Who calls, by the key in `Authorization: Bearer` alone.
 * @returns null without a key. @throws ErreurCle where it is unknown
 */
export async function identifyCle(
  entetes: Headers,
  lire: (jeton: string) => Promise<Acteur | null>,
): Promise<Acteur | null> {
  const entete = entetes.get('authorization')
  if (entete === null) return null
  const jeton = /^Bearer +([\w.~+/-]{1,200}=*) *$/i.exec(entete)?.[1]
  const acteur = jeton === undefined ? null : await lire(jeton)
  if (!acteur) throw new ErreurCle(401, 'Cette clé n’est pas connue, ou ne vaut plus.')
  return acteur
}

/** @throws ErreurCle without a key, or with one that lacks the scope of the route */
export function checkPortee({ cle }: Acteur, portee: string | undefined): void {
  if (portee === undefined) return
  if (!cle) throw new ErreurCle(401, 'Cette adresse demande une clé, dans «\u00a0Authorization: Bearer\u00a0».')
  if (!cle.portees.includes(portee)) throw new ErreurCle(403, `Cette clé n’a pas la portée «\u00a0${portee}\u00a0».`)
}

/** What is left of the calls. Source: draft-ietf-httpapi-ratelimit-headers-10. */
export const formatDebit = ({ limite, reste, attente }: Debit): Record<string, string> => ({
  'ratelimit-policy': `"${limite.nom}";q=${limite.max};w=${limite.secondes}`,
  ratelimit: `"${limite.nom}";r=${reste};t=${attente}`,
})

/**
 * What a call brings: parameters of the address, and for a change `corps` (JSON, or `{ type, octets }` for the other
 * types that the route takes) and `siCorrespond` (If-Match).
 * @throws ErreurSaisie
 */
export async function readAppel(c: Context, route: Route, parametres: Brut): Promise<Brut> {
  if (route.methode === 'GET') return { ...parametres, ...c.req.param() }
  return {
    ...parametres,
    siCorrespond: c.req.header('if-match'),
    corps: await readCorps(c, route.api?.types ?? []),
    ...c.req.param(),
  }
}

async function readCorps(c: Context, types: readonly string[]): Promise<unknown> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (types.includes(type)) return { type, octets: new Uint8Array(await c.req.arrayBuffer()) }
  const texte = await c.req.text()
  if (texte === '') return undefined
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(type)) {
    const admis = ['application/json', ...types].join(', ')
    throw new ErreurSaisie([{ field: '', message: `Le corps doit être d’un de ces types\u00a0: ${admis}.` }])
  }
  return parseJson(texte)
}

export const TITRES: Record<number, string> = {
  401: 'Clé absente ou inconnue',
  403: 'Refusé',
  404: 'Introuvable',
  406: 'Forme non servie',
  409: 'Conflit',
  410: 'Retirée',
  412: 'La ressource a changé',
  413: 'Envoi trop lourd',
  422: 'Données refusées',
  428: 'Condition attendue',
  429: 'Trop d’appels',
  503: 'Indisponible',
}

/** Body of a problem (RFC 9457). `type` is an address of the readable page of the API. */
export function formatProbleme(
  adresse: string,
  statut: number,
  detail: string,
  erreurs: readonly ErreurChamp[],
): string {
  return JSON.stringify({
    type: `${adresse}/api#erreur-${statut}`,
    title: TITRES[statut] ?? 'Erreur',
    status: statut,
    ...(detail && { detail }),
    ...(erreurs.length > 0 && {
      erreurs: erreurs.map(({ field, message }) => ({ pointeur: formatPointeur(field), message })),
    }),
  })
}

/** JSON Pointer (RFC 6901) into the body, or the name of a parameter after `?`. */
function formatPointeur(champ: string): string {
  const [tete, ...reste] = champ.split('.')
  if (champ === '') return ''
  return tete === 'corps' ? reste.map((r) => `/${r}`).join('') : `?${champ}`
}

/** Does the validator that the client holds still stand? Weak comparison (RFC 9110, 13.1.2). */
export function hasMemeEtag(entete: string | null, etag: string | null): boolean {
  if (entete === null || etag === null) return false
  const nu = (e: string) => e.trim().replace(/^W\//, '')
  return entete.trim() === '*' || entete.split(',').some((e) => nu(e) === nu(etag))
}

/** Does the client hold this answer already? A date counts only where no validator is given (RFC 9110, 13.2.2). */
export function isTenue(demande: Headers, reponse: Headers): boolean {
  const etag = demande.get('if-none-match')
  if (etag !== null) return hasMemeEtag(etag, reponse.get('etag'))
  const [vue, derniere] = [demande.get('if-modified-since'), reponse.get('last-modified')]
  return vue !== null && derniere !== null && Date.parse(derniere) <= Date.parse(vue)
}
