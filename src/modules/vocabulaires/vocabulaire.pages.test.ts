import { Parser } from 'n3'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { type Client, createClientDeTest } from '../../testing/client.ts'
import { listVocabulaires } from './index.ts'

const ADRESSE = 'https://maillage.example'
let base: BaseDeTest
let client: Client
const get = (chemin: string) => client.get(chemin)

beforeAll(async () => {
  base = await createBaseDeTest()
  client = createClientDeTest(base.db, { adresse: ADRESSE })
})
afterAll(async () => {
  await client.app.close()
  await base.close()
})

/** Values of one attribute in a page, in order. */
async function listAttributs(reponse: Response, nom: string): Promise<string[]> {
  const valeurs: string[] = []
  const visit = (noeud: DefaultTreeAdapterTypes.Node): void => {
    if ('attrs' in noeud) valeurs.push(...noeud.attrs.filter((a) => a.name === nom).map((a) => a.value))
    if ('childNodes' in noeud) noeud.childNodes.forEach(visit)
  }
  visit(parse(await reponse.text()))
  return valeurs
}

describe('pages', () => {
  test('the list links to every vocabulary and to the whole as files', async () => {
    const reponse = await get('/vocabulaires')
    expect(reponse.status).toBe(200)
    const liens = await listAttributs(reponse, 'href')
    for (const { slug } of listVocabulaires()) expect(liens).toContain(`/vocabulaires/${slug}`)
    expect(liens).toEqual(expect.arrayContaining(['/vocabulaires.ttl', '/vocabulaires.rdf', '/vocabulaires.csv']))
  })

  test.each(listVocabulaires().map((v) => [v.slug, v] as const))(
    '%s: each term once, inner links lead somewhere, no inline style',
    async (slug, v) => {
      const html = await (await get(`/vocabulaires/${slug}`)).text()
      const read = (nom: string) => listAttributs(new Response(html), nom)
      const ids = await read('id')
      expect(new Set(ids).size).toBe(ids.length)
      expect(v.termes.filter((t) => !ids.includes(t.slug))).toEqual([])
      const ancres = (await read('href')).filter((lien) => lien.startsWith('#')).map((lien) => lien.slice(1))
      expect(ancres.filter((ancre) => !ids.includes(ancre) && ancre !== 'recherche')).toEqual([])
      expect(await read('style')).toEqual([])
    },
  )

  test('a theme leads to its documents, a profession does not', async () => {
    expect(await listAttributs(await get('/vocabulaires/theme'), 'href')).toContain('/documentation?theme=tabac')
    const profession = await listAttributs(await get('/vocabulaires/profession'), 'href')
    expect(profession.filter((lien) => lien.startsWith('/documentation?'))).toEqual([])
  })
})

describe('files', () => {
  test.each([
    ['ttl', 'text/turtle; charset=utf-8'],
    ['rdf', 'application/rdf+xml; charset=utf-8'],
    ['csv', 'text/csv; charset=utf-8'],
  ])('%s, one and all', async (extension, type) => {
    for (const chemin of [`/vocabulaires/type-action.${extension}`, `/vocabulaires.${extension}`]) {
      const reponse = await get(chemin)
      expect(reponse.status).toBe(200)
      expect(reponse.headers.get('content-type')).toBe(type)
      expect(reponse.headers.get('content-disposition')).toBe(`attachment; filename="${chemin.split('/').at(-1)}"`)
      expect((await reponse.text()).length).toBeGreaterThan(1000)
    }
  })

  test('the IRI of a term is the place where the site shows it', async () => {
    const quads = new Parser().parse(await (await get('/vocabulaires/theme.ttl')).text())
    const iri = new URL(quads.find((q) => q.object.value === 'tabac')?.subject.value ?? '')
    expect(iri.origin).toBe(ADRESSE)
    expect(await listAttributs(await get(iri.pathname), 'id')).toContain(iri.hash.slice(1))
  })
})

test.each([
  '/vocabulaires/inconnu',
  '/vocabulaires/constructor',
  '/vocabulaires/theme.exe',
  '/vocabulaires/theme.toString',
  '/vocabulaires/.ttl',
  '/vocabulaires/..%2Ftheme',
])('%s answers 404', async (chemin) => {
  expect((await get(chemin)).status).toBe(404)
})

test('reading leaves its trace', async () => {
  await get('/vocabulaires/milieu')
  await client.app.close()
  const lus = await base.db
    .selectFrom('trace_publique')
    .select('nombre')
    .where('evenement', '=', 'vocabulaire.lecture')
    .execute()
  expect(lus.reduce((total, ligne) => total + Number(ligne.nombre), 0)).toBeGreaterThan(0)
})
