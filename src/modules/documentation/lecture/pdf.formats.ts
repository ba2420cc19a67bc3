import { fileURLToPath } from 'node:url'
import { getDocument, type PDFDocumentProxy, type PDFPageProxy, Util } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { ErreurLecture } from '#core/encodage.ts'
import { type DocumentLu, LIMITES } from './document.formats.ts'
import { parseLignesPdf } from './pdf-paragraphes.formats.ts'
import { addLiens, type Fragment, type LienPdf, type Rangee, renderRangees } from './pdf-rangees.formats.ts'

/** pdfjs reads its fonts and character maps from its own package: nothing is fetched. */
const PAQUET = fileURLToPath(new URL('.', import.meta.resolve('pdfjs-dist/package.json')))

/** A PDF: lines in reading order with their page; running heads dropped, paragraphs joined where their shape says so. */
export async function parsePdf(octets: Uint8Array): Promise<DocumentLu> {
  checkFin(octets)
  const pdf = await openPdf(octets)
  if (pdf.numPages > LIMITES.pages) {
    const nombre = pdf.numPages.toLocaleString('fr-FR')
    throw new ErreurLecture(
      `Ce PDF compte ${nombre} pages ; la limite est de ${LIMITES.pages.toLocaleString('fr-FR')}. Découpez-le.`,
    )
  }
  const pages: Rangee[][] = []
  for (let n = 1; n <= pdf.numPages; n++) pages.push(await parsePage(pdf, n))
  checkTextePdf(pages)
  const lignes = parseLignesPdf(pages)
  const titre = (await getTitre(pdf)) ?? lignes.find((l) => l.texte.startsWith('# '))?.texte.slice(2) ?? null
  return { format: 'pdf', titre, lignes }
}

/** pdfjs repairs what it can: half a file would come out as half a bibliography, without a word. */
function checkFin(octets: Uint8Array): void {
  const fin = Buffer.from(octets.subarray(-100_000)).toString('latin1')
  if (!fin.includes('%%EOF') && !fin.includes('startxref')) {
    throw new ErreurLecture(
      'Ce PDF est incomplet : sa fin manque. Refaites la copie ou le téléchargement.',
      'fin du fichier',
    )
  }
}

async function openPdf(octets: Uint8Array): Promise<PDFDocumentProxy> {
  try {
    return await getDocument({
      data: octets,
      useSystemFonts: false,
      disableFontFace: true,
      // The name of a font, where bold and italic are told.
      fontExtraProperties: true,
      // Images are of no use here: none is decoded.
      maxImageSize: 1,
      useWasm: false,
      standardFontDataUrl: `${PAQUET}standard_fonts/`,
      cMapUrl: `${PAQUET}cmaps/`,
      cMapPacked: true,
      verbosity: 0,
    }).promise
  } catch (erreur) {
    if (erreur instanceof Error && erreur.name === 'PasswordException') {
      throw new ErreurLecture(
        'Ce PDF est protégé par un mot de passe. Enregistrez-le sans protection, puis recommencez.',
      )
    }
    throw new ErreurLecture(
      'Ce PDF est abîmé ou incomplet : il ne peut pas être ouvert. Refaites la copie ou le téléchargement.',
    )
  }
}

async function parsePage(pdf: PDFDocumentProxy, n: number): Promise<Rangee[]> {
  try {
    const page = await pdf.getPage(n)
    const fragments = await parseFragments(page)
    const liens = await parseLiens(page)
    page.cleanup()
    return renderRangees(addLiens(fragments, liens), n)
  } catch (erreur) {
    if (erreur instanceof ErreurLecture) throw erreur
    throw new ErreurLecture('Cette page du PDF est abîmée : elle ne peut pas être lue.', `page ${n}`)
  }
}

/** The pieces of text of a page, placed from its top left corner. Slanted text (a watermark, a margin note) is left out. */
async function parseFragments(page: PDFPageProxy): Promise<Fragment[]> {
  const contenu = await page.getTextContent()
  const vue = page.getViewport({ scale: 1 }).transform
  if (Object.keys(contenu.styles).some((police) => !page.commonObjs.has(police))) await page.getOperatorList()
  const allures = new Map<string, { gras: boolean; italique: boolean }>()
  for (const police of Object.keys(contenu.styles)) allures.set(police, getAllure(page, police))
  const fragments: Fragment[] = []
  for (const item of contenu.items) {
    if (!('str' in item) || item.str.trim() === '') continue
    const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = Util.transform(vue, item.transform) as number[]
    if (Math.abs(b) > 0.1 * Math.abs(a)) continue
    const allure = allures.get(item.fontName) ?? { gras: false, italique: false }
    fragments.push({
      texte: cleanTexte(item.str),
      ...allure,
      lien: null,
      x,
      y,
      largeur: item.width,
      corps: Math.hypot(c, d),
    })
  }
  return fragments
}

/** Bullets of symbol fonts have no Unicode of their own: they sit in the private zone. */
function cleanTexte(texte: string): string {
  return texte.replace(/[\uf000-\uf0ff\u25cf\u25aa\u25a0\u2b9a]/gu, '•').replace(/[\0\u200b\ufeff]/gu, '')
}

function getAllure(page: PDFPageProxy, police: string): { gras: boolean; italique: boolean } {
  const nom = page.commonObjs.has(police) ? String(page.commonObjs.get(police)?.name ?? '') : ''
  return {
    gras: /bold|black|heavy|demi(?!-?light)|gras|-bd/iu.test(nom),
    italique: /italic|oblique|ital\b|-it\b|kursiv/iu.test(nom),
  }
}

async function parseLiens(page: PDFPageProxy): Promise<LienPdf[]> {
  const vue = page.getViewport({ scale: 1 })
  const annotations: { subtype?: string; url?: string; unsafeUrl?: string; rect: number[] }[] =
    await page.getAnnotations()
  return annotations.flatMap(({ subtype, url, unsafeUrl, rect }) => {
    const adresse = unsafeUrl ?? url
    if (subtype !== 'Link' || !adresse) return []
    const [xa = 0, ya = 0, xb = 0, yb = 0] = [
      ...vue.convertToViewportPoint(rect[0] ?? 0, rect[1] ?? 0),
      ...vue.convertToViewportPoint(rect[2] ?? 0, rect[3] ?? 0),
    ] as number[]
    return [{ adresse, x0: Math.min(xa, xb), x1: Math.max(xa, xb), y0: Math.min(ya, yb), y1: Math.max(ya, yb) }]
  })
}

function checkTextePdf(pages: Rangee[][]): void {
  const texte = pages
    .flat()
    .flatMap((r) => r.passages.map((p) => p.texte))
    .join('')
  const lettres = texte.match(/\p{L}/gu)?.length ?? 0
  const illisibles = texte.match(/[\p{Co}\p{Cc}\ufffd]/gu)?.length ?? 0
  if (illisibles > lettres) {
    throw new ErreurLecture(
      'Le texte de ce PDF est illisible : ses polices ne disent pas à quelles lettres correspondent leurs signes. Passez-le par une reconnaissance de caractères, ou demandez le document d’origine.',
    )
  }
  if (lettres < 20) {
    throw new ErreurLecture(
      'Ce PDF ne contient pas de texte (document numérisé ?). Passez-le par une reconnaissance de caractères, puis recommencez.',
    )
  }
}

/** The title that the PDF gives of itself, unless it is a file name or the first words of a word processor. */
async function getTitre(pdf: PDFDocumentProxy): Promise<string | null> {
  const { info } = await pdf.getMetadata()
  const titre = 'Title' in info && typeof info.Title === 'string' ? info.Title.trim() : ''
  const machine =
    /\.(?:docx?|pdf|odt|indd|pptx?)$|^microsoft |^(?:untitled|sans titre|document ?\d*|présentation powerpoint)$/iu
  return titre.length < 8 || machine.test(titre) ? null : titre
}
