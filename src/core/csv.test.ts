import { describe, expect, it } from 'vitest'
import { formatCsv, parseCsv } from './csv.ts'

const octets = (texte: string, encodage: BufferEncoding = 'utf8') => Buffer.from(texte, encodage)

describe('a CSV file', () => {
  it.each([
    ['semicolons', 'a;b\n1;2\n'],
    ['commas', 'a,b\r\n1,2\r\n'],
    ['tabulations', 'a\tb\n1\t2'],
    ['a byte order mark', '\uFEFFa;b\n1;2\n'],
  ])('is read with %s', (_nom, texte) =>
    expect(parseCsv(octets(texte), 10)).toEqual([
      { n: 1, cellules: ['a', 'b'] },
      { n: 2, cellules: ['1', '2'] },
    ]),
  )

  it('is read in the encodings of French spreadsheets', () =>
    expect(parseCsv(octets('nom;code\nBéziers;34032\n', 'latin1'), 10)[1]?.cellules).toEqual(['Béziers', '34032']))

  it('numbers each record by the line where it begins', () =>
    expect(parseCsv(octets('a;b\n\n1;"deux\nlignes"\n3;4\n'), 10).map((l) => l.n)).toEqual([1, 3, 5]))

  it.each([
    ['bytes that are no text', 'a;\0;b', /octets nuls/],
    ['a quote that is not closed', 'a;b\n"1;2\n', /guillemet/],
    ['more lines than allowed', 'a\n1\n2\n3\n4\n', /plus de 2 lignes/],
  ])('is refused with %s', (_nom, texte, message) => expect(() => parseCsv(octets(texte), 3)).toThrow(message))

  it('is written and read back', () => {
    const lignes = [
      ['nom', 'valeur'],
      ['«\u00a0a;b\u00a0» et "c"', '1,5'],
    ]
    expect(parseCsv(octets(formatCsv(lignes)), 10).map((l) => l.cellules)).toEqual(lignes)
  })
})
