import { describe, expect, it } from 'vitest'
import { formatGeojson, parseGeojson as parse } from './geojson.formats.ts'
import { type Anneau, hasPoint, isCroise } from './geometrie.ts'

const CARRE: Anneau = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
  [0, 0],
]
const TROU: Anneau = [
  [1, 1],
  [1, 3],
  [3, 3],
  [3, 1],
  [1, 1],
]
const NOEUD: Anneau = [
  [0, 0],
  [4, 4],
  [4, 0],
  [0, 4],
  [0, 0],
]

describe('geometry', () => {
  it.each([
    ['inside', [0.5, 2], true],
    ['in the hole', [2, 2], false],
    ['outside', [5, 2], false],
    ['level with a corner, outside', [-1, 4], false],
  ] as const)('a point %s', (_nom, point, attendu) => {
    expect(hasPoint([[CARRE, TROU]], point)).toBe(attendu)
    // Rings the other way round say the same.
    expect(hasPoint([[CARRE.toReversed(), TROU.toReversed()]], point)).toBe(attendu)
  })
  it('a point of the second polygon', () => expect(hasPoint([[TROU], [CARRE]], [0.5, 0.5])).toBe(true))

  it.each([
    ['a square', CARRE, false],
    ['a bow tie', NOEUD, true],
    ['a square that touches itself at a corner', [...CARRE, [-1, -1], [-2, 0], [0, 0]] as Anneau, false],
  ])('%s crosses itself: %s', (_nom, anneau, attendu) => expect(isCroise(anneau)).toBe(attendu))

  it('is not told where it would take for ever', () => {
    const scie = Array.from({ length: 20_001 }, (_, i): [number, number] => [i % 2, i % 20_000])
    expect(isCroise(scie)).toBeNull()
  })

  it('is told of a ring of 20,000 sides in an instant', () => {
    const cercle = Array.from({ length: 20_001 }, (_, i): [number, number] => [
      Math.cos((i % 20_000) * ((2 * Math.PI) / 20_000)),
      Math.sin((i % 20_000) * ((2 * Math.PI) / 20_000)),
    ])
    // Of computing: what the machine does beside is not counted.
    const debut = process.cpuUsage()
    expect(isCroise(cercle)).toBe(false)
    expect(process.cpuUsage(debut).user / 1000).toBeLessThan(2000)
  })
})

const parseGeojson = (texte: string) => parse(texte).entites

const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features })
const entite = (geometry: unknown, properties: unknown = {}) => ({ type: 'Feature', geometry, properties })
const point = (x: unknown, y: unknown) => ({ type: 'Point', coordinates: [x, y] })
const polygone = (...anneaux: unknown[]) => ({ type: 'Polygon', coordinates: anneaux })

const enSysteme = (name: string, ...features: unknown[]) =>
  JSON.stringify({ type: 'FeatureCollection', crs: { type: 'name', properties: { name } }, features })

describe('a GeoJSON file in metres', () => {
  const ORIGINE = entite(point(700_000, 6_600_000))
  it.each([
    ['by its number', enSysteme('urn:ogc:def:crs:EPSG::2154', ORIGINE), { projection: 'lambert-93', dite: true }],
    ['by IGN’s name', enSysteme('IGNF:LAMB93', ORIGINE), { projection: 'lambert-93', dite: true }],
    ['by its numbers alone', collection(ORIGINE), { projection: 'lambert-93', dite: false }],
  ])('is converted, its projection known %s', (_nom, texte, conversion) => {
    const lu = parse(texte)
    expect(lu.conversion).toEqual(conversion)
    expect(lu.entites[0]?.points[0]?.[0]).toBeCloseTo(3, 9)
    expect(lu.entites[0]?.points[0]?.[1]).toBeCloseTo(46.5, 9)
  })

  it('may be of an island, and holds polygons', () => {
    const carre = [
      [340_000, 7_664_000],
      [341_000, 7_664_000],
      [341_000, 7_665_000],
      [340_000, 7_664_000],
    ]
    const lu = parse(collection(entite(polygone(carre))))
    expect(lu.conversion).toEqual({ projection: 'utm-40s', dite: false })
    expect(lu.entites[0]?.polygones[0]?.[0]?.map(([x]) => Math.round(x * 10))).toEqual([555, 555, 555, 555])
  })

  it('reports what falls out of the projection that it names', () => {
    const lu = parse(enSysteme('EPSG:2154', ORIGINE, entite(point(3, 46.5))))
    expect(lu.entites.map((e) => e.faute)).toEqual([null, expect.stringMatching(/pas dans la zone/)])
  })

  it('needs no projection where it only has codes', () =>
    expect(parse(enSysteme('EPSG:27572', entite(null, { code: '04070' })))).toMatchObject({
      conversion: null,
      entites: [{ code: '04070' }],
    }))
})

describe('a GeoJSON file', () => {
  it.each([
    ['code', '04070', '04070'],
    ['INSEE_COM', 4070, '04070'],
    ['code-insee', ' 2a004 ', '2A004'],
    ['CODGEO', '13203', '13203'],
  ])('is read by its property %s', (nom, valeur, code) =>
    expect(parseGeojson(collection(entite(null, { [nom]: valeur, nom: 'X' })))).toMatchObject([
      { n: 1, nom: 'X', code, faute: null },
    ]),
  )

  it('is read by its shapes, of every kind', () => {
    const lues = parseGeojson(
      collection(
        entite(point(6.2, 44.1)),
        entite({
          type: 'MultiPoint',
          coordinates: [
            [6, 44],
            [5, 43, 120],
          ],
        }),
        entite(polygone(CARRE, TROU)),
        entite({ type: 'MultiPolygon', coordinates: [[CARRE], [TROU]] }),
        entite({ type: 'GeometryCollection', geometries: [point(1, 2), polygone(CARRE)] }),
      ),
    )
    expect(lues.map((e) => [e.points.length, e.polygones.length, e.faute])).toEqual([
      [1, 0, null],
      [2, 0, null],
      [0, 1, null],
      [0, 2, null],
      [1, 1, null],
    ])
  })

  it('may be one feature, or one geometry', () => {
    expect(parseGeojson(JSON.stringify(entite(point(1, 2))))[0]?.points).toEqual([[1, 2]])
    expect(parseGeojson(JSON.stringify(point(1, 2)))[0]?.points).toEqual([[1, 2]])
  })

  it.each([
    ['no geometry', entite(null), /pas de géométrie/],
    ['a bow tie', entite(polygone(NOEUD)), /se recoupe/],
    ['an open ring', entite(polygone(CARRE.slice(0, 4))), /pas fermé/],
    [
      'two sides',
      entite(
        polygone([
          [0, 0],
          [1, 1],
          [0, 0],
        ]),
      ),
      /moins de trois/,
    ],
    ['an empty polygon', entite(polygone()), /vide/],
    [
      'a line',
      entite({
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      }),
      /ligne/,
    ],
    ['words', entite(point('a', 'b')), /pas lisibles/],
    ['a type of its own', entite({ type: 'Rond', coordinates: [] }), /inconnu/],
    ['no feature', { type: 'X' }, /pas une entité/],
  ])('reports a feature with %s, and reads the others', (_nom, fautive, message) => {
    const [premiere, seconde] = parseGeojson(collection(fautive, entite(point(1, 2))))
    expect(premiere?.faute).toMatch(message)
    expect(seconde).toMatchObject({ n: 2, faute: null, points: [[1, 2]] })
  })

  it.each([
    ['metres of no projection of ours', collection(entite(point(900_000, 4_000_000))), /projection connue/],
    ['metres of several', collection(entite(point(900_000, 6_300_000)), entite(point(340_000, 7_664_000))), /connue/],
    ['metres and degrees', collection(entite(point(900_000, 6_300_000)), entite(point(3, 46))), /connue/],
    ['a system that it names', enSysteme('urn:ogc:def:crs:EPSG::27572', entite(point(600_000, 2_200_000))), /::27572/],
    ['half of itself', collection(entite(point(1, 2))).slice(0, 40), /coupé/],
    ['TopoJSON', '{"type":"Topology","objects":{}}', /TopoJSON/],
    ['another JSON', '[1,2]', /pas du GeoJSON/],
    ['brackets without end', '['.repeat(500_000), /coupé/],
  ])('is refused with %s', (_nom, texte, message) => expect(() => parseGeojson(texte)).toThrow(message))

  it('takes the name of WGS 84', () =>
    expect(
      parseGeojson(
        JSON.stringify({
          type: 'FeatureCollection',
          crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } },
          features: [entite(point(1, 2))],
        }),
      ),
    ).toHaveLength(1))

  it('is written and read back by its codes', () => {
    const texte = formatGeojson({ nom: 'Fictif' }, [
      { code: '04070', nom: 'Digne-les-Bains', population: 1, coordonnees: null },
      { code: '04001', nom: 'Aiglun', population: 1, coordonnees: [[CARRE]] },
    ])
    expect(parseGeojson(texte).map((e) => e.code)).toEqual(['04070', '04001'])
    expect(JSON.parse(texte).features[0].geometry).toBeNull()
  })
})
