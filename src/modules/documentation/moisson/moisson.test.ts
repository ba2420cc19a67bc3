import { existsSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { executeTaches } from '#core/jobs.ts'
import { type Atelier, openAtelier } from '../../../testing/moisson.ts'
import { createReglagesDeTest, formatDc } from '../../../testing/serveur-oai.ts'
import { getContenu, getNotice, updateNotice } from '../notice/notice.queries.ts'
import { listRefus } from './moisson.queries.ts'
import { listAttente, listOrigines } from './recolte.queries.ts'
import { updateAvance } from './source.queries.ts'
import { addTacheMoisson, createTachesMoisson } from './taches.ts'

const JAMAIS = new AbortController().signal
let atelier: Atelier
beforeAll(async () => {
  atelier = await openAtelier()
})
afterAll(() => atelier.close())
beforeEach(() => atelier.begin())

describe('a harvest', () => {
  it('reads everything, then what changed, with an overlap', async () => {
    atelier.serveur.etat.records = atelier.createRecords(5)
    expect(await atelier.moissonner()).toBe('faite')
    expect(await atelier.getDerniere()).toMatchObject({
      etat: 'faite',
      depuis: null,
      pages: 3,
      lues: 5,
      creees: 5,
      refusees: 0,
    })
    expect(await atelier.getEtat()).toMatchObject({
      depuis: '2026-03-01T10:00:00Z',
      reprise: null,
      granularite: 'seconde',
    })
    expect(atelier.serveur.etat.demandes[1]).toBe('?source_id=1&verb=ListRecords&metadataPrefix=oai_dc')
    expect(atelier.serveur.etat.demandes[2]).toMatch(/^\?source_id=1&verb=ListRecords&resumptionToken=[^&]*$/)

    const [nouvelle] = atelier.createRecords(6).slice(5)
    atelier.serveur.etat.records.push({
      ...nouvelle,
      date: '2026-03-01T11:00:00Z',
    } as (typeof atelier.serveur.etat.records)[0])
    atelier.serveur.etat.date = '2026-03-02T12:00:00Z'
    expect(await atelier.moissonner()).toBe('faite')
    expect(atelier.serveur.etat.demandes.at(-1)).toContain('from=2026-03-01T10%3A00%3A00Z')
    expect(await atelier.getDerniere()).toMatchObject({
      depuis: '2026-03-01T10:00:00Z',
      lues: 1,
      creees: 1,
      inchangees: 0,
    })
  })

  it('read twice changes nothing, and nothing new is no failure', async () => {
    atelier.serveur.etat.records = atelier.createRecords(3)
    await atelier.moissonner()
    await updateAvance(atelier.ctx, atelier.source, { depuis: null })
    await atelier.moissonner()
    expect(await atelier.getDerniere()).toMatchObject({ creees: 0, modifiees: 0, inchangees: 3, retirees: 0 })
    await updateAvance(atelier.ctx, atelier.source, { depuis: '2030-01-01T00:00:00Z' })
    expect(await atelier.moissonner()).toBe('faite')
    expect(await atelier.getDerniere()).toMatchObject({ lues: 0, etat: 'faite' })
    expect(await atelier.compterNotices()).toBe(3)
  })

  it('run by two at once brings nothing twice', async () => {
    atelier.serveur.etat.records = atelier.createRecords(6)
    const issues = await Promise.all([atelier.moissonner(), atelier.moissonner()])
    expect(issues).toContain('faite')
    expect(await atelier.compterNotices()).toBe(6)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from notice where supprimee_le is null`.execute(
      atelier.base.db,
    )
    expect(rows).toEqual([{ n: 6 }])
  })

  it('says where a notice comes from, and keeps its history', async () => {
    atelier.serveur.etat.records = atelier.createRecords(1)
    await atelier.moissonner()
    const { rows } = await sql<{
      notice: number
    }>`select notice from moisson_notice where source = ${atelier.source}`.execute(atelier.base.db)
    const id = rows[0]?.notice ?? 0
    expect((await getNotice(atelier.ctx, id))?.provenance).toEqual({
      base: 'Base fictive',
      oai: `oai:fictif:${atelier.numero}-1`,
      licence: 'Licence fictive',
    })
    expect(await listOrigines(atelier.ctx, id)).toMatchObject([
      { source: 'Base fictive', datestamp: '2026-01-01T00:00:00Z', retireeLe: null },
    ])
    const versions = await sql<{ geste: string }>`select geste from notice_version where notice = ${id}`.execute(
      atelier.base.db,
    )
    expect(versions.rows).toEqual([{ geste: 'import' }])
  })

  it('tells what could not be carried, and what was refused', async () => {
    const [premier, second] = atelier.createRecords(2)
    atelier.serveur.etat.records = [
      {
        id: 'oai:fictif:a',
        date: '2026-01-01',
        description:
          premier?.description?.replace('</oai_dc:dc>', '<dc:coverage>Lieu fictif</dc:coverage></oai_dc:dc>') ?? '',
      },
      { id: 'oai:fictif:b', date: '2026-01-01', description: second?.description?.replace('</dc:title>', '') ?? '' },
      { id: 'oai:fictif:c', date: '2026-01-01', description: '<mods><titre>x</titre></mods>' },
    ]
    await atelier.moissonner()
    const faite = await atelier.getDerniere()
    expect(faite).toMatchObject({ lues: 3, creees: 1, refusees: 2 })
    expect(faite?.perdus).toEqual({
      coverage: { nombre: 1, raison: 'lieu ou période, sans équivalent en CSL', exemple: 'Lieu fictif', gardee: false },
    })
    expect(await listRefus(atelier.ctx, faite?.id ?? 0)).toEqual([
      { identifiant: 'oai:fictif:b', raison: expect.stringContaining('mal formé') },
      { identifiant: 'oai:fictif:c', raison: expect.stringContaining('« mods »') },
    ])
  })
})

describe('a record that changes at the source', () => {
  const changer = (champs: Record<string, string>) => {
    atelier.serveur.etat.records = [
      {
        id: `oai:fictif:${atelier.numero}-1`,
        date: '2026-03-05T00:00:00Z',
        description: formatDc(`Titre changé ${atelier.numero}`, champs),
      },
    ]
  }
  const getNoticeMoissonnee = async () => {
    const { rows } = await sql<{
      notice: number
    }>`select notice from moisson_notice where source = ${atelier.source}`.execute(atelier.base.db)
    const notice = await getNotice(atelier.ctx, rows[0]?.notice ?? 0)
    if (!notice) throw new Error('pas de notice')
    return notice
  }

  it('is updated where nobody touched it here', async () => {
    atelier.serveur.etat.records = atelier.createRecords(1)
    await atelier.moissonner()
    changer({ creator: 'Fictive, Ana' })
    await atelier.moissonner()
    expect(await atelier.getDerniere()).toMatchObject({ modifiees: 1, aJuger: 0 })
    expect(await getNoticeMoissonnee()).toMatchObject({ version: 2, csl: { title: `Titre changé ${atelier.numero}` } })
    changer({ creator: 'Fictive, Léa' })
    await atelier.moissonner()
    expect(await getNoticeMoissonnee()).toMatchObject({
      version: 3,
      csl: { author: [{ family: 'Fictive', given: 'Léa' }] },
    })
  })

  it('waits for a person where the notice was corrected here', async () => {
    atelier.serveur.etat.records = atelier.createRecords(1)
    await atelier.moissonner()
    const notice = await getNoticeMoissonnee()
    await updateNotice(atelier.ctx, notice.id, notice.version, { ...getContenu(notice), themes: ['parcours'] })
    changer({})
    await atelier.moissonner()
    expect(await atelier.getDerniere()).toMatchObject({ modifiees: 0, aJuger: 1 })
    expect(await getNoticeMoissonnee()).toMatchObject({ version: 2, csl: { title: notice.csl.title } })
    expect(await listAttente(atelier.ctx, atelier.source, 1, 10)).toMatchObject([
      { etat: 'a-comparer', notice: notice.id },
    ])
  })

  it('deleted there, stays here, marked; given again, is no longer marked', async () => {
    atelier.serveur.etat.records = atelier.createRecords(2)
    await atelier.moissonner()
    const gardes = atelier.serveur.etat.records
    atelier.serveur.etat.records = [{ id: gardes[0]?.id ?? '', date: '2026-03-05T00:00:00Z', description: null }]
    await atelier.moissonner()
    expect(await atelier.getDerniere()).toMatchObject({ retirees: 1 })
    const { rows } = await sql<{
      notice: number
    }>`select notice from moisson_notice where source = ${atelier.source} and retiree_le is not null`.execute(
      atelier.base.db,
    )
    expect(rows).toHaveLength(1)
    expect((await getNotice(atelier.ctx, rows[0]?.notice ?? 0))?.supprimeeLe).toBeNull()
    atelier.serveur.etat.records = gardes.map((r) => ({ ...r, date: '2026-03-06T00:00:00Z' }))
    await atelier.moissonner()
    const { rows: apres } =
      await sql`select from moisson_notice where source = ${atelier.source} and retiree_le is not null`.execute(
        atelier.base.db,
      )
    expect(apres).toHaveLength(0)
  })

  it('gone without a word, is marked by the next reading of everything; an empty answer marks nothing', async () => {
    atelier.serveur.etat.records = atelier.createRecords(3)
    await atelier.moissonner()
    atelier.serveur.etat.records.pop()
    await updateAvance(atelier.ctx, atelier.source, { depuis: null })
    await atelier.moissonner()
    expect(await atelier.getDerniere()).toMatchObject({ inchangees: 2, retirees: 1 })
    atelier.serveur.etat.records = []
    await updateAvance(atelier.ctx, atelier.source, { depuis: null })
    expect(await atelier.moissonner()).toBe('faite')
    expect(await atelier.getDerniere()).toMatchObject({ retirees: 0 })
  })

  it('taken out of the catalogue here, does not come back', async () => {
    atelier.serveur.etat.records = atelier.createRecords(1)
    await atelier.moissonner()
    const notice = await getNoticeMoissonnee()
    await sql`update notice set supprimee_le = now() where id = ${notice.id}`.execute(atelier.base.db)
    changer({})
    await atelier.moissonner()
    expect(await atelier.getDerniere()).toMatchObject({ creees: 0, modifiees: 0, aJuger: 0, inchangees: 1 })
  })
})

describe('a record like what the catalogue has', () => {
  it('surely the same is linked, doubtful waits, in the catalogue and inside the page', async () => {
    atelier.serveur.etat.records = atelier.createRecords(1)
    await atelier.moissonner()
    const suite = (n: number, description: string) => ({
      id: `oai:fictif:${atelier.numero}-s${n}`,
      date: '2026-03-05T00:00:00Z',
      description,
    })
    atelier.serveur.etat.records = [
      suite(1, formatDc('Marcher au village', { creator: 'Fictive, Ana', date: '2020' })),
      suite(2, formatDc('Marcher au village', { creator: 'Autre, Personne', date: '2020' })),
    ]
    await atelier.moissonner()
    expect(await atelier.getDerniere()).toMatchObject({ creees: 0, rapprochees: 1, aJuger: 1 })
    const [attend] = await listAttente(atelier.ctx, atelier.source, 1, 10)
    expect(attend).toMatchObject({ identifiant: `oai:fictif:${atelier.numero}-s2`, etat: 'a-juger', notice: null })
    expect(attend?.doublons[0]).toMatchObject({ sur: 'probable', raison: expect.stringContaining('même titre') })
  })
})

describe('the tasks', () => {
  const taches = () => createTachesMoisson(createReglagesDeTest().client, createReglagesDeTest(atelier.attentes))

  it('harvest the sources whose time has come, and set the next time', async () => {
    atelier.serveur.etat.records = atelier.createRecords(3)
    await updateAvance(atelier.ctx, atelier.source, { prochaineLe: new Date(atelier.ctx.maintenant.getTime() - 1000) })
    const [dues] = taches()
    await dues?.executer(atelier.ctx, {}, JAMAIS)
    await dues?.executer(atelier.ctx, {}, JAMAIS)
    expect(await executeTaches(atelier.ctx, taches())).toBe(1)
    expect(await atelier.getDerniere()).toMatchObject({ etat: 'faite', creees: 3 })
    expect((await atelier.getEtat()).prochaineLe?.toISOString().slice(0, 13)).toBe('2026-03-02T12')
    await dues?.executer(atelier.ctx, {}, JAMAIS)
    expect(await executeTaches(atelier.ctx, taches())).toBe(0)
  })

  it('asked twice, run once', async () => {
    atelier.serveur.etat.records = atelier.createRecords(2)
    await addTacheMoisson(atelier.ctx, atelier.source)
    await addTacheMoisson(atelier.ctx, atelier.source)
    expect(await executeTaches(atelier.ctx, taches())).toBe(1)
  })
})

const PMB = '../shared/donnees/biblio/pmb/pmb-8.1.1.1_jeu-de-test.pmbxml.excerpt.xml'
describe.skipIf(!existsSync(PMB))('records of PMB', () => {
  it('come in with their own zones', async () => {
    const notices = readFileSync(PMB, 'utf8').match(/<notice>[\s\S]*?<\/notice>/g) ?? []
    atelier.serveur.etat.records = notices.map((description, i) => ({
      id: `oai:pmb:${i + 1}`,
      date: '2026-01-01T00:00:00Z',
      description,
    }))
    await atelier.moissonner()
    const faite = await atelier.getDerniere()
    expect(faite).toMatchObject({ lues: 2, creees: 2, refusees: 0 })
    expect(faite?.perdus['995$f']).toMatchObject({ gardee: true })
    const { rows } = await sql<{
      item: { custom: { zones: { famille: string } }; title: string }
    }>`select item from moisson_notice where source = ${atelier.source} order by identifiant`.execute(atelier.base.db)
    expect(rows.map((r) => [r.item.title, r.item.custom.zones.famille])).toEqual([
      ['Bac en poche', 'unimarc'],
      ['Le dieu devenu homme', 'unimarc'],
    ])
    // The notices keep them, and the copies that the library holds.
    const gardees = await atelier.base.db
      .selectFrom('notice')
      .innerJoin('moisson_notice', 'moisson_notice.notice', 'notice.id')
      .select(['origine', 'prets'])
      .where('moisson_notice.source', '=', atelier.source)
      .orderBy('identifiant')
      .execute()
    expect(gardees.map((n) => n.origine?.zones)).toEqual(rows.map((r) => r.item.custom.zones))
    expect(gardees[0]?.prets).toMatchObject([{ centre: 'BDP', cote: 'JR SOU' }])
  })
})
