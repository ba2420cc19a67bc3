import { describe, expect, test } from 'vitest'
import type { ItemCsl } from '../csl.ts'
import {
  CHOIX_VIDE,
  type Choix,
  computeChoix,
  formatNoticeEchange,
  getLibelleTerme,
  plierMot,
  searchTerme,
} from './correspondances.ts'
import type { Import } from './imports.ts'
import type { Releve } from './releve.ts'

test.each([
  ['Écoles', 'ecole'],
  ['les Soins infirmiers', 'les soin infirmier'],
  ['bras', 'bra'],
  ['gaz', 'gaz'],
  ['Œuvres sociales', 'oeuvre sociale'],
  ['aide-soignante (formation)', 'aide soignante formation'],
])('the keyword %s is compared as %s', (mot, attendu) => expect(plierMot(mot)).toBe(attendu))

test.each([
  ['tabac', 'theme/tabac'],
  ['TABACS', 'theme/tabac'],
  ['constructor', null],
  ['mot fictif inconnu', null],
  ['', null],
])('the keyword %s is the term %s', (mot, attendu) => expect(searchTerme(mot)).toBe(attendu))

test.each([
  ['theme/tabac', 'Tabac'],
  ['theme/inconnu', ''],
  ['milieu/ecole', ''],
  ['', ''],
])('label of %j', (cle, attendu) => expect(getLibelleTerme(cle)).toBe(attendu))

const RELEVE: Releve = {
  lues: 3,
  zones: [],
  types: [
    { type: 'JOUR article-journal', csl: 'article-journal', notices: 2, exemple: '' },
    { type: 'RPRT report', csl: 'report', notices: 1, exemple: '' },
  ],
  mots: [
    { mot: 'Tabac', notices: 2 },
    { mot: 'Mot fictif', notices: 1 },
  ],
  source: null,
}

describe('choices for a file', () => {
  test('are suggested by its types and keywords', () => {
    expect(computeChoix(RELEVE, null)).toEqual({
      natures: { 'JOUR article-journal': 'article', 'RPRT report': 'rapport' },
      termes: { tabac: 'theme/tabac' },
    })
  })

  test('are those of its base where they were made, a refused term too; those of other files of the base are kept', () => {
    const connu: Choix = {
      natures: { 'RPRT report': 'guide' },
      termes: { tabac: '', 'mot fictif': 'public/seniors', ailleurs: 'theme/tabac' },
    }
    expect(computeChoix(RELEVE, connu)).toEqual({
      natures: { 'JOUR article-journal': 'article', 'RPRT report': 'guide' },
      termes: connu.termes,
    })
  })

  test('names of a file are never those of an object', () => {
    const types = [{ type: 'constructor', csl: 'book' as const, notices: 1, exemple: '' }]
    const choix = computeChoix({ ...RELEVE, types, mots: [{ mot: 'constructor', notices: 1 }] }, CHOIX_VIDE)
    expect(choix).toEqual({ natures: { constructor: 'ouvrage' }, termes: {} })
  })
})

const IMPORT: Pick<Import, 'fichier' | 'base' | 'choix'> = { fichier: 'fictif.ris', base: null, choix: null }
const ITEM: ItemCsl = { id: 'f1', type: 'report', title: 'Un rapport fictif' }
const format = (item: Partial<ItemCsl>, imp: Partial<typeof IMPORT> = {}) =>
  formatNoticeEchange({ item: { ...ITEM, ...item }, idSource: 'f1' }, { ...IMPORT, ...imp })

describe('kind of the notice that a record becomes', () => {
  const guide: Choix = { natures: { report: 'guide' }, termes: {} }
  test.each([
    ['its type says', {}, null, 'rapport', 'report'],
    ['what was chosen for its type', {}, guide, 'guide', 'report'],
    ['a more precise mention of it', { genre: 'Guide pratique' }, null, 'guide', 'report'],
    ['what our own export says, whatever was chosen', { custom: { nature: 'brochure' } }, guide, 'brochure', 'report'],
    ['its type, where our export names no kind of ours', { custom: { nature: 'inconnue' } }, null, 'rapport', 'report'],
    [
      'its type, where the choice names no kind of ours',
      {},
      { natures: { report: 'x' }, termes: {} },
      'rapport',
      'report',
    ],
    [
      'another type where another kind was chosen',
      { type: 'book' as const },
      { natures: { book: 'video' }, termes: {} },
      'video',
      'motion_picture',
    ],
  ])('%s', (_cas, item, choix, nature, type) => {
    const notice = format(item, { choix })
    expect([notice.nature, notice.csl.type]).toEqual([nature, type])
  })
})

describe('what a record gives', () => {
  test('terms: its own, those chosen for its keywords, once each and known', () => {
    const choix: Choix = {
      natures: {},
      termes: { cigarette: 'theme/tabac', age: 'public/seniors', faux: 'theme/inconnu', rien: '' },
    }
    const { themes, publics } = format(
      { keyword: 'Cigarettes ; âge ; faux ; rien', custom: { themes: ['tabac', 'inconnu'], publics: 'texte' } },
      { choix },
    )
    expect([themes, publics]).toEqual([['tabac'], ['seniors']])
  })

  test.each([
    ['the file', {}, {}, 'fictif.ris'],
    ['the base that the record names', { source: 'Base lue' }, {}, 'Base lue'],
    ['the base that a person named', { source: 'Base lue' }, { base: 'Base dite' }, 'Base dite'],
    ['who is said to', { custom: { sourceResume: 'auteur' } }, { base: 'Base dite' }, 'auteur'],
  ])('an abstract signed by %s', (_cas, item, imp, attendu) => {
    expect(format({ abstract: 'Un résumé fictif.', ...item }, imp).resumeSource).toBe(attendu)
  })

  test.each([
    [{}, false],
    [{ URL: 'https://exemple.invalid' }, true],
    [{ URL: 'https://exemple.invalid', custom: { enLigne: false } }, false],
    [{ custom: { enLigne: true } }, true],
  ])('on line: %o is %s', (item, attendu) => expect(format(item).enLigne).toBe(attendu))

  test('where it comes from', () => {
    expect(format({}, { base: 'Base fictive' }).provenance).toEqual({
      ...{ fichier: 'fictif.ris', base: 'Base fictive', id: 'f1' },
    })
    expect(format({ abstract: undefined }).resumeSource).toBe(null)
  })
})
