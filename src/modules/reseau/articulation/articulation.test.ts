import { describe, expect, it } from 'vitest'
import { computePaires, type Paire, type Present } from './articulation.ts'
import { ATTENDUS, PARTOUT } from './donnees/attendus.ts'
import { getEtatLien, isLie, type Lien } from './lien.ts'
import { formatListe, formatNomArticle, formatRaisonLacune, formatRaisonPaire } from './phrases.ts'
import {
  computePointsPopulation,
  computeSuggestionLacune,
  computeSuggestionPaire,
  getAttendu,
  isTenue,
  parseCleSuggestion,
  type Reponse,
  type Suggestion,
  sortSuggestions,
} from './suggestion.ts'

const JOUR = '2026-03-15'

const createPresent = (id: number, type: string, partiel: Partial<Present> = {}): Present => ({
  ...{ id, type, nom: `${type.toUpperCase()} fictif ${id}`, themes: [], etape: null, fictif: true },
  ...{ population: 40_000, communes: 10, implantation: false, ...partiel },
})
const createLien = (partiel: Partial<Lien> = {}): Lien => ({
  ...{ id: 1, a: 1, b: 2, nature: 'convention', depuis: '2025-01-01', jusqu: null, preuve: 'Signée', preuveUrl: null },
  ...{ note: null, revision: 1, ...partiel },
})
const createPaire = (partiel: Partial<Paire> = {}): Paire => ({
  ...{ a: 1, b: 2, population: 23_400, communes: 5, partA: 0.4, partB: 0.3 },
  ...{ themes: [], communs: [], membre: false, liens: [], ...partiel },
})
const suggerer = (paire: Partial<Paire>, types: [string, string] = ['cpts', 'cls'], exclusif = false) =>
  computeSuggestionPaire(createPaire(paire), [createPresent(1, types[0]), createPresent(2, types[1])], {
    exclusif,
    jour: JOUR,
  })

describe('pairs', () => {
  it('join overlaps, people and links, with the share of each', () => {
    const dispositifs = [
      createPresent(1, 'cpts', { themes: ['tabac', 'sommeil'], population: 1000 }),
      createPresent(2, 'cls', { themes: ['sommeil'], population: 4000 }),
      createPresent(3, 'dac', { population: 0 }),
    ]
    const paires = computePaires(dispositifs, {
      recouvrements: [
        { a: 1, b: 3, population: 0, communes: 2 },
        { a: 1, b: 2, population: 500, communes: 3 },
      ],
      rapprochements: [{ a: 2, b: 3, communs: ['organisme-4'], membre: true }],
      liens: [createLien(), createLien({ id: 2, a: 1, b: 9 })],
    })
    expect(paires.map((p) => [p.a, p.b, p.population, p.partA, p.partB, p.communs.length, p.liens.length])).toEqual([
      [1, 2, 500, 0.5, 0.125, 0, 1],
      [1, 3, 0, 0, null, 0, 0],
      [2, 3, 0, 0, null, 1, 0],
    ])
    expect(paires[0]?.themes).toEqual(['sommeil'])
  })
})

describe('a link', () => {
  it.each([
    ['2025-01-01', null, 'en-cours', true],
    ['2026-03-15', '2026-03-15', 'en-cours', true],
    ['2026-03-16', null, 'a-venir', true],
    ['2025-01-01', '2026-03-14', 'termine', false],
  ] as const)('from %s to %s is %s', (depuis, jusqu, etat, lie) => {
    expect(getEtatLien({ depuis, jusqu }, JOUR)).toBe(etat)
    expect(isLie([{ depuis, jusqu }], JOUR)).toBe(lie)
  })
})

describe('a suggestion of a pair', () => {
  it.each<[string, Partial<Paire>, [string, string], boolean, number | null]>([
    ['a declared link: none', { liens: [createLien()] }, ['cpts', 'cls'], false, null],
    ['a link that ended: again', { liens: [createLien({ jusqu: '2026-01-01' })] }, ['cpts', 'cls'], false, 29],
    ['kinds that a text wants together', { population: 900 }, ['cls', 'clsm'], false, 25],
    ['kinds that people want together', { population: 900 }, ['cls', 'cpts'], false, 15],
    ['two kinds that nothing brings together, few people', { population: 900 }, ['esp', 'asv'], false, null],
    ['the same, many people', { population: 10_000 }, ['esp', 'asv'], false, 10],
    ['the same, half of one', { population: 900, partA: 0.5 }, ['esp', 'asv'], false, 10],
    ['the same, a theme', { population: 900, themes: ['tabac'] }, ['esp', 'asv'], false, 8],
    ['four themes count as three', { population: 0, themes: ['a', 'b', 'c', 'd'] }, ['esp', 'asv'], false, 24],
    ['a theme without shared territory', { population: 0, communes: 0, themes: ['a'] }, ['cls', 'cpts'], false, null],
    ['somebody in common, apart', { population: 0, communes: 0, communs: ['contact-1'] }, ['esp', 'asv'], false, 10],
    ['one sits in the other', { population: 0, communes: 0, membre: true }, ['esp', 'asv'], false, 15],
    ['two CPTS on one commune are a conflict', { population: 50_000 }, ['cpts', 'cpts'], true, null],
  ])('%s', (_cas, paire, types, exclusif, points) => {
    expect(suggerer(paire, types, exclusif)?.points ?? null).toBe(points)
  })

  it('counts no inhabitants for a team that only stands there', () => {
    const msp = createPresent(2, 'msp', { implantation: true })
    const options = { exclusif: false, jour: JOUR }
    const suggestion = computeSuggestionPaire(
      createPaire({ population: 800_000 }),
      [createPresent(1, 'cpts'), msp],
      options,
    )
    expect(suggestion?.points).toBe(25)
  })

  it('ranks by points, then inhabitants, then key', () => {
    const liste = [
      { ...suggerer({}), cle: 'b', points: 5 },
      { ...suggerer({}), cle: 'a', points: 5 },
      { ...suggerer({ population: 50_000 }), cle: 'c', points: 5 },
      { ...suggerer({}), cle: 'd', points: 9 },
    ] as Suggestion[]
    expect(sortSuggestions(liste).map((s) => s.cle)).toEqual(['d', 'c', 'a', 'b'])
  })

  it.each([
    [0, 0],
    [1000, 0],
    [10_000, 10],
    [23_400, 14],
    [100_000, 20],
    [9_000_000, 30],
  ])('gives for %d inhabitants %d points', (population, points) => {
    expect(computePointsPopulation(population)).toBe(points)
  })
})

describe('the facts of a suggestion', () => {
  const faits = (paire: Partial<Paire>) => suggerer(paire)?.faits
  it.each<[string, Partial<Paire>, boolean]>([
    ['a new census: 2 % more people', { population: 23_868 }, true],
    ['a share that moved', { partA: 0.41 }, true],
    ['twice the people', { population: 46_800 }, false],
    ['a theme', { themes: ['tabac'] }, false],
    ['somebody in common', { communs: ['contact-1'] }, false],
    ['one sits in the other', { membre: true }, false],
    ['a link that ended', { liens: [createLien({ jusqu: '2026-01-01' })] }, false],
  ])('%s', (_cas, autre, memes) => {
    expect(faits(autre) === faits({})).toBe(memes)
  })

  it('do not hang on the order of themes', () => {
    expect(faits({ themes: ['a', 'b'] })).toBe(faits({ themes: ['b', 'a'] }))
  })
})

describe('an answer', () => {
  const suggestion = suggerer({}) as Suggestion
  const createReponse = (partiel: Partial<Reponse>): Reponse => ({
    ...{ cle: suggestion.cle, faits: suggestion.faits, reponse: 'ecartee', motif: 'Déjà vu', jusqu: null },
    ...{ lien: null, demarche: null, quand: new Date(), lienRetire: false, ...partiel },
  })
  it.each<[string, Partial<Reponse> | null, boolean]>([
    ['none', null, false],
    ['dismissed', {}, true],
    ['dismissed on other facts', { faits: 'autres' }, false],
    ['put off to tomorrow', { reponse: 'reportee', jusqu: '2026-03-16' }, true],
    ['put off to today', { reponse: 'reportee', jusqu: JOUR }, false],
    ['taken', { reponse: 'prise', demarche: 1 }, true],
    ['taken as a link that was removed', { reponse: 'prise', lien: 1, lienRetire: true }, false],
  ])('%s', (_cas, reponse, tenue) => {
    expect(isTenue(suggestion, reponse ? createReponse(reponse) : undefined, JOUR)).toBe(tenue)
  })
})

describe('a gap', () => {
  const lacune = (type: string, population = 8000) => ({ type, communes: ['04001', '04009'], population })
  const presents = new Set(['cls'])
  it.each<[string, string, number, number | null]>([
    ['of a type meant everywhere', 'dac', 8000, 29],
    ['of a type that is there in part', 'cls', 8000, 9],
    ['of a type that is nowhere, and need not be', 'clsm', 8000, null],
    ['where nobody lives', 'dac', 0, null],
  ])('%s', (_cas, type, population, points) => {
    expect(computeSuggestionLacune(lacune(type, population), { zone: 'territoire-4', presents })?.points ?? null).toBe(
      points,
    )
  })

  it('has other facts with other communes, not with other inhabitants', () => {
    const zone = { zone: 'territoire-4', presents }
    const faits = (l: ReturnType<typeof lacune>) => computeSuggestionLacune(l, zone)?.faits
    expect(faits(lacune('cls', 9000))).toBe(faits(lacune('cls')))
    expect(faits({ ...lacune('cls'), communes: ['04001'] })).not.toBe(faits(lacune('cls')))
  })
})

describe('the key of a suggestion', () => {
  it.each([
    ['paire-12-34', { nature: 'paire', a: 12, b: 34 }],
    ['paire-34-12', null],
    ['paire-0-12', null],
    ['lacune-contrat-ville-territoire-4', { nature: 'lacune', type: 'contrat-ville', zone: 'territoire-4' }],
    ['lacune-cpts-departement-2A', { nature: 'lacune', type: 'cpts', zone: 'departement-2A' }],
    ['lacune-cpts-liste', null],
    ['lacune-', null],
  ])('%s', (cle, lue) => {
    expect(parseCleSuggestion(cle)).toEqual(lue)
  })
})

describe('sentences', () => {
  it.each([
    ['cpts', 'CPTS des Deux-Vallées', 'la CPTS des Deux-Vallées'],
    ['cls', 'CLS du Pays de Martigues', 'le CLS du Pays de Martigues'],
    ['cls', 'Contrat local de santé du Pays', 'le contrat local de santé du Pays'],
    ['asv', 'ASV de Digne', 'l’ASV de Digne'],
    ['msp', 'Les Cèdres', 'la MSP «\u00a0Les Cèdres\u00a0»'],
    ['inconnu', 'Réseau', '«\u00a0Réseau\u00a0»'],
  ])('%s: %s', (type, nom, dit) => {
    expect(formatNomArticle({ type, nom })).toBe(dit)
  })

  const deux = [
    createPresent(1, 'cpts', { nom: 'CPTS des Vallées' }),
    createPresent(2, 'cls', { nom: 'CLS des Vallées' }),
  ] as const
  it.each<[Partial<Paire>, string]>([
    [
      { themes: ['sante-mentale'] },
      'La CPTS des Vallées et le CLS des Vallées couvrent 23\u202f400\u00a0habitants en commun et travaillent tous deux sur le thème «\u00a0santé mentale\u00a0»\u202f; aucun lien n’est déclaré.',
    ],
    [
      { population: 0, communs: ['contact-1'], membre: true },
      'La CPTS des Vallées et le CLS des Vallées couvrent 5\u00a0communes en commun, ont 1\u00a0membre en commun et se connaissent déjà (l’un est membre de l’autre)\u202f; aucun lien n’est déclaré.',
    ],
    [
      { liens: [createLien({ jusqu: '2026-01-01' })] },
      'La CPTS des Vallées et le CLS des Vallées couvrent 23\u202f400\u00a0habitants en commun\u202f; leur dernier lien a pris fin le 1er\u00a0janvier 2026.',
    ],
  ])('of a pair %#', (paire, phrase) => {
    expect(formatRaisonPaire(createPaire(paire), deux, JOUR)).toBe(phrase)
  })

  it('of a gap, with the names of few communes', () => {
    const noms = new Map([['04001', 'Aiglun']])
    expect(formatRaisonLacune({ type: 'cpts', communes: ['04001'], population: 1413 }, noms)).toBe(
      'Aiglun (1\u202f413\u00a0habitants) n’a pas de CPTS.',
    )
    const communes = ['1', '2', '3', '4']
    expect(formatRaisonLacune({ type: 'cls', communes, population: 12 }, noms)).toBe(
      '4\u00a0communes (12\u00a0habitants) n’ont pas de CLS.',
    )
  })

  it('list words', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(formatListe)).toEqual(['', 'a', 'a et b', 'a, b et c'])
  })
})

describe('the expectations', () => {
  it('name each pair of kinds once, in order, with a source', () => {
    const cles = ATTENDUS.map((a) => a.types.join())
    expect(new Set(cles).size).toBe(cles.length)
    for (const { types, source, raison } of ATTENDUS) {
      expect([...types].sort()).toEqual(types)
      expect(source.length * raison.length).toBeGreaterThan(0)
    }
    expect(getAttendu('cpts', 'cls')).toBe(getAttendu('cls', 'cpts'))
    expect(PARTOUT.every((p) => p.source !== '')).toBe(true)
  })
})
