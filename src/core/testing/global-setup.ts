import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { stopEphemeral } from '../postgres/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the server that all test files share; the first that needs a database starts it. */
    dossierDeTest: string
  }
}

const PREFIXE = 'maillage-test-'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeOrphans()
  const dossier = mkdtempSync(join(tmpdir(), `${PREFIXE}${process.pid}-`))
  project.provide('dossierDeTest', dossier)
  return () => removeServer(dossier)
}

async function removeServer(dossier: string): Promise<void> {
  if (existsSync(join(dossier, 'postgres'))) await stopEphemeral(dossier)
  rmSync(dossier, { recursive: true, force: true })
}

/** Servers of runs that were killed before they could clean up. */
async function removeOrphans(): Promise<void> {
  for (const nom of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIXE}(\\d+)-`).exec(nom)?.[1])
    // A folder of another account is that account's to remove.
    if (pid && !isAlive(pid)) await removeServer(join(tmpdir(), nom)).catch(() => undefined)
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
