import { DataFactory, type Quad, type Quad_Subject, Writer } from 'n3'
import type { Correspondance, Terme, Vocabulaire } from './vocabulaire.ts'

const { literal, namedNode, quad } = DataFactory

const ESPACES = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  owl: 'http://www.w3.org/2002/07/owl#',
  schema: 'http://schema.org/',
} as const
const CC0 = 'https://creativecommons.org/publicdomain/zero/1.0/'
const ENTIER = namedNode('http://www.w3.org/2001/XMLSchema#integer')
const BOOLEEN = namedNode('http://www.w3.org/2001/XMLSchema#boolean')
const MARQUE_ORDRE_OCTETS = '\uFEFF'

/** data.inclusion gives its values no address of their own: the page that documents the list, and the value as fragment. */
const DATA_INCLUSION = 'https://gip-inclusion.github.io/data-inclusion-schema/latest/referentiels'

const formatAdresse = (c: Correspondance): string => `${DATA_INCLUSION}/${c.liste}/#${c.valeur}`

/**
 * SKOS in Turtle, UTF-8. A term's IRI is the place where the site shows it (`{adresse}/vocabulaires/theme#tabac`), and
 * `skos:notation` holds the slug, which is the same on every site.
 * @param adresse address of the site, without final slash
 */
export function formatTurtle(vocabulaires: readonly Vocabulaire[], adresse: string): string {
  const prefixes = Object.fromEntries(vocabulaires.map((v) => [v.slug, `${formatSchemeIri(v, adresse)}#`]))
  const writer = new Writer({ prefixes: { ...ESPACES, ...prefixes } })
  writer.addQuads(listQuads(vocabulaires, adresse))
  let texte = ''
  writer.end((erreur, resultat: string) => {
    if (erreur) throw erreur
    texte = resultat
  })
  return texte
}

/** The same graph in RDF/XML, for the thesaurus tools that read nothing else. */
export function formatRdfXml(vocabulaires: readonly Vocabulaire[], adresse: string): string {
  const sujets = Map.groupBy(listQuads(vocabulaires, adresse), (q) => q.subject.value)
  const noeuds = [...sujets].map(([sujet, quads]) => {
    const proprietes = quads.map((q) => `    ${formatPropriete(q)}\n`).join('')
    return `  <rdf:Description rdf:about="${escapeXml(sujet)}">\n${proprietes}  </rdf:Description>\n`
  })
  const espaces = Object.entries(ESPACES).map(([prefixe, iri]) => ` xmlns:${prefixe}="${iri}"`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF${espaces.join('')}>\n${noeuds.join('')}</rdf:RDF>\n`
}

function formatPropriete({ predicate, object }: Quad): string {
  const nom = formatNomQualifie(predicate.value)
  if (object.termType !== 'Literal') return `<${nom} rdf:resource="${escapeXml(object.value)}"/>`
  const type = object.datatype.value.endsWith('#string') ? '' : ` rdf:datatype="${escapeXml(object.datatype.value)}"`
  const attribut = object.language ? ` xml:lang="${object.language}"` : type
  return `<${nom}${attribut}>${escapeXml(object.value)}</${nom}>`
}

function formatNomQualifie(iri: string): string {
  const espace = Object.entries(ESPACES).find(([, base]) => iri.startsWith(base))
  if (!espace) throw new Error(`Propriété sans préfixe : ${iri}`)
  return `${espace[0]}:${iri.slice(espace[1].length)}`
}

const ENTITES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }

/** A bare carriage return would come back as a line feed (XML 1.0, § 2.11). */
function escapeXml(texte: string): string {
  return texte.replace(/[&<>"\r]/g, (signe) => ENTITES[signe] ?? signe)
}

const formatSchemeIri = (v: Vocabulaire, adresse: string): string => `${adresse}/vocabulaires/${v.slug}`

function listQuads(vocabulaires: readonly Vocabulaire[], adresse: string): Quad[] {
  return vocabulaires.flatMap((v) => {
    const scheme = formatSchemeIri(v, adresse)
    const enfants = Map.groupBy(v.termes, (t) => t.parent ?? null)
    return [
      ...listQuadsTete(v, scheme, enfants.get(null) ?? []),
      ...v.termes.flatMap((t) => listQuadsTerme(v, t, scheme, enfants.get(t.slug) ?? [])),
      ...listQuadsGroupes(v, scheme),
    ]
  })
}

/** Statements about one subject, predicates and classes written `prefix:name`. */
function about(sujet: string) {
  const noeud: Quad_Subject = namedNode(sujet)
  const expand = (nom: string): string => {
    const [prefixe = '', local = ''] = nom.split(':')
    return ESPACES[prefixe as keyof typeof ESPACES] + local
  }
  const predicat = (nom: string) => namedNode(expand(nom))
  return {
    classe: (nom: string) => quad(noeud, predicat('rdf:type'), namedNode(expand(nom))),
    lien: (nom: string, iri: string) => quad(noeud, predicat(nom), namedNode(iri)),
    code: (nom: string, valeur: string) => quad(noeud, predicat(nom), literal(valeur)),
    texte: (nom: string, valeur: string | undefined) =>
      valeur === undefined ? [] : [quad(noeud, predicat(nom), literal(valeur, 'fr'))],
    entier: (nom: string, valeur: number) => quad(noeud, predicat(nom), literal(String(valeur), ENTIER)),
    vrai: (nom: string) => quad(noeud, predicat(nom), literal('true', BOOLEEN)),
  }
}

function listQuadsTete(v: Vocabulaire, scheme: string, racines: readonly Terme[]): Quad[] {
  const a = about(scheme)
  return [
    a.classe('skos:ConceptScheme'),
    ...a.texte('skos:prefLabel', v.libelle),
    ...a.texte('dcterms:title', v.libelle),
    ...a.texte('dcterms:description', v.description),
    ...a.texte('dc:source', v.source),
    a.code('dc:language', 'fr'),
    a.code('owl:versionInfo', v.version),
    a.lien('dcterms:license', CC0),
    ...racines.map((t) => a.lien('skos:hasTopConcept', `${scheme}#${t.slug}`)),
  ]
}

function listQuadsTerme(v: Vocabulaire, t: Terme, scheme: string, enfants: readonly Terme[]): Quad[] {
  const a = about(`${scheme}#${t.slug}`)
  const autres = [...(t.sigle ? [t.sigle] : []), ...(t.synonymes ?? [])]
  return [
    a.classe('skos:Concept'),
    a.lien('skos:inScheme', scheme),
    a.code('skos:notation', t.slug),
    ...a.texte('skos:prefLabel', t.libelle),
    ...autres.flatMap((nom) => a.texte('skos:altLabel', nom)),
    ...a.texte('skos:definition', t.definition),
    t.parent ? a.lien('skos:broader', `${scheme}#${t.parent}`) : a.lien('skos:topConceptOf', scheme),
    ...enfants.map((enfant) => a.lien('skos:narrower', `${scheme}#${enfant.slug}`)),
    ...(t.ordre === undefined ? [] : [a.entier('schema:position', t.ordre)]),
    ...(t.exclusif ? a.texte('skos:scopeNote', 'Ne se combine avec aucun autre terme.') : []),
    ...(t.correspondances ?? []).map((c) => a.lien(`skos:${c.type}`, formatAdresse(c))),
    ...(t.aVerifier ? a.texte('skos:editorialNote', v.aVerifier) : []),
    ...(t.remplacePar ? [a.vrai('owl:deprecated'), a.lien('dcterms:isReplacedBy', `${scheme}#${t.remplacePar}`)] : []),
  ]
}

function listQuadsGroupes(v: Vocabulaire, scheme: string): Quad[] {
  return (v.groupes ?? []).flatMap((groupe) => {
    const a = about(`${scheme}#groupe-${groupe.slug}`)
    const membres = v.termes.filter((t) => t.groupe === groupe.slug)
    return [
      a.classe('skos:Collection'),
      ...a.texte('skos:prefLabel', groupe.libelle),
      ...membres.map((t) => a.lien('skos:member', `${scheme}#${t.slug}`)),
    ]
  })
}

/** Columns of the CSV export, in order. Kinds of document fill `csl`, `ris` and `bibtex`. */
const COLONNES = [
  'vocabulaire',
  'slug',
  'libelle',
  'sigle',
  'synonymes',
  'definition',
  'parent',
  'groupe',
  'ordre',
  'exclusif',
  'correspondances',
  'csl',
  'ris',
  'bibtex',
  'a_verifier',
  'remplace_par',
] as const

/**
 * CSV after RFC 4180 (quotes doubled, CRLF), one term a line, with what French spreadsheets expect: UTF-8 with byte
 * order mark and `;` between fields. Several values in a cell are separated by ` | `.
 */
export function formatCsv(vocabulaires: readonly Vocabulaire[]): string {
  const lignes = vocabulaires.flatMap((v) => v.termes.map((t) => formatLigne(v, t)))
  return (
    MARQUE_ORDRE_OCTETS + [COLONNES, ...lignes].map((champs) => `${champs.map(formatChamp).join(';')}\r\n`).join('')
  )
}

function formatLigne(v: Vocabulaire, t: Terme): string[] {
  const valeurs: Partial<Record<(typeof COLONNES)[number], string | number>> = {
    ...Object.fromEntries(
      Object.entries(t).filter(([, valeur]) => typeof valeur === 'string' || typeof valeur === 'number'),
    ),
    vocabulaire: v.slug,
    synonymes: t.synonymes?.join(' | '),
    exclusif: t.exclusif ? 'oui' : '',
    correspondances: t.correspondances?.map((c) => `${c.type} ${c.schema} ${c.liste} ${c.valeur}`).join(' | '),
    a_verifier: t.aVerifier ? 'oui' : '',
    remplace_par: t.remplacePar,
  }
  return COLONNES.map((colonne) => String(valeurs[colonne] ?? ''))
}

function formatChamp(champ: string): string {
  return /[";\r\n]/.test(champ) ? `"${champ.replaceAll('"', '""')}"` : champ
}

export interface Format {
  libelle: string
  /** Media type of the file. */
  type: string
  format: (vocabulaires: readonly Vocabulaire[], adresse: string) => string
}

/** The files that people can take away, by extension. */
export const FORMATS: Readonly<Record<string, Format>> = {
  ttl: { libelle: 'SKOS, Turtle', type: 'text/turtle; charset=utf-8', format: formatTurtle },
  rdf: { libelle: 'SKOS, RDF/XML', type: 'application/rdf+xml; charset=utf-8', format: formatRdfXml },
  csv: { libelle: 'CSV', type: 'text/csv; charset=utf-8', format: formatCsv },
}
