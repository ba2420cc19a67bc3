import { Parser, type Quad } from 'n3'
import { RdfXmlParser } from 'rdfxml-streaming-parser'
import { describe, expect, test } from 'vitest'
import { getVocabulaire, listVocabulaires, type Vocabulaire } from './index.ts'
import { formatCsv, formatRdfXml, formatTurtle } from './vocabulaire.formats.ts'

const ADRESSE = 'https://maillage.example'
const SKOS = 'http://www.w3.org/2004/02/skos/core#'

/** Everything that escaping may break. */
const PIEGE: Vocabulaire = {
  slug: 'piege',
  libelle: 'A & B <c> "d"',
  description: 'Une barre \\ et\nune ligne',
  version: '1.0.0',
  source: '',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'a', libelle: 'Deux ; champs', definition: 'Il dit "non" ; puis\r\ns’en va. ]]> & \\u0041', ordre: 0 },
    { slug: 'b', libelle: '日本 😀', parent: 'a', remplacePar: 'a', exclusif: true },
  ],
}

async function parseRdfXml(texte: string): Promise<Quad[]> {
  const parser = new RdfXmlParser()
  parser.end(texte)
  const quads: Quad[] = []
  for await (const q of parser) quads.push(q)
  return quads
}

const describeQuad = ({ subject, predicate, object }: Quad): string => {
  const suite = object.termType === 'Literal' ? `@${object.language}^${object.datatype.value}` : ''
  return `${subject.value} ${predicate.value} ${object.termType} ${object.value}${suite}`
}
const listObjets = (quads: Quad[], sujet: string, predicat: string): string[] =>
  quads
    .filter((q) => q.subject.value === ADRESSE + sujet && q.predicate.value === SKOS + predicat)
    .map((q) => q.object.value)

describe('SKOS', () => {
  const quads = new Parser().parse(formatTurtle(listVocabulaires(), ADRESSE))

  test('one concept a term, one scheme a vocabulary, none without French label', () => {
    const sujets = (classe: string) => quads.filter((q) => q.object.value === SKOS + classe).map((q) => q.subject.value)
    expect(sujets('ConceptScheme')).toHaveLength(19)
    expect(sujets('Concept')).toHaveLength(listVocabulaires().reduce((n, v) => n + v.termes.length, 0))
    const nommes = new Set(quads.filter((q) => q.predicate.value === `${SKOS}prefLabel`).map((q) => q.subject.value))
    expect(sujets('Concept').filter((sujet) => !nommes.has(sujet))).toEqual([])
  })

  test('hierarchy in both directions, equivalents, other names', () => {
    expect(listObjets(quads, '/vocabulaires/theme#tabac', 'broader')).toEqual([
      `${ADRESSE}/vocabulaires/theme#addictions`,
    ])
    expect(listObjets(quads, '/vocabulaires/theme#addictions', 'narrower')).toContain(
      `${ADRESSE}/vocabulaires/theme#tabac`,
    )
    expect(listObjets(quads, '/vocabulaires/theme#tabac', 'closeMatch')[0]).toMatch(/thematiques\/#sante--addictions$/)
    expect(listObjets(quads, '/vocabulaires/dispositif#cpts', 'altLabel')).toEqual(['CPTS'])
    expect(listObjets(quads, '/vocabulaires/prevention#groupe-moment', 'member')).toHaveLength(3)
    const relations = quads.filter((q) => q.predicate.value === `${SKOS}broader`)
    const reciproques = quads.filter((q) => q.predicate.value === `${SKOS}narrower`)
    expect(relations.map((q) => `${q.object.value} ${q.subject.value}`).sort()).toEqual(
      reciproques.map((q) => `${q.subject.value} ${q.object.value}`).sort(),
    )
  })

  test('Turtle and RDF/XML say the same, escapes included', async () => {
    const tous = [...listVocabulaires(), PIEGE]
    const turtle = new Parser().parse(formatTurtle(tous, ADRESSE)).map(describeQuad).sort()
    const xml = (await parseRdfXml(formatRdfXml(tous, ADRESSE))).map(describeQuad).sort()
    expect(xml).toEqual(turtle)
    expect(turtle).toContain(
      `${ADRESSE}/vocabulaires/piege#b http://purl.org/dc/terms/isReplacedBy NamedNode ${ADRESSE}/vocabulaires/piege#a`,
    )
  })
})

/** A reader of its own, after the grammar of RFC 4180 with `;`. */
function parseCsv(texte: string): string[][] {
  const champ = /(?:"((?:[^"]|"")*)"|([^";\r\n]*))(;|\r\n)/y
  const lignes: string[][] = [[]]
  while (champ.lastIndex < texte.length) {
    const trouve = champ.exec(texte)
    if (!trouve) throw new Error('CSV illisible')
    lignes.at(-1)?.push(trouve[1]?.replaceAll('""', '"') ?? trouve[2] ?? '')
    if (trouve[3] === '\r\n') lignes.push([])
  }
  return lignes.slice(0, -1)
}

describe('CSV', () => {
  const read = (vocabulaires: readonly Vocabulaire[]) => {
    const texte = formatCsv(vocabulaires)
    expect(texte.startsWith('\uFEFFvocabulaire;slug;')).toBe(true)
    const [colonnes = [], ...lignes] = parseCsv(texte.slice(1))
    return lignes.map((ligne) => {
      expect(ligne).toHaveLength(colonnes.length)
      return Object.fromEntries(colonnes.map((colonne, rang) => [colonne, ligne[rang]]))
    })
  }

  test('one line a term', () => {
    const lignes = read(listVocabulaires())
    expect(lignes).toHaveLength(listVocabulaires().reduce((n, v) => n + v.termes.length, 0))
    expect(lignes.find((l) => l.vocabulaire === 'theme' && l.slug === 'tabac')).toMatchObject({
      libelle: 'Tabac',
      parent: 'addictions',
      correspondances: 'closeMatch data.inclusion thematiques sante--addictions',
    })
    expect(read([getVocabulaire('nature')])[0]).toMatchObject({
      slug: 'article',
      csl: 'article-journal',
      ris: 'JOUR',
      bibtex: 'article',
    })
  })

  test('quotes, separators, line breaks and a rank of zero come back', () => {
    expect(read([PIEGE])[0]).toMatchObject({
      libelle: 'Deux ; champs',
      definition: PIEGE.termes[0]?.definition,
      ordre: '0',
    })
    expect(read([PIEGE])[1]).toMatchObject({ libelle: '日本 😀', remplace_par: 'a', exclusif: 'oui' })
  })
})
