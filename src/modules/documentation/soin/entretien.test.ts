import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type Acteur, ROLES, VISITEUR } from '#core/acteur.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { addNotice, createCtx } from '../../../testing/catalogue.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import type { ItemCsl } from '../csl.ts'
import type { ContenuNotice } from '../notice/notice.ts'
import { entretienPolicy } from './entretien.policy.ts'
import { getComptesEntretien, listNoticesListe } from './entretien.queries.ts'
import { formatAdresseListe, LISTES, type Liste } from './entretien.ts'

let base: BaseDeTest
let client: Client

beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db)
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

const lire = async (chemin: string): Promise<string> => (await client.get(chemin)).text()
const getNotice = (id: number) =>
  base.db.selectFrom('notice').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const isDans = async (liste: Liste, id: number, maintenant = new Date()): Promise<boolean> =>
  (await listNoticesListe(createCtx(base.db, maintenant), liste, { q: '' }, 1)).notices.some((n) => n.id === id)
const listListes = async (id: number): Promise<Liste[]> => {
  const dans = await Promise.all((Object.keys(LISTES) as Liste[]).map(async (l) => ((await isDans(l, id)) ? [l] : [])))
  return dans.flat().filter((l) => l !== 'jamais-verifiees')
}

test.each(ROLES)('%s', (role) => {
  const acteur: Acteur = { ...VISITEUR, role }
  const attendu = role === 'documentaliste' || role === 'administrateur'
  expect([entretienPolicy.peutParfois(acteur, 'lire'), entretienPolicy.peutParfois(acteur, 'traiter')]).toEqual([
    attendu,
    attendu,
  ])
})

describe('the lists that a notice stands in', () => {
  const rien = undefined
  it.each<[string, Partial<ItemCsl>, Partial<ContenuNotice>, Liste[]]>([
    ['complete', {}, {}, []],
    ['no theme, no abstract', {}, { themes: [], resume: null }, ['sans-theme', 'sans-resume']],
    ['an article of nobody', { author: rien }, {}, ['sans-auteur']],
    ['an article with a director only', { author: rien, editor: [{ family: 'Modèle' }] }, {}, []],
    ['a report of a body', { author: rien, publisher: 'Agence fictive' }, { nature: 'rapport' }, []],
    ['a report of nobody', { author: rien }, { nature: 'rapport' }, ['sans-auteur', 'sans-source']],
    ['a law', { author: rien, 'container-title': rien }, { nature: 'texte-juridique' }, []],
    ['no date', { issued: rien }, {}, ['sans-date']],
    ['a site without date', { issued: rien, author: rien }, { nature: 'site' }, []],
    ['a chapter of no book', { 'container-title': rien }, { nature: 'chapitre' }, ['sans-source']],
    ['a book without publisher', {}, { nature: 'ouvrage' }, ['sans-source']],
    ['on line, nowhere', {}, { enLigne: true }, ['sans-adresse']],
    ['on line by its DOI', { DOI: '10.1000/fictif' }, { enLigne: true }, []],
  ])('%s', async (_cas, csl, reste, attendues) => {
    expect(await listListes(await addNotice(base.db, csl, reste))).toEqual(attendues)
  })

  it('to check again: changed since, or checked long ago', async () => {
    const id = await addNotice(base.db)
    await client.connecter('documentaliste')
    expect(await isDans('jamais-verifiees', id)).toBe(true)
    await client.post(`/documentation/entretien/notices/jamais-verifiees/${id}`, { version: '1' })
    expect([await isDans('jamais-verifiees', id), await isDans('a-verifier', id)]).toEqual([false, false])
    expect(await isDans('a-verifier', id, new Date(Date.now() + 740 * 86_400_000))).toBe(true)
    await sql`update notice set modifiee_le = now() + interval '1 second' where id = ${id}`.execute(base.db)
    expect(await isDans('a-verifier', id)).toBe(true)
  })
})

describe('the dashboard', () => {
  it('says as many as the lists hold', async () => {
    const ctx = createCtx(base.db)
    const { listes } = await getComptesEntretien(ctx)
    for (const liste of Object.keys(LISTES) as Liste[]) {
      expect([liste, (await listNoticesListe(ctx, liste, { q: '' }, 1)).total]).toEqual([liste, listes[liste]])
    }
    expect(listes['sans-auteur']).toBeGreaterThan(0)
    await client.connecter('documentaliste')
    const page = await lire('/documentation/entretien')
    expect(page).toContain('href="/documentation/entretien/notices/sans-date"')
    expect(page).toContain(`<span class="nombre">${listes['sans-date']}</span>`)
  })

  it.each([null, 'contributeur', 'coordinateur'] as const)('does not exist for %s', async (role) => {
    await client.connecter(role)
    const id = await addNotice(base.db, {}, { themes: [] })
    for (const chemin of ['', '/notices/sans-theme', `/notices/sans-theme/${id}`, '/liens', '/doublons']) {
      const { status } = await client.get(`/documentation/entretien${chemin}`)
      expect([chemin, [303, 404].includes(status)]).toEqual([chemin, true])
    }
    const envoi = { version: '1', themes: 'tabac', [`notices.${id}.version`]: '1', [`notices.${id}.choisie`]: '1' }
    expect((await client.post(`/documentation/entretien/notices/sans-theme/${id}`, envoi)).status).toBe(404)
    expect((await client.post('/documentation/entretien/themes', envoi)).status).toBe(404)
    expect((await getNotice(id)).themes).toEqual([])
  })
})

describe('working through a list', () => {
  it('what is entered goes through the history, and the next one comes', async () => {
    await client.connecter('documentaliste')
    const [un, deux] = [
      await addNotice(base.db, { issued: undefined }),
      await addNotice(base.db, { issued: undefined }),
    ]
    expect(await lire('/documentation/entretien/notices/sans-date')).toContain(`/sans-date/${un}"`)
    const page = await lire(`/documentation/entretien/notices/sans-date/${un}`)
    expect(page).toContain('Passer à la suivante')
    const faux = await client.post(`/documentation/entretien/notices/sans-date/${un}`, { version: '1', date: 'hier' })
    expect(faux.status).toBe(422)
    expect(await faux.text()).toMatch(/href="#champ-date"[\s\S]*value="hier"/)
    const envoi = { version: '1', date: '2019-05' }
    const reponse = await client.post(`/documentation/entretien/notices/sans-date/${un}`, envoi)
    expect(reponse.headers.get('location')).toBe(
      `/documentation/entretien/notices/sans-date/${deux}?avis=entretien-fait`,
    )
    expect((await getNotice(un)).csl.issued).toEqual({ 'date-parts': [[2019, 5]] })
    expect(await lire(`/documentation/notices/${un}/historique`)).toContain('mai 2019')
    expect((await client.post(`/documentation/entretien/notices/sans-date/${un}`, envoi)).status).toBe(409)
  })

  it.each<[Liste, Record<string, string>, (n: { csl: ItemCsl; resume: string | null }) => unknown, unknown]>([
    ['sans-resume', { resume: 'Fictif.', resumeSource: 'vous' }, (n) => n.resume, 'Fictif.'],
    ['sans-auteur', { auteurs: 'Modèle, Luc' }, (n) => n.csl.author, [{ family: 'Modèle', given: 'Luc' }]],
    ['sans-source', { source: 'Revue neuve' }, (n) => n.csl['container-title'], 'Revue neuve'],
    ['sans-adresse', { URL: 'https://exemple.invalid/a' }, (n) => n.csl.URL, 'https://exemple.invalid/a'],
  ])('%s', async (liste, champs, lireChamp, attendu) => {
    await client.connecter('documentaliste')
    const vide = { author: undefined, 'container-title': undefined }
    const id = await addNotice(base.db, vide, { resume: null, resumeSource: null, enLigne: true })
    const refus = await client.post(`/documentation/entretien/notices/${liste}/${id}`, { version: '1' })
    expect(refus.status).toBe(422)
    await client.post(`/documentation/entretien/notices/${liste}/${id}`, { version: '1', ...champs })
    expect(lireChamp(await getNotice(id))).toEqual(attendu)
    expect(await isDans(liste, id)).toBe(false)
  })

  it('« sans objet » takes the notice out of that list only', async () => {
    await client.connecter('documentaliste')
    const id = await addNotice(base.db, { issued: undefined, author: undefined })
    const reponse = await client.post(`/documentation/entretien/notices/sans-date/${id}/sans-objet`)
    expect(reponse.status).toBe(303)
    expect([await isDans('sans-date', id), await isDans('sans-auteur', id)]).toEqual([false, true])
    expect((await client.post(`/documentation/entretien/notices/sans-theme/${id}/sans-objet`)).status).toBe(422)
  })

  it('filters by kind and by words, and keeps them from one notice to the next', async () => {
    await client.connecter('documentaliste')
    const csl = { title: 'Jardiner au potager inventé', author: undefined }
    const [un, deux] = [await addNotice(base.db, csl), await addNotice(base.db, csl)]
    await addNotice(base.db, csl, { nature: 'these' })
    const filtres = { nature: 'article', q: 'jardiner potager' } as const
    const adresse = formatAdresseListe('sans-auteur', filtres, un)
    const page = await lire(adresse)
    expect(page).toContain('name="q" value="jardiner potager"')
    const reponse = await client.post(`/documentation/entretien/notices/sans-auteur/${un}`, {
      ...filtres,
      version: '1',
      auteurs: 'Modèle, Luc',
    })
    expect(reponse.headers.get('location')).toBe(
      `${formatAdresseListe('sans-auteur', filtres, deux)}&avis=entretien-fait`,
    )
    const liste = await lire(formatAdresseListe('sans-auteur', { nature: 'article', q: 'potager' }))
    expect(liste).toContain('1\u00a0notice.')
    expect(await lire(formatAdresseListe('sans-auteur', { q: 'de la' }))).toContain('Aucune notice de cette liste')
  })
})

describe('themes for several notices', () => {
  it('gives the chosen ones to those ticked, proposed ones to each, and spares what changed meanwhile', async () => {
    await client.connecter('documentaliste')
    const sans = { themes: [] }
    const propose = await addNotice(base.db, { title: 'Littératie en santé inventée' }, sans)
    const cochee = await addNotice(base.db, { title: 'Autre chose' }, sans)
    const changee = await addNotice(base.db, { title: 'Encore autre chose' }, sans)
    const page = await lire('/documentation/entretien/notices/sans-theme?q=littératie')
    expect(page).toContain(`name="notices.${propose}.themes" value="litteratie"`)
    const envoi = {
      themes: ['tabac', 'nutrition'],
      [`notices.${propose}.version`]: '1',
      [`notices.${propose}.themes`]: 'litteratie',
      [`notices.${cochee}.version`]: '1',
      [`notices.${cochee}.choisie`]: '1',
      [`notices.${changee}.version`]: '7',
      [`notices.${changee}.choisie`]: '1',
    }
    const reponse = await client.post('/documentation/entretien/themes', envoi)
    expect(reponse.headers.get('location')).toContain('avis=themes-en-partie')
    expect((await getNotice(propose)).themes).toEqual(['litteratie'])
    expect(await getNotice(cochee)).toMatchObject({ themes: ['tabac', 'nutrition'], version: 2 })
    expect((await getNotice(changee)).themes).toEqual([])
    expect((await client.post('/documentation/entretien/themes', envoi)).status).toBe(409)
  })

  it.each([
    ['nothing ticked', {}, 'Cochez des thèmes proposés'],
    ['no theme chosen', { choisie: '1' }, 'Choisissez au moins un thème'],
  ])('%s: the form comes back', async (_cas, champs, message) => {
    await client.connecter('documentaliste')
    const id = await addNotice(base.db, { title: 'Retour inventé' }, { themes: [] })
    const envoi = Object.fromEntries(Object.entries(champs).map(([c, v]) => [`notices.${id}.${c}`, v]))
    const reponse = await client.post('/documentation/entretien/themes', {
      q: 'retour inventé',
      [`notices.${id}.version`]: '1',
      ...envoi,
    })
    expect(reponse.status).toBe(422)
    const page = await reponse.text()
    expect(page).toContain(message)
    expect(page.includes(`id="notice-${id}" type="checkbox" name="notices.${id}.choisie" value="1" checked`)).toBe(
      'choisie' in champs,
    )
  })
})
