import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ctx } from '#core/context.ts'
import type { Sorties } from '../cli/bibliographie.ts'
import { createBaseGeographie, createCtx } from './geographie.ts'

/** Runs a command and keeps what it says. */
export async function executeEcoute(
  lancer: (sorties: Sorties) => Promise<number>,
): Promise<{ code: number; ecrit: string; erreur: string }> {
  const dits = { ecrit: '', erreur: '' }
  const code = await lancer({
    ecrire: (texte) => {
      dits.ecrit += texte
    },
    erreur: (texte) => {
      dits.erreur += texte
    },
  })
  return { code, ...dits }
}

export interface AtelierCli {
  ctx: Ctx
  dossier: string
  /** Puts a file in the folder. @returns its path */
  write(nom: string, contenu: string | Uint8Array): string
  close(): Promise<void>
}

/** Where a command works: a database with the official geography, a folder for its files. */
export async function createAtelierCli(): Promise<AtelierCli> {
  const base = await createBaseGeographie()
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-cli-'))
  return {
    ctx: createCtx(base.db),
    dossier,
    write: (nom, contenu) => {
      writeFileSync(join(dossier, nom), contenu)
      return join(dossier, nom)
    },
    close: async () => {
      rmSync(dossier, { recursive: true, force: true })
      await base.close()
    },
  }
}
