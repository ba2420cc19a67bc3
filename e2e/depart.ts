import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as attendre } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    adresse: string
    donnees: string
  }
}

async function getPortLibre(): Promise<number> {
  const serveur = createServer().listen(0, '127.0.0.1')
  await once(serveur, 'listening')
  const adresse = serveur.address()
  serveur.close()
  if (adresse === null || typeof adresse === 'string') throw new Error('Aucun port libre.')
  return adresse.port
}

/** Starts Maillage as a newcomer does, demonstration data included, in a folder of its own. */
export default async function depart(project: TestProject): Promise<() => Promise<void>> {
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
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await waitPret(adresse, processus)
  project.provide('adresse', adresse)
  project.provide('donnees', donnees)
  return async () => {
    processus.kill('SIGTERM')
    await once(processus, 'exit')
    rmSync(donnees, { recursive: true, force: true })
  }
}

async function waitPret(adresse: string, processus: ChildProcess): Promise<void> {
  for (let essai = 0; essai < 300; essai++) {
    if (processus.exitCode !== null) throw new Error(`Maillage s’est arrêté au démarrage (code ${processus.exitCode}).`)
    const reponse = await fetch(`${adresse}/sante/pret`).catch(() => null)
    if (reponse?.ok) return
    await attendre(200)
  }
  throw new Error('Maillage n’est pas prêt après une minute.')
}
