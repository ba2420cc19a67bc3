import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { listFormatsLus, parseMetadonnees } from './enregistrement.formats.ts'
import { formatFaute, parseEnsembles, parseFormats, parseIdentite, parseReponse } from './oai.formats.ts'

const envelopper = (contenu: string, racine = 'OAI-PMH') =>
  `<?xml version="1.0"?><${racine}><responseDate>2026-01-02T03:04:05Z</responseDate><request verb="x">https://oai.example/</request>${contenu}</${racine}>`
const record = (id: string, description: string, attribut = '') =>
  `<record><header${attribut}><identifier>${id}</identifier><datestamp>2026-01-01</datestamp></header>${description && `<metadata>${description}</metadata>`}</record>`
const DC = '<dc><title>Titre fictif</title></dc>'
const MARC =
  '<record><leader>x</leader><datafield tag="200" ind1="1" ind2=" "><subfield code="a">Titre fictif</subfield></datafield></record>'
const liste = (...records: string[]) =>
  envelopper(`<ListRecords>${records.join('\n')}<resumptionToken cursor="0"> suite </resumptionToken></ListRecords>`)
const identifiants = (texte: string) =>
  parseReponse(texte).enregistrements.map((e) => ('raison' in e ? `${e.identifiant} !` : e.identifiant))

describe('an answer', () => {
  it('gives its records, its date and its token', () => {
    const lue = parseReponse(liste(record('oai:a:1', DC), record('oai:a:2', '', ' status="deleted"')))
    expect(lue).toMatchObject({ date: '2026-01-02T03:04:05Z', jeton: 'suite', fautes: [] })
    expect(lue.enregistrements).toMatchObject([
      { identifiant: 'oai:a:1', datestamp: '2026-01-01', supprime: false, metadonnees: { nom: 'dc' } },
      { identifiant: 'oai:a:2', supprime: true, metadonnees: null },
    ])
  })

  it('whatever the prefixes, around records that hold records', () => {
    const texte = liste(
      record('oai:a:1', MARC),
      record('oai:a:2', `<c:collection>${MARC}${MARC}</c:collection>`),
      record('oai:a:3', '<record/>'),
    )
    expect(identifiants(texte)).toEqual(['oai:a:1', 'oai:a:2', 'oai:a:3'])
    const prefixe = texte
      .replaceAll('<record><header', '<oai:record><header')
      .replaceAll('</metadata></record>', '</metadata></oai:record>')
    expect(identifiants(prefixe)).toEqual(['oai:a:1', 'oai:a:2', 'oai:a:3'])
  })

  it('loses one record to a fault in it, and names it', () => {
    const texte = liste(
      record('oai:a:1', DC),
      record('oai:a:2', '<dc><title>Cassé</dc>'),
      record('oai:a:3', '<dc>&nbsp;</dc>'),
      record('oai:a:4', DC),
    )
    expect(identifiants(texte)).toEqual(['oai:a:1', 'oai:a:2 !', 'oai:a:3 !', 'oai:a:4'])
    const ouvert = liste(record('oai:a:1', '<record><f>').replace('</record>', ''), record('oai:a:2', DC))
    expect(identifiants(ouvert)).toEqual(['oai:a:1 !', 'oai:a:2'])
  })

  it('is read in spite of control characters and of tags in comments', () => {
    expect(
      identifiants(liste(record('oai:a:1', '<!-- <record> --><dc><title>\u000b<![CDATA[</record>]]></title></dc>'))),
    ).toEqual(['oai:a:1'])
  })

  it('refuses a record without identifier or above 1 MB', () => {
    const gros = `<dc><title>${'a'.repeat(1_000_001)}</title></dc>`
    expect(identifiants(liste(record('', DC), record('oai:a:2', gros), record('oai:a:3', DC)))).toEqual([
      ' !',
      'oai:a:2 !',
      'oai:a:3',
    ])
  })

  it.each([
    ['a web page', '<!DOCTYPE html><html><body>Maintenance</body></html>', /page internet/],
    ['a cut text', liste(record('oai:a:1', DC)).slice(0, -30), /coupée/],
    ['a text cut in a record', liste(record('oai:a:1', DC), record('oai:a:2', DC)).slice(0, 320), /coupée/],
    ['another XML', '<rss><channel/></rss>', /pas en OAI-PMH/],
    ['nothing', '', /coupée/],
    [
      'an entity bomb',
      '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><OAI-PMH>&b;</OAI-PMH>',
      /entités/,
    ],
  ])('%s is refused with words', (_nom, texte, raison) => expect(() => parseReponse(texte)).toThrow(raison))

  it('tells faults in French', () => {
    const { fautes, contenu } = parseReponse(envelopper('<error code="badArgument">bad until</error>'))
    expect(contenu).toBeNull()
    expect(fautes.map(formatFaute)).toEqual([
      'Le serveur refuse la demande : un de ses paramètres ne lui convient pas (« bad until »).',
    ])
    expect(formatFaute({ code: 'autre', message: '' })).toContain('(autre)')
  })
})

describe('what a server says of itself', () => {
  it('Identify, ListMetadataFormats, ListSets', () => {
    const lire = (contenu: string) =>
      parseReponse(envelopper(contenu)).contenu ?? { nom: '', attributs: {}, texte: '', enfants: [] }
    expect(
      parseIdentite(
        lire(
          '<Identify><repositoryName>Base fictive</repositoryName><baseURL>https://oai.example/</baseURL><deletedRecord>no</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>',
        ),
      ),
    ).toEqual({
      nom: 'Base fictive',
      adresse: 'https://oai.example/',
      granularite: 'seconde',
      suppressions: false,
    })
    const formats = ['oai_dc', 'marcxml', 'mods', 'pmb_xml_unimarc'].map(
      (p) => `<metadataFormat><metadataPrefix>${p}</metadataPrefix></metadataFormat>`,
    )
    const lus = parseFormats(lire(`<ListMetadataFormats>${formats.join('')}</ListMetadataFormats>`))
    expect(listFormatsLus(lus).map((f) => f.prefixe)).toEqual(['pmb_xml_unimarc', 'marcxml', 'oai_dc'])
    expect(
      parseEnsembles(lire('<ListSets><set><setSpec>set_1</setSpec><setName>Panier fictif</setName></set></ListSets>')),
    ).toEqual([{ code: 'set_1', nom: 'Panier fictif' }])
  })
})

describe('a description', () => {
  const lire = (description: string) => {
    const [lu] = parseReponse(liste(record('oai:a:1', description))).enregistrements
    if (!lu || !('metadonnees' in lu) || !lu.metadonnees) throw new Error('pas lu')
    return parseMetadonnees(lu.metadonnees).item
  }
  const PMB = '<f c="001">12</f><f c="200" ind="1 "><s c="a">Titre fictif</s></f>'
  it.each([
    ['oai_dc', DC],
    ['MARCXML', MARC],
    ['MARCXML in a collection', `<collection>${MARC}</collection>`],
    ['PMB', `<notice><rs>n</rs>${PMB}</notice>`],
    ['PMB in its file', `<unimarc><notice><rs>n</rs>${PMB}</notice></unimarc>`],
  ])('is read from %s', (_nom, description) => expect(lire(description).title).toBe('Titre fictif'))

  it.each([
    ['MARC 21', MARC.replace('"200"', '"245"'), /MARC 21/],
    ['without title', '<dc><creator>Personne</creator></dc>', /pas de titre/],
    ['in a format that is not read', '<mods><title>a</title></mods>', /« mods »/],
  ])('%s is refused with words', (_nom, description, raison) => expect(() => lire(description)).toThrow(raison))
})

const REELS = '../shared/donnees/biblio'
describe.skipIf(!existsSync(REELS))('real answers', () => {
  it('DIDL: cut in its records, each refused for its format', () => {
    const { enregistrements } = parseReponse(readFileSync(`${REELS}/oaipmh/oaipmh_didl.xml`, 'utf8'))
    expect(enregistrements).toHaveLength(100)
    for (const lu of enregistrements) {
      expect(() => 'metadonnees' in lu && lu.metadonnees && parseMetadonnees(lu.metadonnees)).toThrow(/« DIDL »/)
    }
  })
})
