import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { formatEspaces } from '#core/db-errors.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { type NomFormat, TAILLE_INDICE } from '#modules/documentation/echange/echange.ts'
import { getReleve } from '#modules/documentation/imports/correspondances.queries.ts'
import { creerImportEchange } from '#modules/documentation/imports/enregistrements.actions.ts'
import { computeFormatEchange, parseLots } from '#modules/documentation/imports/enregistrements.formats.ts'
import { type Depose, importDocument } from '#modules/documentation/imports/imports.actions.ts'
import { getComptes, getImport, getImportParEmpreinte } from '#modules/documentation/imports/imports.queries.ts'
import { formatAdresseImport, isEchange } from '#modules/documentation/imports/imports.ts'
import { accepterLot, poursuivreImport } from '#modules/documentation/imports/versement.actions.ts'
import { ErreurLecture, LIMITES } from '#modules/documentation/lecture/lecture.formats.ts'
import { readFichier, type Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

interface Demande {
  chemin: string
  accepter: boolean
  base: string | null
}

/**
 * `maillage importer FICHIER [--base NOM] [--accepter]`: a bibliography or a file of records comes in as by the
 * browser, to be read again there; `--accepter` puts at once in the catalogue its notices and sites that are like no
 * other document. A file of records may have any size: it is read as a stream.
 * @returns the exit code: 0 done, 1 the file could not be read (said on `erreur`). @throws ErreurUsage
 */
export async function executeImporter(args: string[], sorties: Sorties, ctx: Ctx): Promise<number> {
  const demande = parseArguments(args)
  try {
    const { id, deja } = await importFichier(ctx, demande)
    if (deja) sorties.ecrire('Ce fichier a déjà été importé\u00a0: rien n’a été ajouté.\n')
    if (demande.accepter) await acceptTout(ctx, id)
    await compareReste(ctx, id)
    await formatBilan(ctx, id, sorties)
    return 0
  } catch (erreur) {
    const attendue = [ErreurSaisie, ErreurConflit, ErreurLecture].some((classe) => erreur instanceof classe)
    if (!attendue || !(erreur instanceof Error)) throw erreur
    const lieu = erreur instanceof ErreurLecture && erreur.lieu ? ` (${erreur.lieu})` : ''
    sorties.erreur(
      erreur instanceof ErreurLecture ? `${demande.chemin}${lieu}\u00a0: ${erreur.message}\n` : `${erreur.message}\n`,
    )
    return 1
  }
}

function parseArguments(args: string[]): Demande {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { accepter: { type: 'boolean', default: false }, base: { type: 'string' } },
    })
    const [chemin, ...reste] = positionals
    if (chemin === undefined || reste.length > 0) throw new ErreurUsage()
    return { chemin, accepter: values.accepter, base: values.base?.trim() || null }
  } catch {
    throw new ErreurUsage()
  }
}

/** @throws ErreurLecture, ErreurSaisie */
async function importFichier(ctx: Ctx, { chemin, base }: Demande): Promise<Depose> {
  const format = await computeFormatFichier(chemin)
  if (format) return importFlux(ctx, chemin, format, base)
  return importDocument(ctx, { nom: basename(chemin), octets: await readFichier(chemin), base })
}

/** @returns null for a bibliography, and for what `readFichier` refuses with its reason */
async function computeFormatFichier(chemin: string): Promise<NomFormat | null> {
  const infos = await stat(chemin).catch(() => null)
  if (!infos?.isFile()) return null
  const fichier = await open(chemin)
  try {
    const { buffer, bytesRead } = await fichier.read(Buffer.alloc(TAILLE_INDICE), 0, TAILLE_INDICE, 0)
    return computeFormatEchange(buffer.subarray(0, bytesRead))
  } finally {
    await fichier.close()
  }
}

async function importFlux(ctx: Ctx, chemin: string, format: NomFormat, base: string | null): Promise<Depose> {
  const somme = createHash('sha256')
  for await (const piece of createReadStream(chemin)) somme.update(piece)
  const empreinte = somme.digest('hex')
  const connu = await getImportParEmpreinte(ctx, empreinte)
  if (connu !== null) return { id: connu, deja: true, echange: true }
  const { size } = await stat(chemin)
  const id = await executeAction(creerImportEchange, ctx, {
    fichier: basename(chemin),
    empreinte,
    octets: size > LIMITES.octets ? null : await readFichier(chemin),
    format,
    base,
    lots: parseLots(format, createReadStream(chemin)),
    tout: false,
  })
  if (id === null) throw new Error('Un import refusé comme déjà là doit s’y trouver.')
  return { id, deja: false, echange: true }
}

/** Lot after lot, each in its transaction: stopped in the middle, the same command goes on. */
async function acceptTout(ctx: Ctx, id: number): Promise<void> {
  for (let apres: number | null = 0; apres !== null; ) {
    const lot: { suite: number | null } = await executeAction(accepterLot, ctx, {
      id,
      sortes: ['notice', 'site'],
      apres,
    })
    apres = lot.suite
  }
}

/** What was not accepted is told from what the catalogue has, as it is now. */
async function compareReste(ctx: Ctx, id: number): Promise<void> {
  for (let fini = false; !fini; ) fini = await executeAction(poursuivreImport, ctx, { id })
}

async function formatBilan(ctx: Ctx, id: number, sorties: Sorties): Promise<void> {
  const [imp, comptes, releve] = [await getImport(ctx, id), await getComptes(ctx, id), await getReleve(ctx, id)]
  if (!imp) return
  const lignes = [
    `Import ${id} (${formatAdresseImport(id)})`,
    `  références        ${comptes.references}${imp.refusees > 0 ? `, et ${imp.refusees} refusées` : ''}`,
    `  au catalogue      ${comptes.acceptees}`,
    `  déjà au catalogue ${comptes['deja-la']}`,
    `  à relire          ${comptes['a-relire']}, dont doublons probables ${comptes.doublons}`,
  ]
  if (comptes['mises-a-jour'] > 0) lignes.push(`  mises à jour      ${comptes['mises-a-jour']}, à relire`)
  sorties.ecrire(`${lignes.join('\n')}\n`)
  const dire = (texte: string): void => sorties.erreur(formatEspaces(`${texte}\n`))
  for (const p of imp.ecartes)
    dire(
      isEchange(imp.format)
        ? `notice ${p.n} (${p.texte}) : ${p.raison}`
        : `ligne ${p.n} : ${p.raison} « ${p.texte.slice(0, 120)} »`,
    )
  for (const { zone, ecartees, perdues, raison } of releve?.zones ?? [])
    if (ecartees > 0)
      dire(`zone ${zone}, ${ecartees} fois : ${raison}${perdues === 0 ? ', gardée avec la notice' : ''}`)
}
