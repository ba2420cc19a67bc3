import { describe, expect, test } from 'vitest'
import type { ItemCsl } from '../csl.ts'
import {
  computeDoublon,
  computeSimilarite,
  formatEmpreinte,
  getReperes,
  listDoublonsInternes,
  listPairesTitre,
  listTrigrammes,
} from './doublons.ts'

const item = (champs: Partial<ItemCsl>): ItemCsl => ({ id: 'x', type: 'book', ...champs })
const annee = (a: number) => ({ issued: { 'date-parts': [[a]] } })
const auteur = (family: string) => ({ author: [{ family, given: 'A.' }] })

const LIVRE = item({ title: 'Marcher ensemble au village : récit fictif', ...annee(2020), ...auteur('Modèle') })

describe('two references', () => {
  test.each<[string, Partial<ItemCsl>, 'certain' | 'probable' | null]>([
    [
      'other capitals and accents',
      { ...LIVRE, title: 'MARCHER ENSEMBLE AU VILLAGE : RECIT FICTIF', ...auteur('MODELE') },
      'certain',
    ],
    ['subtitle left out', { ...LIVRE, title: 'Marcher ensemble au village' }, 'certain'],
    ['a slip in the title', { ...LIVRE, title: 'Marcher ensemble au vilage : récit fictif' }, 'probable'],
    ['year unknown', { title: LIVRE.title, ...auteur('Modèle') }, 'probable'],
    ['author unknown', { title: LIVRE.title, ...annee(2020) }, 'probable'],
    ['year beside', { ...LIVRE, ...annee(2021) }, 'probable'],
    ['another edition', { ...LIVRE, ...annee(2015) }, null],
    ['same title, another author', { ...LIVRE, ...auteur('Prototype') }, 'probable'],
    [
      'near title, another author',
      { ...LIVRE, title: 'Marcher ensemble au vilage : récit', ...auteur('Prototype') },
      null,
    ],
    ['another title', { ...LIVRE, title: 'Nager ensemble à la rivière : récit fictif' }, null],
    ['no title', { ...annee(2020), ...auteur('Modèle') }, null],
  ])('%s: %#', (_cas, autre, sur) => {
    expect(computeDoublon(getReperes(LIVRE), getReperes(item(autre)))?.sur ?? null).toBe(sur)
  })

  test.each<[string, Partial<ItemCsl>, Partial<ItemCsl>, 'certain' | 'probable' | null]>([
    ['DOI as an address', { DOI: '10.1000/FICTIF' }, { DOI: 'https://doi.org/10.1000/fictif' }, 'certain'],
    ['ISBN with dashes', { ISBN: '978-2-1234-5680-3' }, { ISBN: '9782123456803' }, 'certain'],
    [
      'address with and without www',
      { URL: 'http://www.exemple.invalid/a/' },
      { URL: 'https://exemple.invalid/a' },
      'certain',
    ],
    [
      'ISBN of the host book',
      { ISBN: '9782123456803' },
      { ISBN: '9782123456803', title: 'Marcher ensemble ailleurs, chapitre' },
      'probable',
    ],
    [
      'address of a page of news',
      { URL: 'https://exemple.invalid/actus' },
      { URL: 'https://exemple.invalid/actus', title: 'Bilan' },
      null,
    ],
  ])('%s', (_cas, a, b, sur) => {
    const titre = 'Marcher ensemble au village'
    expect(
      computeDoublon(getReperes(item({ title: titre, ...a })), getReperes(item({ title: titre, ...b })))?.sur ?? null,
    ).toBe(sur)
  })

  test.each<[string, Partial<ItemCsl>, Partial<ItemCsl>, 'certain' | 'probable' | null]>([
    ['a law', annee(2009), annee(2009), 'certain'],
    ['a site, without date', {}, {}, 'certain'],
    ['same publisher', { publisher: 'Agence fictive' }, { publisher: 'AGENCE FICTIVE' }, 'certain'],
    ['another publisher', { publisher: 'Agence fictive' }, { publisher: 'Presses du modèle' }, 'probable'],
    ['year unknown on one side', annee(2009), {}, 'probable'],
    [
      'title with more',
      annee(2009),
      { ...annee(2009), title: 'Loi fictive portant réforme des exemples. Texte commenté' },
      'probable',
    ],
  ])('without author: %s', (_cas, a, b, sur) => {
    const titre = 'Loi fictive portant réforme des exemples'
    const [x, y] = [getReperes(item({ title: titre, ...a })), getReperes(item({ title: titre, ...b }))]
    expect(computeDoublon(x, y)?.sur ?? null).toBe(sur)
  })

  test('a short title alone is no likeness', () => {
    expect(computeDoublon(getReperes(item({ title: 'Santé' })), getReperes(item({ title: 'Santé' })))).toBeNull()
  })
})

describe('fingerprint', () => {
  test.each([
    [
      'capitals, accents, apostrophes',
      { ...LIVRE, title: 'MARCHER ENSEMBLE AU VILLAGE — récit fictif', ...auteur('MODELE') },
    ],
    [
      'given names in full',
      { ...LIVRE, author: [{ family: 'Modèle', given: 'Jeanne' }, { literal: 'Association fictive' }] },
    ],
    ['month and day', { ...LIVRE, issued: { 'date-parts': [[2020, 5, 3]] } }],
  ])('is the same with other %s', (_cas, autre) => {
    expect(formatEmpreinte(item(autre))).toBe(formatEmpreinte(LIVRE))
  })
  test.each([
    ['year', { ...LIVRE, ...annee(2021) }],
    ['author', { ...LIVRE, ...auteur('Prototype') }],
    ['address', { ...LIVRE, URL: 'https://exemple.invalid/a' }],
  ])('differs by %s', (_cas, autre) => {
    expect(formatEmpreinte(item(autre))).not.toBe(formatEmpreinte(LIVRE))
  })
  test.each([
    ['a short title', { title: 'Santé', ...annee(2020) }],
    ['a title and nothing else', { title: 'Marcher ensemble au village' }],
    ['no title', annee(2020)],
  ])('is absent with %s', (_cas, pauvre) => {
    expect(formatEmpreinte(item(pauvre))).toBeNull()
  })
})

test.each([
  ['Santé', [['sante']]],
  ['Le vélo', [['velo']]],
  ['À la', []],
  ['Marcher au village', [['marcher', 'village']]],
  [
    'Œuvrer ensemble : récit',
    [
      ['ensemble', 'oeuvrer'],
      ['ensemble', 'recit'],
      ['oeuvrer', 'recit'],
    ],
  ],
])('words by which « %s » is looked for', (titre, attendus) => {
  expect(listPairesTitre(titre).map((paire) => paire.toSorted())).toEqual(attendus)
})

describe('inside one file', () => {
  const references = (...items: Partial<ItemCsl>[]) =>
    items.map((i, n) => ({ rang: n + 1, reperes: getReperes(item(i)) }))

  test('the later reference points at the earlier one', () => {
    const trouves = listDoublonsInternes(references(LIVRE, { title: 'Autre chose de fictif' }, LIVRE, LIVRE))
    expect([...trouves].map(([rang, d]) => [rang, d.rang, d.sur])).toEqual([
      [3, 1, 'certain'],
      [4, 1, 'certain'],
    ])
  })

  test('one repetition among 5,000 references of one author and year is found', () => {
    const bulletin = (n: number) => ({
      title: `Bulletin fictif numéro ${n} sur ${n * 7}`,
      ...annee(2020),
      ...auteur('Modèle'),
    })
    const trouves = listDoublonsInternes(
      references(LIVRE, ...Array.from({ length: 4998 }, (_, n) => bulletin(n)), LIVRE),
    )
    expect(trouves.get(5000)).toMatchObject({ rang: 1, sur: 'certain' })
  })
})

test.each([
  ['marche', 'marche', 1],
  ['marche', 'marcher', 0.67],
  ['', '', 0],
])('similarity of « %s » and « %s »', (a, b, attendu) => {
  expect(computeSimilarite(listTrigrammes(a), listTrigrammes(b))).toBeCloseTo(attendu, 1)
})
