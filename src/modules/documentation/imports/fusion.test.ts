import { describe, expect, test } from 'vitest'
import type { ContenuNotice } from '../notice/notice.ts'
import { computeFusion, listChoix } from './fusion.ts'

const contenu = (reste: Partial<ContenuNotice> = {}, csl: Partial<ContenuNotice['csl']> = {}): ContenuNotice => ({
  nature: 'rapport',
  csl: { id: '', type: 'report', title: 'Un rapport fictif', ...csl },
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

describe('choices', () => {
  test('are only the fields that differ; what is lacking is taken, lists are joined, the rest stays', () => {
    const gardee = contenu({ themes: ['litteratie'] }, { publisher: 'Éditions fictives', page: '1-2' })
    const autre = contenu(
      { themes: ['acces-soins'], enLigne: true, provenance: { fichier: 'f.md' } },
      { publisher: 'Presses fictives', URL: 'https://exemple.invalid' },
    )
    expect(listChoix(gardee, autre).map((c) => [c.champ, c.defaut, c.cotes.length])).toEqual([
      ['csl.publisher', 'gardee', 2],
      ['csl.page', 'gardee', 2],
      ['csl.URL', 'autre', 2],
      ['themes', 'deux', 3],
      ['enLigne', 'autre', 2],
    ])
  })

  test('what the other one does not say is not offered: lists, reading online', () => {
    expect(listChoix(contenu({ themes: ['litteratie'], enLigne: true }), contenu())).toEqual([])
  })

  test('show labels, not keys', () => {
    const [choix] = listChoix(contenu(), contenu({ nature: 'guide' }))
    expect(choix).toMatchObject({ libelle: 'Type de document', gardee: 'Rapport', autre: 'Guide pratique' })
  })

  test('identical contents leave nothing to choose', () => expect(listChoix(contenu(), contenu())).toEqual([]))
})

describe('merge', () => {
  const gardee = contenu(
    {
      themes: ['litteratie'],
      prets: [{ centre: 'Centre fictif', cote: 'A1', note: null }],
      provenance: { fichier: 'a.md' },
    },
    { author: [{ literal: 'Association fictive' }], publisher: 'Éditions fictives' },
  )
  const autre = contenu(
    {
      nature: 'guide',
      themes: ['litteratie', 'acces-soins'],
      prets: [
        { centre: 'Centre fictif', cote: 'A1', note: null },
        { centre: 'Autre', cote: null, note: null },
      ],
      resume: 'Un résumé.',
      resumeSource: 'Résumé auteur',
      provenance: { fichier: 'b.md' },
    },
    { type: 'report', author: [{ family: 'Modèle' }], custom: { etAl: true }, publisher: 'Presses fictives' },
  )

  test('by default completes the kept notice', () => {
    expect(computeFusion(gardee, autre, {})).toEqual({
      ...gardee,
      themes: ['litteratie', 'acces-soins'],
      prets: autre.prets,
      resume: 'Un résumé.',
      resumeSource: 'Résumé auteur',
    })
  })

  test('follows each choice, and what goes with it', () => {
    const resultat = computeFusion(gardee, autre, {
      nature: 'autre',
      'csl.author': 'autre',
      themes: 'autre',
      resume: 'gardee',
    })
    expect(resultat).toMatchObject({ nature: 'guide', themes: autre.themes, resume: null, resumeSource: null })
    expect(resultat.csl).toMatchObject({
      author: [{ family: 'Modèle' }],
      custom: { etAl: true },
      publisher: 'Éditions fictives',
    })
    expect(resultat.provenance).toEqual({ fichier: 'a.md' })
  })

  test('a chosen field that the other one lacks is emptied', () => {
    const vide = contenu({}, {})
    expect('publisher' in computeFusion(gardee, vide, { 'csl.publisher': 'autre' }).csl).toBe(false)
  })
})
