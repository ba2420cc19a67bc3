import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Catalogue, openCatalogue } from '#modules/documentation/recherche/exemples.ts'
import { importDemonstrationReseau } from '#modules/reseau/index.ts'
import { importIndicateursReference } from '#modules/territoires/index.ts'
import { type Client, createClientDeTest } from '../../testing/client.ts'
import { createCtx } from '../../testing/geographie.ts'
import { formatSitemap } from './sitemap.formats.ts'

let catalogue: Catalogue
let client: Client
beforeAll(async () => {
  catalogue = await openCatalogue()
  const ctx = createCtx(catalogue.base.db)
  await sql`insert into region (code, nom, cle, zone) values ('93', 'Sud', 'sud', 'metro')`.execute(ctx.db)
  await sql`insert into departement (code, nom, cle, region) values ('04', 'Alpes', 'alpes', '93')`.execute(ctx.db)
  await sql`insert into commune (code, nom, cle, departement, region, population)
    values ('04070', 'Digne', 'digne', '04', '93', 10)`.execute(ctx.db)
  await importIndicateursReference(ctx)
  await importDemonstrationReseau(ctx)
  await sql`update structure set publication = 'propose' where cle = 'fictif-mda'`.execute(ctx.db)
  client = createClientDeTest(catalogue.base.db)
})
afterAll(() => catalogue.base.close())

const SITE = 'http://localhost:3000'
const list = async (chemin: string): Promise<string[]> => {
  const reponse = await client.get(chemin)
  expect([chemin, reponse.status, reponse.headers.get('content-type')]).toEqual([
    chemin,
    200,
    'application/xml; charset=utf-8',
  ])
  return [...(await reponse.text()).matchAll(/<loc>([^<]*)<\/loc>/g)].map((m) => (m[1] ?? '').replace(SITE, ''))
}

describe('sitemap', () => {
  it('its index leads to parts, which lead to every public page and to nothing else', async () => {
    await client.connecter('documentaliste')
    const etageres: string[] = []
    for (const titre of ['Publique fictive', 'Brouillon fictif']) {
      const reponse = await client.post('/etageres', { titre, presentation: 'cres' })
      etageres.push(/^\/etageres\/\d+/.exec(reponse.headers.get('location') ?? '')?.[0] ?? '')
    }
    await client.post(`${etageres[0]}/etat`, { etat: 'publique' })
    await client.post(`/documentation/notices/${catalogue.ids[2]}/supprimer`)
    await client.connecter(null)
    const parties = await list('/sitemap.xml')
    expect(parties.map((p) => /(\w+)(?:-\d+)?\.xml$/.exec(p)?.[1])).toEqual([
      ...['pages', 'etageres', 'glossaire', 'territoires', 'indicateurs', 'typologies'],
      ...['organismes', 'dispositifs', 'lettres', 'notices', 'structures'],
    ])
    const [pages = [], publiques, termes = [], zones, indicateurs = [], typologies, ...suite] = await Promise.all(
      parties.map(list),
    )
    const [organismes = [], dispositifs = [], lettres, notices, structures = []] = suite
    for (const fiches of [organismes, dispositifs, structures]) {
      expect(fiches.length).toBeGreaterThan(10)
      expect([fiches[0], (await client.get(fiches[0] ?? '')).status]).toEqual([fiches[0], 200])
    }
    const { rows } = await sql<{ id: number }>`select id from structure where cle = 'fictif-mda'`.execute(
      catalogue.base.db,
    )
    expect(structures).not.toContain(`/structures/${rows[0]?.id}`)
    expect(zones).toEqual(['/territoires/regions/93', '/territoires/departements/04'])
    expect(indicateurs).toContain('/indicateurs/population')
    for (const indicateur of indicateurs.slice(0, 3))
      expect([indicateur, (await client.get(indicateur)).status]).toEqual([indicateur, 200])
    expect(typologies).toEqual([])
    expect(lettres).toEqual([])
    expect(termes.length).toBeGreaterThan(0)
    for (const terme of termes.slice(0, 3)) expect([terme, (await client.get(terme)).status]).toEqual([terme, 200])
    expect(publiques).toEqual([etageres[0]])
    expect(notices).toEqual(catalogue.ids.filter((_, i) => i !== 2).map((id) => `/documentation/notices/${id}`))
    for (const chemin of pages) expect([chemin, (await client.get(chemin)).status]).toEqual([chemin, 200])
  })

  it.each(['/sitemap/notices-2.xml', '/sitemap/notices-99999.xml', '/sitemap/notices-0.xml', '/sitemap/x.xml'])(
    '%s is not there',
    async (chemin) => expect((await client.get(chemin)).status).toBe(404),
  )

  it('writes addresses and dates as the protocol asks', () => {
    const xml = formatSitemap([{ chemin: '/é?a=1&b=<', modifieeLe: new Date('2026-03-01T10:00:00Z') }], SITE)
    expect(xml).toContain(`<loc>${SITE}/%C3%A9?a=1&amp;b=%3C</loc><lastmod>2026-03-01T10:00:00.000Z</lastmod>`)
  })
})

describe('robots.txt', () => {
  it('points to the sitemap and leaves its addresses open', async () => {
    const texte = await (await client.get('/robots.txt')).text()
    expect(texte).toContain(`Sitemap: ${SITE}/sitemap.xml`)
    const fermees = [...texte.matchAll(/^Disallow: (\S+)$/gm)].map(
      ([, motif = '']) =>
        new RegExp(
          `^${motif
            .split('*')
            .map((m) => m.replace(/[.?]/g, '\\$&'))
            .join('.*')}`,
        ),
    )
    const isFermee = (chemin: string) => fermees.some((motif) => motif.test(chemin))
    for (const partie of await list('/sitemap.xml'))
      for (const chemin of await list(partie)) expect([chemin, isFermee(chemin)]).toEqual([chemin, false])
    for (const chemin of ['/documentation?theme=tabac', '/documentation/export.ris', '/etageres/1/export.docx'])
      expect(isFermee(chemin)).toBe(true)
  })
})
