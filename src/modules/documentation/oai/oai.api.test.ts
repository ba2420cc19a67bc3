import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createMoissonneur, getEnfant, getTexte, type Page, parsePage } from '../../../testing/oai.ts'
import { createGestes } from '../etagere/testing/gestes.ts'
import { formatJeton, type Reprise } from './oai.ts'

let base: BaseDeTest
let client: Client
let gestes: ReturnType<typeof createGestes>
let demander: ReturnType<typeof createMoissonneur>['demander']
let moissonner: ReturnType<typeof createMoissonneur>['moissonner']
/** Numbers of the four invented notices. */
let notices: string[]
let etagere: string

beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db, { adresse: 'https://maillage.exemple.fr', proxy: true, oaiParPage: 3 })
  gestes = createGestes(client)
  notices = await gestes.creerNotices()
  etagere = await gestes.creer()
  await gestes.post(`${etagere}/entrees`, { notice: notices.slice(0, 2) })
  ;({ demander, moissonner } = createMoissonneur(client))
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const DC = { metadataPrefix: 'oai_dc' }
const lire = async (adresse: string) => (await client.get(`/oai?${adresse}`)).text()
const identifiant = (id: string | undefined) => `oai:maillage.exemple.fr:${id}`
const getRecord = (id: string | undefined, plus = {}) =>
  demander({ verb: 'GetRecord', identifier: identifiant(id), ...DC, ...plus })
const lister = (plus: Record<string, string> = {}) => demander({ verb: 'ListIdentifiers', ...DC, ...plus })
/** All pages of the list. */
const toutLister = (plus: Record<string, string>) => moissonner({ verb: 'ListIdentifiers', ...DC, ...plus })
/** Numbers given, the deleted ones with a minus. */
const listIds = ({ records }: Pick<Page, 'records'>) => records.map((r) => (r.supprime ? -r.id : r.id))

describe('Identify', () => {
  it('says who, since when, how', async () => {
    const { racine } = await demander({ verb: 'Identify' })
    const identite = getEnfant(racine, 'Identify')
    expect(getTexte(identite, 'baseURL')).toBe('https://maillage.exemple.fr/oai')
    expect(getTexte(identite, 'deletedRecord')).toBe('persistent')
    expect(getTexte(identite, 'granularity')).toBe('YYYY-MM-DDThh:mm:ssZ')
    expect(getTexte(identite, 'adminEmail')).toBe('contact-non-declare@maillage.invalid')
    expect(getTexte(identite, 'description', 'oai-identifier', 'repositoryIdentifier')).toBe('maillage.exemple.fr')
    const dates = (await lister()).records.map((r) => r.date)
    expect(getTexte(identite, 'earliestDatestamp')).toBe(dates.toSorted()[0])
  })

  it('gives the address that the operator declared, and no identifier scheme for a host without dot', async () => {
    const ailleurs = createClientDeTest(base.db, { contact: 'documentation@exemple.fr' })
    const texte = await (await ailleurs.get('/oai?verb=Identify')).text()
    expect(texte).toContain('<adminEmail>documentation@exemple.fr</adminEmail>')
    expect(texte).not.toContain('oai-identifier')
    await ailleurs.app.close()
  })
})

describe('the answer', () => {
  it('repeats the arguments of a request that is well formed, and of no other', async () => {
    const bonne = await lister({ from: '2020-01-01', set: 'theme:litteratie' })
    expect(bonne.requete?.attributs).toEqual({
      ...{ verb: 'ListIdentifiers', metadataPrefix: 'oai_dc', from: '2020-01-01', set: 'theme:litteratie' },
    })
    expect(bonne.requete?.texte).toBe('https://maillage.exemple.fr/oai')
    const mauvaise = await lister({ from: 'hier' })
    expect([mauvaise.erreurs, mauvaise.requete?.attributs]).toEqual([['badArgument'], {}])
    const vide = await lister({ set: 'etagere:999' })
    expect([vide.erreurs, vide.requete?.attributs.set]).toEqual([['noRecordsMatch'], 'etagere:999'])
  })

  it('is the same by POST, from any site', async () => {
    const reponse = await client.app.fetch(
      new Request('https://maillage.exemple.fr/oai', {
        method: 'POST',
        body: new URLSearchParams({ verb: 'GetRecord', identifier: identifiant(notices[0]), ...DC }),
        headers: { 'sec-fetch-site': 'cross-site' },
      }),
    )
    expect(parsePage(await reponse.text()).records.map((r) => r.id)).toEqual([Number(notices[0])])
  })

  it('comes compressed to who asks for it', async () => {
    const reponse = await client.get('/oai?verb=ListSets', { 'accept-encoding': 'gzip' })
    expect(reponse.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(Buffer.from(await reponse.arrayBuffer())).toString()).toContain(
      '<setSpec>theme:parcours</setSpec>',
    )
  })

  it('asks a hurried harvester to wait, by 503', async () => {
    const visiteur = { 'x-forwarded-for': '198.51.100.7' }
    expect((await client.get('/oai?verb=Identify', visiteur)).status).toBe(200)
    await sql`update debit set nombre = 600 where nombre = 1`.execute(base.db)
    const reponse = await client.get('/oai?verb=Identify', visiteur)
    expect(reponse.status).toBe(503)
    expect(Number(reponse.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('faults', () => {
  it.each([
    ['verb=Liste', 'badVerb'],
    ['verb=ListRecords', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=mods', 'cannotDisseminateFormat'],
    ['verb=GetRecord&metadataPrefix=mods&identifier=oai:maillage.exemple.fr:1', 'cannotDisseminateFormat'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:maillage.exemple.fr:999', 'idDoesNotExist'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:autre.exemple.fr:1', 'idDoesNotExist'],
    ['verb=ListMetadataFormats&identifier=1', 'idDoesNotExist'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2999-01-01', 'noRecordsMatch'],
    ['verb=ListRecords&metadataPrefix=oai_dc&until=1999-12-31T23:59:59Z', 'noRecordsMatch'],
    ['verb=ListRecords&metadataPrefix=oai_dc&set=theme:inconnu', 'noRecordsMatch'],
    ['verb=ListRecords&resumptionToken=abime', 'badResumptionToken'],
    ['verb=ListSets&resumptionToken=abime', 'badResumptionToken'],
  ])('%s: %s', async (adresse, code) => {
    expect(parsePage(await lire(adresse)).erreurs).toEqual([code])
  })

  it('a token of another verb, or of yesterday, is none', async () => {
    const { jeton = '' } = await lister()
    expect(jeton).not.toBe('')
    expect((await demander({ verb: 'ListRecords', resumptionToken: jeton })).erreurs).toEqual(['badResumptionToken'])
    const reprise: Reprise = JSON.parse(Buffer.from(jeton.split('.')[0] ?? '', 'base64url').toString())
    const ancien = formatJeton({ ...reprise, fin: reprise.fin - 90_000 })
    expect((await demander({ verb: 'ListIdentifiers', resumptionToken: ancien })).erreurs).toEqual([
      'badResumptionToken',
    ])
  })
})

describe('lists', () => {
  it('come in pages, counted, the last with an empty token', async () => {
    const premiere = await lister()
    expect([listIds(premiere).length, premiere.total, premiere.curseur]).toEqual([3, 4, 0])
    const suite = { verb: 'ListIdentifiers', resumptionToken: premiere.jeton ?? '' }
    const seconde = await demander(suite)
    expect([listIds(seconde).length, seconde.total, seconde.curseur, seconde.jeton]).toEqual([1, 4, 3, ''])
    expect([...listIds(premiere), ...listIds(seconde)].sort()).toEqual(notices.map(Number))
    // The same token again gives the same page: an answer may be lost on the way.
    expect(listIds(await demander(suite))).toEqual(listIds(seconde))
  })

  it('on one page have no token', async () => {
    expect((await lister({ from: '2000-01-01', set: 'theme:litteratie' })).jeton).not.toBe(undefined)
    const [id = ''] = notices
    await sql`update oai_releve set date = '2020-02-02T10:00:00.5Z' where notice = ${Number(id)}`.execute(base.db)
    const page = await lister({ until: '2020-02-02' })
    expect([listIds(page), page.jeton]).toEqual([[Number(id)], undefined])
  })

  it('take both bounds in, to the second or the day', async () => {
    const bornes = async (from: string, until: string) => (await lister({ from, until })).records.length
    expect(await bornes('2020-02-02T10:00:00Z', '2020-02-02T10:00:00Z')).toBe(1)
    expect(await bornes('2020-02-02', '2020-02-02')).toBe(1)
    expect(await bornes('2020-02-02T10:00:01Z', '2020-02-02T23:59:59Z')).toBe(0)
    expect(await bornes('2020-02-03', '2020-02-03')).toBe(0)
  })

  it('of sets hold themes and public shelves only', async () => {
    const specs = async () => (await lire('verb=ListSets')).match(/(?<=<setSpec>)[^<]+/g) ?? []
    const avant = await specs()
    expect(avant).toEqual(expect.arrayContaining(['theme', 'theme:parcours', 'etagere']))
    expect(avant.filter((s) => s.startsWith('etagere:'))).toEqual([])
    const ids: string[] = []
    for (const titre of ['Une', 'Deux', 'Trois', 'Quatre']) {
      const autre = await gestes.creer({ titre })
      await gestes.post(`${autre}/etat`, { etat: 'publique' })
      ids.push(autre.replace('/etageres/', 'etagere:'))
    }
    // The fourth is on the second page.
    const { racine } = parsePage(await lire('verb=ListSets'))
    const jeton = getTexte(racine, 'ListSets', 'resumptionToken')
    const suite = (await lire(`verb=ListSets&resumptionToken=${jeton}`)).match(/(?<=<setSpec>)[^<]+/g)
    expect([...(await specs()), ...(suite ?? [])].filter((s) => s.startsWith('etagere:'))).toEqual(ids)
  })
})

describe('what goes away', () => {
  const rayon = () => etagere.replace('/etageres/', 'etagere:')
  const depuisPeu = async () => {
    const { date } = await demander({ verb: 'Identify' })
    return date
  }

  it('a shelf is a set while it is public; who leaves it is told to those who harvest it', async () => {
    const ids = notices.slice(0, 2).map(Number)
    expect((await lister({ set: rayon() })).erreurs).toEqual(['noRecordsMatch'])
    let depuis = await depuisPeu()
    await gestes.post(`${etagere}/etat`, { etat: 'publique' })
    expect(listIds(await toutLister({ set: rayon(), from: depuis }))).toEqual(ids)
    expect((await getRecord(notices[0])).records[0]?.ensembles).toEqual([rayon(), 'theme:litteratie'])

    depuis = await depuisPeu()
    const [entree = ''] = await gestes.entrees(etagere)
    await gestes.post(`${etagere}/entrees/retirer`, { entree })
    const page = await toutLister({ set: rayon(), from: depuis })
    expect(page.records.find((r) => r.supprime)).toMatchObject({ id: ids[0], ensembles: [rayon()] })
    // The notice itself is there still, with a new date.
    expect(listIds(await toutLister({ from: depuis }))).toContain(ids[0])

    await gestes.post(`${etagere}/etat`, { etat: 'partagee' })
    expect(listIds(await toutLister({ set: rayon() })).sort()).toEqual(ids.map((id) => -id).sort())
    expect((await toutLister({ set: 'etagere' })).records.every((r) => r.supprime)).toBe(true)
  })

  it('a deleted notice leaves its header, and comes back', async () => {
    const id = Number(notices[3])
    const depuis = await depuisPeu()
    await gestes.post(`/documentation/notices/${id}/supprimer`)
    const page = await getRecord(notices[3])
    expect(page.records[0]).toMatchObject({ id, supprime: true, contenu: undefined })
    expect(listIds(await toutLister({ from: depuis }))).toContain(-id)
    expect(listIds(await toutLister({ set: 'theme:litteratie', from: depuis }))).toContain(-id)
    const formats = await demander({ verb: 'ListMetadataFormats', identifier: identifiant(notices[3]) })
    expect(formats.erreurs).toEqual(['noMetadataFormats'])
    await gestes.post(`/documentation/notices/${id}/retablir`)
    expect((await getRecord(notices[3])).records[0]).toMatchObject({ supprime: false })
  })

  it('a documentalist harvests what everyone does', async () => {
    await gestes.post(`/documentation/notices/${notices[3]}/supprimer`)
    expect((await getRecord(notices[3])).records[0]).toMatchObject({ supprime: true, contenu: undefined })
  })

  it('a notice taken out of the database by hand is deleted too', async () => {
    const { rows } = await sql<{ id: number }>`insert into notice (nature, csl)
      values ('rapport', '{"id":"","type":"report","title":"Notice fictive sans suite"}') returning id`.execute(base.db)
    const id = rows[0]?.id ?? 0
    await sql`delete from notice where id = ${id}`.execute(base.db)
    expect((await getRecord(String(id))).records[0]).toMatchObject({ id, supprime: true })
  })
})
