import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { type Catalogue, openCatalogue } from '../recherche/exemples.ts'
import { type Entree, filterEntrees } from './glossaire.ts'

const createEntree = (terme: string, sigle: string | null, definition: string): Entree => ({
  slug: terme,
  terme,
  sigle,
  formeLongue: null,
  definition,
  termesLies: [],
  theme: null,
  source: null,
  aVerifier: false,
})

describe('filterEntrees', () => {
  const entrees = [
    createEntree('Accès aux soins', null, 'Être soigné près de chez soi.'),
    createEntree('Centre fictif d’écoute', 'CFE', 'Un lieu inventé pour parler.'),
    createEntree('Relais', null, 'Personne qui oriente vers un CFE ou un autre lieu.'),
  ]
  it.each([
    ['', ['Accès aux soins', 'Centre fictif d’écoute', 'Relais']],
    ['acces', ['Accès aux soins']],
    ['  Soins ACCÈS ', ['Accès aux soins']],
    ["d'ecoute", ['Centre fictif d’écoute']],
    ['cfe', ['Centre fictif d’écoute']],
    ['oriente', ['Relais']],
    ['relais oriente', ['Relais']],
    ['lieu', ['Centre fictif d’écoute', 'Relais']],
    ['lune', []],
  ])('« %s » keeps %j', (question, termes) => {
    expect(filterEntrees(entrees, question).map((e) => e.terme)).toEqual(termes)
  })
})

describe('over HTTP', () => {
  let catalogue: Catalogue
  let client: Client
  beforeAll(async () => {
    catalogue = await openCatalogue()
    client = createClientDeTest(catalogue.base.db)
  })
  afterAll(() => catalogue.base.close())
  const lire = async (chemin: string) => (await client.get(chemin)).text()

  it('shows all terms, those that answer, or what to do when none does', async () => {
    expect(await lire('/glossaire')).toContain('<strong>2\u00a0termes</strong>')
    const filtre = await lire('/glossaire?q=autorit%C3%A9')
    expect(filtre).toContain('<strong>1\u00a0terme</strong>')
    expect(filtre).toContain('id="has"')
    expect(filtre).not.toContain('id="cpts"')
    const rien = await lire('/glossaire?q=%3Cb%3Elune')
    expect(rien).toContain('Aucun terme ne répond à ces mots')
    expect(rien).toContain('href="/documentation?q=%3Cb%3Elune"')
    expect(rien).not.toContain('<b>lune')
  })
})
