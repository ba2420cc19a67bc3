import { strToU8, zipSync } from 'fflate'
import { PDFArray, PDFDocument, PDFName, PDFString, StandardFonts } from 'pdf-lib'

/** Word and PDF files made for the tests: the least that real readers accept. */

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** The smallest Word document that holds this body. */
export function renderDocx(corps: string, autres: Record<string, Uint8Array> = {}, entete = XML): Uint8Array {
  const parties = {
    '[Content_Types].xml': strToU8(
      `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${R}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    'word/_rels/document.xml.rels': strToU8(
      `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="l1" Type="${R}/hyperlink" Target="https://exemple.fr/fictif.pdf" TargetMode="External"/><Relationship Id="s1" Type="${R}/styles" Target="styles.xml"/><Relationship Id="n1" Type="${R}/footnotes" Target="footnotes.xml"/></Relationships>`,
    ),
    'word/styles.xml': strToU8(
      `${XML}<w:styles ${W}><w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style></w:styles>`,
    ),
    'word/footnotes.xml': strToU8(
      `${XML}<w:footnotes ${W}><w:footnote w:id="2"><w:p><w:r><w:t>Note fictive, 2020.</w:t></w:r></w:p></w:footnote></w:footnotes>`,
    ),
    'word/document.xml': strToU8(`${entete}<w:document ${W} xmlns:r="${R}"><w:body>${corps}</w:body></w:document>`),
    ...autres,
  }
  return zipSync(parties, { level: 1 })
}
/** A run of text; `allure` is its properties in OOXML (<w:b/>, <w:i/>). */
export const run = (texte: string, allure = '') =>
  `<w:r><w:rPr>${allure}</w:rPr><w:t xml:space="preserve">${texte}</w:t></w:r>`
/** A paragraph of that style. */
export const p = (contenu: string, style = '') =>
  `<w:p><w:pPr>${style && `<w:pStyle w:val="${style}"/>`}</w:pPr>${contenu}</w:p>`

/** A PDF of A4 pages; each line: its text, its place from the top left, its look, its link. */
export interface LignePdf {
  texte: string
  x?: number
  y: number
  corps?: number
  gras?: boolean
  lien?: string
}
export async function renderPdf(pages: LignePdf[][]): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  const normal = await pdf.embedFont(StandardFonts.Helvetica)
  const gras = await pdf.embedFont(StandardFonts.HelveticaBold)
  for (const lignes of pages) {
    const page = pdf.addPage([595, 842])
    const liens = PDFArray.withContext(pdf.context)
    for (const l of lignes) {
      const { x = 60, corps = 11 } = l
      const font = l.gras ? gras : normal
      page.drawText(l.texte, { x, y: 842 - l.y, size: corps, font })
      if (!l.lien) continue
      const rect = [x, 842 - l.y - 3, x + font.widthOfTextAtSize(l.texte, corps), 842 - l.y + corps]
      const action = { Type: 'Action', S: 'URI', URI: PDFString.of(l.lien) }
      liens.push(pdf.context.register(pdf.context.obj({ Type: 'Annot', Subtype: 'Link', Rect: rect, A: action })))
    }
    page.node.set(PDFName.of('Annots'), liens)
  }
  return pdf.save()
}

/** The least that makes a reader ask for a password: a standard security handler whose keys fit no empty password. */
export const PDF_PROTEGE = `%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>> endobj
4 0 obj <</Filter/Standard/V 1/R 2/P -4/O<${'41'.repeat(32)}>/U<${'42'.repeat(32)}>>> endobj
trailer <</Root 1 0 R/Encrypt 4 0 R/ID[<${'43'.repeat(16)}><${'43'.repeat(16)}>]>>
startxref
0
%%EOF
`
