import { DatabaseError } from 'pg'
import { ErreurBase, formatEspaces, isDatabaseLost } from '#core/db-errors.ts'
import type { Sorties } from './bibliographie.ts'
import { formatAide, formatUsage, getCommande } from './commandes.ts'
import { ErreurUsage } from './usage.ts'

const SORTIES: Sorties = {
  ecrire: (texte) => void process.stdout.write(texte),
  erreur: (texte) => void process.stderr.write(texte),
}

async function run(mots: string[]): Promise<number> {
  const [nom] = mots
  if (nom === 'aide' || nom === '--help' || nom === '-h') {
    SORTIES.ecrire(formatEspaces(formatAide()))
    return 0
  }
  const appel = getCommande(mots)
  if (!appel) {
    SORTIES.erreur(formatEspaces(nom === undefined ? formatAide() : `Commande inconnue : ${nom}\n\n${formatAide()}`))
    return 2
  }
  try {
    return await appel.commande.execute(appel.args, SORTIES)
  } catch (error) {
    if (error instanceof ErreurUsage) {
      SORTIES.erreur(formatEspaces(`${formatUsage(appel.nom)}\n`))
      return 2
    }
    SORTIES.erreur(`${explain(error)}\n`)
    return 1
  }
}

/** Faults that the operator can mend are told in a sentence; the others keep their stack, to be reported. */
function explain(error: unknown): string {
  if (error instanceof ErreurBase) return error.message
  if (isDatabaseLost(error))
    return formatEspaces('La base ne répond pas : vérifiez DATABASE_URL et que le serveur fonctionne.')
  if (error instanceof DatabaseError && /^(28|3D)/.test(error.code ?? '')) {
    return formatEspaces(
      `La base refuse la connexion : vérifiez le compte, le mot de passe et le nom dans DATABASE_URL (${error.message}).`,
    )
  }
  // By name: the class lives in the very module that could not be loaded.
  if (error instanceof Error && error.constructor.name === 'ErreurConfig') return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

// The reader may leave early (`| head`): nothing more to say to it.
process.stdout.on('error', () => process.exit(1))
process.exitCode = await run(process.argv.slice(2))
