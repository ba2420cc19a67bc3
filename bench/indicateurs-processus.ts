import { SYSTEME } from '#core/acteur.ts'
import { openDb } from '#core/db.ts'
import { executeImporterIndicateurs } from '../src/cli/importer-indicateurs.ts'

/** One import by the command line, in a process of its own: `indicateurs-processus.ts URL FICHIER LECTURE`. */
export interface MesureIndicateurs {
  ms: number
  /** MB at most. */
  memoire: number
}

async function main([url = '', fichier = '', lecture = '']: string[]): Promise<void> {
  const db = openDb(url)
  const ctx = { db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
  const erreurs: string[] = []
  const sorties = { ecrire: () => undefined, erreur: (texte: string) => void erreurs.push(texte) }
  const debut = performance.now()
  const code = await executeImporterIndicateurs([fichier, '--lecture', lecture], sorties, ctx)
  const ms = performance.now() - debut
  await db.destroy()
  if (code !== 0) throw new Error(erreurs.join(''))
  const memoire = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(JSON.stringify({ ms, memoire } satisfies MesureIndicateurs))
}

main(process.argv.slice(2)).catch((erreur: unknown) => {
  process.stderr.write(`${String(erreur)}\n`)
  process.exit(1)
})
