import { describe, expect, test } from 'vitest'
import { hasTerme } from '#modules/vocabulaires/index.ts'
import type { ItemCsl } from '../csl.ts'
import { parseNature } from './natures.ts'
import { formatProposition, listThemesProposes } from './proposition.ts'

const item = (champs: Partial<ItemCsl>): ItemCsl => ({ id: 'x', type: 'document', title: 'Titre fictif', ...champs })
const BIBLIOGRAPHIE = {
  format: 'markdown' as const,
  fichier: 'fictif.md',
  titre: 'Bibliographie fictive',
  base: null,
  choix: null,
}

describe('kind of document', () => {
  test.each([
    ['Article', 'article'],
    ['[Page internet]', 'page-web'],
    ['Vidéo', 'video'],
    ['Thèse d’exercice', 'these'],
    ['Guide pratique', 'guide'],
    ['Actes de colloque', 'actes'],
    ['Dossier', 'dossier'],
    ['Loi', 'texte-juridique'],
    ['RAPPORT', 'rapport'],
    ['Outil pédagogique', 'outil-pedagogique'],
  ])('printed « %s »', (libelle, attendu) => {
    const nature = parseNature(item({ custom: { libelle } }))
    expect(nature).toBe(attendu)
    expect(hasTerme('nature', nature)).toBe(true)
  })

  test.each([
    ['article-journal', 'article'],
    ['book', 'ouvrage'],
    ['report', 'rapport'],
    ['legislation', 'texte-juridique'],
    ['webpage', 'page-web'],
    ['song', 'dossier'],
  ] as const)('without label, CSL type %s', (type, attendu) => expect(parseNature(item({ type }))).toBe(attendu))

  test('an entry of a list of sites is a site', () => {
    expect(parseNature(item({ type: 'webpage', custom: { nature: 'site', libelle: 'Guide' } }))).toBe('site')
  })
})

describe('the notice that a reference becomes', () => {
  test.each([
    ['printed source', { abstract: 'Un résumé.', custom: { sourceResume: 'Résumé Bib-Bop' } }, 'Résumé Bib-Bop'],
    ['no printed source', { abstract: 'Un résumé.' }, 'Bibliographie fictive'],
    ['no abstract', { custom: { sourceResume: 'Résumé Bib-Bop' } }, null],
  ])('signs its abstract: %s', (_cas, champs, attendu) => {
    expect(formatProposition({ item: item(champs), debut: 12, idSource: null }, BIBLIOGRAPHIE).resumeSource).toBe(
      attendu,
    )
  })

  test('says where it comes from, and what was cut in the list of authors', () => {
    const lu = item({ URL: 'https://exemple.invalid', custom: { etAl: true, libelle: 'Article', ligne: 12 } })
    expect(formatProposition({ item: lu, debut: 12, idSource: null }, BIBLIOGRAPHIE)).toMatchObject({
      nature: 'article',
      enLigne: true,
      provenance: { fichier: 'fictif.md', ligne: 12, document: 'Bibliographie fictive' },
      csl: { type: 'article-journal', custom: { etAl: true } },
      themes: [],
    })
  })

  test('without a title of the document, the file signs', () => {
    const lu = formatProposition(
      { item: item({ abstract: 'Un résumé.' }), debut: 1, idSource: null },
      { ...BIBLIOGRAPHIE, fichier: 'f.md', titre: null },
    )
    expect([lu.resumeSource, lu.provenance]).toEqual(['f.md', { fichier: 'f.md', ligne: 1 }])
  })
})

test.each([
  [['LITTÉRATIE EN SANTÉ'], 'Titre fictif', ['litteratie']],
  [['Généralités'], 'L’accès aux soins des personnes inventées', ['acces-soins']],
  [['Généralités'], 'Titre fictif', []],
])('themes proposed under %o', (sections, title, attendus) => {
  expect(listThemesProposes(item({ title, custom: { sections } }))).toEqual(attendus)
})
