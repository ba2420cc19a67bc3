import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stopEphemeral } from '#core/postgres/index.ts'
import { computeDuree, formatMs, sayTable } from './outils.ts'

const PREMIER_MS = 20_000
const SUIVANT_MS = 5_000
const LIMITE_MS = 120_000

/** Time from `npm start` to the first « prêt », then the process is stopped as a service manager does. */
async function computeDemarrage(dossier: string): Promise<number> {
  const port = await getPortLibre()
  const env = { ...process.env, PORT: String(port), MAILLAGE_DONNEES: dossier, DATABASE_URL: '', NODE_ENV: '' }
  const processus = spawn('npm', ['start'], {
    cwd: join(import.meta.dirname, '..'),
    env,
    detached: true,
    stdio: 'ignore',
  })
  const fin = once(processus, 'exit')
  const arret = AbortSignal.timeout(LIMITE_MS)
  try {
    return await computeDuree(async () => {
      for (;;) {
        arret.throwIfAborted()
        const reponse = await fetch(`http://127.0.0.1:${port}/sante/pret`).catch(() => null)
        if (reponse?.status === 200) return
        await new Promise((r) => setTimeout(r, 20))
      }
    })
  } finally {
    // The whole group: npm does not always hand the signal on.
    if (processus.pid) process.kill(-processus.pid, 'SIGTERM')
    await fin
  }
}

function getPortLibre(): Promise<number> {
  return new Promise((resolve) => {
    const sonde = createServer().listen(0, '127.0.0.1', () => {
      const adresse = sonde.address()
      sonde.close(() => resolve(adresse && typeof adresse === 'object' ? adresse.port : 0))
    })
  })
}

export async function mesurer(): Promise<boolean> {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-bench-'))
  try {
    const premier = await computeDemarrage(dossier)
    const suivant = await computeDemarrage(dossier)
    const tenues = [premier < PREMIER_MS, suivant < SUIVANT_MS]
    sayTable('Démarrage, de « npm start » à la première page', [
      {
        quoi: 'premier, données de démonstration comprises',
        mesure: formatMs(premier),
        barre: `< ${PREMIER_MS / 1000} s`,
        tenue: tenues[0],
      },
      { quoi: 'suivant', mesure: formatMs(suivant), barre: `< ${SUIVANT_MS / 1000} s`, tenue: tenues[1] },
    ])
    return tenues.every(Boolean)
  } finally {
    await stopEphemeral(dossier)
    rmSync(dossier, { recursive: true, force: true })
  }
}
