import { describe, expect, it } from 'vitest'
import { createLien, createPaire, createPresent } from '../../../testing/articulation.ts'
import {
  computeLacunes,
  computePaires,
  computePresents,
  computeRapprochements,
  computeRecouvrements,
  type Paire,
} from './articulation.ts'
import { ATTENDUS, PARTOUT } from './donnees/attendus.ts'
import { computeGraphe } from './graphe.ts'
import { getEtatLien, isLie } from './lien.ts'
import { formatListe, formatNomArticle, formatRaisonLacune, formatRaisonPaire } from './phrases.ts'
import { getAttendu } from './suggestion.ts'

const JOUR = '2026-03-15'

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

describe('places', () => {
  const place = (id: number, ...elements: string[]) => {
    const { population: _p, communes: _c, ...d } = createPresent(id, 'cpts')
    return { ...d, elements }
  }
  const situes = [place(12, '04001', '04070'), place(3, '04070', '04001', '04009'), place(7, '04009', '13201')]
  const populations = new Map([
    ['04001', 1000],
    ['04009', null],
    ['04070', 50],
    ['13201', 7],
  ])

  it('give each two dispositifs what they share, once, the smaller number first', () => {
    expect(computeRecouvrements(situes, populations)).toEqual([
      { a: 3, b: 12, population: 1050, communes: 2 },
      { a: 3, b: 7, population: 0, communes: 1 },
    ])
    expect(computeRecouvrements([], populations)).toEqual([])
  })

  it('give each its extent', () => {
    expect(computePresents(situes, populations).map((d) => [d.id, d.communes, d.population])).toEqual([
      [12, 2, 1050],
      [3, 3, 1050],
      [7, 2, 7],
    ])
  })
})

describe('people in common', () => {
  it('make pairs, once each, with who is a member of whom', () => {
    const participations = [
      { dispositif: 3, cle: 'organisme-1' },
      { dispositif: 1, cle: 'organisme-1' },
      { dispositif: 2, cle: 'contact-4' },
      { dispositif: 1, cle: 'contact-4' },
      { dispositif: 1, cle: 'contact-4' },
      { dispositif: 2, cle: 'structure-9' },
    ]
    expect(computeRapprochements(participations, [{ a: 2, b: 3 }])).toEqual([
      { a: 1, b: 3, communs: ['organisme-1'], membre: false },
      { a: 1, b: 2, communs: ['contact-4'], membre: false },
      { a: 2, b: 3, communs: [], membre: true },
    ])
  })
})

describe('gaps', () => {
  it('are what no dispositif of a type holds, sorted, with its inhabitants', () => {
    const ici = new Map([
      ['04070', 17_000],
      ['04009', null],
      ['04001', 1400],
    ])
    const tenues = [
      { type: 'cpts', elements: ['04001', '04009', '04070'] },
      { type: 'cls', elements: ['04070', '04070', '05061'] },
    ]
    expect(computeLacunes(ici, tenues, ['cls', 'cpts', 'dac'])).toEqual([
      { type: 'cls', communes: ['04001', '04009'], population: 1400 },
      { type: 'dac', communes: ['04001', '04009', '04070'], population: 18_400 },
    ])
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

describe('the graph', () => {
  const dispositifs = ['dac', 'cls', 'cpts', 'msp'].map((type, i) => createPresent(i + 1, type))
  const paires = [createPaire({ a: 2, b: 3, liens: [createLien({ a: 2, b: 3 })] }), createPaire({ a: 1, b: 9 })]

  it('stands on a circle by family, and is drawn the same each time', () => {
    const { noeuds, aretes } = computeGraphe(dispositifs, paires, JOUR)
    expect(noeuds.map((n) => [n.numero, n.dispositif.type])).toEqual([
      [1, 'cpts'],
      [2, 'msp'],
      [3, 'cls'],
      [4, 'dac'],
    ])
    expect(noeuds[0]).toMatchObject({ x: 240, y: 52 })
    expect(aretes.map((a) => [a.de.numero, a.vers.numero, a.lie, a.epaisseur])).toEqual([[3, 1, true, 3]])
    expect(computeGraphe(dispositifs.toReversed(), paires, JOUR)).toEqual({ noeuds, aretes })
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
