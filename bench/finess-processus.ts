import { SYSTEME } from '#core/acteur.ts'
import { openDb } from '#core/db.ts'
import { executeImporterAnnuaire } from '../src/cli/importer-annuaire.ts'

/** One import by the command line, in a process of its own: `finess-processus.ts URL FICHIER`. */
export interface MesureFiness {
  ms: number
  /** MB at most. */
  memoire: number
  bilan: string
}

async function main([url = '', fichier = '']: string[]): Promise<void> {
  const db = openDb(url)
  const ctx = { db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
  const dits: { ecrits: string[]; erreurs: string[] } = { ecrits: [], erreurs: [] }
  const sorties = {
    ecrire: (texte: string) => void dits.ecrits.push(texte),
    erreur: (texte: string) => void dits.erreurs.push(texte),
  }
  const debut = performance.now()
  const code = await executeImporterAnnuaire([fichier, '--complet'], sorties, ctx, { formats: ['finess'] })
  const ms = performance.now() - debut
  await db.destroy()
  if (code !== 0) throw new Error(dits.erreurs.join(''))
  const memoire = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(JSON.stringify({ ms, memoire, bilan: dits.ecrits.join('') } satisfies MesureFiness))
}

main(process.argv.slice(2)).catch((erreur: unknown) => {
  process.stderr.write(`${String(erreur)}\n`)
  process.exit(1)
})
