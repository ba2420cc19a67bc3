import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Bibliographie, parseBibliographie } from './bibliographie.ts'

const parse = (texte: string): Bibliographie =>
  parseBibliographie(texte.split('\n').map((t, i) => ({ n: i + 1, texte: t })))

// All the documents named here are fictif.
describe('sections', () => {
  test('the contents give the depth of headings and the parent that the text does not repeat', () => {
    const { references } = parse(
      [
        'SOMMAIRE',
        '1. REPÈRES..... 2',
        '1.1. Textes..... 3',
        '2. ACTIONS..... 5',
        '2.1. Villes..... 6',
        '',
        '1. REPÈRES',
        '',
        '1.1. Textes',
        '',
        '(1) DUPONT Jean, Titre fictif un, Éditions fictives, 2020, 12 p.',
        '',
        '2.1. Villes',
        '',
        '(2) MARTIN Léa, Titre fictif deux, Éditions fictives, 2021, 14 p.',
      ].join('\n'),
    )
    expect(references.map((r) => r.item.custom?.sections)).toEqual([
      ['REPÈRES', 'Textes'],
      ['ACTIONS', 'Villes'],
    ])
  })
  test('"Documents à consulter" opens the list of its section and closes the lettered headings', () => {
    const { references } = parse(
      [
        '1.1. Repères',
        '',
        'A) Un enjeu',
        '',
        'Documents à consulter',
        '',
        '(1) DUPONT Jean, Titre fictif, Éditions fictives, 2020, 12 p.',
        '',
        '(2) DURAND Zoé, Autre titre fictif, Éditions fictives, 2020, 12 p.',
      ].join('\n'),
    )
    expect(references[0]?.item.custom?.sections).toEqual(['Repères'])
  })
})

describe('notices, sites, notes', () => {
  const { references } = parse(
    [
      '# 1. Lectures',
      '',
      '(1) DUPONT Jean, Titre fictif un, Éditions fictives, 2020, 12 p.',
      '',
      'Ce document fictif présente la démarche et ses limites. [Résumé éditeur]',
      '',
      '¹ Charte fictive des voisinages, 1986, 6 p. [Consulter...](#)',
      '',
      '(2) DURAND Zoé, Titre fictif deux, Éditions fictives, 2021, 14 p.',
      '',
      '# 2. Sites ressources',
      '',
      '**Fédération fictive des ateliers**',
      '',
      'https://www.ffa.fictif.org',
      '',
      'La fédération réunit les ateliers et anime un centre de ressources.',
      '',
      '- Bretagne : Atelier fictif >> <https://bzh.fictif.org/>',
    ].join('\n'),
  )
  test('are told apart', () => {
    expect(references.map((r) => [r.item.custom?.nature, r.item.title])).toEqual([
      ['notice', 'Titre fictif un'],
      ['note', 'Charte fictive des voisinages'],
      ['notice', 'Titre fictif deux'],
      ['site', 'Fédération fictive des ateliers'],
      ['site', 'Bretagne : Atelier fictif'],
    ])
  })
  test('keep their passage, their abstract and whose it is', () => {
    expect(references[0]).toMatchObject({ debut: 3, fin: 5 })
    expect(references[0]?.source).toMatch(/^\(1\) DUPONT.*\[Résumé éditeur\]$/s)
    expect(references[0]?.item.abstract).toBe('Ce document fictif présente la démarche et ses limites.')
    expect(references[0]?.item.custom?.sourceResume).toBe('Résumé éditeur')
    expect(references[4]?.item.URL).toBe('https://bzh.fictif.org/')
  })
})

test('running text without references gives none', () => {
  const prose =
    'Depuis 2019, la participation des habitants (Martin et al., 2012) est au cœur des démarches fictives. Elle suppose du temps.'
  expect(
    parse(['# Introduction', '', prose, '', '- un premier point ;', '- un second point.'].join('\n')).references,
  ).toEqual([])
})

test('an address cut by the end of a line is joined, an empty link gives none', () => {
  const { references } = parse(
    [
      '### **Guide fictif des ateliers**',
      '',
      'Lyon : Éditions fictives, 2020, 12 p.',
      '',
      'En ligne : https://www.fictif.org/guide-',
      '',
      'ateliers_2020.pdf',
      '',
      '### **Guide fictif des jardins**',
      '',
      'Lyon : Éditions fictives, 2020, 12 p.',
      '',
      '[Consulter le document...](#)',
    ].join('\n'),
  )
  expect(references.map((r) => r.item.URL)).toEqual(['https://www.fictif.org/guide-ateliers_2020.pdf', undefined])
})

describe('hostile text ends, whatever it holds', () => {
  const motifs = [
    '[a](',
    '**',
    '« ',
    'DUPONT Jean, ',
    'https://a.b/c-\n',
    '(1) Titre, 2020\n',
    '\n12\n',
    'A : B\n',
    'x, y. Z ; w : v / u ? ',
    '| a | b |\n',
    '<b ',
  ]
  test.each(motifs)(
    '%j',
    (motif) => {
      expect(parse(motif.repeat(Math.ceil(60_000 / motif.length))).references).toBeInstanceOf(Array)
    },
    30_000,
  )
  test.each(['', '\n\n\n', '\u0000\u0001', '(1)', '¹', '**', '#', '[]()'])('%j gives nothing', (texte) => {
    expect(parse(texte).references).toEqual([])
  })
})

// The annotated seeds are not part of the project: skipped where they are absent.
const partage = new URL('../../../../../shared/', import.meta.url)
describe.skipIf(!existsSync(partage))('annotated bibliographies of ../shared', () => {
  const plain = (s: unknown): string =>
    String(s ?? '')
      .normalize('NFKD')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
      .toLowerCase()
  test.each(['000', '003'])('%s: 96 %% of the notices, with their titles and lines', (numero) => {
    const fichier = readdirSync(new URL('seeds/', partage)).find((f) => f.startsWith(numero)) ?? ''
    const gold: { kind: string; title: string; line: number }[] = JSON.parse(
      readFileSync(new URL(`gold/${numero}.json`, partage), 'utf8'),
    )
    const lues = parse(readFileSync(new URL(`seeds/${fichier}`, partage), 'utf8')).references.map((r) => r.item)
    const notices = gold.filter((g) => g.kind === 'notice')
    const trouvees = notices.filter((g) =>
      lues.some((i) => plain(i.title) === plain(g.title) && Math.abs(Number(i.custom?.ligne) - g.line) <= 1),
    )
    const titres = new Set(gold.map((g) => plain(g.title)))
    const justes = lues.filter((i) => i.custom?.nature === 'notice' && titres.has(plain(i.title)))
    expect(trouvees.length / notices.length).toBeGreaterThanOrEqual(0.96)
    expect(justes.length / lues.filter((i) => i.custom?.nature === 'notice').length).toBeGreaterThanOrEqual(0.96)
  })
})
