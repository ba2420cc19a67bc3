import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { champs, createGestes, listOrdre } from './testing/gestes.ts'

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

describe('who reads and changes', () => {
  it('keeps drafts to their owner and documentalists, and shows public ones to all', async () => {
    const e = await gestes.creer()
    await gestes.post(`${e}/entrees`, { notice: [notices[0] ?? ''] })
    const statuts = async () => {
      const releve: Record<string, number> = {}
      for (const role of [null, 'contributeur', 'documentaliste'] as const) {
        await client.connecter(role)
        releve[String(role)] = (await client.get(e)).status
        if (role !== 'documentaliste') expect((await client.get(`${e}/plan`)).status).toBe(404)
        if (role !== 'documentaliste') expect((await client.post(`${e}/sections`, { titre: 'X' })).status).toBe(404)
        const liste = await gestes.lire('/etageres')
        expect(liste.includes(`href="${e}"`)).toBe(releve[String(role)] === 200)
      }
      return releve
    }
    expect(await statuts()).toEqual({ null: 404, contributeur: 404, documentaliste: 200 })
    await gestes.post(`${e}/etat`, { etat: 'partagee' })
    expect(await statuts()).toEqual({ null: 404, contributeur: 200, documentaliste: 200 })
    await gestes.post(`${e}/etat`, { etat: 'publique' })
    expect(await statuts()).toEqual({ null: 200, contributeur: 200, documentaliste: 200 })
    expect((await client.post(`${e}/etat`, { etat: 'brouillon' })).status).toBe(422)
    await client.connecter(null)
    expect((await client.get('/etageres/nouvelle')).status).not.toBe(200)
    expect((await client.get(`${e}/export.csl-json`)).status).toBe(200)
  })

  it('deletes with a trace, and puts back', async () => {
    const e = await gestes.creer()
    await gestes.post(`${e}/supprimer`)
    expect((await client.post(`${e}/sections`, { titre: 'X' })).status).toBe(404)
    expect(await gestes.lire('/etageres?qui=moi')).toContain('Supprimée')
    await gestes.post(`${e}/retablir`)
    expect((await client.get(`${e}/plan`)).status).toBe(200)
    const traces = await base.db
      .selectFrom('trace')
      .select('evenement')
      .where('objet_type', '=', 'etagere')
      .where('objet_id', '=', e.replace('/etageres/', ''))
      .where('issue', '=', 'fait')
      .where('evenement', 'in', ['etagere.creation', 'etagere.suppression', 'etagere.restauration'])
      .orderBy('id')
      .execute()
    expect(traces.map((t) => t.evenement)).toEqual(['etagere.creation', 'etagere.suppression', 'etagere.restauration'])
  })
})

describe('copies and versions', () => {
  it('copies plan and notes into a draft of one’s own', async () => {
    const e = await gestes.creer()
    const un = await gestes.section(e, 'Un')
    await gestes.post(`${e}/entrees`, { notice: [notices[0] ?? '', notices[1] ?? ''], section: un })
    const [a = ''] = await gestes.entrees(e)
    await gestes.post(`${e}/entrees/${a}`, { note: 'Gardée', section: un })
    await gestes.post(`${e}/etat`, { etat: 'publique' })
    await client.connecter('contributeur')
    const copie = await gestes.post(`${e}/copie`)
    expect(copie).not.toBe(e)
    const page = await gestes.lire(copie)
    expect(page).toContain('Étagère &lt;fictive&gt; (copie)')
    expect(page).toContain('Brouillon')
    expect(page).toContain('Gardée')
    expect(listOrdre(page)).toEqual(['premier', 'deuxième'])
  })

  it('freezes notices and plan as they were', async () => {
    await client.connecter('documentaliste')
    const e = await gestes.creer({ titre: 'Étagère datée' })
    expect((await client.post(`${e}/versions`, { consulteeLe: '2024-02-01' })).status).toBe(422)
    await gestes.post(`${e}/entrees`, { notice: [notices[0] ?? ''] })
    expect((await client.post(`${e}/versions`, { consulteeLe: '2999-01-01' })).status).toBe(422)
    const version = await gestes.post(`${e}/versions`, { consulteeLe: '2024-02-01', note: 'Première' })
    expect(version).toBe(`${e}/versions/1`)
    await gestes.post(`${e}/entrees/retirer`, { entree: await gestes.entrees(e) })
    await gestes.post(`${e}/modifier`, { ...champs, titre: 'Rebaptisée', revision: '1' })
    const page = await gestes.lire(version)
    expect(page).toContain('<h1>Étagère datée</h1>')
    expect(page).toContain('adresses consultées le 1er\u00a0février 2024')
    expect(listOrdre(page)).toEqual(['premier'])
    const items = JSON.parse(await gestes.lire(`${e}/export.csl-json?version=1`))
    expect(items).toMatchObject([{ id: notices[0], title: 'Rapport fictif premier sur les <marges>' }])
    expect(JSON.parse(await gestes.lire(`${e}/export.csl-json`))).toEqual([])
    expect((await client.get(`${e}/versions/2`)).status).toBe(404)
    expect((await client.get(`${e}/export.docx?version=2`)).status).toBe(404)
  })
})

describe('files', () => {
  it('is a Word document with styles, headings, a real list, links, contents and page numbers', async () => {
    const e = await gestes.creer({ introduction: 'Un mot\n\nd’entrée' })
    const un = await gestes.section(e, 'Partie & suite')
    await gestes.post(`${e}/entrees`, { notice: notices, section: un })
    const reponse = await client.get(`${e}/export.docx`)
    expect(reponse.headers.get('content-disposition')).toContain('%C3%89tag%C3%A8re%20fictive.docx')
    const parties = unzipSync(new Uint8Array(await reponse.arrayBuffer()))
    const partie = (nom: string) => strFromU8(parties[nom] ?? new Uint8Array())
    const corps = partie('word/document.xml')
    expect(corps.match(/<w:pStyle w:val="Reference"\/>/g)).toHaveLength(4)
    expect(corps.match(/<w:numId w:val="\d+"\/>/g)?.length).toBeGreaterThanOrEqual(4)
    expect(corps).toContain('<w:pStyle w:val="Title"/>')
    expect(corps).toContain('<w:pStyle w:val="Heading1"/>')
    expect(corps).toContain('Étagère &lt;fictive&gt;')
    expect(corps).toMatch(/TOC [^<]*\\o &quot;1-3&quot;/)
    expect(corps).toContain('<w:titlePg/>')
    expect(partie('word/_rels/document.xml.rels')).toContain('Target="https://exemple.fr/0.pdf"')
    const pieds = Object.keys(parties).filter((nom) => /^word\/footer\d+\.xml$/.test(nom))
    expect(pieds.map(partie).join('')).toMatch(/PAGE.*NUMPAGES/)
  })

  it.each([
    ['ris', /^TY {2}- /m],
    ['bibtex', /^@\w+\{/m],
    ['unimarc', /^\d{5}n/],
    ['marcxml', /<(?:\w+:)?record/],
    ['pmbxml', /<unimarc/],
  ])('%s', async (format, motif) => {
    const e = await gestes.creer()
    await gestes.post(`${e}/entrees`, { notice: notices })
    const texte = await gestes.lire(`${e}/export.${format}`)
    expect(texte).toMatch(motif)
    const rangs = ['premier', 'deuxième', 'troisième', 'quatrième'].map((n) => texte.indexOf(`fictif ${n}`))
    expect(rangs.every((r) => r > 0)).toBe(true)
    expect(rangs).toEqual(rangs.toSorted((a, b) => a - b))
    // Other tools know our terms by their words only.
    expect(texte).toContain('information en sant')
  })

  it('where it is public, bears its address on the cover as a QR code', async () => {
    const e = await gestes.creer()
    await gestes.post(`${e}/entrees`, { notice: notices })
    const listImages = async (): Promise<Uint8Array[]> => {
      const parties = unzipSync(new Uint8Array(await (await client.get(`${e}/export.docx`)).arrayBuffer()))
      return Object.entries(parties).flatMap(([nom, octets]) => (nom.startsWith('word/media/') ? [octets] : []))
    }
    expect(await listImages()).toEqual([])
    expect(await gestes.lire(`${e}/export.html`)).not.toContain('<svg')
    await client.connecter('documentaliste')
    await gestes.post(`${e}/etat`, { etat: 'publique' })
    const images = await listImages()
    expect(images.map((png) => Buffer.from(png).toString('latin1', 1, 4))).toEqual(['PNG'])
    for (const adresse of [e, `${e}/export.html`])
      expect(await gestes.lire(adresse)).toContain('<svg viewBox="0 0 37 37" role="img"')
  })

  it('is one HTML file without script and without anything from elsewhere', async () => {
    const e = await gestes.creer()
    await gestes.post(`${e}/entrees`, { notice: notices })
    const page = await gestes.lire(`${e}/export.html`)
    expect(listOrdre(page)).toHaveLength(4)
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(/)
    expect(page).toContain(`href="http://localhost:3000/documentation/notices/${notices[0]}"`)
  })
})
