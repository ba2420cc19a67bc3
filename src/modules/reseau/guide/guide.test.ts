import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { createBaseGeographie } from '../../../testing/geographie.ts'
import { NUMEROS } from './donnees/numeros.ts'
import { type FicheGuide, formatAdresseGuide, listSections, type ServiceGuide, schemaGuide } from './guide.ts'
import { formatAVerifier, listIndex } from './lignes.ts'

const service = (nom: string, themes: string[], publics: string[] = []): ServiceGuide => ({
  ...{ nom, themes, publics, description: null, pourQui: '', cout: null, comment: null, telephone: null },
})
const fiche = (id: number, nom: string, services: ServiceGuide[], plus: Partial<FicheGuide> = {}): FicheGuide => ({
  ...{ id, nom, services, type: null, nature: null, adresse: null, commune: 'Ici', telephone: null, courriel: null },
  ...{ site: null, horaires: null, acces: null, verifieLe: null, source: 'x', licence: null, fictif: true },
  ...{ longitude: null, latitude: null, ...plus },
})
const FICHES = [
  fiche(1, 'Été', [service('a', ['tabac']), service('b', ['acces-droits', 'alcool'], ['seniors'])]),
  fiche(2, 'Bar', [service('c', ['alcool'], ['tous'])], { commune: 'Là' }),
  fiche(3, 'Centre', [], { type: 'csapa', commune: null }),
  fiche(4, 'Divers', []),
]
const resume = (sections: ReturnType<typeof listSections>) =>
  sections.map((s) => [s.slug, ...s.entrees.map((e) => `${e.numero}${e.premiere ? '' : ' bis'} ${e.fiche.nom}`)])

describe('sections', () => {
  it('follow the vocabulary; a structure keeps its number where it stands twice', () => {
    expect(resume(listSections(FICHES, 'theme', []))).toEqual([
      ['acces-droits', '1 Été'],
      ['addictions', '2 Bar', '3 Centre', '1 bis Été'],
      ['autres', '4 Divers'],
    ])
  })
  it('put a service under what was chosen rather than under its first theme', () => {
    expect(resume(listSections(FICHES.slice(0, 1), 'theme', ['alcool', 'tabac']))).toEqual([['addictions', '1 Été']])
  })
  it('go by public too', () => {
    expect(resume(listSections(FICHES.slice(0, 2), 'public', []))).toEqual([
      ['tous', '1 Bar'],
      ['seniors', '2 Été'],
      ['autres', '2 bis Été'],
    ])
  })
  it('have indexes in French order, without what has no name', () => {
    const sections = listSections(FICHES, 'theme', [])
    expect(listIndex(sections, (f) => f.nom).map((l) => l.nom)).toEqual(['Bar', 'Centre', 'Divers', 'Été'])
    expect(listIndex(sections, (f) => f.commune)).toEqual([
      { nom: 'Ici', numeros: [1, 4] },
      { nom: 'Là', numeros: [2] },
    ])
  })
})

it('writes its choices in its address, and reads them back', () => {
  const demande = schemaGuide.parse({ zone: 'territoire-1', theme: ['alcool', 'zzz'], titre: ' Où & qui ? ', par: 'x' })
  expect(demande).toMatchObject({ theme: ['alcool'], public: [], titre: 'Où & qui ?', par: 'theme', editeur: null })
  const adresse = new URL(formatAdresseGuide(demande, null), 'http://x')
  expect(schemaGuide.parse(Object.fromEntries(adresse.searchParams))).toEqual(demande)
})

it('gives each number an official page over https', () => {
  for (const n of NUMEROS) expect(n.source).toMatch(/^https:\/\//)
  expect(new Set(NUMEROS.map((n) => n.numero)).size).toBe(NUMEROS.length)
})

describe('over HTTP', () => {
  let base: BaseDeTest
  let client: Client
  beforeAll(async () => {
    base = await createBaseGeographie()
    client = createClientDeTest(base.db)
    await sql`insert into structure (nom, type, commune, longitude, latitude, horaires, publication, fictif, cree_le,
        modifie_le) values
      ('Centre fictif <Alpha>', 'csapa', '04070', 6.235, 44.092, 'Mo-Fr 09:00-12:00', 'publie', true, now(), now()),
      ('Proposée fictive', 'csapa', '04070', 6.235, 44.092, null, 'propose', true, now(), now())`.execute(base.db)
    await sql`insert into service (structure, nom, themes, publics, frais, cree_le, modifie_le) values
      (1, 'Suivi fictif', '{addictions}', '{tous}', 'gratuit', now(), now())`.execute(base.db)
  })
  afterAll(async () => {
    await client.app.close()
    await base.close()
  })
  const lire = async (suite: string): Promise<[number, string]> => {
    const reponse = await client.get(`/trouver/guide${suite}`)
    return [reponse.status, (await reponse.text()).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')]
  }

  it.each([
    ['', ['Composer un guide pratique'], ['Sommaire']],
    ['?zone=zzzzzz', ['Aucun lieu ne s’appelle'], ['Sommaire']],
    ['?zone=commune-13201', ['Aucune structure à mettre dans ce guide'], ['Sommaire']],
    ['?zone=04070&theme=nutrition', ['Aucune structure'], ['Suivi fictif']],
    [
      '?zone=departement-04&theme=addictions&titre=O%C3%B9+%3Cb%3E&editeur=CLSM+fictif&introduction=Bonjour',
      [
        'Où &lt;b&gt;</h1>',
        'CLSM fictif',
        'Bonjour',
        'id="section-addictions"',
        'Centre fictif &lt;Alpha&gt;',
        'Du lundi au vendredi de 9 h à 12 h.',
        'Coût : Gratuit.',
        'tel:3114',
        'href="#fiche-1"',
        'id="fiche-1"',
        'Digne-les-Bains, <a',
        'structures fictives',
        'href="/trouver/guide.docx?zone=departement-04&amp;theme=addictions',
      ],
      ['Proposée', '<b>'],
    ],
  ])('%s', async (suite, presents, absents) => {
    const [statut, page] = await lire(suite)
    expect(statut).toBe(200)
    for (const texte of presents) expect(page).toContain(texte)
    for (const texte of absents) expect(page).not.toContain(texte)
  })

  it('comes as a Word document with its sections, its index and its bookmarks', async () => {
    const reponse = await client.get('/trouver/guide.docx?zone=departement-04&titre=Guide')
    expect(reponse.status).toBe(200)
    expect(reponse.headers.get('content-disposition')).toContain('.docx')
    const { 'word/document.xml': xml } = unzipSync(new Uint8Array(await reponse.arrayBuffer()))
    const texte = new TextDecoder().decode(xml)
    for (const attendu of [
      'Centre fictif &lt;Alpha&gt;',
      'Suivi fictif',
      '3114',
      'w:name="fiche-1"',
      'w:anchor="fiche-1"',
    ])
      expect(texte).toContain(attendu)
    expect(texte).not.toContain('Proposée')
    expect((await client.get('/trouver/guide.docx?zone=zzzzzz')).status).toBe(404)
  })

  it('comes as PDF with its table of contents, its sheets and the pages of its index', async () => {
    const suite = '?zone=departement-04&titre=Guide+\u202f!&introduction=Un%0A%0ADeux'
    const reponse = await client.get(`/trouver/guide.pdf${suite}`)
    expect(reponse.status).toBe(200)
    expect(reponse.headers.get('content-disposition')).toContain('.pdf')
    const pages = await readPages(new Uint8Array(await reponse.arrayBuffer()))
    expect(pages[0]).toContain('Guide !')
    const numero = (texte: string) => pages.findLastIndex((page) => page.includes(texte)) + 1
    const ici = numero('1. Centre fictif')
    const [sommaire = '', addictions = ''] = [pages[1], pages[ici - 1]]
    expect(sommaire).toMatch(new RegExp(`Addictions[^]*${ici}[^]*Index ${numero('Index Structures')} `))
    expect(sommaire).toContain('Deux')
    for (const attendu of ['1. Centre fictif <Alpha> (fictif)', 'Suivi fictif', 'Coût : Gratuit'])
      expect(addictions).toContain(attendu)
    expect(pages[numero('Carte Les') - 1]).toMatch(/km .*1/)
    expect(pages[numero('Index Structures') - 1]).toContain(`Centre fictif <Alpha>, fiche 1, page ${ici}`)
    expect(pages[2]).toContain((formatAVerifier(NUMEROS) ?? 'Samu').replaceAll('\u00a0', ' '))
    expect(pages.join(' ')).not.toContain('Proposée')
    expect((await client.get('/trouver/guide.pdf?zone=zzzzzz')).status).toBe(404)
  })

  it('lays out two at once, and says so to the third', async () => {
    const reponses = await Promise.all([1, 2, 3].map(() => client.get('/trouver/guide.pdf?zone=departement-04')))
    expect(reponses.map((r) => r.status).sort()).toEqual([200, 200, 503])
  })
})

/** The text of each page of a PDF. */
async function readPages(data: Uint8Array): Promise<string[]> {
  const pdf = await getDocument({ data, verbosity: 0 }).promise
  const pages: string[] = []
  for (let n = 1; n <= pdf.numPages; n++) {
    const { items } = await (await pdf.getPage(n)).getTextContent()
    pages.push(
      items
        .map((item) => ('str' in item ? item.str : ''))
        .join(' ')
        .replaceAll('\u00a0', ' ')
        .replace(/ +/g, ' ')
        .trim(),
    )
  }
  await pdf.loadingTask.destroy()
  return pages
}
