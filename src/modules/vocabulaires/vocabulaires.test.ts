import { describe, expect, test } from 'vitest'
import {
  checkSelection,
  checkVocabulaires,
  getLibelle,
  getTerme,
  getVocabulaire,
  hasTerme,
  listGroupes,
  listTermes,
  listVocabulaires,
  type Terme,
  type Vocabulaire,
} from './index.ts'

const NOMBRES: Record<string, number> = {
  theme: 46,
  public: 26,
  determinant: 35,
  milieu: 16,
  nature: 16,
  support: 8,
  'statut-exemplaire': 4,
  ottawa: 5,
  prevention: 6,
  'type-action': 16,
  'levier-ists': 6,
  participation: 6,
  etape: 9,
  'niveau-preuve': 5,
  'savoir-experience': 5,
  dispositif: 18,
  'type-structure': 32,
  'role-dispositif': 21,
  profession: 40,
}

describe('the shipped lists', () => {
  test('are whole and consistent', () => {
    expect(checkVocabulaires()).toEqual([])
    expect(Object.fromEntries(listVocabulaires().map((v) => [v.slug, v.termes.length]))).toEqual(NOMBRES)
  })

  test.each(['theme', 'public', 'determinant', 'milieu', 'nature'] as const)('define every term of %s', (slug) => {
    expect(listTermes(slug).filter((t) => !t.definition?.endsWith('.'))).toEqual([])
  })

  test('follow French typography', () => {
    const textes = listVocabulaires().flatMap((v) => [
      v.libelle,
      v.description,
      v.source,
      v.aVerifier ?? '',
      ...(v.groupes ?? []).map((g) => g.libelle),
      ...v.termes.flatMap((t: Terme) => [t.libelle, t.definition ?? '', ...(t.synonymes ?? [])]),
    ])
    expect(textes.filter((texte) => /'|\.\.\.| [:;!?]| {2}|\s$/.test(texte))).toEqual([])
  })

  test('put the determinants on five levels', () => {
    const termes = listTermes('determinant')
    const niveaux = termes.filter((t) => t.parent === undefined)
    expect(niveaux.map((t) => t.ordre)).toEqual([1, 2, 3, 4, 5])
    expect(niveaux.map((n) => termes.filter((t) => t.parent === n.slug).length)).toEqual([3, 6, 4, 12, 5])
  })

  test('mark as to be checked exactly the themes and publics without counterpart', () => {
    for (const t of [...listTermes('theme'), ...listTermes('public')]) {
      expect([t.slug, t.aVerifier ?? false]).toEqual([t.slug, t.correspondances === undefined])
    }
  })
})

describe('reading', () => {
  test('finds vocabularies and terms, and nothing that is only in the prototype', () => {
    expect(getVocabulaire('theme').libelle).toBe('Thèmes de santé')
    expect(getVocabulaire('constructor')).toBeNull()
    expect(getTerme('theme', 'tabac')?.parent).toBe('addictions')
    expect(getTerme('theme', 'toString')).toBeNull()
    expect(getTerme('nature', 'texte-juridique')?.csl).toBe('legislation')
    expect(hasTerme('theme', 'tabac')).toBe(true)
    expect(hasTerme('public', 'tabac')).toBe(false)
    expect(hasTerme('inconnu', 'tabac')).toBe(false)
  })

  test('gives labels, and the slug where there is none', () => {
    expect(getLibelle('dispositif', 'cpts')).toBe('Communauté professionnelle territoriale de santé')
    expect(getLibelle('theme', 'x-local')).toBe('x-local')
  })

  test('shows every term once under its heading', () => {
    for (const v of listVocabulaires()) {
      expect(
        listGroupes(v)
          .flatMap(({ termes }) => termes.map((t) => t.slug))
          .sort(),
      ).toEqual(v.termes.map((t) => t.slug).sort())
    }
    expect(listGroupes(getVocabulaire('public'))[0]).toMatchObject({ groupe: null, termes: [{ slug: 'tous' }] })
  })
})

test.each([
  ['theme', [], []],
  ['theme', ['tabac', 'alcool', 'tabac'], []],
  ['theme', ['inconnu'], ['«\u00a0inconnu\u00a0» n’est pas dans la liste «\u00a0Thèmes de santé\u00a0».']],
  ['public', ['tous'], []],
  ['public', ['tous', 'seniors'], ['«\u00a0Toute la population\u00a0» se choisit seul.']],
  ['prevention', ['primaire', 'universelle'], []],
  ['prevention', ['primaire', 'tertiaire', 'ciblee'], ['«\u00a0Selon le moment\u00a0»\u00a0: un seul terme au plus.']],
] as const)('choice in %s: %j', (vocabulaire, choix, fautes) => {
  expect(checkSelection(vocabulaire, choix)).toEqual(fautes)
})

describe('checkVocabulaires names each fault', () => {
  const build = (...termes: Terme[]): Vocabulaire => ({
    slug: 'essai',
    libelle: 'Essai',
    description: '',
    version: '1.0.0',
    source: '',
    licence: 'CC0-1.0',
    groupes: [{ slug: 'g', libelle: 'G' }],
    termes,
  })
  const a = { slug: 'a', libelle: 'A' }
  test.each<[string, Terme[], RegExp]>([
    ['a slug twice', [a, { slug: 'a', libelle: 'B' }], /essai, slug : « a » paraît plusieurs fois/],
    ['a label twice', [a, { slug: 'b', libelle: 'A' }], /essai, libellé : « A »/],
    [
      'a rank twice',
      [
        { ...a, ordre: 1 },
        { slug: 'b', libelle: 'B', ordre: 1 },
      ],
      /essai, ordre : « 1 »/,
    ],
    ['a bad slug', [{ slug: 'É a', libelle: 'A' }], /minuscules et tirets/],
    ['a missing parent', [{ ...a, parent: 'z' }], /parent « z » n’existe pas/],
    ['a parent elsewhere', [a, { slug: 'b', libelle: 'B', parent: 'a', groupe: 'g' }], /autre groupe/],
    [
      'a circle',
      [
        { ...a, parent: 'b' },
        { slug: 'b', libelle: 'B', parent: 'a' },
      ],
      /son propre ancêtre/,
    ],
    ['a missing heading', [{ ...a, groupe: 'z' }], /groupe « z » n’existe pas/],
    ['a doubt unsaid', [{ ...a, aVerifier: true }], /ne dit pas ce qui est à vérifier/],
    ['a lost replacement', [{ ...a, remplacePar: 'z' }], /terme de remplacement/],
  ])('%s', (_, termes, faute) => {
    expect(checkVocabulaires([build(...termes)]).join('\n')).toMatch(faute)
  })
  test('a vocabulary twice', () => {
    expect(checkVocabulaires([build(a), build(a)])).toEqual(['vocabulaires : « essai » paraît plusieurs fois.'])
  })
})
