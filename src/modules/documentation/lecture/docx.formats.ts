import { Unzip, type UnzipFile, UnzipInflate, type Zippable, zipSync } from 'fflate'
import mammoth from 'mammoth'
import { ErreurLecture } from '#core/encodage.ts'
import { type DocumentLu, LIMITES } from './document.formats.ts'
import { parseTexteHtml } from './html.formats.ts'

/** Word's styles beyond those mammoth knows: the document's title and subtitle are headings; a table of contents says nothing new. */
const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => h2:fresh",
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `p[style-name='toc ${i}'] => !`),
  "p[style-name='TOC Heading'] => !",
  "p[style-name='toa heading'] => !",
]

/** A Word document: headings by style, bold, italic, links, lists, tables, notes as their own lines at the end. */
export async function parseDocx(octets: Uint8Array): Promise<DocumentLu> {
  const parties = checkParties(octets)
  if (!parties['word/document.xml']) throw new ErreurLecture('Ce document Word est abîmé : son texte principal manque.')
  // Mammoth gets an archive made of the parts that were checked, and nothing else of the file.
  const buffer = Buffer.from(zipSync(parties, { level: 0 }))
  const { value } = await mammoth.convertToHtml(
    { buffer },
    {
      styleMap: STYLES,
      includeEmbeddedStyleMap: false,
      ignoreEmptyParagraphs: false,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    },
  )
  const lignes = parseTexteHtml(value)
  const titre = lignes.find((l) => l.texte.startsWith('# '))?.texte.slice(2) ?? null
  return { format: 'docx', titre, lignes }
}

/**
 * The XML parts of the archive, inflated piece by piece under a total: what an archive declares of itself is checked,
 * and never believed. Images and other binaries are not inflated at all.
 * @throws ErreurLecture for a broken archive, a bomb, or a part with a document type or entities (Word writes none)
 */
export function checkParties(octets: Uint8Array): Zippable {
  const parties: Record<string, Uint8Array> = {}
  let entrees = 0
  let total = 0
  let enCours: string | null = null
  const bombe = () =>
    new ErreurLecture(
      'Ce document Word est anormalement compressé : il n’est pas lu par sécurité.',
      enCours ?? undefined,
    )

  const archive = new Unzip((fichier: UnzipFile) => {
    entrees++
    const { name, size = 0, originalSize = 0 } = fichier
    enCours = name
    if (entrees > LIMITES.entreesArchive) {
      throw new ErreurLecture('Ce document Word contient trop de fichiers : il n’est pas lu par sécurité.')
    }
    if (originalSize > LIMITES.octetsDecompresses || isBombe(originalSize, size)) throw bombe()
    if (!/\.(?:xml|rels)$/iu.test(name)) return
    if (parties[name]) throw new ErreurLecture('Ce document Word est abîmé : une partie y figure deux fois.', name)
    const morceaux: Uint8Array[] = []
    let taille = 0
    fichier.ondata = (erreur, morceau, dernier) => {
      // The library hands back what this function itself has thrown.
      if (erreur) throw erreur
      taille += morceau.length
      total += morceau.length
      if (total > LIMITES.octetsDecompresses || isBombe(taille, size || octets.length)) throw bombe()
      morceaux.push(morceau)
      if (dernier) parties[name] = checkXml(name, Buffer.concat(morceaux))
    }
    fichier.start()
  })
  archive.register(UnzipInflate)
  try {
    // Small pieces: one piece of a bomb inflates to some tens of megabytes at most before it is counted.
    for (let i = 0; i < octets.length; i += PIECE)
      archive.push(octets.subarray(i, i + PIECE), i + PIECE >= octets.length)
  } catch (erreur) {
    if (erreur instanceof ErreurLecture) throw erreur
    throw new ErreurLecture(
      'Ce document Word est abîmé ou incomplet. Refaites la copie ou le téléchargement.',
      enCours ?? undefined,
    )
  }
  return parties
}

const PIECE = 16_384

/** A text of some size never shrinks two hundred times; a small part (a list of empty styles) may. */
function isBombe(taille: number, compresse: number): boolean {
  return taille > 5_000_000 && taille > LIMITES.tauxCompression * compresse
}

function checkXml(nom: string, octets: Buffer): Uint8Array {
  for (const motif of ['<!DOCTYPE', '<!ENTITY', '<!doctype', '<!entity']) {
    if (octets.includes(motif)) {
      throw new ErreurLecture(
        'Ce document Word déclare des entités XML, ce que Word ne fait pas : il n’est pas lu par sécurité.',
        nom,
      )
    }
  }
  return octets
}
