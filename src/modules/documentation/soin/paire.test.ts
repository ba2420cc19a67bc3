import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTache, executeTaches } from '#core/jobs.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { addNotice, createCtx } from '../../../testing/catalogue.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createParcours, formatVariante, parseId } from '../../../testing/imports.ts'
import { createGestes } from '../etagere/testing/gestes.ts'
import { executeComparaison, tacheComparaison } from './paire.actions.ts'
import { listPaires } from './paire.queries.ts'
import type { VuePaire } from './paire.ts'

let base: BaseDeTest
let client: Client

beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db)
  await client.connecter('documentaliste')
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

/** Later than what was just entered: see the delay of `listAComparer`. */
const ctx = () => createCtx(base.db, new Date(Date.now() + 3_600_000))
const listVue = async (vue: VuePaire): Promise<[number, number][]> =>
  (await listPaires(ctx(), vue, 1)).paires.map((p) => [p.a, p.b])
const lire = async (chemin: string): Promise<string> => (await client.get(chemin)).text()
const jumelles = async (title: string): Promise<[number, number]> => [
  await addNotice(base.db, { title }),
  await addNotice(base.db, { title, volume: '3' }),
]

describe('looking for duplicates', () => {
  it('finds those of the rules of imports, near titles too, once', async () => {
    const [a, b] = await jumelles('Marcher ensemble au village inventé')
    const proche = await addNotice(base.db, { title: 'Marcher ensemble au vilage inventé' })
    const isbn = { ISBN: '978-2-1234-5680-3', author: undefined, issued: undefined }
    const livre = await addNotice(base.db, { title: 'Un livre imaginaire', ...isbn })
    const chapitre = await addNotice(base.db, { title: 'Un chapitre du livre imaginaire', ...isbn })
    await addNotice(base.db, { title: 'Nager dans la rivière fictive' })
    expect(await executeComparaison(ctx())).toBe(6)
    expect(await listVue('certaines')).toEqual([[a, b]])
    expect(await listVue('a-juger')).toEqual([
      [a, proche],
      [b, proche],
      [livre, chapitre],
    ])
    expect(await executeComparaison(ctx())).toBe(0)
  })

  it('runs as a task, and compares what changed since', async () => {
    const [a, b] = await jumelles('Chanter dans une chorale imaginaire')
    await addTache(ctx(), tacheComparaison, {})
    // Again, as long as there was something to compare.
    expect(await executeTaches(ctx(), [tacheComparaison])).toBe(2)
    expect(await listVue('certaines')).toContainEqual([a, b])
    // Another title: no more a pair. Back again: a pair.
    for (const [titre, attendu] of [
      ['Peindre des fresques imaginaires', false],
      ['Chanter dans une chorale imaginaire', true],
    ] as const) {
      const notice = await base.db
        .selectFrom('notice')
        .select(['version'])
        .where('id', '=', b)
        .executeTakeFirstOrThrow()
      const champs = { nature: 'article', title: titre, auteurs: 'Fictif, Anne', date: '2021' }
      await client.post(`/documentation/notices/${b}/modifier`, { ...champs, version: String(notice.version) })
      expect(await executeComparaison(ctx())).toBe(1)
      expect((await listVue('certaines')).some(([x, y]) => x === a && y === b)).toBe(attendu)
    }
  })

  it('a notice taken out takes its pairs; put back, it is compared again', async () => {
    const [a, b] = await jumelles('Tricoter une écharpe imaginaire')
    await executeComparaison(ctx())
    await client.post(`/documentation/notices/${b}/supprimer`)
    expect(await listVue('certaines')).not.toContainEqual([a, b])
    await client.post(`/documentation/notices/${b}/retablir`)
    await executeComparaison(ctx())
    expect(await listVue('certaines')).toContainEqual([a, b])
  })

  it('notices that people linked are two documents', async () => {
    const [a, b] = await jumelles('Guide imaginaire des sentiers, nouvelle édition')
    await client.post(`/documentation/notices/${b}/liens`, { type: 'nouvelle-edition-de', cible: String(a) })
    await executeComparaison(ctx())
    expect(await listVue('certaines')).not.toContainEqual([a, b])
  })
})

describe('judging', () => {
  it('two documents: remembered, never proposed again', async () => {
    const [a, b] = await jumelles('Rire ensemble au théâtre inventé')
    await executeComparaison(ctx())
    expect(await lire('/documentation/entretien/doublons?vue=certaines')).toContain(`/doublons/${a}/${b}?vue=certaines`)
    const page = await lire(`/documentation/entretien/doublons/${a}/${b}?vue=certaines`)
    expect(page).toContain('même titre, même année, même premier auteur')
    expect(page).toContain('<legend>Volume</legend>')
    const reponse = await client.post(`/documentation/entretien/doublons/${a}/${b}/distinguer`, { vue: 'certaines' })
    expect(reponse.headers.get('location')).toMatch(/doublons(\/\d+\/\d+)?\?vue=certaines&avis=doublon-distinct/)
    const champs = {
      nature: 'article',
      title: 'Rire ensemble au théâtre inventé',
      auteurs: 'Fictif, Anne',
      date: '2021',
    }
    await client.post(`/documentation/notices/${a}/modifier`, { ...champs, version: '1' })
    await executeComparaison(ctx())
    expect(await listVue('distincts')).toContainEqual([a, b])
    expect(await listVue('certaines')).not.toContainEqual([a, b])
  })

  it('later, and back', async () => {
    const [a, b] = await jumelles('Attendre son tour au guichet inventé')
    await executeComparaison(ctx())
    await client.post(`/documentation/entretien/doublons/${a}/${b}/plus-tard`)
    expect(await listVue('plus-tard')).toEqual([[a, b]])
    await client.post(`/documentation/entretien/doublons/${a}/${b}/reprendre`)
    expect(await listVue('certaines')).toContainEqual([a, b])
  })

  it('one document: merged by fields, on to the next pair; what was judged of one is judged of the other', async () => {
    const [a, b] = await jumelles('Cuisiner en fanfare imaginaire')
    const tierce = await addNotice(base.db, { title: 'Cuisiner en fanfare imaginaire', issue: '4' })
    await executeComparaison(ctx())
    await client.post(`/documentation/entretien/doublons/${b}/${tierce}/distinguer`)
    const garder = await lire(`/documentation/entretien/doublons/${a}/${b}?vue=certaines&garder=${b}`)
    expect(garder).toContain(`name="id" value="${b}"`)
    const envoi = { id: String(a), avec: String(b), version: '1', versionAutre: '1', vue: 'certaines' }
    const perime = await client.post('/documentation/entretien/doublons/fusionner', { ...envoi, versionAutre: '9' })
    expect(perime.status).toBe(409)
    const reponse = await client.post('/documentation/entretien/doublons/fusionner', {
      ...envoi,
      'choix.csl.volume': 'autre',
    })
    expect(reponse.headers.get('location')).toMatch(/vue=certaines&avis=doublon-fusionne/)
    const gardee = await base.db.selectFrom('notice').selectAll().where('id', '=', a).executeTakeFirstOrThrow()
    expect(gardee.csl.volume).toBe('3')
    expect(await listVue('certaines')).not.toContainEqual([a, b])
    // b and the third were two documents: so are a and the third.
    expect(await listVue('distincts')).toContainEqual([a, tierce])
    expect((await client.post(`/documentation/entretien/doublons/${a}/${b}/distinguer`)).status).toBe(409)
  })

  it('both addresses go on: page, formats, shelf, link, line of an import, comparison, history', async () => {
    const parcours = await createParcours(base.db)
    const gestes = createGestes(parcours.client)
    const titre = 'Marcher ensemble à Double au village'
    const a = await addNotice(base.db, { title: `${titre}\u00a0: une expérience`, author: undefined })
    const b = await addNotice(base.db, { title: `${titre}\u00a0: une expérience`, author: undefined })
    const { chemin } = await parcours.importer(formatVariante('Double'))
    await parcours.client.post(`${chemin}/lignes/1/fusionner`, { avec: String(b), version: '1' })
    const liee = await addNotice(base.db, { title: 'Un ouvrage hôte imaginaire' })
    await gestes.post(`/documentation/notices/${b}/liens`, { type: 'fait-partie-de', cible: String(liee) })
    const etagere = await gestes.creer()
    await sql`insert into etagere_entree (etagere, notice, rang) values (${Number(etagere.split('/').at(-1))}, ${b}, 1)`.execute(
      base.db,
    )
    const { chemin: second } = await parcours.importer(formatVariante('Double').replace('une expérience', 'expérience'))
    await sql`update import_ligne set etat = 'a-relire', notice = null where import = ${parseId(second)} and rang = 1`.execute(
      base.db,
    )

    await executeComparaison(ctx())
    expect(await listVue('a-juger')).toContainEqual([a, b])
    const envoi = { id: String(a), avec: String(b), version: '1', versionAutre: '2', vue: 'a-juger' }
    await gestes.post('/documentation/entretien/doublons/fusionner', envoi)

    const { db } = base
    for (const suite of ['', '.ris', '?style=apa']) {
      const reponse = await client.get(`/documentation/notices/${b}${suite}`)
      expect([reponse.status, reponse.headers.get('location')]).toEqual([301, `/documentation/notices/${a}${suite}`])
    }
    const ligne = db
      .selectFrom('import_ligne')
      .select('notice')
      .where('import', '=', parseId(chemin))
      .where('rang', '=', 1)
    expect(await ligne.executeTakeFirst()).toEqual({ notice: a })
    expect(await lire(`/documentation/notices/${a}`)).toContain('Un ouvrage hôte imaginaire')
    expect(await lire(`${etagere}`)).toContain(`/documentation/notices/${a}"`)
    expect(await lire(`${etagere}/export.ris`)).toContain('Marcher ensemble à Double')
    expect(await lire(`${second}/lignes/1/comparer?avec=${b}`)).toContain(`name="avec" value="${a}"`)
    expect(await lire(`/documentation/notices/${a}/historique`)).toContain('Fusion')
    expect(await lire(`/documentation/notices/${b}/historique`)).toContain('Fusion')
  })

  it('a pair that does not exist, a wrong list', async () => {
    expect((await client.get('/documentation/entretien/doublons/1/999999')).status).toBe(404)
    expect((await client.get('/documentation/entretien/doublons?vue=ailleurs')).status).toBe(200)
  })
})
