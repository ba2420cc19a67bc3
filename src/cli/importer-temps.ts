import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { formatEspaces } from '#core/db-errors.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { importTemps } from '#modules/territoires/apl/temps.actions.ts'
import { formatCount } from '#ui/format.ts'
import type { Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

/**
 * `maillage importer temps FICHIER [--nom NOM] [--source TEXTE]`: a matrix of travel times of any size, in the place of
 * the one of that name, whole or not at all. @returns 0 done, 1 the file could not be read. @throws ErreurUsage
 */
export async function executeImporterTemps(args: string[], sorties: Sorties, ctx: Ctx): Promise<number> {
  const { chemin, nom, source } = parseArguments(args)
  const dire = (texte: string): void => sorties.erreur(formatEspaces(`${texte}\n`))
  if (!(await stat(chemin).catch(() => null))?.isFile()) {
    dire(`${chemin} : ce fichier n’existe pas.`)
    return 1
  }
  try {
    const bilan = await ctx.db.transaction().execute(async (db) => {
      const dans = { ...ctx, db }
      const fichier = basename(chemin)
      const lu = await importTemps(dans, { nom, source, fichier, fictif: false }, createReadStream(chemin))
      await addTrace(dans, { evenement: 'simulation.temps.import', objet: null, issue: 'fait' })
      return lu
    })
    if (!bilan) {
      sorties.ecrire(formatEspaces('Ce fichier est déjà là sous ce nom : rien n’a changé.\n'))
      return 0
    }
    sorties.ecrire(formatEspaces(`Temps « ${nom} » : ${formatCount(bilan.nombre, 'paire')}.\n`))
    if (bilan.ecartees > 0) dire(`${formatCount(bilan.ecartees, 'ligne écartée', 'lignes écartées')} :`)
    for (const { ligne, raison } of bilan.exemples) dire(`ligne ${ligne} : ${raison}`)
    return 0
  } catch (erreur) {
    if (!(erreur instanceof ErreurSaisie)) throw erreur
    dire(`${chemin} : ${erreur.message}`)
    return 1
  }
}

function parseArguments(args: string[]): { chemin: string; nom: string; source: string | null } {
  try {
    const texte = { type: 'string' } as const
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { nom: texte, source: texte } })
    const [chemin, ...reste] = positionals
    if (chemin === undefined || reste.length > 0) throw new ErreurUsage()
    const nom = values.nom?.trim() || basename(chemin).replace(/\.[^.]+$/, '')
    return { chemin, nom, source: values.source?.trim() || null }
  } catch {
    throw new ErreurUsage()
  }
}
