import { ErreurLecture } from '#core/encodage.ts'

/** What the bytes say the file is. `texte` stands for text, Markdown and HTML, told apart once decoded. */
export type NatureFichier = 'pdf' | 'docx' | 'texte'

const CONSEIL = 'Enregistrez-le en .docx, .pdf, .html, .md ou .txt.'

/** First bytes (as Latin-1) of what we refuse, with the name a reader gives it. */
const REFUS: [debuts: string[], nom: string][] = [
  [['{\\rtf'], 'Ce fichier est un .rtf.'],
  [
    ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'II*\0', 'MM\0*', 'RIFF'],
    'Ce fichier est une image : son texte ne peut pas être lu.',
  ],
  [
    ['Rar!', '7z\xbc\xaf', '\x1f\x8b', 'BZh', '\xfd7zXZ'],
    'Ce fichier est une archive compressée : importez les fichiers qu’elle contient.',
  ],
  [['%!PS'], 'Ce fichier est un PostScript.'],
  [['SQLite format 3'], 'Ce fichier est une base de données.'],
]

/** Members that tell the kind of a ZIP file, and what to say of those that we do not read. */
const ARCHIVES: [membre: string, nom: string][] = [
  ['application/vnd.oasis.opendocument', 'Ce fichier est un document OpenDocument (.odt, .ods, .odp).'],
  ['application/epub+zip', 'Ce fichier est un livre numérique (.epub).'],
  ['xl/workbook', 'Ce fichier est un classeur Excel (.xlsx).'],
  ['ppt/presentation', 'Ce fichier est un diaporama (.pptx).'],
]

/**
 * The nature of a file, by its content. A file's name never decides: a .txt that holds a PDF is a PDF.
 * @throws ErreurLecture for an empty file and for the formats that are not read, with what to do instead
 */
export function checkNature(octets: Uint8Array): NatureFichier {
  if (octets.length === 0) throw new ErreurLecture('Ce fichier est vide.')
  const debut = parseLatin1(octets.subarray(0, 2048))
  if (debut.slice(0, 1024).includes('%PDF-')) return 'pdf'
  if (debut.startsWith('PK')) return checkArchive(octets)
  if (debut.startsWith('\xd0\xcf\x11\xe0')) throw new ErreurLecture(describeOle(octets))
  const refus = REFUS.find(([debuts]) => debuts.some((d) => debut.startsWith(d)))
  if (refus) throw new ErreurLecture(`${refus[1]} ${CONSEIL}`)
  return 'texte'
}

function checkArchive(octets: Uint8Array): NatureFichier {
  // Names of members stand in clear, at the head of each member and in the list at the end of the file.
  const noms = parseLatin1(octets.subarray(0, 100_000)) + parseLatin1(octets.subarray(-100_000))
  const autre = ARCHIVES.find(([membre]) => noms.includes(membre))
  if (autre) throw new ErreurLecture(`${autre[1]} ${CONSEIL}`)
  if (!parseLatin1(octets.subarray(-70_000)).includes('PK\x05\x06')) {
    throw new ErreurLecture(
      'Ce fichier .docx est incomplet : sa fin manque. Refaites la copie ou le téléchargement.',
      'fin du fichier',
    )
  }
  if (noms.includes('word/')) return 'docx'
  throw new ErreurLecture(
    'Ce fichier est une archive ZIP, pas un document Word. Importez les fichiers qu’elle contient.',
  )
}

/** Old Office files and encrypted new ones share one container; its directory, in UTF-16, tells which. */
function describeOle(octets: Uint8Array): string {
  const noms = parseLatin1(octets).replaceAll('\0', '')
  if (noms.includes('EncryptedPackage')) {
    return 'Ce document est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez.'
  }
  const nom = noms.includes('WordDocument')
    ? 'un ancien document Word (.doc)'
    : 'un ancien fichier Office (.doc, .xls, .ppt)'
  return `Ce fichier est ${nom}. ${CONSEIL}`
}

function parseLatin1(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1')
}

/** Text that is a web page: a doctype or a root element first, or a .htm(l) name over some tags. */
export function isHtml(texte: string, nom: string): boolean {
  const debut = texte.slice(0, 5_000).replace(/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*/u, '')
  if (/^<(?:!doctype html|html|head|body|meta|title)\b/iu.test(debut)) return true
  return /\.x?html?$/iu.test(nom) && /<[a-z][a-z0-9]*(?:\s[^<>]*)?>/iu.test(texte.slice(0, 100_000))
}

/** Text with Markdown's headings, bold or links. */
export function isMarkdown(texte: string, nom: string): boolean {
  return /\.(?:md|markdown)$/iu.test(nom) || /^#{1,6} \S|\*\*\S[^\n*]*\*\*|\]\(https?:/mu.test(texte.slice(0, 200_000))
}
