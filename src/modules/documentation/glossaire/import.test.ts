import { Parser } from 'n3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import { type Catalogue, openCatalogue } from '../recherche/exemples.ts'
import { parseTable } from './table.formats.ts'

const encode = (texte: string) => new TextEncoder().encode(texte)

describe('a table of terms', () => {
  it('is read whatever its separator, its encoding and the order of its columns', () => {
    const attendu = [{ n: 2, valeurs: { terme: 'Été', forme_longue: 'a; b' } }]
    expect(parseTable(encode('\uFEFFForme longue;Terme;inconnue\r\n"a; b";Été;x\r\n'))).toEqual(attendu)
    expect(parseTable(encode('terme,forme-longue\nÉté,"a; b"'))).toEqual(attendu)
    expect(parseTable(Buffer.from('terme\tforme_longue\n\xc9t\xe9\ta; b', 'latin1'))).toEqual(attendu)
  })

  it('tells the line of each row, cells of several lines included', () => {
    const lignes = parseTable(encode('terme;definition\nA;"un\ndeux"\n\nB;trois\n'))
    expect(lignes).toEqual([
      { n: 2, valeurs: { terme: 'A', definition: 'un\ndeux' } },
      { n: 5, valeurs: { terme: 'B', definition: 'trois' } },
    ])
  })

  it.each([
    ['', /nommer les colonnes/],
    ['nom;sens\nA;b', /nommer les colonnes/],
    ['terme;definition\nA;"ouvert', /vers la ligne/],
    [`terme\n${'A\n'.repeat(2001)}`, /plus de 2000/],
    ['\0\0terme', /octets nuls/],
  ])('%j is refused', (texte, message) => expect(() => parseTable(encode(texte))).toThrow(message))
})

describe('over HTTP', () => {
  let catalogue: Catalogue
  let client: Client
  const lire = async (chemin: string) => (await client.get(chemin)).text()
  const deposer = async (texte: string) =>
    (await client.post('/glossaire/import/lire', { fichier: new File([texte], 'termes.csv') })).text()
  const getTable = (page: string): string =>
    (/name="table" value="([^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  beforeAll(async () => {
    catalogue = await openCatalogue()
    client = createClientDeTest(catalogue.base.db)
    await client.connecter('documentaliste')
  })
  afterAll(() => catalogue.base.close())

  const TABLE = [
    'terme;sigle;forme_longue;theme;termes_lies;definition;source;a_verifier;notice',
    'Relais fictif;RF;relais fictif;Tabac;CPTS | Rien;Qui oriente.;Guide;oui;',
    'Relais fictif;;;;;"Qui ""écoute""; souvent.";Autre guide;;',
    'Haute Autorité de santé;HAS;;;Relais fictif;Une autorité.;;;',
    'haute autorite de sante;XX;autre;;;;;;',
    ';;;;;Sans nom.;;;',
    'Perdu;;;;;Une définition.;;;99999',
  ].join('\n')

  it('shows what each line would do, then does it', async () => {
    const apercu = await deposer(TABLE)
    expect(apercu).toContain('Importer 2\u00a0termes')
    expect(apercu).toContain('laissé de côté\u00a0: Rien.')
    expect(apercu).toContain('Le glossaire a un autre sigle pour ce terme\u00a0: HAS.')
    expect(apercu).toContain('Écrivez le terme.')
    expect(apercu).toContain('Aucune notice ne porte le numéro 99999.')
    expect(await lire('/glossaire')).not.toContain('relais-fictif')
    expect((await client.post('/glossaire/import', { table: getTable(apercu) })).status).toBe(303)
    const page = await lire('/glossaire/relais-fictif')
    expect(page).toContain('2 définitions')
    expect(page).toContain('Qui &quot;écoute&quot;; souvent.')
    expect(page).toContain('href="/glossaire/haute-autorite-de-sante"')
  })

  it('changes nothing the second time, nor when it reads back what it wrote', async () => {
    const csv = await lire('/glossaire.csv')
    expect(csv).toContain('"Qui ""écoute""; souvent."')
    for (const fichier of [TABLE, csv]) expect(await deposer(fichier)).not.toContain('name="table"')
    expect(await lire('/glossaire/relais-fictif')).toContain('2 définitions')
  })

  it.each([{ table: '[]x' }, { table: '[{"n":1}]' }, {}] as Record<string, string>[])(
    'refuses a table that is none: %j',
    async (champs) => expect((await client.post('/glossaire/import', champs)).status).toBe(422),
  )

  it('refuses a file that cannot be read, and those who only contribute', async () => {
    const refus = await client.post('/glossaire/import/lire', { fichier: new File(['nom\nA'], 'x.csv') })
    expect([refus.status, (await refus.text()).includes('nommer les colonnes')]).toEqual([422, true])
    await client.connecter('contributeur')
    expect((await client.get('/glossaire/import')).status).toBe(404)
    expect((await client.post('/glossaire/import', { table: '[]' })).status).toBe(404)
  })

  it('is exported as SKOS that an RDF reader takes', async () => {
    const quads = new Parser().parse(await lire('/glossaire.ttl'))
    const terme = 'http://localhost:3000/glossaire/relais-fictif'
    const noms = quads.filter((q) => q.subject.value === terme && /[lL]abel$/.test(q.predicate.value))
    expect(noms.map((q) => q.object.value).sort()).toEqual(['RF', 'Relais fictif', 'relais fictif'])
    expect(quads.filter((q) => q.subject.value === terme && q.predicate.value.endsWith('definition'))).toHaveLength(2)
  })
})
