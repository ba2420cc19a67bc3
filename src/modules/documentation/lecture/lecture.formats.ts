import { parseEncodage } from '#core/encodage.ts'
import { checkLignes, checkTaille, type DocumentLu } from './document.formats.ts'
import { checkNature, isHtml, isMarkdown } from './nature.formats.ts'
import { parseEnProcessus } from './processus.formats.ts'
import { parseLignesTexte } from './texte.formats.ts'

export { ErreurLecture } from '#core/encodage.ts'
export { checkTaille, type DocumentLu, LIMITES } from './document.formats.ts'

/**
 * Reads a bibliography file (.docx, .pdf, .html, .md, .txt) into lines.
 * @param nom the file's name, a hint only: the content decides
 * @throws ErreurLecture whose message is French and says what to do; no file, however hostile, ends the caller's process
 */
export async function parseFichier(nom: string, octets: Uint8Array): Promise<DocumentLu> {
  checkTaille(octets.length)
  const document = await parseSelonNature(nom, octets)
  checkLignes(document.lignes)
  return {
    ...document,
    titre: document.titre && formatLisible(document.titre),
    lignes: document.lignes.map((l) => ({ ...l, texte: formatLisible(l.texte) })),
  }
}

/** Without what no database stores and no reader sees: NUL, and halves of characters (PDF fonts map to both). */
const formatLisible = (texte: string): string => texte.replaceAll('\0', '').toWellFormed()

async function parseSelonNature(nom: string, octets: Uint8Array): Promise<DocumentLu> {
  const nature = checkNature(octets)
  if (nature !== 'texte') return parseEnProcessus({ nature, octets })
  const texte = parseEncodage(octets)
  if (isHtml(texte, nom)) return parseEnProcessus({ nature: 'html', octets })
  const lignes = parseLignesTexte(texte)
  const titre =
    lignes
      .find((l) => /^# \S/u.test(l.texte))
      ?.texte.slice(2)
      .trim() ?? null
  return { format: isMarkdown(texte, nom) ? 'markdown' : 'texte', titre, lignes }
}
