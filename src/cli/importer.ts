import { basename } from 'node:path'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { importDocument } from '#modules/documentation/imports/imports.actions.ts'
import { getComptes, getImport } from '#modules/documentation/imports/imports.queries.ts'
import { formatAdresseImport } from '#modules/documentation/imports/imports.ts'
import { accepterTout } from '#modules/documentation/imports/ligne.actions.ts'
import { ErreurLecture } from '#modules/documentation/lecture/lecture.formats.ts'
import { readFichier, type Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

/**
 * `maillage importer FICHIER [--accepter]`: a bibliography comes in as by the browser, to be read again there;
 * `--accepter` puts at once in the catalogue its notices and sites that are like no other document.
 * @returns the exit code: 0 done, 1 the file could not be read (said on `erreur`). @throws ErreurUsage
 */
export async function executeImporter(args: string[], sorties: Sorties, ctx: Ctx): Promise<number> {
  const options = args.filter((arg) => arg.startsWith('-'))
  const [chemin, ...reste] = args.filter((arg) => !arg.startsWith('-'))
  if (chemin === undefined || reste.length > 0 || !options.every((o) => o === '--accepter')) throw new ErreurUsage()
  try {
    const { id, deja } = await importDocument(ctx, { nom: basename(chemin), octets: await readFichier(chemin) })
    if (deja) sorties.ecrire('Ce fichier a déjà été importé\u00a0: rien n’a été ajouté.\n')
    if (options.length > 0) await acceptTout(ctx, id)
    await formatBilan(ctx, id, sorties)
    return 0
  } catch (erreur) {
    const attendue = [ErreurSaisie, ErreurConflit, ErreurLecture].some((classe) => erreur instanceof classe)
    if (!attendue || !(erreur instanceof Error)) throw erreur
    sorties.erreur(erreur instanceof ErreurLecture ? `${chemin}\u00a0: ${erreur.message}\n` : `${erreur.message}\n`)
    return 1
  }
}

/** Lot after lot, each in its transaction: stopped in the middle, the same command goes on. */
async function acceptTout(ctx: Ctx, id: number): Promise<void> {
  for (let restent = 1; restent > 0; ) {
    const lot = await executeAction(accepterTout, ctx, { id, sortes: ['notice', 'site'] })
    restent = lot.restent
  }
}

async function formatBilan(ctx: Ctx, id: number, sorties: Sorties): Promise<void> {
  const comptes = await getComptes(ctx, id)
  const lignes = [
    `Import ${id} (${formatAdresseImport(id)})`,
    `  références        ${comptes.references}`,
    `  au catalogue      ${comptes.acceptees}`,
    `  déjà au catalogue ${comptes['deja-la']}`,
    `  à relire          ${comptes['a-relire']}, dont doublons probables ${comptes.doublons}`,
  ]
  sorties.ecrire(`${lignes.join('\n')}\n`)
  const imp = await getImport(ctx, id)
  for (const p of imp?.ecartes ?? []) sorties.erreur(`ligne ${p.n} : ${p.raison} « ${p.texte.slice(0, 120)} »\n`)
}
