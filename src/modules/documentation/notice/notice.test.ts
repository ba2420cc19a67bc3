import { describe, expect, it } from 'vitest'
import { type Acteur, ROLES } from '#core/acteur.ts'
import { formatDateIso, parseDateIso } from '../dates.ts'
import { noticePolicy } from './notice.policy.ts'
import { type ContenuNotice, listDifferences, parseItem } from './notice.ts'
import { isIsbn } from './regles.ts'
import { formatLigneNom, formatSaisie, parseNoms, parseSaisie, schemaSaisie } from './saisie.ts'

const contenu = (reste: Partial<ContenuNotice> = {}): ContenuNotice => ({
  nature: 'article',
  csl: { id: '', type: 'article-journal', title: 'Titre fictif' },
  resume: null,
  resumeSource: null,
  themes: [],
  publics: [],
  determinants: [],
  milieux: [],
  enLigne: false,
  prets: [],
  provenance: null,
  ...reste,
})

describe('dates as people type them', () => {
  it.each([
    ['2023', [[2023]]],
    ['2023-04', [[2023, 4]]],
    [' 2024-02-29 ', [[2024, 2, 29]]],
  ])('%s is read', (texte, parties) => {
    const date = parseDateIso(texte)
    expect(date).toEqual({ 'date-parts': parties })
    expect(formatDateIso(date)).toBe(texte.trim())
  })
  it.each(['', 's.d.', '23', '2023-13', '2023-02-29', '2023-00', '2023-01-00', '12/04/2023', '2023-4'])(
    '« %s » is refused',
    (texte) => expect(parseDateIso(texte)).toBeUndefined(),
  )
})

describe('names, one a line', () => {
  it.each([
    ['Dupont, Marie', { family: 'Dupont', given: 'Marie' }],
    ['Fictif-Durand,  Jean   Paul', { family: 'Fictif-Durand', given: 'Jean Paul' }],
    ['Haute Autorité fictive', { literal: 'Haute Autorité fictive' }],
    ['Homère,', { family: 'Homère', given: '' }],
  ])('%s', (ligne, nom) => expect(parseNoms(ligne)).toEqual([nom]))

  it('keeps what the line does not show of a name that did not change', () => {
    const ancien = { family: 'Fontaine', given: 'Jean', 'non-dropping-particle': 'de La', suffix: 'fils' }
    expect(parseNoms(`${formatLigneNom(ancien)}\nDupont, Ana`, [ancien])).toEqual([
      ancien,
      { family: 'Dupont', given: 'Ana' },
    ])
  })
  it('ignores blank lines', () => expect(parseNoms('\n \nDupont, Ana\n')).toHaveLength(1))
})

it.each([
  ['978-2-07-036822-8', true],
  ['9782070368228', true],
  ['2-07-036822-X', true],
  ['978-2-07-036822-9', false],
  ['2070368220', false],
  ['12345', false],
])('ISBN %s: %s', (isbn, juste) => expect(isIsbn(isbn)).toBe(juste))

describe('the form', () => {
  const saisie = { nature: 'rapport', title: ' Un  titre ', auteurs: 'Dupont, Ana', date: '2022', themes: 'litteratie' }
  it('gives the content, and the content gives the form back', () => {
    const lu = parseSaisie(schemaSaisie.parse(saisie), null)
    expect(lu.csl).toEqual({
      id: '',
      type: 'report',
      title: 'Un titre',
      author: [{ family: 'Dupont', given: 'Ana' }],
      issued: { 'date-parts': [[2022]] },
    })
    expect(lu.themes).toEqual(['litteratie'])
    expect(parseSaisie(schemaSaisie.parse(formatSaisie(lu)), null)).toEqual(lu)
  })
  it.each([
    [{ title: '' }, 'title'],
    [{ nature: 'roman' }, 'nature'],
    [{ date: '2022-99' }, 'date'],
    [{ URL: 'javascript:alert(1)' }, 'URL'],
    [{ URL: 'exemple.fr' }, 'URL'],
    [{ DOI: 'doi 12' }, 'DOI'],
    [{ ISBN: '978-2-07-036822-9' }, 'ISBN'],
    [{ ISSN: '12' }, 'ISSN'],
    [{ 'number-of-pages': 'douze' }, 'number-of-pages'],
    [{ themes: ['inconnu'] }, 'themes'],
    [{ resume: 'Un résumé sans source' }, 'resumeSource'],
    [{ title: 'x'.repeat(1001) }, 'title'],
  ])('refuses %o, at field %s', (faute, champ) => {
    const lu = schemaSaisie.safeParse({ ...saisie, ...faute })
    expect(lu.error?.issues.map((i) => String(i.path[0]))).toEqual([champ])
  })
  it('accepts a DOI however it was pasted', () =>
    expect(schemaSaisie.parse({ ...saisie, DOI: 'https://doi.org/10.1000/182' }).DOI).toBe('10.1000/182'))
})

it('an item from outside loses its empty fields, its abstract and our own custom data', () => {
  const item = {
    id: 'x',
    type: 'book' as const,
    title: 'T',
    volume: '',
    author: [],
    abstract: ' R ',
    custom: { etAl: true, ligne: 3 },
  }
  expect(parseItem(item)).toEqual({ csl: { id: 'x', type: 'book', title: 'T', custom: { etAl: true } }, resume: 'R' })
})

it('differences are told field by field', () => {
  const avant = contenu({ themes: ['litteratie'] })
  const apres = contenu({
    themes: ['litteratie', 'tabac'],
    csl: { ...avant.csl, title: 'Autre titre', issued: { 'date-parts': [[2020, 5]] }, language: 'fr' },
  })
  expect(listDifferences(avant, apres)).toEqual([
    { champ: 'csl.title', avant: 'Titre fictif', apres: 'Autre titre' },
    {
      champ: 'themes',
      avant: 'Littératie et information en santé',
      apres: 'Littératie et information en santé, Tabac',
    },
    { champ: 'csl.issued', avant: '', apres: 'mai 2020' },
    { champ: 'csl.language', avant: '', apres: 'français' },
  ])
  expect(listDifferences(avant, avant)).toEqual([])
})

describe('rights on a notice: role × gesture × case', () => {
  const table: Record<string, [presente: string[], supprimee: string[]]> = {
    lire: [[...ROLES], ['documentaliste', 'administrateur']],
    creer: [
      ['documentaliste', 'administrateur'],
      ['documentaliste', 'administrateur'],
    ],
    modifier: [['documentaliste', 'administrateur'], []],
    verifier: [['documentaliste', 'administrateur'], []],
    supprimer: [
      ['documentaliste', 'administrateur'],
      ['documentaliste', 'administrateur'],
    ],
    historique: [ROLES.slice(1), ROLES.slice(1)],
  }
  const cas = Object.entries(table).flatMap(([geste, listes]) =>
    ROLES.flatMap((role) =>
      [null, new Date()].map((supprimeeLe, i) => ({
        geste,
        role,
        supprimeeLe,
        permis: listes[i]?.includes(role) ?? false,
      })),
    ),
  )
  it.each(cas)('$role, $geste, supprimée $supprimeeLe : $permis', ({ geste, role, supprimeeLe, permis }) => {
    const acteur: Acteur = { compte: 'x', nom: 'Fictif', role, session: null }
    expect(noticePolicy.peut(acteur, geste as 'lire', { supprimeeLe })).toBe(permis)
  })
})
