import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createCtx } from '../../../testing/veille.ts'
import { type Noeud, parseArbre } from '../echange/xml.formats.ts'
import { getNotice, updateNotice, updatePresence } from '../notice/notice.queries.ts'
import { type Catalogue, openCatalogue } from '../recherche/exemples.ts'
import { createLettre, updateContenu, updateEnvoi, updateEnvoyee } from '../veille/lettre.queries.ts'

const ATOM = 'http://www.w3.org/2005/Atom'
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

let catalogue: Catalogue
let client: Client
beforeAll(async () => {
  catalogue = await openCatalogue()
  client = createClientDeTest(catalogue.base.db)
})
afterAll(() => catalogue.base.close())

const listEnfants = (noeud: Noeud, nom: string): Noeud[] => noeud.enfants.filter((e) => e.nom === nom)
const getTexte = (noeud: Noeud, nom: string): string => listEnfants(noeud, nom)[0]?.texte ?? ''
const getLien = (noeud: Noeud, rel: string): string | undefined =>
  listEnfants(noeud, 'link').find((l) => l.attributs.rel === rel)?.attributs.href

/** The rules of RFC 4287 that a document without text constructs of its own must keep (4.1.1, 4.1.2, 4.2.2.1, 3.3). */
function checkFlux(xml: string): { flux: Noeud; entrees: Noeud[] } {
  const flux = parseArbre(xml)
  expect([flux.nom, flux.attributs.xmlns]).toEqual(['feed', ATOM])
  const entrees = listEnfants(flux, 'entry')
  for (const noeud of [flux, ...entrees]) {
    for (const nom of ['id', 'title', 'updated']) expect(listEnfants(noeud, nom), nom).toHaveLength(1)
    expect(getTexte(noeud, 'id')).toMatch(/^tag:localhost,2026:\/[!-~]+$/)
    expect(getTexte(noeud, 'updated')).toMatch(DATE)
    expect(listEnfants(noeud, 'link').filter((l) => l.attributs.rel === 'alternate')).toHaveLength(1)
    for (const { attributs } of listEnfants(noeud, 'link')) expect(URL.canParse(attributs.href ?? '')).toBe(true)
    for (const auteur of listEnfants(noeud, 'author')) expect(getTexte(auteur, 'name')).not.toBe('')
    for (const { attributs } of listEnfants(noeud, 'category')) {
      expect(attributs.term).toBeTruthy()
      expect(attributs.label).toBeTruthy()
      expect(attributs.scheme).toMatch(/^http:\/\/localhost:3000\/vocabulaires\/[a-z]+$/)
    }
  }
  expect(listEnfants(flux, 'author')).toHaveLength(1)
  const ids = entrees.map((e) => getTexte(e, 'id'))
  expect(new Set(ids).size).toBe(ids.length)
  for (const entree of entrees) {
    expect(getTexte(entree, 'summary')).not.toBe('')
    expect(getTexte(entree, 'published')).toMatch(DATE)
    expect(Date.parse(getTexte(entree, 'updated'))).toBeLessThanOrEqual(Date.parse(getTexte(flux, 'updated')))
  }
  return { flux, entrees }
}

describe('the feed of a search', () => {
  it('is that search, the last additions first', async () => {
    const reponse = await client.get('/documentation.atom?tri=titre&theme=tabac&page=3&q=fictif')
    expect(reponse.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
    const { flux, entrees } = checkFlux(await reponse.text())
    const { notices } = await catalogue.search('q=fictif&theme=tabac&tri=ajout')
    expect(entrees.slice(0, notices.length).map((e) => getLien(e, 'alternate'))).toEqual(
      notices.map((n) => `http://localhost:3000/documentation/notices/${n.id}`),
    )
    expect(getLien(flux, 'self')).toBe('http://localhost:3000/documentation.atom?q=fictif&theme=tabac&tri=titre')
    expect(getLien(flux, 'alternate')).toBe('http://localhost:3000/documentation?q=fictif&theme=tabac&tri=titre')
    expect(entrees[0] && listEnfants(entrees[0], 'category').map((c) => c.attributs.term)).toContain('tabac')
  })

  it('has one identifier whatever the order of its parameters', async () => {
    const [a, b] = await Promise.all(
      ['theme=tabac&q=fictif', 'q=fictif&theme=tabac&inconnu=1'].map(async (suite) =>
        getTexte(parseArbre(await (await client.get(`/documentation.atom?${suite}`)).text()), 'id'),
      ),
    )
    expect(a).toBe(b)
  })

  it.each(['', '?q=zzzzz', '?q=%22%3C%26%22', '?q=é%23%01'])('%s is a valid feed', async (suite) => {
    const reponse = await client.get(`/documentation.atom${suite}`)
    expect(reponse.status).toBe(200)
    checkFlux(await reponse.text())
  })

  it('holds titles as they are, without what XML refuses', async () => {
    const id = catalogue.ids[0] ?? 0
    const notice = await getNotice(catalogue.ctx, id)
    if (!notice) throw new Error('Notice absente.')
    const title = 'Titre fictif <b> & "guillemets" ]]> \u0001\u001f\ufffe fin 😀'
    await updateNotice(catalogue.ctx, id, notice.version, { ...notice, csl: { ...notice.csl, title } })
    const { entrees } = checkFlux(await (await client.get('/documentation.atom')).text())
    const entree = entrees.find((e) => getLien(e, 'alternate')?.endsWith(`/${id}`))
    expect(entree && getTexte(entree, 'title').replace(/\s+/g, ' ')).toBe('Titre fictif <b> & "guillemets" ]]> fin 😀')
  })

  it('is not sent again to who holds it, and is when it changes', async () => {
    const premiere = await client.get('/documentation.atom?q=tabac')
    const [etag, date] = ['etag', 'last-modified'].map((nom) => premiere.headers.get(nom) ?? '')
    const demander = (entetes: Record<string, string>) => client.get('/documentation.atom?q=tabac', entetes)
    const meme = await demander({ 'if-none-match': etag ?? '' })
    expect([meme.status, await meme.text(), meme.headers.get('etag')]).toEqual([304, '', etag])
    expect((await demander({ 'if-modified-since': date ?? '' })).status).toBe(304)
    expect((await demander({ 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' })).status).toBe(200)
    // The validator decides where both are given.
    expect((await demander({ 'if-none-match': '"autre"', 'if-modified-since': date ?? '' })).status).toBe(200)
    const { notices } = await catalogue.search('q=tabac')
    if (notices[0]) await updatePresence(catalogue.ctx, notices[0], 'suppression')
    expect((await demander({ 'if-none-match': etag ?? '' })).status).toBe(200)
  })

  it('is named by its page, and led to', async () => {
    const page = await (await client.get('/documentation?q=sommeil')).text()
    expect(page).toMatch(
      /<link rel="alternate" type="application\/atom\+xml"[^>]* href="\/documentation\.atom\?q=sommeil"/,
    )
    expect(page).toMatch(/<a href="\/documentation\.atom\?q=sommeil"[^>]*>\s*Suivre/)
  })
})

describe('the feed of a shelf', () => {
  const createEtagere = async (champs: Record<string, string>): Promise<string> => {
    await client.connecter('documentaliste')
    const reponse = await client.post('/etageres', { titre: 'Étagère fictive', presentation: 'cres', ...champs })
    return reponse.headers.get('location')?.match(/^\/etageres\/\d+/)?.[0] ?? ''
  }

  it('is read once the shelf is public', async () => {
    const adresse = await createEtagere({ auteurs: 'Anne Fictive' })
    const numeros = catalogue.ids.slice(3, 6).join(' ')
    expect((await client.post(`${adresse}/entrees`, { numeros })).status).toBe(303)
    await client.connecter(null)
    expect((await client.get(`${adresse}.atom`)).status).toBe(404)
    await client.connecter('documentaliste')
    await client.post(`${adresse}/etat`, { etat: 'publique' })
    await client.connecter(null)
    const { flux, entrees } = checkFlux(await (await client.get(`${adresse}.atom`)).text())
    expect(entrees).toHaveLength(3)
    expect(listEnfants(flux, 'author')[0]?.enfants[0]?.texte).toBe('Anne Fictive')
    expect(getTexte(flux, 'id')).toBe(`tag:localhost,2026:${adresse}.atom`)
    const page = await (await client.get(adresse)).text()
    expect(page).toContain(`href="${adresse}.atom"`)
  })

  it('of a recorded search gives what it finds', async () => {
    const adresse = await createEtagere({ recherche: 'q=sommeil' })
    const { entrees } = checkFlux(await (await client.get(`${adresse}.atom`)).text())
    expect(entrees).toHaveLength((await catalogue.search('q=sommeil')).total)
  })
})

describe('the feed of letters', () => {
  it('gives those that left, the last first, and no draft', async () => {
    const ctx = createCtx(catalogue.base.db)
    checkFlux(await (await client.get('/veille/lettres.atom')).text())
    const vide = { recherche: '', depuis: null, jusqua: null }
    await createLettre(ctx, { ...vide, titre: 'Brouillon fictif', note: 'Pas encore.' })
    for (const [titre, jour] of [
      ['Lettre fictive de mars', '2026-03-01'],
      ['Lettre fictive d’avril', '2026-04-01'],
    ] as const) {
      const id = (await createLettre(ctx, { ...vide, titre, note: 'Bonjour <à tous>.' })) ?? 0
      const articles = [{ id: 1, titre: 'Un rapport fictif', reference: '', commentaire: null }]
      const parue = { ...ctx, maintenant: new Date(jour) }
      await updateEnvoi(parue, id, parue.maintenant)
      await updateContenu(parue, id, { titre, note: 'Bonjour <à tous>.', articles })
      await updateEnvoyee(parue, id)
    }
    await client.connecter('documentaliste')
    const { flux, entrees } = checkFlux(await (await client.get('/veille/lettres.atom')).text())
    expect(entrees.map((e) => [getTexte(e, 'title'), getTexte(e, 'summary')])).toEqual([
      ['Lettre fictive d’avril', 'Bonjour <à tous>.\n– Un rapport fictif'],
      ['Lettre fictive de mars', 'Bonjour <à tous>.\n– Un rapport fictif'],
    ])
    expect(getTexte(flux, 'updated')).toBe('2026-04-01T00:00:00.000Z')
    expect(await (await client.get('/veille/lettres')).text()).toContain('href="/veille/lettres.atom"')
  })
})
