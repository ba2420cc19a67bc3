import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { FORMATS, type Lu, NOMS_FORMATS } from '../echange/echange.ts'
import { NOMS_REPRESENTATIONS, REPRESENTATIONS } from './notice.formats.ts'

let base: BaseDeTest
let client: Client
let adresse: string

beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db)
  adresse = await creer('Rapport fictif : « l’été » & <autres>')
  await client.connecter(null)
})
afterAll(() => base.close())

async function creer(title: string): Promise<string> {
  await client.connecter('documentaliste')
  const champs = { nature: 'rapport', title, auteurs: 'Dupont, Ana', date: '2022-05', themes: ['litteratie'] }
  const reponse = await client.post('/documentation/notices', champs)
  return reponse.headers.get('location')?.split('?')[0] ?? ''
}

describe('one address, every format', () => {
  it.each([
    ['*/*', 'text/html; charset=utf-8'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['application/ld+json', 'application/ld+json'],
    ['application/json', 'application/json'],
    ['application/vnd.citationstyles.csl+json', 'application/vnd.citationstyles.csl+json'],
    ['application/x-research-info-systems', 'application/x-research-info-systems'],
    ['application/x-bibtex', 'application/x-bibtex'],
    ['application/marc', 'application/marc'],
    ['application/xml', 'application/xml'],
    ['text/html;q=0.3, application/x-bibtex;q=0.9, image/png', 'application/x-bibtex'],
  ])('Accept: %s answers %s', async (accept, type) => {
    const reponse = await client.get(adresse, { accept })
    expect(reponse.status).toBe(200)
    expect(reponse.headers.get('content-type')).toBe(type)
    expect(reponse.headers.get('vary')).toContain('accept')
  })

  it('what suits nobody is refused, with the list of what exists', async () => {
    const reponse = await client.get(adresse, { accept: 'image/png, text/html;q=0' })
    expect(reponse.status).toBe(406)
    expect(reponse.headers.get('vary')).toContain('accept')
    const page = await reponse.text()
    for (const { type } of REPRESENTATIONS.values()) expect(page).toContain(type)
    for (const nom of NOMS_REPRESENTATIONS) expect(page).toContain(`href="${adresse}.${nom}"`)
  })

  it.each(NOMS_FORMATS)('%s by its own address is read back', async (nom) => {
    // The address wins over what a browser says it accepts.
    const reponse = await client.get(`${adresse}.${nom}`, { accept: 'text/html' })
    expect(reponse.status).toBe(200)
    expect(reponse.headers.get('content-type')).toBe(FORMATS[nom].mime)
    expect(reponse.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''Rapport%20fictif/)
    const lus: Lu[] = []
    for await (const lu of FORMATS[nom].parse(new Blob([await reponse.arrayBuffer()]).stream())) lus.push(lu)
    expect(lus).toHaveLength(1)
    expect(lus[0]).toMatchObject({
      item: { id: adresse.split('/').at(-1), title: 'Rapport fictif : « l’été » & <autres>' },
    })
  })

  it('JSON-LD is that of the page, and the page names every format', async () => {
    const objet = JSON.parse(await (await client.get(`${adresse}.json-ld`)).text())
    expect(objet).toMatchObject({ '@context': 'https://schema.org', '@type': 'Report', datePublished: '2022-05' })
    const page = await (await client.get(adresse)).text()
    expect(JSON.parse(/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? '')).toEqual(objet)
    for (const nom of NOMS_REPRESENTATIONS) {
      const type = REPRESENTATIONS.get(nom)?.type.replace('+', '\\+')
      expect(page).toMatch(new RegExp(`<link rel="alternate" type="${type}"[^>]* href="${adresse}\\.${nom}"`))
    }
  })

  it.each(['.docx', '.html', '.', '.RIS', '.ris.ris', '%2eris%00'])('12%s is no address', async (suite) => {
    expect((await client.get(adresse + suite)).status).toBe(404)
  })
})

describe('a stable address', () => {
  it('leads for good to the notice that stays, in every format', async () => {
    const [perdue, gardee] = [await creer('Double fictif'), await creer('Notice gardée fictive')]
    const numero = (a: string) => a.split('/').at(-1) ?? ''
    const fusion = { avec: numero(perdue), version: '1', versionAutre: '1' }
    expect((await client.post(`${gardee}/fusionner`, fusion)).status).toBe(303)
    await client.connecter(null)
    for (const [demande, accept, vers] of [
      [perdue, 'text/html', gardee],
      [perdue, 'application/x-bibtex', gardee],
      [`${perdue}?style=apa`, 'text/html', `${gardee}?style=apa`],
      [`${perdue}.ris`, '*/*', `${gardee}.ris`],
    ] as const) {
      const reponse = await client.get(demande, { accept })
      expect([reponse.status, reponse.headers.get('location')]).toEqual([301, vers])
    }
  })

  it('says that the notice was taken out, to whoever may not see it', async () => {
    const retiree = await creer('Titre retiré fictif')
    await client.post(`${retiree}/supprimer`)
    await client.connecter(null)
    for (const suite of ['', '.ris', '.json-ld']) {
      const reponse = await client.get(retiree + suite)
      expect(reponse.status).toBe(410)
      const page = await reponse.text()
      expect(page).toContain('Cette notice n’est plus au catalogue')
      expect(page).not.toContain('Titre retiré fictif')
    }
  })
})
