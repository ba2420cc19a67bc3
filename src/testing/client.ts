import { pino } from 'pino'
import { type App, createApp } from '#app'
import { type Config, parseConfig } from '#config'
import type { Role } from '#core/acteur.ts'
import type { Db } from '#core/db.ts'
import { COOKIE_SESSION } from '#core/security.ts'
import { createCompteDeTest } from '#modules/comptes/index.ts'

const ORIGINE = 'http://localhost:3000'

export type Champs = Record<string, string | readonly string[] | File>

export interface Client {
  app: App
  /** Logs in as a new account of that role, or out (`visiteur` without account) with null. @returns the account's id. */
  connecter(role: Role | null): Promise<string | null>
  get(chemin: string, entetes?: Record<string, string>): Promise<Response>
  /** Sends a form as a browser does from our own pages. Redirections are not followed. */
  post(chemin: string, champs?: Champs, entetes?: Record<string, string>): Promise<Response>
  /** Calls as a program does: a key or none, JSON or bytes. */
  call(methode: string, chemin: string, appel: Appel): Promise<Response>
}

export interface Appel {
  cle?: string
  corps?: unknown
  entetes?: Record<string, string>
}

/** The whole application on a test database, spoken to over `fetch`, with one browser's cookie. */
export function createClientDeTest(db: Db, reglages: Partial<Config> = {}): Client {
  const config = { ...parseConfig({ NODE_ENV: 'test', MAILLAGE_DEMO: '1', MAILLAGE_JOURNAL: 'silent' }), ...reglages }
  const app = createApp({ db, config, journal: pino({ level: 'silent' }) })
  let jeton: string | null = null
  const send = async (chemin: string, options: RequestInit): Promise<Response> => {
    const entetes = new Headers(options.headers)
    if (jeton) entetes.set('cookie', `${COOKIE_SESSION}=${jeton}`)
    const reponse = await app.fetch(
      new Request(new URL(chemin, ORIGINE), { ...options, headers: entetes, redirect: 'manual' }),
    )
    const nouveau = reponse.headers.get('set-cookie')?.match(new RegExp(`${COOKIE_SESSION}=([^;]*)`))?.[1]
    if (nouveau !== undefined) jeton = nouveau || null
    return reponse
  }
  return {
    app,
    async connecter(role) {
      const ouverte = role === null ? null : await createCompteDeTest(db, role)
      jeton = ouverte?.jeton ?? null
      return ouverte?.compte ?? null
    },
    get: (chemin, headers = {}) => send(chemin, { headers }),
    post: (chemin, champs = {}, headers = {}) =>
      send(chemin, {
        method: 'POST',
        body: formatCorps(champs),
        headers: { 'sec-fetch-site': 'same-origin', ...headers },
      }),
    call: (methode, chemin, { cle, corps, entetes = {} }) =>
      send(chemin, {
        method: methode,
        body:
          corps === undefined
            ? null
            : corps instanceof Uint8Array
              ? new Blob([Uint8Array.from(corps)])
              : JSON.stringify(corps),
        headers: {
          ...(cle !== undefined && { authorization: `Bearer ${cle}` }),
          ...(corps !== undefined && !(corps instanceof Uint8Array) && { 'content-type': 'application/json' }),
          ...entetes,
        },
      }),
  }
}

function formatCorps(champs: Champs): FormData | URLSearchParams {
  const corps = Object.values(champs).some((v) => v instanceof File) ? new FormData() : new URLSearchParams()
  for (const [nom, valeur] of Object.entries(champs)) {
    for (const v of Array.isArray(valeur) ? valeur : [valeur]) corps.append(nom, v)
  }
  return corps
}
