import { existsSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Champs, type Client, createClientDeTest } from '../../../testing/client.ts'
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
beforeEach(async () => {
  await client.connecter(null)
  // Limits are not what is tried here.
  await sql`delete from debit`.execute(base.db)
})

const CODES_04 = '../shared/donnees/territoire-04/cpts-alpes-bleone-durance.json'

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
    expect(await composer(client, champs)).toMatchObject({ statut: 303, communes: attendu })
  })

  it('adds a département, a région, an intercommunalité, whole, in a short address', async () => {
    expect(await composer(client, { blocs: 'departement-04' })).toMatchObject({ statut: 303 })
    const grand = await composer(client, { blocs: ['departement-04', 'departement-05', 'region-94'] })
    expect(grand).toMatchObject({ communes: '', zones: 'region-94,departement-04,departement-05' })
    const epci = await composer(client, { epci: '200067437' })
    expect(epci.communes.split(',')).toHaveLength(46)
    expect(
      (await composer(client, { zones: grand.zones, geste: 'garder', epci: 'Provence-Alpes-Agglomération' })).communes,
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
    // Each shape of the map is a link that takes the commune in or out.
    const clic = async (code: string) =>
      (await client.get(`${ADRESSE}?communes=04070,05061&autour=epci-200067437&basculer=${code}`)).headers.get(
        'location',
      )
    expect(page).toContain('autour=epci-200067437&amp;basculer=04001#autour')
    expect(page).toContain('Aiglun\u00a0: hors du territoire, l’ajouter')
    expect(await clic('04001')).toBe(`${ADRESSE}?communes=04001,04070,05061&autour=epci-200067437#autour`)
    expect(await clic('04070')).toBe(`${ADRESSE}?communes=05061&autour=epci-200067437#autour`)
    const suite = await composer(client, {
      communes: '04070,05061',
      autour: 'epci-200067437',
      coches: ['04001', '04009'],
    })
    expect(suite.communes).toBe('04001,04009,05061')
    expect((await composer(client, { communes: '04070,05061', autour: 'epci-200067437' })).communes).toBe('05061')
  })

  it('boxes tell their inhabitants and central point, and the set is counted with what stands elsewhere', async () => {
    const page = await (await client.get(`${ADRESSE}?communes=04070,05061&autour=epci-200067437`)).text()
    const { rows } = await sql<{ code: string; population: number }>`
      select code, population from commune where code in ('04070', '05061') order by code`.execute(base.db)
    const [digne = 0, gap = 0] = rows.map((r) => r.population)
    expect(page).toMatch(new RegExp(`id="autour-04070"[^>]*data-habitants="${digne}"`))
    expect(page).toContain(`{&quot;communes&quot;:1,&quot;habitants&quot;:${gap},&quot;inconnues&quot;:0}`)
    const bilan = /<output[^>]*>([^<]*)</.exec(page)?.[1]?.replaceAll(/[\u00a0\u202f]/g, ' ')
    expect(bilan).toBe(
      `Territoire en cours : 2 communes, ${(digne + gap).toLocaleString('fr-FR').replaceAll('\u202f', ' ')} habitants.`,
    )
  })

  it('what was checked since goes with any other form: what is added, and what is taken out', async () => {
    const suite = await composer(client, {
      communes: ['04070,05061', '04001'],
      sauf: ['05061'],
      geste: 'ajouter',
      texte: '04009',
    })
    expect(suite.communes).toBe('04001,04009,04070')
    const page = await (await client.get(`${ADRESSE}?zones=departement-04&communes=05061&sauf=04070&sauf=04001`)).text()
    expect(page).toContain('197\u00a0communes')
  })

  it('a scattered list too long for an address is seen without being saved', async () => {
    const { rows } = await sql<{ code: string }>`
      select code from (select code, row_number() over (order by code) as n from commune where ville is null) c
      where n % 9 = 0`.execute(base.db)
    const communes = rows.map((r) => r.code).join(',')
    const page = await (await client.post(ADRESSE, { communes, texte: '04070' })).text()
    expect(page).toContain('<form class="form" action="/territoires/portrait" method="post"')
    const portrait = await client.post('/territoires/portrait', { communes })
    expect(portrait.status).toBe(200)
    const html = (await portrait.text()).replaceAll(/[\u00a0\u202f]/g, ' ')
    const nombre = rows.length.toLocaleString('fr-FR').replaceAll(/\s/g, ' ')
    expect(html).toContain(`${nombre} communes`)
    expect(html).toContain('trop longue pour une adresse')
    // No link of it leads where the list would be lost.
    expect(html).not.toMatch(/href="\/territoires\/portrait(\.|\?)/)
  })

  it('shows a city held in part by its arrondissements, so that none is lost unseen', async () => {
    const page = await (await client.get(`${ADRESSE}?communes=13203&autour=departement-13`)).text()
    expect(page).toMatch(/id="autour-13203"[^>]*checked/)
    expect(page).not.toContain('id="autour-13055"')
    const suite = await composer(client, { communes: '13203', autour: 'departement-13', coches: ['13203', '13001'] })
    expect(suite.communes).toBe('13001,13203')
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
      expect((await composer(client, { texte: communes.join('\n') })).communes.split(',')).toEqual(communes.toSorted())
      const noms = await composer(client, { texte: rows.map((r) => `${r.nom} (04)`).join('\n') })
      expect(noms.communes.split(',')).toEqual(communes.toSorted())
    },
  )
})

describe('what cannot be read at once', () => {
  it('is shown by line, and nothing is chosen silently', async () => {
    const essai = await composer(client, { texte: '04070\nSaint-Martin\nDigne-les-Bain\nZzzzzz\n04070\n99999' })
    expect(essai).toMatchObject({ statut: 200, communes: '04070' })
    expect(essai.texte).toContain('Ligne 2 : Saint-Martin')
    expect(essai.texte).toContain('Ligne 3 : Digne-les-Bain')
    expect(essai.texte).toContain('Aucune commune ne porte ce nom ni ce code.')
    expect(essai.texte).toContain('est déjà à la ligne 1')
    // What has nothing near comes back in the field.
    expect(essai.texte).toMatch(/<textarea[^>]*>Zzzzzz\n99999<\/textarea>/)
    const suite = await composer(client, {
      communes: essai.communes,
      geste: 'ajouter',
      'choix.0': '',
      'choix.1': '04001',
    })
    expect(suite).toMatchObject({ statut: 303, communes: '04001,04070' })
  })

  it('waits for the choice before it keeps only what is named', async () => {
    const essai = await composer(client, {
      communes: '04070,04001,04009',
      geste: 'garder',
      texte: '04070\nDigne-les-Bain',
    })
    expect(essai.communes).toBe('04001,04009,04070')
    expect(essai.texte).toContain('name="attente" value="04070"')
    const choix = { communes: essai.communes, geste: 'garder', attente: '04070' }
    expect((await composer(client, { ...choix, 'choix.0': '04001' })).communes).toBe('04001,04070')
    expect((await composer(client, { ...choix, 'choix.0': '' })).communes).toBe('04070')
  })

  it('of an old code is read as today’s commune, and said', async () => {
    const essai = await composer(client, { texte: '14697' })
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
      'a GeoJSON in unknown metres',
      { fichier: new File(['{"type":"Point","coordinates":[900000,4000000]}'], 'x.geojson') },
      /Lambert 93/,
    ],
    ['half a GeoJSON', { dessin: '{"type":"Poi' }, /coupé/],
    ['a GeoJSON of nothing', { dessin: '{"type":"FeatureCollection","features":[]}' }, /aucune entité/],
  ])('%s is refused, and what was there stays', async (_nom, champs, message) => {
    const essai = await composer(client, { ...champs, communes: '04070' })
    expect(essai.statut).toBe(422)
    expect(essai.texte).toMatch(message)
    expect(essai.communes).toBe('04070')
  })

  it('of several intercommunalités is asked', async () => {
    const essai = await composer(client, { epci: 'Pays de Châteaugiron' })
    expect(essai.statut).toBe(303)
    const plusieurs = await composer(client, { epci: 'Grand Cahors' })
    expect(plusieurs.statut).toBe(303)
    const trois = await composer(client, { epci: 'Pays de Saint' })
    expect(trois.texte).toContain('Quelle intercommunalité')
  })

  it('has the weight that it may have', async () => {
    const lourd = new File([new Uint8Array(20_500_000).fill(32)], 'x.geojson')
    expect((await composer(client, { fichier: lourd })).texte).toContain('20 Mo au plus')
    expect((await client.post(ADRESSE, { fichier: new File([new Uint8Array(22_000_000)], 'x') })).status).toBe(413)
  })

  it('all of France is read', { timeout: 60_000 }, async () => {
    const { rows } = await sql<{ nom: string; code: string }>`
      select nom, code from commune where ville is null order by code`.execute(base.db)
    const codes = await composer(client, { texte: rows.map((r) => r.code).join('\n') })
    expect(codes).toMatchObject({ statut: 303 })
    expect(codes.zones.split(',').length).toBeLessThan(40)
    const noms = await composer(client, { texte: rows.map((r) => r.nom).join('\n') })
    expect(noms.statut).toBe(200)
    expect(noms.texte).toContain('à préciser')
  })
})
