import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { ADRESSE, composer } from '../../../testing/composer.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'

let base: BaseDeTest
let client: Client
beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

describe('files', () => {
  const fichier = (contenu: string | Buffer, nom = 'f.csv') => ({
    fichier: new File([typeof contenu === 'string' ? contenu : Uint8Array.from(contenu)], nom),
  })
  it.each([
    ['a column of codes', 'code_insee;nom;habitants\n04070;Digne-les-Bains;1 000,5\n4001;Aiglun;3\n'],
    ['commas, no titles', '04070,Digne-les-Bains\n04001,Aiglun\n'],
    ['names in Latin-1', Buffer.from('Commune\nDigne-les-Bains\nAiglun (04)\n', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFINSEE\tNom\n04070\tDigne\n04001\tAiglun\n', 'utf16le')],
    [
      'GeoJSON with codes',
      '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"code":"04070"}},{"type":"Feature","geometry":null,"properties":{"insee":4001}}]}',
    ],
  ])('%s', async (_nom, contenu) => {
    expect((await composer(client, fichier(contenu))).communes).toBe('04001,04070')
  })

  it('shapes are not read without outlines, and each is said', async () => {
    const forme =
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"nom":"Ici"},"geometry":{"type":"Point","coordinates":[6.2,44.1]}},{"type":"Feature","properties":{"code":"99999"},"geometry":null},{"type":"Feature","properties":{"code":"04070"},"geometry":null}]}'
    const essai = await composer(client, fichier(forme, 'f.geojson'))
    expect(essai).toMatchObject({ statut: 200, communes: '04070' })
    expect(essai.texte).toContain('contours des communes ne sont pas importés')
    expect(essai.texte).toContain('Entité 1')
    expect(essai.texte).toContain('Aucune commune ne porte le code « 99999 »')
  })

  describe('with outlines', () => {
    const carre = (x: number, y: number) =>
      JSON.stringify([
        [
          [
            [x, y],
            [x + 1, y],
            [x + 1, y + 1],
            [x, y + 1],
            [x, y],
          ],
        ],
      ])
    beforeAll(async () => {
      for (const [code, x] of [
        ['04070', 6],
        ['04001', 7],
        ['04009', 20],
      ] as const) {
        await sql`insert into contour (maille, code, niveau, coordonnees, ouest, sud, est, nord)
          values ('commune', ${code}, 0, ${carre(x, 44)}::jsonb, ${x}, 44, ${x + 1}, 45)`.execute(base.db)
        await sql`update commune set longitude = ${x + 0.5}, latitude = 44.5, superficie = 100 where code = ${code}`.execute(
          base.db,
        )
      }
      await sql`insert into commune_voisine values ('04070', '04001'), ('04001', '04070')`.execute(base.db)
    })
    afterAll(async () => {
      await sql`truncate contour, commune_voisine`.execute(base.db)
      await sql`update commune set longitude = null, latitude = null, superficie = null`.execute(base.db)
    })

    it('a point is the commune that holds it, a polygon those whose centre it holds', async () => {
      expect((await composer(client, { dessin: '{"type":"Point","coordinates":[7.2,44.9]}' })).communes).toBe('04001')
      const polygone = '{"type":"Polygon","coordinates":[[[5,43],[8,43],[8,46],[5,46],[5,43]]]}'
      expect((await composer(client, { dessin: polygone })).communes).toBe('04001,04070')
    })

    it('metres that say their projection are converted, and it is said', async () => {
      const texte =
        '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1020000,6385000]}}]}'
      const essai = await composer(client, { dessin: texte })
      expect(essai).toMatchObject({ statut: 200, communes: '04001' })
      expect(essai.texte).toContain('lu en Lambert 93 (métropole), et converti')
    })

    it('metres without a word wait to be confirmed', async () => {
      const essai = await composer(client, {
        communes: '04009',
        dessin: '{"type":"Point","coordinates":[1020000,6385000]}',
      })
      expect(essai).toMatchObject({ statut: 200, communes: '04009' })
      expect(essai.texte).toContain('Ses nombres ne peuvent être que ceux de celle-ci : Lambert 93')
      const attente = /name="attente" value="([^"]*)"/.exec(essai.texte)?.[1] ?? ''
      expect((await composer(client, { communes: '04009', attente })).communes).toBe('04001,04009')
    })

    it('what is nowhere is said, with the likely reason', async () => {
      const essai = await composer(client, { dessin: '{"type":"MultiPoint","coordinates":[[44.5,6.5]]}' })
      expect(essai.texte).toContain('la latitude est sans doute écrite avant la longitude')
    })

    it('pieces that do not touch are told, and what has no outline', async () => {
      const lire = async (codes: string) =>
        (await (await client.get(`${ADRESSE}?communes=${codes}`)).text()).replaceAll(/[\u00a0\u202f]/g, ' ')
      expect(await lire('04070,04001')).toContain('<dd>Oui</dd>')
      const trois = await lire('04070,04001,04009')
      expect(trois).toContain('2 parties ne se touchent pas')
      expect(trois).toContain('Digne-les-Bains et Aiglun')
      expect(await lire('04070,05061')).toContain('1 commune sans contour : Gap')
    })
  })
})
