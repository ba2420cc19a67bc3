import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { type ServerType, serve } from '@hono/node-server'
import { destination, pino } from 'pino'
import { config } from '#config'
import { SYSTEME } from '#core/acteur.ts'
import { checkDb, type Db, openDb } from '#core/db.ts'
import { deleteTachesAbandonnees, startTaches } from '#core/jobs.ts'
import { deleteDebitsPasses } from '#core/limits.ts'
import { createCourrier } from '#core/mail.ts'
import { migrate } from '#core/migrations.ts'
import { createTacheCourriel, deleteCourrielsAnciens } from '#core/outbox.ts'
import { openEmbedded } from '#core/postgres/index.ts'
import { deleteSessionsPassees, deleteUsagesPasses } from '#modules/comptes/index.ts'
import { createTachesDocumentation } from '#modules/documentation/index.ts'
import { createTachesReseau } from '#modules/reseau/index.ts'
import { createApp } from './app.ts'
import { importDonnees } from './donnees.ts'

const VIDANGE_MS = 10_000
const MENAGE_MS = 3_600_000
const MOIS_MS = 30 * 86_400_000

/** What was opened, last first: run once, on a signal or when the start fails. */
const fermetures: (() => Promise<unknown>)[] = []
let fermeture: Promise<void> | null = null

function close(): Promise<void> {
  fermeture ??= (async () => {
    for (const fermer of fermetures.reverse()) await fermer()
  })()
  return fermeture
}

async function main(): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // A second Ctrl+C leaves at once.
    process.once(signal, () => void close().then(() => process.exit(0)))
  }
  if (config.sousNpm) watchParent()
  const journal = pino({ level: config.journal }, destination(2))
  const url = config.databaseUrl ?? (await openBaseEmbarquee((texte) => journal.warn(texte)))
  const db = openDb(url)
  fermetures.push(() => db.destroy())
  const problemes = await checkDb(db)
  if (problemes.length > 0) throw new Error(problemes.join('\n'))
  await migrate(url)
  await importDonnees({ db, acteur: SYSTEME, maintenant: new Date(), origine: createOrigine() }, config)
  const app = createApp({ db, config, journal })
  fermetures.push(() => app.close())
  const courrier = createCourrier(config, (fichier) => journal.info({ fichier }, 'courriel déposé'))
  const taches = startTaches({
    db,
    taches: [
      createTacheCourriel(courrier, new URL(config.adresse).hostname),
      ...createTachesDocumentation(config),
      ...createTachesReseau(config),
    ],
    journal,
  })
  fermetures.push(() => Promise.race([taches.close(), setTimeout(VIDANGE_MS, undefined, { ref: false })]))
  startMenage(db, (erreur) => journal.warn({ erreur: String(erreur) }, 'ménage remis à plus tard'))
  const serveur = serve({ fetch: app.fetch, port: config.port, hostname: config.hote })
  fermetures.push(() => drain(serveur))
  await once(serveur, 'listening')
  dire(formatAccueil())
}

/**
 * npm runs us through a shell and passes its signals to that shell alone, which dies of them without a word: its
 * disappearance is the signal.
 */
function watchParent(): void {
  const parent = process.ppid
  const veille = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(veille)
    void close().then(() => process.exit(0))
  }, 300)
  veille.unref()
}

async function openBaseEmbarquee(signaler: (texte: string) => void): Promise<string> {
  const embarquee = await openEmbedded({ dossier: config.donnees, signaler })
  fermetures.push(() => embarquee.close())
  return embarquee.url
}

const createOrigine = () => ({ requete: crypto.randomUUID(), ip: null })

/** Once an hour, forgets what is over: sessions, rate limits, messages and tasks of long ago. Two processes may do it at once without harm. */
function startMenage(db: Db, signaler: (erreur: unknown) => void): void {
  setInterval(() => {
    const maintenant = new Date()
    Promise.all([
      deleteSessionsPassees(db, maintenant, { demo: config.demo }),
      deleteDebitsPasses(db, maintenant),
      deleteTachesAbandonnees(db, new Date(maintenant.getTime() - MOIS_MS)),
      deleteCourrielsAnciens(db, new Date(maintenant.getTime() - MOIS_MS)),
      deleteUsagesPasses(db, maintenant),
    ]).catch(signaler)
  }, MENAGE_MS).unref()
}

/** No new request; those under way have ten seconds to end. */
async function drain(serveur: ServerType): Promise<void> {
  if (!serveur.listening) return
  const ferme = once(serveur, 'close')
  serveur.close()
  if ('closeIdleConnections' in serveur) serveur.closeIdleConnections()
  await Promise.race([ferme, setTimeout(VIDANGE_MS, undefined, { ref: false })])
}

function dire(texte: string): void {
  process.stdout.write(`${texte}\n`)
}

function formatAccueil(): string {
  const lignes = [
    '',
    `Maillage est prêt : ${config.adresse}`,
    `Pour se connecter : ${config.adresse}/connexion${config.demo ? ', puis choisir une personne fictive.' : ''}`,
    ...(config.smtp ? [] : [`Sans SMTP, les courriels sont écrits dans ${config.donnees}/courriels/.`]),
    'Pour arrêter : Ctrl+C',
    '',
  ]
  return lignes.map((l) => (l ? `  ${l}` : l)).join('\n')
}

function formatPanne(erreur: unknown): string {
  if (erreur instanceof Error && 'code' in erreur && erreur.code === 'EADDRINUSE') {
    return `Le port ${config.port} est déjà pris. Choisissez-en un autre : PORT=3001 npm start`
  }
  return erreur instanceof Error ? erreur.message : String(erreur)
}

main().catch(async (erreur: unknown) => {
  process.stderr.write(`${formatPanne(erreur)}\n`)
  await close()
  process.exit(1)
})
