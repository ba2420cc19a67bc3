import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { schemaItemCsl } from '../csl.ts'
import { formatXml, parseArbre } from '../echange/xml.formats.ts'
import { parseTypeDc } from './dc-types.ts'
import { parseMetadonnees } from './enregistrement.formats.ts'
import { parseReponse } from './oai.formats.ts'
import { parseDc } from './oai-dc.formats.ts'

/** « title=Un titre », « description@fr=Résumé »: elements of one record. */
const lire = (...champs: string[]) => {
  const elements = champs.map((champ) => {
    const [, nom = '', langue, texte = ''] = /^(\w+)(?:@(\w+))?=([\s\S]*)$/.exec(champ) ?? []
    return `<dc:${nom}${langue ? ` xml:lang="${langue}"` : ''}>${formatXml(texte)}</dc:${nom}>`
  })
  return parseDc(parseArbre(`<oai_dc:dc>${elements.join('')}</oai_dc:dc>`))
}

describe('an element of Dublin Core', () => {
  const ANCIENS = [[2011, 12]]
  const table: [string, string[], Record<string, unknown>][] = [
    ['title', ['title=Santé  fictive\n en ville'], { title: 'Santé fictive en ville' }],
    [
      'creator',
      ['creator=Fictive, Ana', 'creator=Agence fictive'],
      { author: [{ family: 'Fictive', given: 'Ana' }, { literal: 'Agence fictive' }] },
    ],
    [
      'creator, cut',
      ['creator=Fictive, Ana', 'creator=et al.'],
      { author: [{ family: 'Fictive', given: 'Ana' }], custom: { etAl: true } },
    ],
    ['contributor', ['contributor=Fictif, Léo'], { contributor: [{ family: 'Fictif', given: 'Léo' }] }],
    ['date', ['date=2011-12'], { issued: { 'date-parts': ANCIENS } }],
    ['date and hour', ['date=2011-12-05T10:00:00Z'], { issued: { 'date-parts': [[2011, 12, 5]] } }],
    [
      'date of an embargo',
      ['date=info:eu-repo/date/embargoEnd/2020-01-01', 'date=2011-12'],
      { issued: { 'date-parts': ANCIENS } },
    ],
    ['address', ['identifier=https://fictif.example/a?b=1'], { URL: 'https://fictif.example/a?b=1' }],
    ['DOI', ['identifier=doi:10.1234/fictif.5'], { DOI: '10.1234/fictif.5' }],
    ['DOI, resolved', ['identifier=https://doi.org/10.1234/FICTIF'], { DOI: '10.1234/FICTIF' }],
    ['DOI in relation', ['relation=info:eu-repo/semantics/altIdentifier/doi/10.1234/f'], { DOI: '10.1234/f' }],
    ['ISBN', ['identifier=urn:ISBN:9782296083967'], { ISBN: '9782296083967' }],
    ['ISBN in words', ['identifier=ISBN : 2-211-04459-X'], { ISBN: '2-211-04459-X' }],
    ['ISBN that is none', ['identifier=9782296083960'], { ISBN: undefined }],
    ['ISSN', ['identifier=urn:ISSN:0181009x'], { ISSN: '0181-009X' }],
    ['ISSN in source', ['source=ISSN: 1950-6899'], { ISSN: '1950-6899' }],
    ['language', ['language=fre'], { language: 'fr' }],
    ['language and country', ['language=fr_FR'], { language: 'fr' }],
    ['language in words', ['language=Français'], { language: 'fr' }],
    ['subject', ['subject=Santé ; Ville', 'subject=Santé'], { keyword: 'Santé ; Ville' }],
    ['publisher', ['publisher=Éditions fictives'], { publisher: 'Éditions fictives' }],
    [
      'description',
      ['description@en=In English', 'description@fr=En français'],
      { abstract: 'En français\n\nIn English' },
    ],
    ['description, empty in words', ['description=Cette publication n’a pas de résumé.'], { abstract: undefined }],
    [
      'source of an article',
      ['type=article', 'source=Revue fictive, (744), 31-36 (2011-11)'],
      { 'container-title': 'Revue fictive', issue: '744', page: '31-36' },
    ],
    [
      'source in words',
      ['type=article', 'source=Revue fictive, vol. 3, n° 2, pp. 7-19'],
      { 'container-title': 'Revue fictive', volume: '3', issue: '2', page: '7-19' },
    ],
    [
      'source of a chapter',
      ['type=bookPart', 'source=L’ouvrage fictif, (pp. 7-19)'],
      { 'container-title': 'L’ouvrage fictif', page: '7-19' },
    ],
    ['source alone', ['type=article', 'source=Revue fictive'], { 'container-title': 'Revue fictive' }],
    ['source of a book', ['type=book', 'source=Base fictive'], { source: 'Base fictive' }],
    [
      'rights',
      ['rights=CC BY-SA 4.0', 'rights=info:eu-repo/semantics/openAccess'],
      { note: 'Droits\u00a0: CC BY-SA 4.0' },
    ],
    ['format', ['format=280'], { 'number-of-pages': '280' }],
    [
      'type',
      ['type=Text', 'type=info:eu-repo/semantics/doctoralThesis'],
      { type: 'thesis', custom: { libelle: 'Text' } },
    ],
  ]
  it.each(table)('%s', (_nom, champs, attendu) =>
    expect({ ISBN: undefined, abstract: undefined, ...lire(...champs).item }).toMatchObject(attendu),
  )

  it('that an item does not carry is told', () => {
    const { perdus } = lire(
      'title=Un',
      'title=Deux',
      'coverage=Lieu fictif',
      'format=application/pdf',
      'identifier=1234',
      'audience=Tous',
    )
    expect(perdus.map(({ zone, valeur }) => `${zone} ${valeur}`)).toEqual([
      'identifier 1234',
      'format application/pdf',
      'title Deux',
      'coverage Lieu fictif',
      'audience Tous',
    ])
    expect(perdus.every((p) => p.raison !== '' && !p.gardee)).toBe(true)
  })
})

describe('a type, in French or in English', () => {
  it.each([
    ['Article de périodique', 'article-journal'],
    ['info:eu-repo/semantics/article', 'article-journal'],
    ['http://purl.org/coar/resource_type/journalArticle', 'article-journal'],
    ['info:eu-repo/semantics/bookPart', 'chapter'],
    ['Chapitre d’ouvrage', 'chapter'],
    ['Ouvrage', 'book'],
    ['info:eu-repo/semantics/book', 'book'],
    ['Rapport', 'report'],
    ['conference publication', 'paper-conference'],
    ['info:eu-repo/semantics/conferenceObject', 'paper-conference'],
    ['Mémoire de master', 'thesis'],
    ['info:eu-repo/semantics/workingPaper', 'article'],
    ['MovingImage', 'motion_picture'],
    ['Vidéo', 'motion_picture'],
    ['Périodique', 'periodical'],
    ['Dépliant', 'pamphlet'],
    ['Text', undefined],
    ['texte imprimé', undefined],
    ['document électronique', undefined],
  ])('%s', (type, attendu) => expect(parseTypeDc([type])).toBe(attendu))
})

const REELS = '../shared/donnees/biblio/oai_dc'
describe.skipIf(!existsSync(REELS))('real records', () => {
  it('are all read, with a title, and each loss is told', () => {
    const { enregistrements } = parseReponse(readFileSync(`${REELS}/oaipmh_oai_dc.xml`, 'utf8'))
    expect(enregistrements).toHaveLength(100)
    const types: Record<string, number> = {}
    for (const lu of enregistrements) {
      if (!('metadonnees' in lu) || !lu.metadonnees) throw new Error(JSON.stringify(lu))
      const { item, perdus } = parseMetadonnees(lu.metadonnees)
      expect(schemaItemCsl.safeParse(item).success).toBe(true)
      expect(item.title?.length).toBeGreaterThan(3)
      expect(item.author ?? item.contributor).toBeDefined()
      expect(item.issued?.['date-parts']).toBeDefined()
      expect(item.abstract ?? '').not.toMatch(/pas de résumé/)
      expect(perdus.map((p) => p.zone)).not.toContain('creator')
      types[item.type] = (types[item.type] ?? 0) + 1
    }
    expect(types).toMatchObject({ 'article-journal': 44, chapter: 22, book: 10 })
  })

  it('one alone, out of its envelope', () => {
    const { item } = parseMetadonnees(
      parseArbre(readFileSync(`${REELS}/oai_dc.xml`, 'utf8').replace(/^<\?xml.*?\?>/, '')),
    )
    expect(item).toMatchObject({ type: 'document', issued: { 'date-parts': [[1973, 3, 4]] }, language: 'fr' })
  })
})
