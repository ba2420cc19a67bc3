import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { getPortLibre } from './serveur.ts'

const isVivant = (adresse: string) =>
  fetch(`${adresse}/sante/pret`).then(
    (r) => r.ok,
    () => false,
  )

async function waitEtat(adresse: string, vivant: boolean): Promise<boolean> {
  for (let essai = 0; essai < 150; essai++) {
    if ((await isVivant(adresse)) === vivant) return true
    await wait(200)
  }
  return false
}

it('`npm start` answers, and SIGTERM to npm stops all of it; killed, it starts again on the same data', async () => {
  const donnees = mkdtempSync(join(tmpdir(), 'maillage-demarrage-'))
  const port = await getPortLibre()
  const adresse = `http://127.0.0.1:${port}`
  const { DATABASE_URL: _sienne, npm_lifecycle_event: _test, ...environnement } = process.env
  const env = { ...environnement, PORT: String(port), MAILLAGE_DONNEES: donnees }
  try {
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const npm = spawn('npm', ['start'], { env, stdio: 'ignore', detached: true })
      expect(await waitEtat(adresse, true), 'prêt').toBe(true)
      // A kill -9 takes the whole group, as a crash or a power cut does; SIGTERM goes to npm alone.
      process.kill(signal === 'SIGKILL' ? -(npm.pid ?? 0) : (npm.pid ?? 0), signal)
      await once(npm, 'exit')
      expect(await waitEtat(adresse, false), `arrêté après ${signal}`).toBe(true)
    }
  } finally {
    await wait(1000)
    rmSync(donnees, { recursive: true, force: true })
  }
})
