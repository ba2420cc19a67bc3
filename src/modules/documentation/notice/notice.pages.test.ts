import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'

let base: BaseDeTest
let client: Client

beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db)
})
afterAll(() => base.close())

const champs = {
  nature: 'rapport',
  title: 'Rapport fictif sur la <littératie>',
  auteurs: 'Dupont, Ana\nAgence fictive',
  date: '2022-05',
  URL: 'https://exemple.fr/rapport.pdf',
  themes: ['litteratie', 'tabac'],
  enLigne: '1',
}
const creer = async (plus: Record<string, string> = {}): Promise<string> => {
  await client.connecter('documentaliste')
  const reponse = await client.post('/documentation/notices', { ...champs, ...plus })
  expect(reponse.status).toBe(303)
  return reponse.headers.get('location')?.split('?')[0] ?? ''
}
const traces = async (evenement: string) =>
  base.db
    .selectFrom('trace')
    .select(['issue', 'role', 'objet_id'])
    .where('evenement', '=', evenement)
    .orderBy('id')
    .execute()

describe('a notice from its form to its page', () => {
  it('is created, shown, escaped, described for machines', async () => {
    const adresse = await creer()
    const page = await (await client.get(`${adresse}?avis=notice-creee`)).text()
    expect(page).toContain('La notice est au catalogue.')
    expect(page).toContain('Rapport fictif sur la &lt;littératie&gt;')
    expect(page).not.toContain('<littératie>')
    expect(page).toContain('name="citation_title"')
    expect(page).toContain('class="Z3988"')
    const jsonLd = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? ''
    expect(JSON.parse(jsonLd)).toMatchObject({ '@type': 'Report', name: 'Rapport fictif sur la <littératie>' })
    expect(page).toContain('href="/documentation?theme=litteratie"')
  })

  it('comes back with what was typed and its faults when it is wrong', async () => {
    await client.connecter('documentaliste')
    const reponse = await client.post('/documentation/notices', { ...champs, title: '', date: 'hier' })
    expect(reponse.status).toBe(422)
    const page = await reponse.text()
    expect(page).toContain('Écrivez le titre.')
    expect(page).toContain('href="#champ-date"')
    expect(page).toContain('value="hier"')
    expect(page).toContain('https://exemple.fr/rapport.pdf')
  })

  it('is cited in each style', async () => {
    const adresse = await creer({ title: 'Titre à citer fictif' })
    for (const style of ['ireps-bfc', 'ireps-occitanie', 'cres', 'apa', 'vancouver', 'harvard', 'inconnu']) {
      const reponse = await client.get(`${adresse}?style=${style}`)
      expect(reponse.status).toBe(200)
      expect(await reponse.text()).toMatch(/id="citation">.*2022.*<\/blockquote>/s)
    }
  })
})

describe('history', () => {
  it('tells who changed what, and refuses a stale form', async () => {
    const adresse = await creer()
    const second = await client.post(`${adresse}/modifier`, { ...champs, title: 'Titre corrigé fictif', version: '1' })
    expect(second.status).toBe(303)
    const perdu = await client.post(`${adresse}/modifier`, { ...champs, title: 'Titre écrasé', version: '1' })
    expect(perdu.status).toBe(409)
    const page = await (await client.get(`${adresse}/historique`)).text()
    expect(page).toContain('Modification')
    expect(page).toMatch(/<del>.*<\/del>/s)
    expect(page).toContain('corrigé')
    expect(await (await client.get(adresse)).text()).toContain('Titre corrigé fictif')
  })

  it('two at once: one wins, the other is told', async () => {
    const adresse = await creer()
    const envois = ['A', 'B'].map((t) =>
      client.post(`${adresse}/modifier`, { ...champs, title: `Titre ${t}`, version: '1' }),
    )
    const statuts = (await Promise.all(envois)).map((r) => r.status).sort()
    expect(statuts).toEqual([303, 409])
  })

  it('a deletion leaves its trace and can be undone', async () => {
    const adresse = await creer()
    expect((await client.post(`${adresse}/supprimer`)).status).toBe(303)
    expect((await client.post(`${adresse}/supprimer`)).status).toBe(303)
    expect(await (await client.get(adresse)).text()).toContain('n’est plus au catalogue')
    await client.connecter(null)
    expect((await client.get(adresse)).status).toBe(410)
    await client.connecter('documentaliste')
    const page = await (await client.get(`${adresse}/historique`)).text()
    expect(page.match(/Suppression/g)).toHaveLength(1)
    expect((await client.post(`${adresse}/retablir`)).status).toBe(303)
    await client.connecter(null)
    expect((await client.get(adresse)).status).toBe(200)
  })

  it('a verification keeps its date', async () => {
    const adresse = await creer()
    await client.post(`${adresse}/modifier`, { ...champs, version: '1', verifier: '1' })
    expect(await (await client.get(adresse)).text()).toContain('Vérifiée le')
  })
})

describe('links', () => {
  it('read in both directions and can be removed', async () => {
    const [a, b] = [
      await creer({ title: 'Ancienne édition fictive' }),
      await creer({ title: 'Nouvelle édition fictive' }),
    ]
    const numero = a.split('/').at(-1) ?? ''
    expect(
      (await client.post(`${b}/liens`, { type: 'nouvelle-edition-de', cible: `http://localhost:3000${a}` })).status,
    ).toBe(303)
    expect(await (await client.get(b)).text()).toContain('Nouvelle édition de')
    expect(await (await client.get(a)).text()).toContain('Existe en nouvelle édition')
    await client.post(`${b}/liens/retirer`, { type: 'nouvelle-edition-de', cible: numero })
    expect(await (await client.get(a)).text()).not.toContain('Existe en nouvelle édition')
  })
  it.each([
    ['999999', 'Aucune notice ne porte'],
    ['abc', 'Écrivez le numéro'],
    ['', 'Écrivez le numéro'],
  ])('refuses « %s »', async (cible, message) => {
    const adresse = await creer()
    const reponse = await client.post(`${adresse}/liens`, { type: 'cite', cible })
    expect(reponse.status).toBe(422)
    expect(await reponse.text()).toContain(message)
  })
})

describe('who may', () => {
  it.each([null, 'visiteur', 'contributeur', 'coordinateur'] as const)(
    '%s may not write, and learns nothing',
    async (role) => {
      const adresse = await creer()
      await client.connecter(role)
      const avant = (await traces('notice.modification')).length
      for (const [chemin, corps] of [
        ['/documentation/notices', champs],
        ['/documentation/notices', { title: '' }],
        [`${adresse}/modifier`, { ...champs, version: '1' }],
        [`${adresse}/modifier`, { title: '' }],
        [`${adresse}/supprimer`, {}],
        [`${adresse}/liens`, { type: 'cite', cible: '1' }],
      ] as const) {
        expect((await client.post(chemin, corps)).status).toBe(404)
      }
      expect((await client.get(`${adresse}/modifier`)).status).toBe(404)
      expect((await client.get('/documentation/nouvelle-notice')).status).toBe(role === null ? 303 : 404)
      const refus = (await traces('notice.modification')).slice(avant)
      expect(refus).toEqual([{ issue: 'refus', role: role ?? 'visiteur', objet_id: adresse.split('/').at(-1) }])
    },
  )

  it('a post from elsewhere is refused before anything is read', async () => {
    await client.connecter('documentaliste')
    for (const entetes of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      expect((await client.post('/documentation/notices', champs, entetes)).status).toBe(403)
    }
  })

  it('an unknown or absurd address is a plain 404', async () => {
    for (const id of ['0', '-1', 'x', '99999999999', '1%00', '1;drop']) {
      expect((await client.get(`/documentation/notices/${id}`)).status).toBe(404)
    }
  })
})
