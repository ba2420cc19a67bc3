import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createDispositifFictif } from '../../../testing/dispositifs.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'
import { computeEvolution, computePart, formatEtatPublic, listPairesEtape, schemaAtlas } from './atlas.ts'
import { computeCouvertureDepartement } from './couverture.ts'

describe('the rules of the atlas', () => {
  it.each([
    ['validation-li', 'En création'],
    ['structuration', 'En création'],
    ['projet-sante', 'Prochainement en fonctionnement'],
    ['signature-aci', 'En fonctionnement'],
    ['rapport-annuel', 'En fonctionnement'],
    ['emergence', null],
    [null, null],
  ])('a CPTS at the stage %s is « %s »', (etape, attendu) =>
    expect(formatEtatPublic({ type: 'cpts', etape })).toBe(attendu),
  )

  it('finds the stages of a public state', () => {
    expect(listPairesEtape(['en-creation'])).toEqual(['cpts/validation-li', 'cpts/structuration'])
    expect(listPairesEtape(['inconnu'])).toEqual([])
  })

  it('leaves out what an address says wrong', () => {
    expect(schemaAtlas.parse({ type: ['cpts', 'rien'], region: '9x', au: '2026-13-01', page: '0' })).toMatchObject({
      type: ['cpts'],
      region: null,
      au: null,
      page: 1,
    })
  })

  it('counts a département by type, a commune by the type that covers it most', () => {
    const formes = [
      { code: 'a', nom: 'A', population: 100 },
      { code: 'b', nom: 'B', population: 300 },
      { code: 'c', nom: 'C', population: null },
    ]
    const sans = { commune: null, nomCommune: null }
    const { types, communes, implantations } = computeCouvertureDepartement(formes, [
      { id: 1, type: 'cls', nom: 'CLS 1', communes: ['a', 'b'], ...sans },
      { id: 2, type: 'cls', nom: 'CLS 2', communes: ['b'], ...sans },
      { id: 3, type: 'cpts', nom: 'CPTS', communes: ['b'], ...sans },
      { id: 4, type: 'msp', nom: 'MSP', communes: [], commune: 'z', nomCommune: 'Z' },
    ])
    expect(types).toEqual([
      { type: 'cls', nombre: 2, population: 400, couverte: 400, communes: 3, communesCouvertes: 2, communesDoubles: 1 },
      {
        type: 'cpts',
        nombre: 1,
        population: 400,
        couverte: 300,
        communes: 3,
        communesCouvertes: 1,
        communesDoubles: 0,
      },
      { type: 'msp', nombre: 1, population: 400, couverte: 0, communes: 3, communesCouvertes: 0, communesDoubles: 0 },
    ])
    expect(communes.map((c) => [c.code, c.fois, c.noms.join()])).toEqual([
      ['b', 2, 'CLS 1,CLS 2,CPTS'],
      ['a', 1, 'CLS 1'],
      ['c', 0, ''],
    ])
    expect(implantations).toEqual([{ id: 4, type: 'msp', nom: 'MSP', commune: 'z', nomCommune: 'Z' }])
  })

  it('counts who was there on 31 December, and today', () => {
    const vies = [
      {
        ...{ type: 'cpts', depuis: null, fin: null },
        etapes: [
          { etape: 'validation-li', date: '2022-05-01' },
          { etape: 'signature-aci', date: '2024-12-31' },
        ],
      },
      { type: 'cpts', depuis: '2023-06-01', fin: '2024-06-30', etapes: [] },
      { type: 'cpts', depuis: null, fin: null, etapes: [] },
      { type: 'cpts', depuis: '2027-01-01', fin: null, etapes: [] },
    ]
    expect(computeEvolution(vies, '2025-03-01')).toEqual({
      annees: [
        { annee: 2022, nombre: 1, etats: { 'en-creation': 1 } },
        { annee: 2023, nombre: 2, etats: { 'en-creation': 1 } },
        { annee: 2024, nombre: 1, etats: { 'en-fonctionnement': 1 } },
        { annee: 2025, nombre: 1, etats: { 'en-fonctionnement': 1 } },
      ],
      sansDate: 1,
    })
    expect(computeEvolution([], '2025-03-01')).toEqual({ annees: [], sansDate: 0 })
  })

  it.each([
    [200, 50, 0.25],
    [0, 0, null],
    [null, 0, null],
  ])('of %s inhabitants, %s covered are the share %s', (population, couverte, part) =>
    expect(computePart({ population, couverte })).toBe(part),
  )
})

let base: BaseDeTest
let client: Client
let ids: Record<'val' | 'arrondissements' | 'msp', number>

const lire = async (adresse: string) => {
  const reponse = await client.get(adresse)
  return { reponse, texte: (await reponse.text()).replaceAll(/[\u00a0\u202f]/g, ' ') }
}
interface Liste {
  total: number
  dispositifs: { id: number; type: string; population: number | null; communes: string[] }[]
}
const appeler = async (suite: string): Promise<Liste> =>
  (await client.call('GET', `/api/v1/dispositifs${suite}`, {})).json() as Promise<Liste>

beforeAll(async () => {
  base = await createBaseGeographie()
  client = createClientDeTest(base.db)
  const creer = (d: Parameters<typeof createDispositifFictif>[1]) => createDispositifFictif(base.db, d)
  ids = {
    val: await creer({ type: 'cpts', nom: 'CPTS fictive du Val', communes: ['04001', '04070'], themes: ['tabac'] }),
    arrondissements: await creer({ type: 'cpts', nom: 'CPTS fictive de Marseille', communes: ['13201', '13202'] }),
    msp: await creer({ type: 'msp', nom: 'MSP fictive', commune: '04070' }),
  }
  await creer({ type: 'cls', nom: 'CLS proposé fictif', communes: ['04001'], publication: 'propose' })
  await creer({ type: 'cls', nom: 'CLS fini fictif', communes: ['04001'], fin: '2020-01-01' })
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

describe('the atlas over HTTP', () => {
  it('lists what is published and not at an end, by type, région and département', async () => {
    expect((await appeler('')).dispositifs.map((d) => d.id)).toEqual([ids.arrondissements, ids.val, ids.msp])
    expect((await appeler('?type=cpts&departement=04')).dispositifs.map((d) => d.id)).toEqual([ids.val])
    expect((await appeler('?region=93')).total).toBe(3)
    // Without territory, the seat says where it is.
    expect((await appeler('?departement=04&type=msp,cls')).dispositifs.map((d) => d.id)).toEqual([ids.msp])
    expect((await appeler('?q=marseille')).total).toBe(1)
    expect((await appeler('?theme=tabac')).total).toBe(1)
    // On a day that nothing dates, nobody is known to be there.
    expect((await appeler('?au=2001-01-01')).total).toBe(0)
  })

  it('refuses a parameter that means nothing, with its name', async () => {
    const reponse = await client.call('GET', '/api/v1/dispositifs?type=inconnu', {})
    expect(reponse.status).toBe(422)
    expect(await reponse.text()).toContain('Ce type de dispositif n’existe pas.')
  })

  it('shows the list, its filters counted, and files of the same demand', async () => {
    const { texte } = await lire('/dispositifs?type=cpts')
    expect(texte).toContain('2 dispositifs')
    expect(texte).toContain('/dispositifs.csv?type=cpts')
    expect(texte).not.toContain('CLS proposé')
    const { texte: csv } = await lire('/dispositifs.csv?type=cpts&departement=04')
    expect(csv.trim().split('\r\n').length).toBe(2)
    expect(csv).toContain('CPTS fictive du Val')
    const { texte: geojson } = await lire('/dispositifs.geojson?type=msp')
    // Without outlines nor points imported, there is no geometry to give.
    expect(JSON.parse(geojson)).toMatchObject({
      type: 'FeatureCollection',
      features: [{ id: ids.msp, geometry: null }],
    })
  })

  it('says what share of the inhabitants is covered, an arrondissement counting inside its city', async () => {
    const { texte } = await lire('/dispositifs/couverture?type=cpts&departement=04')
    expect(texte).toContain('Communes sans dispositif')
    const { rows } = await base.db
      .selectFrom('commune')
      .select(({ fn }) => fn.sum<number>('population').as('n'))
      .where('code', 'in', ['13201', '13202'])
      .execute()
      .then((l) => ({ rows: Number(l[0]?.n) }))
    const { texte: bdr } = await lire('/dispositifs/couverture?type=cpts&departement=13')
    expect(bdr).toContain(rows.toLocaleString('fr-FR').replaceAll(/[\u00a0\u202f]/g, ' '))
  })

  it('marks by a dot the commune of a team without territory, and lists it', async () => {
    const { texte } = await lire('/dispositifs/couverture?type=msp&departement=04')
    expect(texte).toContain('Digne-les-Bains : Aucun dispositif. Sans territoire : MSP fictive (MSP)')
    expect(texte.match(/class="pins"/g)?.length).toBe(1)
    expect(texte).toContain('Équipe d’un dispositif sans territoire')
    expect(texte).toContain(`<a href="/dispositifs/${ids.msp}">MSP fictive</a>`)
    const { texte: region } = await lire('/dispositifs/couverture?type=msp&region=93')
    expect(region).toContain('1 dispositif n’a pas de territoire inscrit')
    const { texte: cpts } = await lire('/dispositifs/couverture?type=cpts&departement=04')
    expect(cpts).not.toContain('class="pins"')
  })

  it('may be framed on one address alone', async () => {
    const { reponse } = await lire('/dispositifs/integrer?type=cpts')
    expect(reponse.headers.get('content-security-policy')).toContain('frame-ancestors *')
    expect(reponse.headers.get('set-cookie')).toBeNull()
    const { reponse: liste } = await lire('/dispositifs')
    expect(liste.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })

  it('answers on an empty evolution, where nobody answers as where nothing is dated', async () => {
    const { texte } = await lire('/dispositifs/evolution?type=asv')
    expect(texte).toContain('Aucun dispositif ne répond à cette demande')
    const { texte: sansDate } = await lire('/dispositifs/evolution?type=msp')
    expect(sansDate).toContain('Aucune date n’est connue')
  })
})
