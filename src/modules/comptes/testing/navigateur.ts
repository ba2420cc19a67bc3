import { pino } from 'pino'
import { type Config, parseConfig } from '#config'
import { SYSTEME } from '#core/acteur.ts'
import { TraceLectures } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import type { Db } from '#core/db.ts'
import { createHttp } from '#core/http.ts'
import { COOKIE_SESSION } from '#core/security.ts'
import { getActeurDeSession, routesComptes } from '../index.ts'
import { ADRESSE } from './fournisseur.ts'

export interface Site {
  fetch(requete: Request): Response | Promise<Response>
  /** Lines of the log, as written. */
  journal: string[]
  traces: TraceLectures
}

/** The routes of accounts alone, on a test database, with their log kept. */
export function createSite(db: Db, reglages: Partial<Config> = {}): Site {
  const config = { ...parseConfig({ NODE_ENV: 'test', MAILLAGE_URL: ADRESSE }), ...reglages }
  const lignes: string[] = []
  const journal = pino({ level: 'debug' }, { write: (ligne: string) => void lignes.push(ligne) })
  const traces = new TraceLectures(db, (erreur) => void lignes.push(`trace perdue : ${String(erreur)}`))
  const services = {
    db,
    adresse: ADRESSE,
    demo: config.demo,
    proxy: false,
    journal,
    traces,
    lireSession: getActeurDeSession,
    lireCle: async () => null,
    noterAppel: async () => undefined,
    renderErreur: (_requete: unknown, { statut }: { statut: number }) => `Erreur ${statut}`,
  }
  const app = createHttp(services, routesComptes(config, journal), () => undefined)
  return { fetch: (requete) => app.fetch(requete), journal: lignes, traces }
}

/** All rights, now: to prepare rows and to look at them. */
export function createCtx(db: Db): Ctx {
  return { db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
}

/** What the page says after an action. */
export const getAvis = (page: Page): string | null => page.url.searchParams.get('avis')

/** Sessions of accounts, over or not. */
export async function countSessions(db: Db): Promise<number> {
  return (await db.selectFrom('session').select('id').where('compte', 'is not', null).execute()).length
}

export interface Page {
  url: URL
  statut: number
  entetes: Headers
  texte: string
}

type Champs = Record<string, string>

/** A browser: cookies by host, redirections followed from the site to providers and back. */
export class Navigateur {
  private readonly site: Site
  private readonly cookies = new Map<string, Map<string, string>>()

  constructor(site: Site) {
    this.site = site
  }

  get session(): string | undefined {
    return this.cookies.get(new URL(ADRESSE).host)?.get(COOKIE_SESSION)
  }

  set session(jeton: string) {
    this.cookies.set(new URL(ADRESSE).host, new Map([[COOKIE_SESSION, jeton]]))
  }

  /** Opens an address and follows where it leads; stops before an address that begins with `jusqua`. */
  open(adresse: string, jusqua?: string): Promise<Page> {
    return this.follow(new URL(adresse, ADRESSE), undefined, jusqua)
  }

  /** Sends a form of the site. */
  send(adresse: string, champs: Champs = {}, jusqua?: string): Promise<Page> {
    return this.follow(new URL(adresse, ADRESSE), champs, jusqua)
  }

  /** Sends the first form of a page, as it is plus `champs`. */
  sendFormulaire(page: Page, champs: Champs, jusqua?: string): Promise<Page> {
    const action = /<form[^>]* action="([^"]*)"/.exec(page.texte)?.[1]
    if (action === undefined) throw new Error(`Aucun formulaire : ${page.url.href} ${page.texte.slice(0, 300)}`)
    return this.follow(new URL(action.replaceAll('&amp;', '&'), page.url), champs, jusqua)
  }

  private async follow(depart: URL, champs: Champs | undefined, jusqua?: string): Promise<Page> {
    let url = depart
    let corps = champs
    for (let sauts = 0; sauts < 12; sauts++) {
      const reponse = await this.fetch(url, corps)
      const vers = reponse.headers.get('location')
      const texte = await reponse.text()
      if (vers === null) return { url, statut: reponse.status, entetes: reponse.headers, texte }
      url = new URL(vers, url)
      corps = undefined
      if (jusqua !== undefined && url.href.startsWith(jusqua)) {
        return { url, statut: reponse.status, entetes: reponse.headers, texte }
      }
    }
    throw new Error(`Trop de redirections depuis ${depart.href}`)
  }

  private async fetch(url: URL, champs: Champs | undefined): Promise<Response> {
    const pot = this.cookies.get(url.host) ?? new Map<string, string>()
    this.cookies.set(url.host, pot)
    const headers: Record<string, string> = {
      cookie: [...pot].map(([nom, valeur]) => `${nom}=${valeur}`).join('; '),
      'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0',
    }
    const options: RequestInit =
      champs === undefined
        ? { headers, redirect: 'manual' }
        : {
            method: 'POST',
            body: new URLSearchParams(champs),
            headers: { ...headers, 'sec-fetch-site': 'same-origin' },
            redirect: 'manual',
          }
    const reponse =
      url.origin === ADRESSE ? await this.site.fetch(new Request(url, options)) : await fetch(url, options)
    for (const ligne of reponse.headers.getSetCookie()) {
      const [, nom = '', valeur = ''] = /^([^=]+)=([^;]*)/.exec(ligne) ?? []
      if (valeur === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(ligne)) pot.delete(nom)
      else pot.set(nom, valeur)
    }
    return reponse
  }
}

/** Logs in at a provider through its own pages: login, consent, back to the site. */
export async function login(navigateur: Navigateur, depart: string, personne: string, jusqua?: string): Promise<Page> {
  const etapes: Champs[] = [{ prompt: 'login', login: personne, password: 'x' }, { prompt: 'consent' }]
  let page = await navigateur.open(depart, jusqua)
  for (const champs of etapes) {
    // The provider remembers whom it knows and what he allowed: a second login skips its pages.
    if (page.url.origin !== ADRESSE && page.url.pathname.startsWith('/interaction/')) {
      page = await navigateur.sendFormulaire(page, champs, jusqua)
    }
  }
  return page
}

/** Where a login at a provider begins. */
export const formatAdresseDepart = (slug: string, retour = '/compte'): string =>
  `/connexion/oidc/${slug}?retour=${encodeURIComponent(retour)}`

/** The address at which the provider sends the browser back, not yet opened. */
export async function obtainRetour(navigateur: Navigateur, slug: string, personne: string): Promise<URL> {
  return (await login(navigateur, formatAdresseDepart(slug), personne, `${ADRESSE}/connexion/oidc/`)).url
}
