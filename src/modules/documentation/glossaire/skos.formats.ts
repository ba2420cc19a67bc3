import { DataFactory, type Quad, Writer } from 'n3'
import { type Entree, formatAdresseTerme, formatSource } from './glossaire.ts'

const { literal, namedNode, quad } = DataFactory

const ESPACES = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  dcterms: 'http://purl.org/dc/terms/',
} as const

/**
 * SKOS in Turtle. A term's IRI is its page; each definition is a node of its own, as SKOS allows for notes
 * (SKOS Primer, § 4.2), so that its source stands beside it.
 * @param adresse address of the site, without final slash
 */
export function formatSkos(entrees: readonly Entree[], adresse: string): string {
  const scheme = namedNode(`${adresse}/glossaire`)
  const skos = (nom: string) => namedNode(ESPACES.skos + nom)
  const type = namedNode(`${ESPACES.rdf}type`)
  const quads: Quad[] = [
    quad(scheme, type, skos('ConceptScheme')),
    quad(scheme, skos('prefLabel'), literal('Glossaire', 'fr')),
  ]
  for (const e of entrees) {
    const terme = namedNode(adresse + formatAdresseTerme(e.slug))
    quads.push(quad(terme, type, skos('Concept')), quad(terme, skos('inScheme'), scheme))
    quads.push(quad(terme, skos('notation'), literal(e.slug)), quad(terme, skos('prefLabel'), literal(e.terme, 'fr')))
    const autres = new Set([e.sigle, e.formeLongue, ...e.variantes].filter((nom) => nom !== null && nom !== e.terme))
    for (const nom of autres) quads.push(quad(terme, skos('altLabel'), literal(nom ?? '', 'fr')))
    for (const l of e.lies) quads.push(quad(terme, skos('related'), namedNode(adresse + formatAdresseTerme(l.slug))))
    if (e.theme) quads.push(quad(terme, skos('relatedMatch'), namedNode(`${adresse}/vocabulaires/theme#${e.theme}`)))
    for (const [i, d] of e.definitions.entries()) {
      const note = namedNode(`${adresse}${formatAdresseTerme(e.slug)}#definition-${i + 1}`)
      quads.push(
        quad(terme, skos('definition'), note),
        quad(note, namedNode(`${ESPACES.rdf}value`), literal(d.texte, 'fr')),
      )
      const source = formatSource(d)
      if (source) quads.push(quad(note, namedNode(`${ESPACES.dcterms}source`), literal(source, 'fr')))
      if (d.adresse) quads.push(quad(note, namedNode(`${ESPACES.dcterms}source`), namedNode(new URL(d.adresse).href)))
    }
  }
  let texte = ''
  const writer = new Writer({ prefixes: ESPACES })
  writer.addQuads(quads)
  writer.end((erreur, resultat: string) => {
    if (erreur) throw erreur
    texte = resultat
  })
  return texte
}
