import { describe, expect, it } from 'vitest'
import { formatGeojson, parseGeojson } from './geojson.formats.ts'
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
    const debut = performance.now()
    expect(isCroise(cercle)).toBe(false)
    expect(performance.now() - debut).toBeLessThan(2000)
  })
})

const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features })
const entite = (geometry: unknown, properties: unknown = {}) => ({ type: 'Feature', geometry, properties })
const point = (x: unknown, y: unknown) => ({ type: 'Point', coordinates: [x, y] })
const polygone = (...anneaux: unknown[]) => ({ type: 'Polygon', coordinates: anneaux })

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
    ['metres', collection(entite(point(900_000, 6_300_000))), /Lambert 93/],
    [
      'a system that it names',
      JSON.stringify({
        type: 'FeatureCollection',
        crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::2154' } },
        features: [],
      }),
      /Lambert 93/,
    ],
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
