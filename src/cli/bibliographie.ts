import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { formatEspaces } from '#core/db-errors.ts'
import { parseBibliographie } from '#modules/documentation/bibliographie/bibliographie.ts'
import { checkTaille, ErreurLecture, LIMITES, parseFichier } from '#modules/documentation/lecture/lecture.formats.ts'
import { ErreurUsage } from './usage.ts'

/** Where a command writes: its result, and what it has to say about it. */
export interface Sorties {
  ecrire(texte: string): void
  erreur(texte: string): void
}

/**
 * `maillage bibliographie FICHIER` (`-` reads the standard input): prints a CSL-JSON array, in the order of the
 * document; passages that could not be read are told on `erreur`. Needs no database.
 * @returns the exit code: 0 read, 1 the file could not be read. @throws ErreurUsage on wrong arguments.
 */
export async function executeBibliographie(args: string[], sorties: Sorties): Promise<number> {
  const [chemin, ...reste] = args
  if (chemin === undefined || reste.length > 0 || (chemin.startsWith('-') && chemin !== '-')) throw new ErreurUsage()
  try {
    const octets = chemin === '-' ? await readEntree() : await readFichier(chemin)
    const { format, lignes } = await parseFichier(basename(chemin), octets)
    const { references, ecartes } = parseBibliographie(lignes)
    sorties.ecrire(
      `${JSON.stringify(
        references.map((r) => r.item),
        null,
        1,
      )}\n`,
    )
    for (const { n, texte, raison } of ecartes) {
      const page = lignes.find((l) => l.n === n)?.page
      const lieu = page ? `page ${page}` : `${format === 'docx' || format === 'html' ? 'paragraphe' : 'ligne'} ${n}`
      sorties.erreur(formatEspaces(`${lieu} : ${raison} « ${texte.slice(0, EXTRAIT)} »\n`))
    }
    return 0
  } catch (erreur) {
    if (!(erreur instanceof ErreurLecture)) throw erreur
    const nom = chemin === '-' ? 'entrée standard' : chemin
    const lieu = erreur.lieu ? ` (${erreur.lieu})` : ''
    sorties.erreur(formatEspaces(`${nom}${lieu} : ${erreur.message}\n`))
    return 1
  }
}

/** Characters of a passage set aside that are shown: enough to find it again. */
const EXTRAIT = 120

/** The weight is asked before the file is read. @throws ErreurLecture */
export async function readFichier(chemin: string): Promise<Uint8Array> {
  try {
    const infos = await stat(chemin)
    if (infos.isDirectory()) throw new ErreurLecture('C’est un dossier. Donnez un fichier.')
    checkTaille(infos.size)
    return await readFile(chemin)
  } catch (erreur) {
    if (erreur instanceof ErreurLecture) throw erreur
    const absent = erreur instanceof Error && 'code' in erreur && erreur.code === 'ENOENT'
    throw new ErreurLecture(
      absent ? 'Ce fichier n’existe pas.' : 'Ce fichier ne peut pas être lu : vérifiez ses droits.',
    )
  }
}

/** Stops at the limit: a stream has no weight to ask for. */
async function readEntree(): Promise<Uint8Array> {
  const morceaux: Buffer[] = []
  let taille = 0
  for await (const morceau of process.stdin) {
    morceaux.push(morceau)
    taille += morceau.length
    if (taille > LIMITES.octets) checkTaille(taille)
  }
  return Buffer.concat(morceaux)
}
