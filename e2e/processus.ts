import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** What a process of ours said until it ended, and how. */
export interface Fin {
  code: number | null
  signal: string | null
  sortie: string
  erreur: string
}

export interface Processus {
  /** Resolves when it has ended, however it did. */
  fin: Promise<Fin>
  /** kill -9: it learns nothing of it. Resolves when it is gone. */
  kill(): Promise<Fin>
}

/** A process of this repository, as an operator starts it, on a database of the test. @param args file, then its arguments */
export function startProcessus(args: string[], env: Record<string, string>): Processus {
  const { npm_lifecycle_event: _test, ...sien } = process.env
  const enfant = spawn(process.execPath, ['--import', 'tsx', ...args], {
    env: { ...sien, NODE_ENV: 'development', MAILLAGE_DEMO: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const fin = readFin(enfant)
  return {
    fin,
    kill: () => {
      enfant.kill('SIGKILL')
      return fin
    },
  }
}

async function readFin(enfant: ChildProcess): Promise<Fin> {
  const dit = { sortie: '', erreur: '' }
  enfant.stdout?.on('data', (octets) => {
    dit.sortie += octets
  })
  enfant.stderr?.on('data', (octets) => {
    dit.erreur += octets
  })
  const [code, signal] = await once(enfant, 'close')
  return { code, signal, ...dit }
}
