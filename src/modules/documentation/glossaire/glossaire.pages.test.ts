import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { type Catalogue, openCatalogue } from '../recherche/exemples.ts'
import { createEntree } from './ecriture.queries.ts'
import type { ContenuEntree, Definition } from './glossaire.ts'

const CPTS = '/glossaire/communaute-professionnelle-territoriale-de-sante'

const createDefinition = (texte: string, reste: Partial<Definition> = {}): Definition => ({
  texte,
  document: null,
  lieu: null,
  annee: null,
  adresse: null,
  notice: null,
  aVerifier: false,
  ...reste,
})

const createContenu = (terme: string, reste: Partial<ContenuEntree> = {}): ContenuEntree => ({
  terme,
  sigle: null,
  formeLongue: null,
  variantes: [],
  theme: null,
  termesLies: [],
  definitions: [],
  ...reste,
})

let catalogue: Catalogue
let client: Client
const lire = async (chemin: string) => (await client.get(chemin)).text()
beforeAll(async () => {
  catalogue = await openCatalogue()
  client = createClientDeTest(catalogue.base.db)
  const { ctx, ids } = catalogue
  await createEntree(
    ctx,
    createContenu('Maison fictive', {
      sigle: 'MF',
      formeLongue: 'maison fictive',
      variantes: ['Foyer inventé'],
      theme: 'tabac',
      termesLies: ['haute autorite de sante', 'Inconnu'],
      definitions: [
        createDefinition('Un lieu de <b>parole</b>, avec la CPTS et la HAS.', {
          document: 'Guide fictif',
          annee: '2020',
        }),
        createDefinition('Un lieu où la CPTS reçoit.', {
          adresse: 'https://exemple.test/page',
          notice: ids[1] ?? 0,
          aVerifier: true,
        }),
      ],
    }),
  )
})
afterAll(() => catalogue.base.close())

describe('the list', () => {
  it('shows all terms, those that answer, or what to do when none does', async () => {
    expect(await lire('/glossaire')).toContain('<strong>3\u00a0termes</strong>')
    const filtre = await lire('/glossaire?q=autorit%C3%A9')
    expect(filtre).toContain('<strong>1\u00a0terme</strong>')
    expect(filtre).toContain('id="haute-autorite-de-sante"')
    expect(filtre).not.toContain('id="maison-fictive"')
    expect(await lire('/glossaire?q=foyer')).toContain('id="maison-fictive"')
    expect(await lire('/glossaire?theme=tabac')).toContain('<strong>1\u00a0terme</strong>')
    const rien = await lire('/glossaire?q=%3Cb%3Elune')
    expect(rien).toContain('Aucun terme ne répond')
    expect(rien).toContain('href="/documentation?q=%3Cb%3Elune"')
    expect(rien).not.toContain('<b>lune')
  })
})

describe('the page of a term', () => {
  it('holds its definitions side by side, each with its source', async () => {
    const page = await lire('/glossaire/maison-fictive')
    expect(page).toContain('<h1>Maison fictive (MF)</h1>')
    expect(page).toContain('2 définitions')
    expect(page.match(/<article class="definition">/g)).toHaveLength(2)
    expect(page).toContain('D’après\u00a0: Guide fictif, 2020')
    expect(page).toContain(`href="/documentation/notices/${catalogue.ids[1]}"`)
    expect(page).toContain('href="https://exemple.test/page"')
    expect(page).toContain('À vérifier')
    expect(page).toContain('Foyer inventé')
    expect(page).not.toContain('<b>parole')
  })

  it('tells each acronym once, by a link and its long form', async () => {
    const page = await lire('/glossaire/maison-fictive')
    expect(page.split('(communauté professionnelle territoriale de santé)')).toHaveLength(2)
    expect(page.split(`<a class="sigle" href="${CPTS}">CPTS</a>`)).toHaveLength(2)
  })

  it('relates both ways', async () => {
    expect(await lire('/glossaire/maison-fictive')).toContain('href="/glossaire/haute-autorite-de-sante"')
    expect(await lire('/glossaire/haute-autorite-de-sante')).toContain('href="/glossaire/maison-fictive"')
  })

  it('says where the term is employed: documents, shelves, other definitions', async () => {
    await client.connecter('documentaliste')
    await client.post('/etageres', { titre: 'Autour des CPTS', presentation: 'ireps-bfc' })
    expect(await lire(CPTS)).not.toContain('Autour des CPTS')
    await client.post('/etageres/1/etat', { etat: 'publique' })
    await client.connecter(null)
    const page = await lire(CPTS)
    expect(page).toContain('2\u00a0documents')
    expect(page).toContain('Les CPTS vues par leurs coordinatrices')
    expect(page).toContain('Autour des CPTS')
    expect(page).toMatch(/Dans d’autres définitions[\s\S]*Maison fictive/)
  })

  it.each(['/glossaire/rien', '/glossaire/%00', `/glossaire/${'x'.repeat(400)}`, '/glossaire/__proto__'])(
    'answers 404 to %s',
    async (chemin) => expect((await client.get(chemin)).status).toBe(404),
  )
})

it('tells acronyms in abstracts and in search, beside the marks', async () => {
  await client.connecter('documentaliste')
  const saisie = {
    nature: 'ouvrage',
    title: 'Bilan fictif',
    date: '2020',
    resume: 'La CPTS et l’HAS se parlent de paniers. La CPTS aussi.',
    resumeSource: 'Maillage',
  }
  const adresse = (await client.post('/documentation/notices', saisie)).headers.get('location') ?? ''
  await client.connecter(null)
  const notice = await lire(adresse)
  expect(notice).toContain(`<a class="sigle" href="${CPTS}">CPTS</a><span class="forme-longue"> (communauté`)
  const trouve = await lire('/documentation?q=paniers%20CPTS')
  expect(trouve).toContain(
    `<mark><a class="sigle" href="${CPTS}">CPTS</a></mark><span class="forme-longue"> (communauté`,
  )
  expect(trouve).toContain('<mark>paniers</mark>')
})
