import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { type Catalogue, openCatalogue, TITRES } from './exemples.ts'

let catalogue: Catalogue
let client: Client
let ids: number[]
beforeAll(async () => {
  catalogue = await openCatalogue()
  client = createClientDeTest(catalogue.base.db)
  ids = catalogue.ids
})
afterAll(() => catalogue.base.close())

describe('over HTTP', () => {
  it('shows each hit as an article whose heading links to the notice, with the words marked', async () => {
    const html = await (await client.get('/documentation?q=sevrage')).text()
    expect(html).toMatch(new RegExp(`<article[^>]*>.*<h2[^>]*><a href="/documentation/notices/${ids[8]}">Sevrage`, 's'))
    expect(html).toContain('<mark>sevrage</mark>&lt;/b&gt; &amp; d’entraide')
    expect(html).toContain('<title>Documentation\u00a0: «\u00a0sevrage\u00a0» – Maillage</title>')
    expect(html).toContain('<strong>1\u00a0notice</strong>')
    expect(html).toContain('rel="canonical" href="http://localhost:3000/documentation?q=sevrage"')
  })

  it('takes each filter off by a link, and keeps the order of parameters', async () => {
    const html = await (await client.get('/documentation?annee=2017&theme=tabac&q=fictif&tri=titre')).text()
    expect(html).toContain(
      'href="http://localhost:3000/documentation?q=fictif&amp;theme=tabac&amp;annee=2017&amp;tri=titre"',
    )
    expect(html).toContain('href="/documentation?q=fictif&amp;annee=2017&amp;tri=titre"')
    expect(html).toContain('href="/documentation?q=fictif&amp;theme=tabac&amp;tri=titre"')
  })

  it('proposes the word that was meant', async () => {
    const html = await (await client.get('/documentation?q=sevrrage')).text()
    expect(html).toContain('href="/documentation?q=sevrage">sevrage</a>')
    expect(html).toContain('Aucune notice ne répond à ces mots')
    expect(await (await client.get('/documentation?q=sevrage')).text()).not.toContain('Vouliez-vous dire')
    // A word of the glossary that no title holds.
    expect(await (await client.get('/documentation?q=autoritte')).text()).toContain('>autorité</a>')
  })

  it('offers to write only to those who may', async () => {
    expect(await (await client.get('/documentation')).text()).not.toContain('Nouvelle notice')
    await client.connecter('documentaliste')
    expect(await (await client.get('/documentation')).text()).toContain('Nouvelle notice')
    await client.connecter(null)
  })

  it.each([
    'q=%00',
    'q=%ff%fe',
    'q=%ed%a0%80',
    'q=%27%20%26%20%21%20%7C%20%28%3A*%20%3C-%3E%20%5C',
    `q=${'a%20'.repeat(5000)}`,
    `q=${'%22'.repeat(99)}`,
    'q=a&q=b',
    'q.x=1',
    'q=le%20la%20les',
    'q=-tabac%20-alcool',
    'page=abc&tri=__proto__',
    'theme.a=1&theme=%27%3B--',
    'annee=%D9%A1%D9%A2%D9%A3%D9%A4',
    `theme=${'x'.repeat(5000)}`,
    `q=%F0%9F%98%80%20s%C3%A0nt%C3%A9`,
    'q=facette%201%20f:0%20t:x',
  ])('answers a page to %s', async (requete) => {
    const reponse = await client.get(`/documentation?${requete}`)
    expect(reponse.status).toBe(200)
    expect(await reponse.text()).toContain('</html>')
    expect((await client.get(`/documentation/suggestions?${requete}`)).status).toBe(200)
  })

  it('suggests terms, glossary, authors and documents for what is being typed', async () => {
    const lire = async (q: string): Promise<{ texte: string; genre: string; href: string }[]> =>
      (await client.get(`/documentation/suggestions?${new URLSearchParams({ q })}`)).json()
    expect(await lire('litte')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ genre: 'Thème', href: '/documentation?theme=litteratie' }),
        { texte: TITRES[1], genre: 'Document', href: `/documentation/notices/${ids[1]}` },
      ]),
    )
    expect(await lire('cpt')).toContainEqual({
      texte: 'communauté professionnelle territoriale de santé (CPTS)',
      genre: 'Glossaire',
      href: '/glossaire/communaute-professionnelle-territoriale-de-sante',
    })
    expect(await lire('haute aut')).toContainEqual({
      texte: 'Haute Autorité de santé',
      genre: 'Auteur ou organisme',
      href: `/documentation?${new URLSearchParams({ q: 'auteur:"Haute Autorité de santé"' })}`,
    })
    expect((await lire('coeurs v')).map((s) => s.texte)).toContain('CŒURS VAILLANTS')
    expect(await lire('é')).toEqual([])
  })

  it('refuses the hundred and twenty-first search of a minute', async () => {
    const ip = { 'x-forwarded-for': '192.0.2.7' }
    const autre = createClientDeTest(catalogue.base.db, { proxy: true })
    for (let i = 0; i < 120; i++) expect((await autre.get('/documentation?q=zzz', ip)).status).toBe(200)
    const refus = await autre.get('/documentation?q=zzz', ip)
    expect([refus.status, Number(refus.headers.get('retry-after')) > 0]).toEqual([429, true])
  })
})
