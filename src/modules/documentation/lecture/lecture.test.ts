import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { type LignePdf, p, renderDocx, renderPdf, run } from '../../../testing/documents.ts'
import { parseFichier } from './lecture.formats.ts'

/** All references of this file are invented (« fictif »). */

const octets = (texte: string) => new TextEncoder().encode(texte)
const textes = async (nom: string, contenu: Uint8Array) => (await parseFichier(nom, contenu)).lignes.map((l) => l.texte)

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

  it('leaves out what no database stores: NUL, halves of characters', async () => {
    expect(await textes('a.txt', iconv.encode('Ti\0tre \ud800fictif', 'utf-16le', { addBOM: true }))).toEqual([
      'Titre \ufffdfictif',
    ])
  })
  it('forgives a character cut by the end of the file', async () => {
    expect(await textes('a.txt', octets('Santé fictive é').slice(0, -1))).toEqual(['Santé fictive '])
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
      '[Lire en ligne](https://exemple.fr/fictif.pdf)¹',
      'Site',
      'Texte',
      '',
      '¹ Note fictive, 2020.',
    ])
  })
})

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

  it('marks the calls of notes, and puts a note after the paragraph that runs over to the next page', async () => {
    const contenu = await renderPdf([
      [
        { texte: `${corps} voici`, y: 100 },
        { texte: 'Une suite fictive', y: 113 },
        { texte: '1', x: 138, y: 109, corps: 6 },
        { texte: 'assez longue pour remplir la ligne entière de la page et la suivante aussi', x: 145, y: 113 },
        { texte: '1', y: 797, corps: 5 },
        { texte: 'Note fictive, 2020.', x: 64, y: 800, corps: 8 },
      ],
      [{ texte: 'entièrement, sans un mot de trop.', y: 100 }],
    ])
    expect(await textes('a.pdf', contenu)).toEqual([
      `${corps} voici Une suite fictive¹ assez longue pour remplir la ligne entière de la page et la suivante aussi entièrement, sans un mot de trop.`,
      '¹ Note fictive, 2020.',
    ])
  })

  it('keeps apart what begins in a look of its own, even after a full line', async () => {
    const contenu = await renderPdf([
      [
        { texte: corps.replaceAll(',', ''), y: 100 },
        { texte: 'Un titre fictif en gras', y: 113, gras: true },
        { texte: 'Revue fictive, 2020', y: 126 },
      ],
    ])
    const lignes = [corps.replaceAll(',', ''), '**Un titre fictif en gras**', 'Revue fictive, 2020']
    expect(await textes('a.pdf', contenu)).toEqual(lignes)
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
