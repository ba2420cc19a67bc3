/** One import in a process of its own, so that its peak of memory is its own: `imports-processus.ts ADRESSE FICHIER`. */

import { SYSTEME } from '#core/acteur.ts'
import { openDb } from '#core/db.ts'
import { executeImporter } from '../src/cli/importer.ts'

export interface MesureImport {
  ms: number
  /** Peak of the process, in MB. */
  memoire: number
}

const [url = '', fichier = ''] = process.argv.slice(2)
const db = openDb(url, { max: 2 })
const ctx = { db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
const debut = performance.now()
const dits: string[] = []
const sorties = { ecrire: () => undefined, erreur: (texte: string) => void dits.push(texte) }
const code = await executeImporter([fichier, '--accepter'], sorties, ctx)
if (code !== 0) throw new Error(dits[0])
const ms = performance.now() - debut
await db.destroy()
const memoire = Math.round(process.resourceUsage().maxRSS / 1024)
process.stdout.write(JSON.stringify({ ms, memoire } satisfies MesureImport))
