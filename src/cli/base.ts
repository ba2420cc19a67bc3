import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import { checkDb, ErreurBase, openDb } from '#core/db.ts'
import { migrate } from '#core/migrations.ts'
import { openEmbedded } from '#core/postgres/index.ts'
import { exportSauvegarde, importSauvegarde } from '#core/sauvegarde/index.ts'
import type { Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

/**
 * Lends the address of the installation's database: DATABASE_URL, or the embedded server, started when it does not
 * run and left as it was.
 * @throws ErreurBase when the database is not fit for Maillage.
 */
export async function withBase<T>(faire: (url: string) => Promise<T>): Promise<T> {
  const { config } = await import('#config')
  const embarque = config.databaseUrl ? null : await openEmbedded({ dossier: config.donnees })
  try {
    const url = config.databaseUrl ?? embarque?.url ?? ''
    const db = openDb(url, { max: 1 })
    const problemes = await checkDb(db).finally(() => db.destroy())
    if (problemes.length > 0) throw new ErreurBase(problemes.join('\n'))
    return await faire(url)
  } finally {
    await embarque?.close()
  }
}

/** Lends the migrated database as queries and actions take it, with all rights: who has a shell here has them anyway. */
export function withCtx<T>(faire: (ctx: Ctx) => Promise<T>): Promise<T> {
  return withBase(async (url) => {
    await migrate(url)
    const db = openDb(url, { max: 2 })
    const origine = { requete: crypto.randomUUID(), ip: null }
    return faire({ db, acteur: SYSTEME, maintenant: new Date(), origine }).finally(() => db.destroy())
  })
}

/** `maillage migrate` */
export async function executeMigrate(args: string[], sorties: Sorties): Promise<number> {
  if (args.length > 0) throw new ErreurUsage()
  const fichiers = await withBase((url) => migrate(url))
  for (const fichier of fichiers) sorties.ecrire(`appliquée\u00a0: ${fichier}\n`)
  if (fichiers.length === 0) sorties.ecrire('La base est à jour.\n')
  return 0
}

/** `maillage sauvegarde FICHIER` */
export async function executeSauvegarde(args: string[], sorties: Sorties): Promise<number> {
  const { fichier } = parseFichier(args, false)
  const { tables, lignes, octets } = await withBase((url) => exportSauvegarde(url, fichier))
  const mega = formatNombre(Math.ceil(octets / 100_000) / 10)
  sorties.ecrire(`${fichier}\u00a0: ${formatNombre(lignes)} lignes de ${tables} tables, ${mega} Mo.\n`)
  return 0
}

/** `maillage restauration FICHIER [--remplacer]` */
export async function executeRestauration(args: string[], sorties: Sorties): Promise<number> {
  const { fichier, remplacer } = parseFichier(args, true)
  const { tables, lignes } = await withBase((url) => importSauvegarde(url, fichier, { remplacer }))
  sorties.ecrire(
    `Restauration faite\u00a0: ${formatNombre(lignes)} lignes de ${tables} tables, relues et comparées à la sauvegarde.\n`,
  )
  return 0
}

/**
 * One file, and `--remplacer` where it is allowed.
 * @throws ErreurUsage when anything else is there.
 */
function parseFichier(args: string[], avecRemplacer: boolean): { fichier: string; remplacer: boolean } {
  const options = args.filter((arg) => arg.startsWith('-'))
  const [fichier, ...reste] = args.filter((arg) => !arg.startsWith('-'))
  if (fichier === undefined || reste.length > 0) throw new ErreurUsage()
  if (!options.every((option) => avecRemplacer && option === '--remplacer')) throw new ErreurUsage()
  return { fichier, remplacer: options.length > 0 }
}

const formatNombre = (nombre: number) => nombre.toLocaleString('fr-FR')
