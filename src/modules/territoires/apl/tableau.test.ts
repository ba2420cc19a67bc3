import { describe, expect, it } from 'vitest'
import { parseNombre, parseTableau } from './tableau.formats.ts'

/** Given in pieces of `pas` bytes. */
async function* createPieces(texte: string, pas: number): AsyncGenerator<Uint8Array> {
  const octets = Buffer.from(texte)
  for (let n = 0; n < octets.length; n += pas) yield octets.subarray(n, n + pas)
}

async function read(texte: string, pas = 1000): Promise<[string, string, number][]> {
  const lignes: [string, string, number][] = []
  await parseTableau(createPieces(texte, pas), {
    colonnes: ['code', 'quantite'],
    recevoir: ([code = '', quantite = ''], ligne) => void lignes.push([code, quantite, ligne]),
  })
  return lignes
}

describe('a table read as a stream', () => {
  it.each([
    ['commas', 'code,quantite\n01001,2\n2A004,3\n'],
    ['semicolons, Windows ends of lines', 'code;quantite\r\n01001;2\r\n2A004;3\r\n'],
    ['tabs, without a last end of line', 'code\tquantite\n01001\t2\n2A004\t3'],
    ['another order and other columns', 'nom,quantite,x,code,y\nl’Été,2,,01001,1\nB,3,,2A004,\n'],
    ['quotes', '"code","nom","quantite"\n"01001","dit ""A"", B","2"\n2A004,C,3\n'],
    ['a byte order mark and capitals', '\uFEFFCode,Quantite\n01001,2\n2A004,3\n'],
    ['spaces', ' code , quantite \n 01001 , 2 \n2A004,3\n'],
  ])('with %s', async (_nom, texte) => {
    const attendues = [
      ['01001', '2', 2],
      ['2A004', '3', 3],
    ]
    expect(await read(texte)).toEqual(attendues)
    expect(await read(texte, 1)).toEqual(attendues)
  })

  it('numbers lines of the file, blank ones and those inside quotes included', async () => {
    expect(await read('code,nom,quantite\n\nA,"deux\nlignes",1\nB,x,2\n')).toEqual([
      ['A', '1', 3],
      ['B', '2', 5],
    ])
  })

  it.each([
    ['', null, /vide/],
    ['code,nombre\nA,1\n', 1, /quantite/],
    ['code,quantite,code\nA,1,B\n', 1, /deux fois/],
    ['code,quantite\nA,1\nB\n', 3, /moins de cellules/],
    ['code,quantite\nA,"1\n', 2, /guillemet/],
  ])('refuses %j', async (texte, ligne, message) => {
    await expect(read(texte)).rejects.toMatchObject({ ligne, message: expect.stringMatching(message) })
  })
})

describe('a number', () => {
  it.each([
    ['0', 0],
    ['12.50', 12.5],
    ['.5', 0.5],
    ['1e-7', 1e-7],
  ])('%s', (cellule, attendu) => expect(parseNombre(cellule, 'n', 1)).toBe(attendu))
  it.each([
    ['', /vide/],
    ['-1', /négatif/],
    ['12,5', /point/],
    ['0x10', /pas un nombre/],
    ['NaN', /pas un nombre/],
    ['Infinity', /pas un nombre/],
    ['1e999', /pas un nombre/],
    ['n.d.', /pas un nombre/],
  ])('not %j', (cellule, message) => expect(() => parseNombre(cellule, 'n', 4)).toThrow(message))
})
