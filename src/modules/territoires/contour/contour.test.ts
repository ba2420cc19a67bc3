import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createCarre, formatGeojson, TROIS_COMMUNES } from '../../../testing/contours.ts'
import {
  computeCentre,
  computeNiveau,
  computeSuperficie,
  hasCroisement,
  isDedans,
  type MultiPolygone,
} from './contour.ts'
import { ErreurContours, parseContours, readTexte } from './lecture.formats.ts'
import { computeTopologie, type Rattachement } from './topologie.ts'

const carre = (x: number, y: number, cote?: number): MultiPolygone => [[createCarre(x, y, cote)]]

describe('rules', () => {
  it('area on the sphere: a degree square at the equator, whatever its direction; a hole is taken away', () => {
    // 2πR² / 360 × sin(1°), with the authalic radius.
    expect(computeSuperficie(carre(10, 0, 1))).toBeCloseTo(12_364.2, 0)
    expect(computeSuperficie([[createCarre(10, 0, 1).toReversed()]])).toBeCloseTo(12_364.2, 0)
    expect(computeSuperficie([[createCarre(10, 0, 1), createCarre(10.4, 0.4, 0.2)]])).toBeCloseTo(12_364.2 * 0.96, -1)
  })

  it('the centre stands inside, even of a crescent', () => {
    const croissant: MultiPolygone = [
      [
        [
          [6, 44],
          [6.3, 44],
          [6.3, 44.05],
          [6.05, 44.05],
          [6.05, 44.25],
          [6.3, 44.25],
          [6.3, 44.3],
          [6, 44.3],
          [6, 44],
        ],
      ],
    ]
    const centre = computeCentre(croissant)
    expect(centre && isDedans(centre, croissant)).toBe(true)
    expect(computeCentre([])).toBeNull()
    const grand = computeCentre([...carre(6, 44, 0.1), ...carre(8, 45, 1)])
    expect(grand?.[0]).toBeCloseTo(8.5, 1)
  })

  it.each([
    ['a square', createCarre(6, 44), false],
    [
      'a bow tie',
      [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ] as [number, number][],
      true,
    ],
    [
      'a ring that touches itself',
      [
        [0, 0],
        [2, 0],
        [1, 1],
        [2, 2],
        [0, 2],
        [1, 1],
        [0, 0],
      ] as [number, number][],
      false,
    ],
  ])('%s', (_nom, anneau, croise) => expect(hasCroisement(anneau)).toBe(croise))

  it.each([
    [20, 0],
    [125, 1],
    [400, 2],
    [1400, 3],
  ])('%d metres a pixel: level %d', (metres, niveau) => expect(computeNiveau(metres)).toBe(niveau))
})

describe('reading', () => {
  const connus = (code: string) => (/^04/.test(code) ? code : null)
  const lire = (texte: string) => parseContours(texte, 'commune', connus)
  const bon = { code: '04070', anneaux: [createCarre(6.2, 44)] }

  it.each([
    ['no geometry', { code: '04001', anneaux: null }, /géométrie est vide/],
    ['an unknown code', { code: '99999', anneaux: [createCarre(6, 44)] }, /pas connu/],
    ['a code of a département', { code: '04', anneaux: [createCarre(6, 44)] }, /n’est pas un code attendu/],
    ['no code', { proprietes: {}, anneaux: [createCarre(6, 44)] }, /Aucun code/],
    ['a doubled code', { code: '04070', anneaux: [createCarre(6, 44)] }, /déjà été lu à l’entité 1/],
    ['Lambert 93', { code: '04001', anneaux: [createCarre(955_000, 6_330_000, 1000)] }, /Lambert 93/],
    [
      'coordinates that are no numbers',
      {
        code: '04001',
        anneaux: [
          [
            ['6', '44'],
            [1, 1],
            [2, 2],
            [1, 1],
          ],
        ],
      },
      /nombre/,
    ],
    [
      'a ring of two points',
      {
        code: '04001',
        anneaux: [
          [
            [6, 44],
            [6.1, 44],
            [6, 44],
          ],
        ],
      },
      /moins de quatre points/,
    ],
  ])('%s is told, and its outline left out', (_nom, entite, raison) => {
    const { contours, problemes } = lire(formatGeojson([bon, entite]))
    expect(contours.map((c) => c.code)).toEqual(['04070'])
    expect(problemes).toMatchObject([{ n: 2, garde: false, raison: expect.stringMatching(raison) }])
  })

  it.each([
    ['not closed', createCarre(6, 44).slice(0, 4), /pas fermé/],
    [
      'crossing itself',
      [
        [6, 44],
        [6.1, 44.1],
        [6.1, 44],
        [6, 44.1],
        [6, 44],
      ],
      /se croise/,
    ],
  ])('a ring %s is told, and kept', (_nom, anneau, raison) => {
    const { contours, problemes } = lire(formatGeojson([{ code: '04001', anneaux: [anneau] }]))
    expect(contours[0]?.coordonnees[0]?.[0]?.at(-1)).toEqual([6, 44])
    expect(problemes).toMatchObject([{ n: 1, code: '04001', garde: true, raison: expect.stringMatching(raison) }])
  })

  it.each([
    ['no JSON', 'code,nom\n04070,Digne', /pas un GeoJSON/],
    ['a TopoJSON', '{"type":"Topology","objects":{}}', /TopoJSON/],
    ['another JSON', '{"communes":[]}', /FeatureCollection/],
    ['an empty one', formatGeojson([]), /vide/],
    ['départements', formatGeojson([{ code: '04', anneaux: [createCarre(6, 44)] }]), /fichier des communes/],
    ['Lambert 93 all along', formatGeojson([{ code: '04070', anneaux: [createCarre(9e5, 6e6, 9)] }]), /WGS 84/],
  ])('a file that is %s is refused', (_nom, texte, message) => {
    expect(() => lire(texte)).toThrow(ErreurContours)
    expect(() => lire(texte)).toThrow(message)
  })

  async function* morceaux(octets: Uint8Array): AsyncIterable<Uint8Array> {
    yield octets.subarray(0, 10)
    yield octets.subarray(10)
  }

  it('compressed or not, and refused when damaged', async () => {
    const octets = Buffer.from(TROIS_COMMUNES)
    expect(await readTexte(morceaux(octets))).toBe(TROIS_COMMUNES)
    expect(await readTexte(morceaux(gzipSync(octets)))).toBe(TROIS_COMMUNES)
    await expect(readTexte(morceaux(gzipSync(octets).subarray(0, 60)))).rejects.toThrow(/abîmé/)
  })

  it('stops at a file that is too large, and names the one to take', async () => {
    const grand = async function* () {
      for (;;) yield new Uint8Array(50_000_000)
    }
    await expect(readTexte(grand())).rejects.toThrow(/communes-100m/)
  })
})

describe('topology', () => {
  const rattachement: Rattachement = { ville: null, epci: 'E', departement: '04', region: '93' }

  it('pieces of one commune become one, larger areas are merged, neighbours are known', () => {
    const pieces = [
      { code: 'a', coordonnees: carre(6, 44) },
      { code: 'a', coordonnees: carre(6.1, 44) },
      { code: 'b', coordonnees: carre(6.2, 44) },
      { code: 'c', coordonnees: carre(7, 44) },
    ]
    const { traces, voisines } = computeTopologie(pieces, new Map(['a', 'b', 'c'].map((c) => [c, rattachement])))
    const parCode = new Map([...traces].map((t) => [`${t.maille} ${t.code} ${t.niveau}`, t.coordonnees]))
    expect(computeSuperficie(parCode.get('commune a 0') ?? [])).toBeCloseTo(2 * computeSuperficie(carre(6, 44)), 0)
    expect(parCode.get('commune a 0')?.flat()).toHaveLength(1)
    expect(parCode.get('epci E 0')).toHaveLength(2)
    expect(parCode.get('departement 04 0')).toHaveLength(2)
    expect(voisines.sort()).toEqual([
      ['a', 'b'],
      ['b', 'a'],
    ])
  })

  it('a city and its arrondissements lie over each other, and are not neighbours', () => {
    const rattachements = new Map([
      ['ville', rattachement],
      ['arr', { ...rattachement, ville: 'ville' }],
      ['dehors', rattachement],
    ])
    const pieces = [
      { code: 'ville', coordonnees: carre(6, 44, 0.2) },
      { code: 'arr', coordonnees: carre(6, 44, 0.2) },
      { code: 'dehors', coordonnees: carre(6.2, 44, 0.2) },
    ]
    const { traces, voisines } = computeTopologie(pieces, rattachements)
    expect(voisines.map((v) => v.join(' ')).sort()).toEqual([
      'arr dehors',
      'dehors arr',
      'dehors ville',
      'ville dehors',
    ])
    const epci = [...traces].find((t) => t.maille === 'epci')
    expect(computeSuperficie(epci?.coordonnees ?? [])).toBeCloseTo(2 * computeSuperficie(carre(6, 44, 0.2)), 0)
  })

  it('a common border stays common when it is simplified', () => {
    // A border with teeth of thirty metres, which the first level leaves out.
    const dents = Array.from({ length: 200 }, (_, i): [number, number] => [6.1 + (i % 2) * 0.0004, 44 + i * 0.0005])
    const gauche: [number, number][] = [[6, 44], ...dents, [6, 44.1], [6, 44]]
    const droite: [number, number][] = [[6.2, 44], [6.2, 44.1], ...dents.toReversed(), [6.2, 44]]
    const pieces = [
      { code: 'a', coordonnees: [[gauche]] },
      { code: 'b', coordonnees: [[droite]] },
    ]
    const traces = [...computeTopologie(pieces, new Map(['a', 'b'].map((c) => [c, rattachement]))).traces]
    const points = (code: string, niveau: number) =>
      new Set(
        traces
          .find((t) => t.code === code && t.niveau === niveau)
          ?.coordonnees.flat(2)
          .map(String),
      )
    expect(points('a', 1).size).toBeLessThan(points('a', 0).size / 2)
    const bord = [...points('a', 1)].filter((p) => !p.startsWith('6,'))
    expect(bord.filter((p) => !points('b', 1).has(p))).toEqual([])
  })
})
