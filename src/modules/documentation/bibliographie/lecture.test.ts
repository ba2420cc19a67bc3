import { strToU8, zipSync } from 'fflate'
import iconv from 'iconv-lite'
import { PDFArray, PDFDocument, PDFName, PDFString, StandardFonts } from 'pdf-lib'
import { describe, expect, it } from 'vitest'
import { ErreurLecture, LIMITES, parseFichier } from './lecture.formats.ts'

/** All references of this file are invented (« fictif »). */

const octets = (texte: string) => new TextEncoder().encode(texte)
const textes = async (nom: string, contenu: Uint8Array) => (await parseFichier(nom, contenu)).lignes.map((l) => l.texte)

async function getErreur(nom: string, contenu: Uint8Array): Promise<ErreurLecture> {
  const erreur = await parseFichier(nom, contenu).catch((e: unknown) => e)
  if (!(erreur instanceof ErreurLecture)) throw new Error(`expected an ErreurLecture, got ${String(erreur)}`)
  return erreur
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** The smallest Word document that holds this body. */
function renderDocx(corps: string, autres: Record<string, Uint8Array> = {}, entete = XML): Uint8Array {
  return zipSync({
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
  })
}
const run = (texte: string, allure = '') =>
  `<w:r><w:rPr>${allure}</w:rPr><w:t xml:space="preserve">${texte}</w:t></w:r>`
const p = (contenu: string, style = '') =>
  `<w:p><w:pPr>${style && `<w:pStyle w:val="${style}"/>`}</w:pPr>${contenu}</w:p>`

describe('texte et Markdown', () => {
  it('keeps the lines of the source and their numbers', async () => {
    const document = await parseFichier('a.txt', octets('DUPONT Léa\r\n\r\nTitre fictif\nfin'))
    expect(document).toEqual({
      format: 'texte',
      titre: null,
      lignes: [
        { n: 1, texte: 'DUPONT Léa' },
        { n: 2, texte: '' },
        { n: 3, texte: 'Titre fictif' },
        { n: 4, texte: 'fin' },
      ],
    })
  })

  it.each([
    ['UTF-8', octets('Étude fictive : « été »')],
    ['UTF-8 with a mark', iconv.encode('Étude fictive : « été »', 'utf-8', { addBOM: true })],
    ['UTF-16 LE', iconv.encode('Étude fictive : « été »', 'utf-16le', { addBOM: true })],
    ['UTF-16 BE', iconv.encode('Étude fictive : « été »', 'utf-16be', { addBOM: true })],
    ['UTF-16 LE without a mark', iconv.encode('Étude fictive : « été »', 'utf-16le')],
    ['Windows-1252', iconv.encode('Étude fictive : « été »', 'windows-1252')],
  ])('reads %s', async (_nom, contenu) => {
    expect(await textes('a.txt', contenu)).toEqual(['Étude fictive : « été »'])
  })

  it('reads the signs that Windows adds to Latin-1', async () => {
    const texte = 'L’œuvre fictive – 12 €…'
    expect(await textes('a.txt', iconv.encode(texte, 'windows-1252'))).toEqual([texte])
  })

  it('forgives a character cut by the end of the file', async () => {
    expect(await textes('a.txt', octets('Santé fictive é').slice(0, -1))).toEqual(['Santé fictive '])
  })

  it('names the line where two encodings are mixed', async () => {
    const contenu = Buffer.concat([octets('été à Besançon, même où ça gèle\n'), Buffer.from([0x65, 0xe9, 0x65])])
    const erreur = await getErreur('a.txt', contenu)
    expect(erreur.message).toContain('mélange deux encodages')
    expect(erreur.lieu).toBe('ligne 2')
  })

  it('takes the title of a Markdown text', async () => {
    const document = await parseFichier('a.md', octets('# Bibliographie fictive\n\n**Un titre.** 2020'))
    expect(document).toMatchObject({ format: 'markdown', titre: 'Bibliographie fictive' })
    expect(document.lignes).toHaveLength(3)
  })
})

describe('HTML', () => {
  it('gives one line per block, with marks, links and list numbers', async () => {
    const html = `<!doctype html><title>Fonds fictif</title><style>p{}</style><nav>menu</nav><h2>Rapports</h2>
      <p><b>Titre <i>fictif</i></b> <span style="font-weight:bold">suite</span>,<br>2020. <a href="https://exemple.fr/a(1)">Lire</a></p>
      <p></p><ol start="3"><li>Un<li><p>Deux</p></ol><ul><li><a href="https://exemple.fr/x">exemple.fr/x</a></ul>
      <table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table><script>alert(1)</script>`
    const document = await parseFichier('page', octets(html))
    expect(document.titre).toBe('Fonds fictif')
    expect(document.lignes.map((l) => l.texte)).toEqual([
      '## Rapports',
      '**Titre** ***fictif*** **suite**,',
      '2020. [Lire](https://exemple.fr/a%281%29)',
      '',
      '3. Un',
      '4. Deux',
      '- <https://exemple.fr/x>',
      'A',
      'B',
      '',
      'C',
      '',
    ])
    expect(document.lignes.map((l) => l.n)).toEqual(document.lignes.map((_, i) => i + 1))
  })

  it('follows the encoding that the page declares', async () => {
    const html = iconv.encode('<html><meta charset="windows-1252"><p>Étude fictive n° 4 – été</p>', 'windows-1252')
    expect(await textes('a.html', html)).toEqual(['Étude fictive n° 4 – été'])
  })

  it('never lets an address that is not one through', async () => {
    const html = '<html><p><a href="javascript:alert(1)">Lire</a> <a href="#bas">bas</a></p>'
    expect(await textes('a.html', octets(html))).toEqual(['Lire bas'])
  })
})

describe('Word', () => {
  it('reads headings, bold, italic, links, lists, tables, notes and empty paragraphs', async () => {
    const corps = [
      p(run('Sommaire\t3'), 'TM1'),
      p(run('Ouvrages'), 'Titre1'),
      p(run('MARTIN Zoé, ') + run('Titre', '<w:b/>') + run(' fictif', '<w:b/>') + run(', ') + run('Revue', '<w:i/>')),
      p(''),
      p(`<w:hyperlink r:id="l1">${run('Lire en ligne')}</w:hyperlink><w:r><w:footnoteReference w:id="2"/></w:r>`),
      `<w:tbl><w:tr><w:tc>${p(run('Site'))}</w:tc><w:tc>${p(run('Texte'))}</w:tc></w:tr></w:tbl>`,
    ]
    const document = await parseFichier('a.docx', renderDocx(corps.join('')))
    expect(document).toMatchObject({ format: 'docx', titre: 'Ouvrages' })
    expect(document.lignes.map((l) => l.texte)).toEqual([
      '# Ouvrages',
      'MARTIN Zoé, **Titre fictif**, *Revue*',
      '',
      '[Lire en ligne](https://exemple.fr/fictif.pdf)[1]',
      'Site',
      'Texte',
      '',
      '[1] Note fictive, 2020.',
    ])
  })
})

/** A PDF of A4 pages; each line: its text, its place from the top left, its look, its link. */
interface LignePdf {
  texte: string
  x?: number
  y: number
  corps?: number
  gras?: boolean
  lien?: string
}
async function renderPdf(pages: LignePdf[][]): Promise<Uint8Array> {
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

describe('PDF', () => {
  const corps = 'Une phrase fictive assez longue pour remplir la ligne entière de la page, mots après mots, et'
  const page = (n: number): LignePdf[] => [
    { texte: 'Bibliographie fictive - 2020', y: 30, corps: 9 },
    { texte: `Partie ${n}`, y: 80, corps: 18, gras: true },
    { texte: `Titre fictif ${n}`, y: 110, gras: true },
    { texte: corps, y: 123 },
    { texte: 'encore la suite du paragraphe.', y: 136 },
    { texte: 'Lire en ligne', y: 162, lien: `https://exemple.fr/${n}` },
    { texte: String(n), x: 300, y: 815, corps: 9 },
  ]

  it('joins paragraphs, marks headings, bold and links, drops running heads and page numbers', async () => {
    const document = await parseFichier('a.pdf', await renderPdf([page(1), page(2), page(3)]))
    expect(document).toMatchObject({ format: 'pdf', titre: 'Partie 1' })
    const attendu = [1, 2, 3].flatMap((n) => [
      { page: n, texte: `# Partie ${n}` },
      { page: n, texte: '' },
      { page: n, texte: `**Titre fictif ${n}**` },
      { page: n, texte: `${corps} encore la suite du paragraphe.` },
      { page: n, texte: '' },
      { page: n, texte: `[Lire en ligne](https://exemple.fr/${n})` },
    ])
    expect(document.lignes).toEqual(attendu.map((l, i) => ({ n: i + 1, ...l })))
  })

  it('joins an address and its link cut by the end of a line, and mends hyphenated words', async () => {
    const contenu = await renderPdf([
      [
        { texte: `${corps} inter-`, y: 100 },
        { texte: 'national fictif, dit aussi international.', y: 113 },
        {
          texte: 'https://exemple.fr/dossier-fictif-tres-long/annee-2020/collection-des-rapports-du-territoire-',
          y: 150,
          lien: 'https://exemple.fr/dossier-fictif-tres-long/annee-2020/collection-des-rapports-du-territoire-entier.pdf',
        },
        {
          texte: 'entier.pdf',
          y: 163,
          lien: 'https://exemple.fr/dossier-fictif-tres-long/annee-2020/collection-des-rapports-du-territoire-entier.pdf',
        },
      ],
    ])
    expect(await textes('a.pdf', contenu)).toEqual([
      `${corps} international fictif, dit aussi international.`,
      '',
      '<https://exemple.fr/dossier-fictif-tres-long/annee-2020/collection-des-rapports-du-territoire-entier.pdf>',
    ])
  })

  it('reads two columns one after the other, and the title over them first', async () => {
    const colonne = (nom: string, x: number) =>
      [1, 2, 3, 4, 5, 6].map((i) => ({ texte: `${nom} ligne fictive ${i}, courte.`, x, y: 80 + 20 * i }))
    const titre = {
      texte: 'Un titre fictif qui traverse toute la largeur des deux colonnes de la page',
      y: 60,
      gras: true,
    }
    const lignes = await textes(
      'a.pdf',
      await renderPdf([[titre, ...colonne('Gauche', 60), ...colonne('Droite', 320)]]),
    )
    const numeros = [...lignes.join(' ').matchAll(/(?:Gauche|Droite) ligne fictive \d/gu)].map(String)
    expect(lignes[0]).toBe(`**${titre.texte}**`)
    expect(numeros).toEqual(
      ['Gauche', 'Droite'].flatMap((c) => [1, 2, 3, 4, 5, 6].map((i) => `${c} ligne fictive ${i}`)),
    )
  })

  it('keeps the rows of a table together', async () => {
    const rang = (i: number) => [
      { texte: `Organisme fictif numéro ${i}`, y: 80 + 60 * i },
      { texte: `Description fictive ${i} du site, en`, x: 320, y: 80 + 60 * i },
      { texte: `deux lignes (${i}).`, x: 320, y: 93 + 60 * i },
    ]
    const lignes = await textes('a.pdf', await renderPdf([[0, 1, 2, 3, 4, 5].flatMap(rang)]))
    expect(lignes.join(' ').match(/numéro (\d).*?\((\d)\)/gu)).toHaveLength(6)
    expect(lignes.join(' ')).toMatch(/numéro 0.*fictive 0.*numéro 1.*fictive 1/u)
  })
})

describe('fichiers refusés', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')])
  const odt = zipSync({ mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }] })
  it.each([
    ['a.txt', new Uint8Array(), 'vide'],
    ['a.txt', octets(' \n\n'), 'aucun texte'],
    ['a.txt', octets('abc\0def'), 'octets nuls'],
    ['a.txt', octets('x'.repeat(150_000)), '100 000 caractères'],
    ['a.docx', png, 'image'],
    ['a.docx', ole, 'protégé par un mot de passe'],
    [
      'a.doc',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('WordDocument', 'utf16le')]),
      'ancien document Word',
    ],
    ['a.odt', odt, 'OpenDocument'],
    ['a.xlsx', zipSync({ 'xl/workbook.xml': strToU8('<x/>') }), 'Excel'],
    ['a.zip', zipSync({ 'lisezmoi.txt': strToU8('fictif') }), 'archive ZIP'],
    ['a.rtf', octets('{\\rtf1 fictif}'), '.rtf'],
    ['a.docx', renderDocx(p(run('fictif'))).slice(0, 900), 'incomplet'],
    ['a.docx', zipSync({ 'word/autre.xml': strToU8('<x/>') }), 'texte principal manque'],
    ['a.pdf', octets('%PDF-1.7\nfictif'), 'incomplet'],
    ['a.pdf', octets('%PDF-1.7\nfictif\nstartxref\n12\n%%EOF'), 'abîmé'],
    ['a.html', octets('<html>'.concat('<div>'.repeat(200_000))), 'imbriquée'],
  ])('%s (%#)', async (nom, contenu, message) => {
    expect((await getErreur(nom, contenu)).message).toContain(message)
  })

  it('refuses by its weight a file of 200 MB, without holding more of it', async () => {
    const contenu = new Uint8Array(200_000_000)
    const avant = process.memoryUsage.rss()
    expect((await getErreur('a.txt', contenu)).message).toContain('200 Mo')
    expect(process.memoryUsage.rss() - avant).toBeLessThan(20_000_000)
  })

  it('refuses entities in a Word document', async () => {
    const bombe = `${XML}<!DOCTYPE d [<!ENTITY a "fictif"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`
    const erreur = await getErreur('a.docx', renderDocx(p(run('&b;')), {}, bombe))
    expect(erreur.message).toContain('entités XML')
    expect(erreur.lieu).toBe('word/document.xml')
  })

  it('refuses a ZIP bomb, memory flat', async () => {
    const zeros = new Uint8Array(150_000_000)
    const contenu = renderDocx(p(run('fictif')), { 'word/bombe.xml': zeros })
    const avant = process.memoryUsage.rss()
    expect((await getErreur('a.docx', contenu)).message).toContain('anormalement compressé')
    expect(process.memoryUsage.rss() - avant).toBeLessThan(30_000_000)
  })

  it('refuses a ZIP bomb that hides its size', async () => {
    const contenu = renderDocx(p(run('fictif')), { 'word/bombe.xml': new Uint8Array(50_000_000) })
    const nom = Buffer.from(contenu).indexOf('word/bombe.xml')
    new DataView(contenu.buffer, contenu.byteOffset).setUint32(nom - 30 + 22, 10, true)
    expect((await getErreur('a.docx', contenu)).message).toContain('anormalement compressé')
  })

  it('says that a scanned PDF has no text', async () => {
    expect((await getErreur('a.pdf', await renderPdf([[], []]))).message).toContain('ne contient pas de texte')
  })

  it('says that a PDF has too many pages', async () => {
    const pdf = await PDFDocument.create()
    for (let i = 0; i < 5_000; i++) pdf.addPage([100, 100])
    expect((await getErreur('a.pdf', await pdf.save())).message).toMatch(/5\s000 pages/u)
  })

  it('says that a PDF is protected', async () => {
    expect((await getErreur('a.pdf', octets(PDF_PROTEGE))).message).toContain('protégé par un mot de passe')
  })

  it('ends the reading of a file that asks for too much memory, and reads the next one', async () => {
    const paragraphes = p(run('fictif')).repeat(1_000_000)
    expect(octets(paragraphes).length).toBeLessThan(LIMITES.octetsDecompresses)
    const contenu = renderDocx('', {
      'word/document.xml': strToU8(`${XML}<w:document ${W}><w:body>${paragraphes}${bruit()}</w:body></w:document>`),
    })
    const avant = process.memoryUsage.rss()
    expect((await getErreur('a.docx', contenu)).message).toContain('trop de mémoire ou de temps')
    expect(process.memoryUsage.rss() - avant).toBeLessThan(50_000_000)
    expect(await textes('a.docx', renderDocx(p(run('suite fictive'))))).toEqual(['suite fictive'])
  }, 90_000)
})

/** Text that does not compress: it hides a bomb from the check of the rate. */
function bruit(): string {
  let graine = 1
  return p(
    run(
      Array.from({ length: 700_000 }, () => {
        graine = (graine * 48_271) % 2_147_483_647
        return String.fromCharCode(97 + (graine % 26))
      }).join(''),
    ),
  )
}

/** The least that makes a reader ask for a password: a standard security handler whose keys fit no empty password. */
const PDF_PROTEGE = `%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>> endobj
4 0 obj <</Filter/Standard/V 1/R 2/P -4/O<${'41'.repeat(32)}>/U<${'42'.repeat(32)}>>> endobj
trailer <</Root 1 0 R/Encrypt 4 0 R/ID[<${'43'.repeat(16)}><${'43'.repeat(16)}>]>>
startxref
0
%%EOF
`
