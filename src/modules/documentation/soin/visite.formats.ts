import { setTimeout } from 'node:timers/promises'
import parseRobots from 'robots-parser'
import { type ClientWeb, type DemandeExterne, ErreurExterne, type ReponseExterne } from '#core/web-client.ts'
import { createObservation, getMotifStatut, isAccueil, type Observation, parseRetryAfter } from './adresse.ts'

export interface Reglages {
  client: ClientWeb
  /** Milliseconds between the end of a request and the next one to the same server; 2 s if not said. */
  pause?: number
  /** Milliseconds for one request; 15 s if not said. */
  delai?: number
  signal?: AbortSignal
}

/** Visits an address. Any number of visits may be asked for at once: each server is asked one thing at a time. */
export type Visiteur = (adresse: string) => Promise<Observation>

const PAUSE_MS = 2_000
const DELAI_MS = 15_000
/** A `Crawl-delay` is followed up to there: more would keep the whole run for one site. */
const PAUSE_MAX_MS = 30_000
/** By which `robots.txt` calls us: the beginning of our User-Agent. */
const NOM = 'Maillage'
/** RFC 9309, section 2.5: at least 500 kibibytes are read. */
const ROBOTS_OCTETS = 512_000
/** Of a page, enough to know that it comes. */
const PAGE_OCTETS = 4_096
const REDIRECTIONS_MAX = 8
const PERMANENTES = new Set([301, 308])

interface Robots {
  permet(adresse: string): boolean
  pause: number | null
  /** It could not be read, for now: RFC 9309, section 2.3.1.4, everything is forbidden. */
  panne: boolean
}

/** What one server is asked, one request after another, with a pause between them. */
class Serveur {
  /** By origin: http and https have each their own. */
  readonly robots = new Map<string, Promise<Robots>>()
  pause: number
  private file: Promise<unknown> = Promise.resolve()
  private libre = 0

  constructor(pause: number) {
    this.pause = pause
  }

  ask<T>(demander: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const tour = this.file.then(async () => {
      const attente = this.libre - performance.now()
      if (attente > 0) await setTimeout(attente, undefined, { signal }).catch(() => undefined)
      try {
        return await demander()
      } finally {
        this.libre = performance.now() + this.pause
      }
    })
    this.file = tour.catch(() => undefined)
    return tour
  }
}

async function readDebut({ corps, fermer }: ReponseExterne, octets: number): Promise<Buffer> {
  const morceaux: Uint8Array[] = []
  let lus = 0
  for await (const morceau of corps) {
    morceaux.push(morceau)
    lus += morceau.length
    if (lus >= octets) break
  }
  fermer()
  return Buffer.concat(morceaux).subarray(0, octets)
}

/** A visitor for one run: what it learns of a server (its rules, its pace) holds as long as it lives. */
export function createVisiteur({ client, pause = PAUSE_MS, delai = DELAI_MS, signal }: Reglages): Visiteur {
  const serveurs = new Map<string, Serveur>()
  const getServeur = (hote: string): Serveur => {
    const connu = serveurs.get(hote) ?? new Serveur(pause)
    serveurs.set(hote, connu)
    return connu
  }
  const ask = (url: URL, demande: DemandeExterne): Promise<ReponseExterne> =>
    client(url.href, { delai, ...(signal && { signal }), ...demande })

  async function readRobots(serveur: Serveur, origine: string): Promise<Robots> {
    const adresse = new URL('/robots.txt', origine)
    const tout: Robots = { permet: () => true, pause: null, panne: false }
    return serveur.ask(async () => {
      const reponse = await ask(adresse, { redirections: 5, tailleMax: 2 * ROBOTS_OCTETS }).catch((erreur: unknown) => {
        // RFC 9309, section 2.3.1.2: too many redirections are as good as no file.
        if (erreur instanceof ErreurExterne && erreur.motif === 'redirections') return null
        throw erreur
      })
      if (reponse === null) return tout
      if (reponse.statut === 429 || reponse.statut >= 500) {
        reponse.fermer()
        return { ...tout, permet: () => false, panne: true }
      }
      if (reponse.statut >= 300) {
        reponse.fermer()
        return tout
      }
      const regles = parseRobots(adresse.href, (await readDebut(reponse, ROBOTS_OCTETS)).toString('utf8'))
      const secondes = regles.getCrawlDelay(NOM)
      return {
        permet: (page) => regles.isAllowed(page, NOM) !== false,
        pause: secondes === undefined ? null : secondes * 1000,
        panne: false,
      }
    }, signal)
  }

  async function getRobots(serveur: Serveur, origine: string): Promise<Robots> {
    const lecture = serveur.robots.get(origine) ?? readRobots(serveur, origine)
    serveur.robots.set(origine, lecture)
    const robots = await lecture
    if (robots.pause !== null) serveur.pause = Math.max(pause, Math.min(robots.pause, PAUSE_MAX_MS))
    return robots
  }

  /** HEAD, then GET where HEAD is refused, odd or ends badly: many servers know only GET. */
  async function askPage(serveur: Serveur, url: URL): Promise<ReponseExterne> {
    const entetes = { accept: 'text/html,application/xhtml+xml,application/pdf,*/*;q=0.8' }
    try {
      const reponse = await serveur.ask(() => ask(url, { methode: 'HEAD', entetes, redirections: 0 }), signal)
      reponse.fermer()
      if (reponse.statut < 400 || reponse.statut === 429) return reponse
    } catch (erreur) {
      if (!(erreur instanceof ErreurExterne) || !['coupee', 'reponse', 'connexion'].includes(erreur.motif)) throw erreur
    }
    return serveur.ask(async () => {
      const reponse = await ask(url, { entetes, redirections: 0 })
      await readDebut(reponse, PAGE_OCTETS)
      return reponse
    }, signal)
  }

  async function visit(adresse: string): Promise<Observation> {
    const depart = URL.parse(adresse)
    if (!depart) return createObservation('adresse')
    let url = depart
    /** Follows the permanent redirections as long as nothing temporary stands before them. */
    let definitive: string | null = null
    let stable = true
    const vues = new Set<string>()
    for (;;) {
      vues.add(url.href)
      // Said before anything is asked; `robots.txt` is only for these.
      if (!/^https?:$/.test(url.protocol) || url.username || url.password) return createObservation('adresse')
      const serveur = getServeur(url.host)
      const robots = await getRobots(serveur, url.origin)
      if (robots.panne) return createObservation('robots-panne')
      if (!robots.permet(url.href)) return createObservation('robots')
      const reponse = await askPage(serveur, url)
      const { statut } = reponse
      const vers = statut >= 300 && statut < 400 ? URL.parse(reponse.entetes.get('location') ?? '', url) : null
      if (vers === null) {
        const motif = getMotifStatut(statut)
        const attente = parseRetryAfter(reponse.entetes.get('retry-after'), new Date())
        if (motif !== null) return createObservation(motif, { statut, attente })
        if (isAccueil(depart.href, url.href)) return createObservation('accueil', { statut })
        return createObservation(null, { statut, vers: definitive })
      }
      if (vues.has(vers.href) || vues.size > REDIRECTIONS_MAX) return createObservation('redirections', { statut })
      stable &&= PERMANENTES.has(statut)
      if (stable) definitive = vers.href
      url = vers
    }
  }

  return async (adresse) => {
    try {
      return await visit(adresse)
    } catch (erreur) {
      if (!(erreur instanceof ErreurExterne) || erreur.motif === 'arret') throw erreur
      return createObservation(erreur.motif)
    }
  }
}
