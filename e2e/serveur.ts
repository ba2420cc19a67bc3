import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export interface Serveur {
  adresse: string
  /** Folder of its data, removed by `close`. */
  donnees: string
  close(): Promise<void>
}

/** A port that nobody listens on just now. */
export async function getPortLibre(): Promise<number> {
  const serveur = createServer().listen(0, '127.0.0.1')
  await once(serveur, 'listening')
  const adresse = serveur.address()
  serveur.close()
  if (adresse === null || typeof adresse === 'string') throw new Error('Aucun port libre.')
  return adresse.port
}

/** Starts Maillage as a newcomer does, demonstration data included, in a folder of its own; resolves when it is ready. */
export async function startServeur(): Promise<Serveur> {
  const donnees = mkdtempSync(join(tmpdir(), 'maillage-e2e-'))
  const port = await getPortLibre()
  const adresse = `http://localhost:${port}`
  const { DATABASE_URL: _sienne, ...environnement } = process.env
  const processus = spawn('node', ['--import', 'tsx', 'src/main.ts'], {
    env: {
      ...environnement,
      NODE_ENV: 'development',
      PORT: String(port),
      MAILLAGE_DONNEES: donnees,
      MAILLAGE_DEMO: '1',
      // The servers that journeys stand up.
      MAILLAGE_HOTES_INTERNES: '127.0.0.1',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const direMort = (code: number | null, signal: string | null) =>
    process.stderr.write(`Maillage est mort pendant les parcours (code ${code}, signal ${signal}).\n`)
  const close = async () => {
    processus.off('exit', direMort)
    if (processus.exitCode === null && processus.signalCode === null) {
      processus.kill('SIGTERM')
      await once(processus, 'exit')
    }
    rmSync(donnees, { recursive: true, force: true })
  }
  for (let essai = 0; essai < 300; essai++) {
    if (processus.exitCode !== null) throw new Error(`Maillage s’est arrêté au démarrage (code ${processus.exitCode}).`)
    const reponse = await fetch(`${adresse}/sante/pret`).catch(() => null)
    if (reponse?.ok) {
      // Else every page after it would only say that nobody answers.
      processus.once('exit', direMort)
      return { adresse, donnees, close }
    }
    await wait(200)
  }
  await close()
  throw new Error('Maillage n’est pas prêt après une minute.')
}
