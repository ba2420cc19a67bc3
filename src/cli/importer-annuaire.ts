import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { formatEspaces } from '#core/db-errors.ts'
import { ErreurLecture } from '#core/encodage.ts'
import { readLignes, updateInterrompus } from '#modules/reseau/imports/imports.queries.ts'
import { type Bilan, FORMATS_ANNUAIRE, type FormatAnnuaire, type Issue } from '#modules/reseau/imports/imports.ts'
import { creerImportAnnuaire, importFichier } from '#modules/reseau/imports/versement.actions.ts'
import { examineFichier } from '#modules/reseau/lecture/nature.formats.ts'
import { importGeographie } from '#modules/territoires/index.ts'
import type { Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

/**
 * `maillage importer finess FICHIER [--complet]` and its like: a file of the directory of any size, whole or not at all.
 * `--complet`: the file has everything that exists in the départements and categories that it speaks of; what it does not
 * tell is then closed, to be confirmed.
 * @param formats those that this command takes. @returns 0 done, 1 the file could not be read. @throws ErreurUsage
 */
export async function executeImporterAnnuaire(
  args: string[],
  sorties: Sorties,
  ctx: Ctx,
  { formats, rppsNoms = false }: { formats: readonly FormatAnnuaire[]; rppsNoms?: boolean },
): Promise<number> {
  const { chemin, complet } = parseArguments(args)
  const dire = (texte: string): void => sorties.erreur(formatEspaces(`${texte}\n`))
  try {
    if (!(await stat(chemin).catch(() => null))?.isFile()) throw new ErreurLecture('Ce fichier n’existe pas.')
    // The site may never have been started on this database.
    await importGeographie(ctx)
    await updateInterrompus(ctx)
    const ouvrir = () => createReadStream(chemin)
    const examen = await examineFichier(ouvrir, basename(chemin))
    const { format } = examen.nature
    if (!formats.includes(format)) throw new ErreurLecture(`Ce fichier est autre chose : ${FORMATS_ANNUAIRE[format]}.`)
    const fichier = basename(chemin)
    const id = await executeAction(creerImportAnnuaire, ctx, { fichier, examen, complet, etat: 'en-cours' })
    const bilan = await importFichier(ctx, { id, examen, complet, ouvrir, rppsNoms })
    sorties.ecrire(formatBilan(bilan))
    await sayLignes(ctx, id, 'rejete', dire)
    await sayLignes(ctx, id, 'avertissement', dire)
    return 0
  } catch (erreur) {
    if (!(erreur instanceof ErreurLecture)) throw erreur
    dire(`${chemin}${erreur.lieu ? ` (${erreur.lieu})` : ''} : ${erreur.message}`)
    return 1
  }
}

function parseArguments(args: string[]): { chemin: string; complet: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { complet: { type: 'boolean', default: false } },
    })
    const [chemin, ...reste] = positionals
    if (chemin === undefined || reste.length > 0) throw new ErreurUsage()
    return { chemin, complet: values.complet }
  } catch {
    throw new ErreurUsage()
  }
}

const LIBELLES = {
  crees: 'Créées',
  modifies: 'Modifiées',
  inchanges: 'Inchangées',
  fermes: 'Fermées, à confirmer',
  proposes: 'Proposées à relire',
  rejetes: 'Rejetées',
} as const satisfies Partial<Record<keyof Bilan, string>>

const formatBilan = (bilan: Bilan): string =>
  Object.entries(LIBELLES)
    .map(([compte, libelle]) => `${libelle}\u00a0: ${bilan[compte as keyof typeof LIBELLES]}\n`)
    .join('')

async function sayLignes(ctx: Ctx, id: number, issue: Issue, dire: (texte: string) => void): Promise<void> {
  const quoi = issue === 'rejete' ? 'rejetée' : 'à vérifier'
  for await (const { ligne, message } of readLignes(ctx, id, issue))
    dire(`${ligne === 0 ? '' : `ligne ${ligne}, `}${quoi} : ${message}`)
}
