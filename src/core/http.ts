import { randomBytes, randomUUID } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { getCookie } from 'hono/cookie'
import type { Logger } from 'pino'
import { type Acteur, VISITEUR } from './acteur.ts'
import {
  checkPortee,
  ENTETES_API,
  ENTETES_PREALABLE,
  formatDebit,
  identifyCle,
  isTenue,
  LIMITE_ANONYME,
  LIMITE_CLE,
  type LireCle,
  readAppel,
} from './api.ts'
import type { TraceLectures } from './audit.ts'
import type { Avis, Ctx, Requete } from './context.ts'
import type { Db } from './db.ts'
import { ErreurCle, ErreurDebit, ErreurIntrouvable, ErreurRefus, ErreurSaisie } from './errors.ts'
import { classify, describe, ErreurOrigine, ErreurTaille, type PageErreur, renderProbleme } from './faults.ts'
import { FixedPages, MARQUE_NONCE } from './fixed-pages.ts'
import { addDebit } from './limits.ts'
import { createResponse, isRedirection } from './response.ts'
import { checkRoutes, type Rendu, type Route } from './route.ts'
import { type Brut, parseFormulaire } from './saisie.ts'
import { COOKIE_SESSION, hasMemeOrigine } from './security.ts'

/** What the HTTP layer needs of the rest: given by app.ts, so that core imports no module and no page. */
export interface Services {
  db: Db
  adresse: string
  demo: boolean
  proxy: boolean
  journal: Logger
  traces: TraceLectures
  /** The actor of a session token, null when the session is unknown or over. */
  lireSession: (db: Db, jeton: string, maintenant: Date) => Promise<Acteur | null>
  /** The actor that a key stands for, with its scopes; null when the key is unknown or over. */
  lireCle: LireCle
  /** Counts a call with a key. */
  noterAppel: (db: Db, cle: string, maintenant: Date, appel: { ecriture: boolean; refus: boolean }) => Promise<void>
  renderErreur: (requete: Requete, page: PageErreur) => Rendu
}

export type Env = {
  Bindings: HttpBindings
  Variables: { requete: Requete; ctx: Ctx; entetes?: Record<string, string> }
}

/** Builds the application from its routes; `mountFichiers` serves the files of `public/`. @throws Error listing every route without policy or trace. */
export function createHttp(
  services: Services,
  routes: readonly Route[],
  mountFichiers: (app: Hono<Env>) => void,
): Hono<Env> {
  const fautes = checkRoutes(routes)
  if (fautes.length > 0) throw new Error(`Démarrage refusé :\n${fautes.map((f) => `  ${f}`).join('\n')}`)
  const avis = new Map<string, Avis>(routes.flatMap((r) => Object.entries(r.avis ?? {})))
  const app = new Hono<Env>()
  const fixes = new FixedPages(services.traces)
  // Compression reads the answer's headers, which costs even where nobody asked for it.
  const compresser = compress()
  app.use((c, next) => (c.req.header('accept-encoding') ? compresser(c, next) : next()))
  mountFichiers(app)
  app.use(async (c, next) => {
    const debut = performance.now()
    const id = randomUUID()
    const nonce = randomBytes(16).toString('base64')
    prepare(c, services, avis, id, nonce)
    await next()
    // The pattern of the route, not the address: what people look for is nobody's business.
    services.journal.debug({
      id,
      methode: c.req.method,
      route: c.req.routePath,
      statut: c.res.status,
      ms: Math.round(performance.now() - debut),
    })
  })
  for (const route of routes) mount(app, services, route, fixes)
  app.notFound((c) => renderFaute(c, services, null, new ErreurIntrouvable(c.req.path)))
  app.onError((erreur, c) => renderFaute(c, services, null, erreur))
  const ordinaire = app.fetch
  app.fetch = (demande, env, ...reste) =>
    (env && 'incoming' in env ? fixes.createResponse(env) : null) ?? ordinaire(demande, env, ...reste)
  return app
}

function prepare(c: Context<Env>, services: Services, avis: Map<string, Avis>, id: string, nonce: string): void {
  const url = new URL(c.req.url)
  const ip = readAdresse(c, services.proxy)
  const requete: Requete = {
    id,
    acteur: VISITEUR,
    chemin: url.pathname + url.search,
    url,
    adresse: services.adresse,
    nonce,
    ip,
    agent: (c.req.header('user-agent') ?? '').slice(0, 200),
    entetes: c.req.raw.headers,
    avis: avis.get(url.searchParams.get('avis') ?? '') ?? null,
    demo: services.demo,
  }
  c.set('requete', requete)
  c.set('ctx', { db: services.db, acteur: VISITEUR, maintenant: new Date(), origine: { requete: id, ip } })
}

function readAdresse(c: Context<Env>, proxy: boolean): string {
  const transmise = proxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return transmise ?? c.env?.incoming?.socket?.remoteAddress ?? 'inconnue'
}

async function identify(c: Context<Env>, services: Services, route: Route): Promise<void> {
  const { maintenant } = c.get('ctx')
  const acteur = route.api
    ? await identifyCle(c.req.raw.headers, (cle) => services.lireCle(services.db, cle, maintenant))
    : await identifySession(c, services)
  if (!acteur) return
  c.set('ctx', { ...c.get('ctx'), acteur })
  c.set('requete', { ...c.get('requete'), acteur })
}

async function identifySession(c: Context<Env>, services: Services): Promise<Acteur | null> {
  const jeton = getCookie(c, COOKIE_SESSION)
  return jeton ? services.lireSession(services.db, jeton, c.get('ctx').maintenant) : null
}

/** Counts the request, of a key, else of an address. @throws ErreurDebit */
async function checkLimite(c: Context<Env>, services: Services, route: Route): Promise<void> {
  const { acteur, maintenant } = c.get('ctx')
  const limite = acteur.cle ? LIMITE_CLE : (route.limite ?? (route.api && LIMITE_ANONYME))
  if (!limite) return
  const debit = await addDebit(services.db, limite, acteur.cle?.id ?? c.get('requete').ip, maintenant)
  if (route.api) c.set('entetes', { ...ENTETES_API, ...formatDebit(debit) })
  if (debit.depasse) throw new ErreurDebit(debit.attente)
}

/** Who calls, within what he may: calls that show a key that is worth nothing count against their address. */
async function admit(c: Context<Env>, services: Services, route: Route): Promise<void> {
  const faute = await identify(c, services, route).catch((erreur: unknown) => {
    if (erreur instanceof ErreurCle) return erreur
    throw erreur
  })
  await checkLimite(c, services, route)
  if (faute) throw faute
  checkPortee(c.get('ctx').acteur, route.api?.portee)
}

/** Its owner sees what a key is used for; the trace says which key changed something, or was refused. */
async function noteAppel(c: Context<Env>, services: Services, reponse: Response): Promise<Response> {
  const { acteur, maintenant } = c.get('ctx')
  if (!acteur.cle) return reponse
  const appel = { ecriture: !['GET', 'HEAD'].includes(c.req.method), refus: reponse.status >= 400 }
  if (appel.ecriture || appel.refus) {
    const objet = { type: 'cle', id: acteur.cle.id }
    services.traces.add(c.get('ctx'), { evenement: 'api.appel', objet, issue: appel.refus ? 'refus' : 'fait' })
  }
  await services.noterAppel(services.db, acteur.cle.id, maintenant, appel).catch((erreur: unknown) => {
    services.journal.warn({ erreur: describe(erreur) }, 'appel non compté')
  })
  return reponse
}

/** Renders a page that is the same for every visitor, and keeps it for the next ones. Null when it is another case. */
async function renderFixe(c: Context<Env>, route: Route, fixes: FixedPages): Promise<string | null> {
  const requete = c.get('requete')
  if (requete.acteur.compte !== null || requete.url.search !== '') return null
  const { rendu } = await route.traiter(c.get('ctx'), c.req.param(), { ...requete, nonce: MARQUE_NONCE })
  if (rendu instanceof Response || isRedirection(rendu)) return null
  const html = String(await rendu.toString())
  fixes.add(requete.chemin, html, route.trace)
  return html.replaceAll(MARQUE_NONCE, requete.nonce)
}

function mount(app: Hono<Env>, services: Services, route: Route, fixes: FixedPages): void {
  const answer = async (c: Context<Env>): Promise<Response> => {
    try {
      if (isOuverte(c, route)) await checkLimite(c, services, route)
      else await admit(c, services, route)
      const fixe = route.fixe ? await renderFixe(c, route, fixes) : null
      if (fixe !== null) {
        services.traces.add(c.get('ctx'), { evenement: route.trace, objet: null, issue: 'fait' })
        return await send(c, fixe, 200)
      }
      const brut = route.refuse(c.get('ctx').acteur) ? c.req.param() : await readBrut(c, route)
      const reponse = await route.traiter(c.get('ctx'), brut, c.get('requete'))
      if (!route.seTrace)
        services.traces.add(c.get('ctx'), { evenement: route.trace, objet: reponse.objet, issue: 'fait' })
      return await send(c, reponse.rendu, reponse.statut, c.get('entetes'))
    } catch (erreur) {
      return renderFaute(c, services, route, erreur)
    }
  }
  const handler = async (c: Context<Env>) => noteAppel(c, services, await answer(c))
  if (route.api) app.options(route.chemin, (c) => c.body(null, 204, ENTETES_PREALABLE))
  if (route.methode === 'GET') {
    app.get(route.chemin, handler)
    if (route.aussiPost) app.post(route.chemin, limitCorps(services, route, POST_LECTURE), handler)
    return
  }
  app.on(
    route.methode,
    route.chemin,
    async (c, next) =>
      route.api || route.partout || hasMemeOrigine(c.req.raw.headers, new URL(services.adresse).host)
        ? next()
        : renderFaute(c, services, null, new ErreurOrigine()),
    limitCorps(services, route, route.taille),
    handler,
  )
}

/** Largest body of a reading that comes as POST. */
const POST_LECTURE = 20_000

/** Sent from anywhere: nobody is looked for behind it. */
const isOuverte = (c: Context<Env>, route: Route): boolean =>
  route.partout || (route.aussiPost && c.req.method === 'POST')

const limitCorps = (services: Services, route: Route, maxSize: number) =>
  bodyLimit({ maxSize, onError: (c) => renderFaute(c as Context<Env>, services, route, new ErreurTaille(maxSize)) })

/** Path parameters win over what a body or a query says: the parent's id comes from the address. */
async function readBrut(c: Context<Env>, route: Route): Promise<Brut> {
  const parametres = c.get('requete').url.searchParams
  if (route.api) return readAppel(c, route, parseFormulaire(parametres))
  const champs = c.req.method === 'POST' ? await readFormulaire(c) : parametres
  return { ...parseFormulaire(champs), ...c.req.param() }
}

async function readFormulaire(c: Context<Env>): Promise<Iterable<[string, string | File]>> {
  return c.req.formData().catch(() => {
    throw new ErreurSaisie([{ field: '', message: 'L’envoi n’a pas pu être lu : il est incomplet ou mal formé.' }])
  })
}

/** Answers with the security headers of every answer, and those of this one; shortly to who holds it already. */
async function send(
  c: Context<Env>,
  rendu: Rendu,
  statut: number,
  entetes?: Record<string, string>,
): Promise<Response> {
  const reponse = await createResponse(rendu, { statut, nonce: c.get('requete').nonce, ...(entetes && { entetes }) })
  const tenue = reponse.status === 200 && isTenue(c.req.raw.headers, reponse.headers)
  return tenue ? new Response(null, { status: 304, headers: reponse.headers }) : reponse
}

async function renderFaute(
  c: Context<Env>,
  services: Services,
  route: Route | null,
  erreur: unknown,
): Promise<Response> {
  const ctx = c.get('ctx')
  const page = classify(erreur)
  if (erreur instanceof ErreurRefus && route) {
    // A program is told why, where no object can be guessed at by it.
    if (route.api && route.sansObjet) page.statut = ctx.acteur.cle ? 403 : 401
    if (!route.seTrace) services.traces.add(ctx, { evenement: route.trace, objet: null, issue: 'refus' })
    if (route.methode === 'GET' && !route.api && route.sansObjet && ctx.acteur.compte === null) {
      return send(c, { vers: `/connexion?retour=${encodeURIComponent(c.get('requete').chemin)}` }, 303)
    }
  }
  if (page.statut >= 500)
    services.journal.error({ id: ctx.origine.requete, route: c.req.routePath, erreur: describe(erreur) })
  const attente = erreur instanceof ErreurDebit ? erreur.attente : page.statut === 503 ? 10 : null
  const entetes: Record<string, string> = attente === null ? {} : { 'retry-after': String(attente) }
  return route?.api || c.req.path.startsWith('/api/')
    ? send(c, renderProbleme(services.adresse, page), page.statut, { ...ENTETES_API, ...c.get('entetes'), ...entetes })
    : send(c, services.renderErreur(c.get('requete'), page), page.statut, entetes)
}
