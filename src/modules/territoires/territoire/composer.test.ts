import { existsSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Champs, type Client, createClientDeTest } from '../../../testing/client.ts'
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
beforeEach(async () => {
  await client.connecter(null)
  // Limits are not what is tried here.
  await sql`delete from debit`.execute(base.db)
})

const ADRESSE = '/territoires/composer'
const CODES_04 = '../shared/donnees/territoire-04/cpts-alpes-bleone-durance.json'

/** The codes that the answer of the composer leads to, in its address or in its forms. */
async function composer(champs: Champs): Promise<{ statut: number; communes: string; zones: string; texte: string }> {
  const reponse = await client.post(ADRESSE, champs)
  const vers = reponse.headers.get('location')
  if (vers !== null) {
    const parametres = new URL(vers, 'http://x').searchParams
    const champ = (nom: string) => parametres.get(nom) ?? ''
    return { statut: reponse.status, communes: champ('communes'), zones: champ('zones'), texte: '' }
  }
  const texte = (await reponse.text()).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')
  const champ = (nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(texte)?.[1] ?? ''
  return { statut: reponse.status, communes: champ('communes'), zones: champ('zones'), texte }
}

describe('composing', () => {
  it('starts empty, and needs no account', async () => {
    const page = await (await client.get(ADRESSE)).text()
    expect(page).toContain('<h1>Composer un territoire</h1>')
    expect(page).not.toContain('Territoire en cours')
  })

  it.each<[string, Champs, string]>([
    ['codes', { texte: '04070 04001' }, '04001,04070'],
    ['names and a code', { texte: 'Digne-les-Bains\n04001' }, '04001,04070'],
    ['added to others', { communes: '04070', texte: '04001' }, '04001,04070'],
    ['taken away', { communes: '04070,04001', geste: 'retirer', texte: 'Aiglun (04)' }, '04070'],
    ['kept in common', { communes: '04070,04001', geste: 'garder', texte: '04001, 04009' }, '04001'],
    [
      'the last arrondissement of a city',
      { communes: Array.from({ length: 8 }, (_, i) => String(69381 + i)).join(), texte: 'Lyon 9e' },
      '69123',
    ],
    [
      'a city less an arrondissement',
      { communes: '69123', geste: 'retirer', texte: '69381,69382,69383,69384,69385,69386,69387,69388' },
      '69389',
    ],
    [
      'checked ones taken away',
      { communes: '04070,04001,04009', geste: 'retirer', coches: ['04001', '04009'] },
      '04070',
    ],
    [
      'an area and a name at once',
      { epci: 'CC du Briançonnais', communes: '05023,04070,05061', geste: 'garder', texte: '04070' },
      '04070,05023',
    ],
  ])('%s', async (_nom, champs, attendu) => {
    expect(await composer(champs)).toMatchObject({ statut: 303, communes: attendu })
  })

  it('adds a département, a région, an intercommunalité, whole, in a short address', async () => {
    expect(await composer({ blocs: 'departement-04' })).toMatchObject({ statut: 303 })
    const grand = await composer({ blocs: ['departement-04', 'departement-05', 'region-94'] })
    expect(grand).toMatchObject({ communes: '', zones: 'region-94,departement-04,departement-05' })
    const epci = await composer({ epci: '200067437' })
    expect(epci.communes.split(',')).toHaveLength(46)
    expect(
      (await composer({ zones: grand.zones, geste: 'garder', epci: 'Provence-Alpes-Agglomération' })).communes,
    ).toBe(epci.communes)
  })

  it('shows the set: inhabitants, larger areas, what is known of its borders', async () => {
    const page = (await (await client.get(`${ADRESSE}?communes=04070,04001`)).text()).replaceAll(/[\u00a0\u202f]/g, ' ')
    const { rows } = await sql<{ somme: number }>`
      select sum(population)::int as somme from commune where code in ('04070', '04001')`.execute(base.db)
    expect(page).toContain(
      `${new Intl.NumberFormat('fr-FR').format(rows[0]?.somme ?? 0).replaceAll('\u202f', ' ')} habitants`,
    )
    expect(page).toContain('Provence-Alpes-Agglomération')
    expect(page).toContain('les contours des communes ne sont pas importés')
    expect(page).toContain('/territoires/portrait?communes=04001,04070')
    expect(page).toContain('Se connecter pour l’enregistrer')
  })

  it('lets people choose among the communes of an area', async () => {
    const page = await (await client.get(`${ADRESSE}?communes=04070,05061&autour=epci-200067437`)).text()
    expect(page).toMatch(/id="autour-04070"[^>]*checked/)
    expect(page).not.toMatch(/id="autour-04001"[^>]*checked/)
    const suite = await composer({ communes: '04070,05061', autour: 'epci-200067437', coches: ['04001', '04009'] })
    expect(suite.communes).toBe('04001,04009,05061')
    expect((await composer({ communes: '04070,05061', autour: 'epci-200067437' })).communes).toBe('05061')
  })

  it('joins, crosses and subtracts two areas by address', async () => {
    const lire = async (operation: string) => {
      const page = await (
        await client.get(`${ADRESSE}?a=epci-200067437&b=departement-04&operation=${operation}`)
      ).text()
      return (/name="communes" value="([^"]*)"/.exec(page)?.[1] ?? '').split(',').filter(Boolean).length
    }
    expect(await Promise.all(['union', 'intersection', 'difference'].map(lire))).toEqual([198, 46, 0])
  })

  it.skipIf(!existsSync(CODES_04))(
    'takes 44 codes, then 44 names, with the official number of inhabitants',
    async () => {
      const { communes } = z.object({ communes: z.array(z.string()) }).parse(JSON.parse(readFileSync(CODES_04, 'utf8')))
      const { rows } = await sql<{ nom: string }>`select nom from commune where code = any (${communes})`.execute(
        base.db,
      )
      expect((await composer({ texte: communes.join('\n') })).communes.split(',')).toEqual(communes.toSorted())
      const noms = await composer({ texte: rows.map((r) => `${r.nom} (04)`).join('\n') })
      expect(noms.communes.split(',')).toEqual(communes.toSorted())
    },
  )
})

describe('what cannot be read at once', () => {
  it('is shown by line, and nothing is chosen silently', async () => {
    const essai = await composer({ texte: '04070\nSaint-Martin\nDigne-les-Bain\nZzzzzz\n04070\n99999' })
    expect(essai).toMatchObject({ statut: 200, communes: '04070' })
    expect(essai.texte).toContain('Ligne 2 : Saint-Martin')
    expect(essai.texte).toContain('Ligne 3 : Digne-les-Bain')
    expect(essai.texte).toContain('Aucune commune ne porte ce nom ni ce code.')
    expect(essai.texte).toContain('est déjà à la ligne 1')
    // What has nothing near comes back in the field.
    expect(essai.texte).toMatch(/<textarea[^>]*>Zzzzzz\n99999<\/textarea>/)
    const suite = await composer({ communes: essai.communes, geste: 'ajouter', 'choix.0': '', 'choix.1': '04001' })
    expect(suite).toMatchObject({ statut: 303, communes: '04001,04070' })
  })

  it('waits for the choice before it keeps only what is named', async () => {
    const essai = await composer({ communes: '04070,04001,04009', geste: 'garder', texte: '04070\nDigne-les-Bain' })
    expect(essai.communes).toBe('04001,04009,04070')
    expect(essai.texte).toContain('name="attente" value="04070"')
    const choix = { communes: essai.communes, geste: 'garder', attente: '04070' }
    expect((await composer({ ...choix, 'choix.0': '04001' })).communes).toBe('04001,04070')
    expect((await composer({ ...choix, 'choix.0': '' })).communes).toBe('04070')
  })

  it('of an old code is read as today’s commune, and said', async () => {
    const essai = await composer({ texte: '14697' })
    expect(essai.communes).toBe('14654')
    expect(essai.texte).toContain('Ancienne commune, aujourd’hui dans Saint-Pierre-en-Auge')
    const page = await (await client.get(`${ADRESSE}?communes=14697,99999,x`)).text()
    expect(page).toContain('14697 (14654)')
    expect(page).toContain('99999, x')
  })

  it.each<[string, Champs, RegExp]>([
    ['nothing', { texte: '  ' }, /Dites quelles communes/],
    ['an unknown intercommunalité', { epci: 'Zzz' }, /Aucune intercommunalité/],
    ['a word that too many have', { epci: 'communauté' }, /Aucune intercommunalité|précisez/],
    ['a binary file', { fichier: new File([new Uint8Array([80, 75, 3, 4, 0, 0, 0, 1])], 'x.xlsx') }, /octets nuls/],
    ['a faulty CSV', { fichier: new File(['code;nom\n"04070;x\n'], 'x.csv') }, /guillemet/],
    [
      'a GeoJSON in metres',
      { fichier: new File(['{"type":"Point","coordinates":[900000,6300000]}'], 'x.geojson') },
      /Lambert 93/,
    ],
    ['half a GeoJSON', { dessin: '{"type":"Poi' }, /coupé/],
    ['a GeoJSON of nothing', { dessin: '{"type":"FeatureCollection","features":[]}' }, /aucune entité/],
  ])('%s is refused, and what was there stays', async (_nom, champs, message) => {
    const essai = await composer({ ...champs, communes: '04070' })
    expect(essai.statut).toBe(422)
    expect(essai.texte).toMatch(message)
    expect(essai.communes).toBe('04070')
  })

  it('of several intercommunalités is asked', async () => {
    const essai = await composer({ epci: 'Pays de Châteaugiron' })
    expect(essai.statut).toBe(303)
    const plusieurs = await composer({ epci: 'Grand Cahors' })
    expect(plusieurs.statut).toBe(303)
    const trois = await composer({ epci: 'Pays de Saint' })
    expect(trois.texte).toContain('Quelle intercommunalité')
  })

  it('has the weight that it may have', async () => {
    const lourd = new File([new Uint8Array(20_500_000).fill(32)], 'x.geojson')
    expect((await composer({ fichier: lourd })).texte).toContain('20 Mo au plus')
    expect((await client.post(ADRESSE, { fichier: new File([new Uint8Array(22_000_000)], 'x') })).status).toBe(413)
  })

  it('all of France is read', { timeout: 60_000 }, async () => {
    const { rows } = await sql<{ nom: string; code: string }>`
      select nom, code from commune where ville is null order by code`.execute(base.db)
    const codes = await composer({ texte: rows.map((r) => r.code).join('\n') })
    expect(codes).toMatchObject({ statut: 303 })
    expect(codes.zones.split(',').length).toBeLessThan(40)
    const noms = await composer({ texte: rows.map((r) => r.nom).join('\n') })
    expect(noms.statut).toBe(200)
    expect(noms.texte).toContain('à préciser')
  })
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
    expect((await composer(fichier(contenu))).communes).toBe('04001,04070')
  })

  it('shapes are not read without outlines, and each is said', async () => {
    const forme =
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"nom":"Ici"},"geometry":{"type":"Point","coordinates":[6.2,44.1]}},{"type":"Feature","properties":{"code":"99999"},"geometry":null},{"type":"Feature","properties":{"code":"04070"},"geometry":null}]}'
    const essai = await composer(fichier(forme, 'f.geojson'))
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
      expect((await composer({ dessin: '{"type":"Point","coordinates":[7.2,44.9]}' })).communes).toBe('04001')
      const polygone = '{"type":"Polygon","coordinates":[[[5,43],[8,43],[8,46],[5,46],[5,43]]]}'
      expect((await composer({ dessin: polygone })).communes).toBe('04001,04070')
    })

    it('what is nowhere is said, with the likely reason', async () => {
      const essai = await composer({ dessin: '{"type":"MultiPoint","coordinates":[[44.5,6.5]]}' })
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
