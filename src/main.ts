import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { destination, pino } from 'pino'
import { config } from '#config'
import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { checkDb, openDb } from '#core/db.ts'
import { migrate } from '#core/migrations.ts'
import { openEmbedded } from '#core/postgres/index.ts'
import { createApp } from './app.ts'
import { importDemonstration } from './demonstration.ts'

const VIDANGE_MS = 10_000
const dire = (texte: string): void => {
  process.stdout.write(`${texte}\n`)
}

async function main(): Promise<void> {
  const journal = pino({ level: config.journal }, destination(2))
  const embarque = config.databaseUrl
    ? null
    : await openEmbedded({ dossier: config.donnees, signaler: (t) => journal.warn(t) })
  const url = config.databaseUrl ?? embarque?.url ?? ''
  const db = openDb(url)
  const problemes = await checkDb(db)
  if (problemes.length > 0) throw new Error(problemes.join('\n'))
  await migrate(url)
  if (config.demo) {
    const ctx: Ctx = {
      db,
      acteur: SYSTEME,
      maintenant: new Date(),
      origine: { requete: crypto.randomUUID(), ip: null },
    }
    await importDemonstration(ctx)
  }
  const app = createApp({ db, config, journal })
  const serveur = serve({ fetch: app.fetch, port: config.port, hostname: config.hote })
  await once(serveur, 'listening')
  annoncer()

  const fermer = async (): Promise<void> => {
    // New requests are refused, those under way have ten seconds to end; then the trace, the pool, the server.
    serveur.close()
    if ('closeIdleConnections' in serveur) serveur.closeIdleConnections()
    await Promise.race([once(serveur, 'close'), new Promise((r) => setTimeout(r, VIDANGE_MS).unref())])
    await app.close()
    await db.destroy()
    await embarque?.close()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // A second Ctrl+C leaves at once.
    process.once(signal, () => {
      void fermer().then(() => process.exit(0))
    })
  }
}

function annoncer(): void {
  dire(`\n  Maillage est prêt : ${config.adresse}`)
  if (config.demo) dire(`  Pour se connecter : ${config.adresse}/connexion, puis choisir une personne fictive.`)
  else dire(`  Pour se connecter : ${config.adresse}/connexion`)
  if (!config.smtp) dire(`  Sans SMTP, les courriels sont écrits dans ${config.donnees}/courriels/.`)
  dire('  Pour arrêter : Ctrl+C\n')
}

main().catch((erreur: unknown) => {
  const message = erreur instanceof Error ? erreur.message : String(erreur)
  const port = erreur instanceof Error && 'code' in erreur && erreur.code === 'EADDRINUSE'
  process.stderr.write(
    port ? `Le port ${config.port} est déjà pris. Choisissez-en un autre : PORT=3001 npm start\n` : `${message}\n`,
  )
  process.exit(1)
})
