import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { champs, createGestes, listIds, listOrdre } from './testing/gestes.ts'

let base: BaseDeTest
let client: Client
let gestes: ReturnType<typeof createGestes>
let notices: string[]

beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db)
  gestes = createGestes(client)
  notices = await gestes.creerNotices()
})
afterAll(() => base.close())
beforeEach(async () => {
  await client.connecter('contributeur')
})

describe('a shelf from its form to its page', () => {
  it('is created, filled, read in order, escaped', async () => {
    const e = await gestes.creer()
    const un = await gestes.section(e, 'Première <partie>')
    const unUn = await gestes.section(e, 'Sous-partie', un)
    await gestes.post(`${e}/entrees`, {
      numeros: `n° ${notices[0]}, /documentation/notices/${notices[1]}`,
      section: un,
    })
    await gestes.post(`${e}/entrees`, { notice: [notices[2] ?? ''], section: unUn })
    await gestes.post(`${e}/entrees`, { notice: [notices[3] ?? ''], section: '' })
    const page = await gestes.lire(e)
    expect(listOrdre(page)).toEqual(['quatrième', 'premier', 'deuxième', 'troisième'])
    expect(page).toContain('Étagère &lt;fictive&gt;')
    expect(page).not.toContain('<partie>')
    expect(page).toMatch(/<h3 id="s-1-1"[^>]*><span class="numero">1\.1 <\/span>Sous-partie/)
    expect(page).toContain('href="#s-1-1"')
    expect(page).toContain('Résumé fictif premier. [Résumé\u00a0auteur]')
    expect(page).toContain('mai 2023')
    expect(page).toContain('start="4"')
  })

  it('comes back with what was typed and its faults', async () => {
    const reponse = await client.post('/etageres', {
      ...champs,
      titre: ' ',
      date: 'hier',
      licence: 'x',
      recherche: '?x=1',
    })
    expect(reponse.status).toBe(422)
    const page = await reponse.text()
    for (const champ of ['titre', 'date', 'licence', 'recherche']) expect(page).toContain(`href="#champ-${champ}"`)
    expect(page).toContain('value="hier"')
  })

  it('refuses what is no notice, and says which', async () => {
    const e = await gestes.creer()
    const reponse = await client.post(`${e}/entrees`, { numeros: `${notices[0]} 999999`, section: '' })
    expect(reponse.status).toBe(422)
    expect(await reponse.text()).toContain('Aucune notice du catalogue ne porte le numéro 999999.')
    expect(await gestes.entrees(e)).toEqual([])
    expect((await client.post(`${e}/entrees`, { numeros: 'douze' })).status).toBe(422)
    expect((await client.post(`${e}/entrees`, {})).status).toBe(422)
  })

  it('keeps a notice once per section, and refuses a stale form', async () => {
    const e = await gestes.creer()
    await gestes.post(`${e}/entrees`, { notice: [notices[0] ?? '', notices[1] ?? ''] })
    await gestes.post(`${e}/entrees`, { notice: [notices[0] ?? ''] })
    expect(await gestes.entrees(e)).toHaveLength(2)
    await gestes.post(`${e}/modifier`, { ...champs, titre: 'Renommée', revision: '1' })
    expect((await client.post(`${e}/modifier`, { ...champs, titre: 'Perdue', revision: '1' })).status).toBe(409)
    expect(await gestes.lire(e)).toContain('Renommée')
  })

  it('prints neither abstracts nor addresses nor numbers where it says so', async () => {
    const e = await gestes.creer({ options: [] })
    await gestes.section(e, 'Partie')
    await gestes.post(`${e}/entrees`, { notice: [notices[0] ?? ''] })
    const page = await gestes.lire(e)
    expect(page).not.toContain('Résumé fictif')
    expect(page).not.toContain('exemple.fr')
    expect(page).toContain('references sans-numeros')
    expect(page).not.toContain('class="numero"')
  })
})

describe('the plan', () => {
  it('orders by buttons, and gives the focus back to the button', async () => {
    const e = await gestes.creer()
    await gestes.post(`${e}/entrees`, { notice: notices })
    const [a, b] = await gestes.entrees(e)
    expect(await gestes.post(`${e}/entrees/${b}/deplacer`, { sens: 'monter' })).toBe(`${e}/plan#entree-${b}-descendre`)
    expect((await gestes.entrees(e)).slice(0, 2)).toEqual([b, a])
    expect(await gestes.post(`${e}/entrees/${b}/deplacer`, { sens: 'descendre' })).toBe(
      `${e}/plan#entree-${b}-descendre`,
    )
    const un = await gestes.section(e, 'Un')
    const deux = await gestes.section(e, 'Deux')
    await gestes.post(`${e}/sections/${deux}/deplacer`, { sens: 'monter' })
    expect(listIds(await gestes.lire(`${e}/plan`), /id="section-(\d+)"/g)).toEqual([deux, un])
  })

  it('ranges what is checked, removes it, annotates', async () => {
    const e = await gestes.creer()
    const un = await gestes.section(e, 'Un')
    await gestes.post(`${e}/entrees`, { notice: notices })
    const [a = '', b = '', c = ''] = await gestes.entrees(e)
    await gestes.post(`${e}/entrees/classer`, { entree: [c, a], section: un })
    expect(listOrdre(await gestes.lire(e))).toEqual(['deuxième', 'quatrième', 'troisième', 'premier'])
    await gestes.post(`${e}/entrees/${b}`, { note: 'À lire\n\nd’abord', section: un })
    const page = await gestes.lire(e)
    expect(listOrdre(page)).toEqual(['quatrième', 'troisième', 'premier', 'deuxième'])
    expect(page).toContain('<p class="texte">À lire</p><p class="texte">d’abord</p>')
    await gestes.post(`${e}/entrees/retirer`, { entree: [a, b] })
    expect(await gestes.entrees(e)).toHaveLength(2)
    expect((await client.post(`${e}/entrees/classer`, { section: un })).status).toBe(422)
  })

  it('never doubles a notice that moves where it already stands', async () => {
    const e = await gestes.creer()
    const un = await gestes.section(e, 'Un')
    await gestes.post(`${e}/entrees`, { notice: [notices[0] ?? ''] })
    await gestes.post(`${e}/entrees`, { notice: [notices[0] ?? ''], section: un })
    await gestes.post(`${e}/entrees/classer`, { entree: await gestes.entrees(e), section: un })
    expect(await gestes.entrees(e)).toHaveLength(1)
  })

  it('loses nothing of a section that goes, and keeps to three levels', async () => {
    const e = await gestes.creer()
    const un = await gestes.section(e, 'Un')
    const deux = await gestes.section(e, 'Deux', un)
    const trois = await gestes.section(e, 'Trois', deux)
    expect((await client.post(`${e}/sections`, { titre: 'Quatre', parent: trois })).status).toBe(422)
    expect((await client.post(`${e}/sections/${un}`, { titre: 'Un', parent: deux })).status).toBe(422)
    await gestes.post(`${e}/entrees`, { notice: [notices[0] ?? ''], section: deux })
    await gestes.post(`${e}/sections/${deux}/supprimer`)
    const page = await gestes.lire(e)
    expect(page).toContain('id="s-1-1"')
    expect(listOrdre(page)).toEqual(['premier'])
  })

  it('touches only its own shelf', async () => {
    const e = await gestes.creer()
    const autre = await gestes.creer()
    const ailleurs = await gestes.section(autre, 'Ailleurs')
    await gestes.post(`${autre}/entrees`, { notice: [notices[0] ?? ''] })
    const [x = ''] = await gestes.entrees(autre)
    expect((await client.post(`${e}/entrees`, { notice: [notices[0] ?? ''], section: ailleurs })).status).toBe(422)
    for (const chemin of [`sections/${ailleurs}/supprimer`, `entrees/${x}`, `entrees/${x}/deplacer`]) {
      expect((await client.post(`${e}/${chemin}`, { sens: 'monter' })).status).toBe(404)
    }
    await gestes.post(`${e}/entrees/retirer`, { entree: [x] })
    expect(await gestes.entrees(autre)).toEqual([x])
  })
})

describe('with the catalogue', () => {
  it('passes over a notice that left, and follows a merge', async () => {
    await client.connecter('documentaliste')
    const creerNotice = async (title: string) => {
      const reponse = await client.post('/documentation/notices', { nature: 'rapport', title })
      return Number(/notices\/(\d+)/.exec(reponse.headers.get('location') ?? '')?.[1])
    }
    const [x, y] = [await creerNotice('Fictif à fondre'), await creerNotice('Fictif à garder')]
    const e = await gestes.creer()
    await gestes.post(`${e}/entrees`, { notice: [String(x)] })
    await gestes.post(`/documentation/notices/${x}/supprimer`)
    expect(await gestes.lire(e)).not.toContain('Fictif à fondre')
    expect(await gestes.lire(`${e}/plan`)).toContain('retirée du catalogue')
    await base.db.updateTable('notice').set({ remplacee_par: y }).where('id', '=', x).execute()
    expect(await gestes.lire(e)).toContain('Fictif à garder')
    // The old number still finds the notice that stays, and adds nothing.
    await gestes.post(`${e}/entrees`, { numeros: String(x) })
    expect(await gestes.entrees(e)).toHaveLength(1)
  })

  it('is reached from a notice and from a search', async () => {
    const e = await gestes.creer({ titre: 'Étagère à remplir' })
    expect(await gestes.lire(`/etageres/ajouter?notice=${notices[0]}`)).toContain(`${e}/ajouter?notice=${notices[0]}`)
    expect(await gestes.lire(`${e}/ajouter?notice=${notices[0]}`)).toMatch(new RegExp(`value="${notices[0]}" checked`))
    const page = await gestes.lire(`${e}/ajouter?q=${encodeURIComponent('titre:fictif premier')}`)
    expect(page).toContain(`name="notice" value="${notices[0]}"`)
    await client.connecter(null)
    expect((await client.get(`/etageres/ajouter?notice=${notices[0]}`)).status).toBe(404)
  })

  it('may be a recorded search', async () => {
    const e = await gestes.creer({
      recherche: 'https://exemple.fr/documentation?tri=titre&q=fictif&theme=litteratie&page=3',
    })
    const page = await gestes.lire(e)
    expect(listOrdre(page).sort()).toEqual(['deuxième', 'premier', 'quatrième', 'troisième'])
    expect(page).toContain('href="/documentation?q=fictif&amp;theme=litteratie&amp;tri=titre"')
    expect(page).not.toContain(`href="${e}/plan"`)
  })
})
