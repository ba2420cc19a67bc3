import { describe, expect, test } from 'vitest'
import { listItems, parseTout } from '../../../testing/echange.ts'
import { CompteurReleve, formatTypeSource, listMots, type Releve } from './releve.ts'

async function computeReleve(format: 'ris' | 'bibtex' | 'csl-json', fichier: string): Promise<Releve> {
  const compteur = new CompteurReleve()
  for (const lu of await parseTout(format, fichier)) if ('item' in lu) compteur.add(lu)
  return compteur.format()
}

const getZone = ({ zones }: Releve, nom: string) => zones.find((z) => z.zone === nom)

const RIS = [
  'TY  - JOUR\r\nID  - 1\r\nTI  - Un article fictif\r\nAU  - Fictif, Ana\r\nKW  - Tabac\r\nKW  - École\r\nDP  - Base fictive\r\nC8  - Rayon 3\r\nER  - \r\n',
  'TY  - JOUR\r\nID  - 2\r\nTI  - Un autre article fictif\r\nKW  - Tabac\r\nKW  - Tabac\r\nDP  - Base fictive\r\nER  - \r\n',
  'TY  - BOOK\r\nID  - 3\r\nTI  - Un livre fictif\r\nDP  - Autre base\r\nER  - \r\n',
].join('\r\n')

describe('what a file holds', () => {
  test('fields, each counted once a record, with what they feed', async () => {
    const releve = await computeReleve('ris', RIS)
    expect(releve.lues).toBe(3)
    expect(getZone(releve, 'TI')).toEqual({
      ...{ zone: 'TI', cles: ['title'], notices: 3, ecartees: 0, perdues: 0, raison: null },
      exemple: 'Un article fictif',
    })
    expect(getZone(releve, 'KW')).toMatchObject({ cles: ['keyword'], notices: 2, exemple: 'Tabac' })
    expect(releve.zones.map((z) => z.zone)).toEqual(releve.zones.map((z) => z.zone).toSorted())
  })

  test('a field that nothing takes says why, and whether it is kept', async () => {
    expect(getZone(await computeReleve('ris', RIS), 'C8')).toEqual({
      ...{ zone: 'C8', cles: [], notices: 1, ecartees: 1, perdues: 0, raison: 'sans équivalent en CSL' },
      exemple: 'Rayon 3',
    })
    const csl = JSON.stringify([{ id: '1', type: 'book', title: 'Un livre fictif', volume: { tome: 1 } }])
    expect(getZone(await computeReleve('csl-json', csl), 'volume')).toMatchObject({
      notices: 1,
      ecartees: 1,
      perdues: 1,
    })
  })

  test('types and keywords, the most frequent first', async () => {
    const { types, mots } = await computeReleve('ris', RIS)
    expect(types).toEqual([
      { type: 'JOUR article-journal', csl: 'article-journal', notices: 2, exemple: 'Un article fictif' },
      { type: 'BOOK book', csl: 'book', notices: 1, exemple: 'Un livre fictif' },
    ])
    expect(mots).toEqual([
      { mot: 'Tabac', notices: 2 },
      { mot: 'École', notices: 1 },
    ])
  })

  test.each([
    ['most of them', RIS, 'Base fictive'],
    ['half of them', RIS.replace('Base fictive', 'Autre base'), 'Autre base'],
    ['none', RIS.replaceAll(/DP {2}- .*\r\n/g, ''), null],
    ['each another', RIS.replace('Base fictive', 'Troisième base'), null],
  ])('the base that %s name', async (_cas, fichier, source) => {
    expect((await computeReleve('ris', fichier)).source).toBe(source)
  })

  test('is counted in bounded memory, names of any kind', async () => {
    const compteur = new CompteurReleve()
    for (let i = 0; i < 6000; i++) {
      const item = { id: String(i), type: 'book' as const, keyword: `mot${i} ; constructor`, [`champ${i}`]: 'x' }
      compteur.add({ item, perdus: [] })
    }
    const { zones, mots } = compteur.format()
    expect([zones.length, mots.length, mots[0]]).toEqual([1000, 200, { mot: 'constructor', notices: 6000 }])
  })
})

test.each([
  ['ris', 'TY  - RPRT\r\nTI  - Fictif\r\nER  - \r\n', 'RPRT report'],
  ['bibtex', '@phdthesis{a, title = {Fictif}}', 'phdthesis thesis'],
  ['csl-json', '[{"id": "1", "type": "webpage", "title": "Fictif"}]', 'webpage'],
] as const)('type of a record of %s', async (format, fichier, attendu) => {
  expect(listItems(await parseTout(format, fichier)).map(formatTypeSource)).toEqual([attendu])
})

test.each([
  [undefined, []],
  ['', []],
  ['tabac', ['tabac']],
  ['tabac ; école;sommeil ; ', ['tabac', 'école', 'sommeil']],
])('keywords of %j', (keyword, attendu) => {
  expect(listMots({ id: '1', type: 'book', ...(keyword !== undefined && { keyword }) })).toEqual(attendu)
})
