import { describe, expect, it } from 'vitest'
import { formatLus, formatTout, listItems, parseTout } from '../../../testing/echange.ts'
import { formatNoms, parseNoms } from './bibtex-noms.ts'
import { formatLatex, parseLatex } from './latex.ts'

describe('BibTeX', () => {
  it('resolves abbreviations and cross references, whichever entry comes first', async () => {
    const lus = await parseTout(
      'bibtex',
      `
        Du texte libre, et @string{am = "Académie de " # "médecine"} @comment{jabref-meta: x}
        @inproceedings{b, title = {Avant}, crossref = {actes}}
        @proceedings{actes, title = {Les actes}, publisher = am, year = 1998, month = jul}
        @InProceedings(c, title = "Après", crossref = "Actes", year = 2001)
        @misc{d, title = {Seule}, crossref = {absente}, note = inconnue}`,
    )
    expect(lus.map((lu) => lu.rang)).toEqual([2, 1, 3, 4])
    const [, avant, apres] = listItems(lus)
    expect(avant).toMatchObject({
      'container-title': 'Les actes',
      publisher: 'Académie de médecine',
      issued: { 'date-parts': [[1998, 7]] },
    })
    expect(apres).toMatchObject({ 'container-title': 'Les actes', issued: { 'date-parts': [[2001]] } })
    expect(lus[3]).toMatchObject({
      perdus: [
        { zone: 'note', valeur: 'inconnue' },
        { raison: 'la notice nommée n’est pas dans le fichier' },
        { zone: 'crossref' },
      ],
    })
  })

  it('goes on after braces that do not close, and tells a field that cannot be read', async () => {
    const lus = await parseTout(
      'bibtex',
      '@article{a, title = {Ouvert\n  year = 2000\n@book{b, title = {Bon}, oups year = 3, note = {n}}\n@book{c, title = {Cou',
    )
    expect(formatLus(lus)).toEqual([
      '1 (ligne 1) Les accolades ne se ferment pas.',
      { id: 'b', type: 'book', title: 'Bon', note: 'n' },
      '3 (ligne 4) La notice est coupée : ses accolades ne se ferment pas avant la fin du fichier.',
    ])
    expect(lus[1]).toMatchObject({ perdus: [{ zone: '?', valeur: 'oups year = 3', gardee: false }] })
  })

  it('does not let abbreviations grow without end', async () => {
    const bombe = `@string{a = {${'x'.repeat(500)}}}\n${'@string{a = a # a}\n'.repeat(60)}@misc{m, title = ${'a # '.repeat(9999)}a}\n@misc{n, title = {Fin}}`
    expect(formatLus(await parseTout('bibtex', bombe))).toEqual([
      '1 (ligne 62) La notice dépasse 1 Mo : elle n’est pas lue.',
      expect.objectContaining({ title: 'Fin' }),
    ])
  })

  it.each([
    [String.raw`L'{\oe}uvre de {\'e}t{\'{e}} --- na\"{\i}ve`, "L'œuvre de été — naïve"],
    [String.raw`{\c c}a \c{C}a, \v{s}, \ss, {\AA}, \~n, \^{\i}`, 'ça Ça, š, ß, Å, ñ, î'],
    [String.raw`50\,\% de \emph{ceux-ci} \& \textbf{autres}~!`, '50% de ceux-ci & autres\u00a0!'],
    [String.raw`{Les {INÉGALITÉS}}\\ un \inconnu{x}`, 'Les INÉGALITÉS\nun \\inconnux'],
    ["``oui'' 1--2 $x_2$", '“oui” 1–2 $x_2$'],
    [String.raw`\textasciitilde{}\^{}\{\}\_`, '~^{}_'],
  ])('LaTeX %j', (latex, texte) => expect(parseLatex(latex)).toBe(texte))

  it.each(['{a} \\b ~ ^ % & # _ $ "c"', "''x'' `` -- --- -", 'un\ndeux\n\ntrois', 'a\u00a0b « c »'])(
    '%j goes through LaTeX',
    (texte) => expect(parseLatex(formatLatex(texte))).toBe(texte),
  )

  it.each([
    ['Ludwig van Beethoven', [{ given: 'Ludwig', 'non-dropping-particle': 'van', family: 'Beethoven' }]],
    ['de la Tour, Jean', [{ 'non-dropping-particle': 'de la', family: 'Tour', given: 'Jean' }]],
    [
      'King, Jr, Martin and {Santé publique France}',
      [{ family: 'King', suffix: 'Jr', given: 'Martin' }, { literal: 'Santé publique France' }],
    ],
    ["{\\'E}mile Zola and AOSIS", [{ given: 'Émile', family: 'Zola' }, { family: 'AOSIS' }]],
    ['{Dupont and Sons, Inc.}', [{ literal: 'Dupont and Sons, Inc.' }]],
  ])('names %j', (bibtex, noms) => {
    expect(parseNoms(bibtex)).toEqual({ noms, etAl: false })
    expect(parseNoms(formatNoms(noms, true))).toEqual({ noms, etAl: true })
  })

  it('writes what plain BibTeX reads', async () => {
    const { octets } = await formatTout('bibtex', [
      {
        id: 'clé 1',
        type: 'webpage',
        title: 'Santé & {société}',
        author: [{ family: 'Durand', given: 'Anne' }],
        issued: { 'date-parts': [[2019, 5]] },
        page: '12-34',
        URL: 'https://x.org/a_b',
      },
    ])
    expect(octets.toString()).toBe(`@misc{clé_1,
  entrysubtype = {webpage},
  title = {Santé \\& \\textbraceleft{}société\\textbraceright{}},
  author = {Durand, Anne},
  year = {2019},
  month = may,
  pages = {12--34},
  url = {https://x.org/a_b},
}

`)
  })
})
