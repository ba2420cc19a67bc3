import type { ItemCsl } from '../csl.ts'
import { parseDateLibre } from '../echange/dates.ts'
import { addTexte, type ChampSimple, Lecture, SEPARATEUR_MOTS } from '../echange/lecture.ts'
import type { Perdu } from '../echange/modele.ts'
import { isEtAl, parseNomVirgule } from '../echange/noms.ts'
import { formatLigne, formatValeur } from '../echange/texte.formats.ts'
import { parseLangue } from '../echange/unimarc-langues.ts'
import type { Noeud } from '../echange/xml.formats.ts'
import { isIsbn } from '../notice/regles.ts'
import { parseTypeDc } from './dc-types.ts'

/** What an item does not carry, by element of Dublin Core. */
type Ecarter = (zone: string, valeur: string, raison?: string) => void

const RAISONS: Record<string, string> = {
  title: 'autre titre',
  date: 'autre date',
  language: 'autre langue',
  identifier: 'identifiant sans équivalent en CSL',
  source: 'origine, sans équivalent en CSL',
  relation: 'lien vers un autre document',
  coverage: 'lieu ou période, sans équivalent en CSL',
  format: 'support ou format de fichier, sans équivalent en CSL',
  rights: 'code de droits d’accès, sans équivalent en CSL',
  subject: 'code de classement, sans équivalent en CSL',
  description: 'mention d’absence de résumé',
}

/**
 * Unqualified Dublin Core, as `oai_dc` carries it, to CSL-JSON: fifteen elements, each as often as one likes, in any
 * order. Source: Dublin Core Metadata Element Set 1.1.
 * @returns an item whose `id` is '', and what it does not carry
 */
export function parseDc(dc: Noeud): { item: ItemCsl; perdus: Perdu[] } {
  // What is said in French comes first: a title, an abstract often come in two languages.
  const champs = dc.enfants.toSorted((a, b) => Number(isFrancais(b)) - Number(isFrancais(a)))
  const l = new Lecture(
    champs.map(
      ({ nom, texte }): ChampSimple => [nom, nom === 'description' ? formatValeur(texte).trim() : formatLigne(texte)],
    ),
  )
  const perdus: Perdu[] = []
  const ecarter: Ecarter = (zone, valeur, raison = RAISONS[zone] ?? 'sans équivalent en CSL') =>
    void perdus.push({ zone, valeur, raison, gardee: false })

  const types = l.prendTout('type')
  const item: ItemCsl = { id: '', type: parseTypeDc(types) ?? 'document' }
  const libelle = types.filter((type) => !/[:/]/.test(type)).join(' ')
  if (libelle !== '') item.custom = { libelle }
  addTexte(item, 'title', l.prend('title'))
  addNoms(item, 'author', l.prendTout('creator'))
  addNoms(item, 'contributor', l.prendTout('contributor'))
  addIdentifiants(item, l, ecarter)
  addSources(item, l, ecarter)
  addDate(item, l, ecarter)
  addTexte(item, 'language', parseLangueDc(l.prend('language')))
  addTexte(item, 'publisher', l.prendTout('publisher').join(SEPARATEUR_MOTS))
  addMots(item, l, ecarter)
  addResume(item, l, ecarter)
  addDroits(item, l, ecarter)
  addPages(item, l, ecarter)
  for (const { zone, valeur } of l.listPerdus()) ecarter(zone, valeur)
  return { item, perdus }
}

const isFrancais = ({ attributs }: Noeud): boolean => /^fr/i.test(attributs['xml:lang'] ?? '')

function addNoms(item: ItemCsl, cle: 'author' | 'contributor', valeurs: readonly string[]): void {
  const noms = valeurs.filter((valeur) => !isEtAl(valeur)).map(parseNomVirgule)
  if (noms.length > 0) item[cle] = noms
  if (cle === 'author' && noms.length < valeurs.length) item.custom = { ...item.custom, etAl: true }
}

type CleIdentifiant = 'DOI' | 'ISSN' | 'ISBN' | 'PMID'

/** How each identifier is known, whatever its dress: urn:, info:, the address of a resolver, « ISBN : ». */
const IDENTIFIANTS: readonly (readonly [CleIdentifiant, RegExp])[] = [
  ['DOI', /^(?:info:(?:.*\/)?doi\/|https?:\/\/(?:dx\.)?doi\.org\/|doi[\s:]*)?(10\.\d{4,9}\/\S+)$/i],
  ['ISSN', /^(?:urn:\s*|info:.*\/)?[ep]?issn[\s:/]*(\d{4}-?\d{3}[\dx])$/i],
  ['ISBN', /^(?:(?:urn:\s*|info:.*\/)?isbn[\s:/]*)?(\d[\d\s-]{8,16}[\dx])$/i],
  ['PMID', /^(?:info:)?pmid[\s:/]*(\d{1,9})$/i],
]

/** Sets an identifier. @returns false where the text is none, or where there is one of its kind already */
function addIdentifiant(item: ItemCsl, valeur: string): boolean {
  for (const [cle, forme] of IDENTIFIANTS) {
    const trouve = forme.exec(valeur)?.[1]
    if (trouve === undefined || item[cle] !== undefined || (cle === 'ISBN' && !isIsbn(trouve))) continue
    item[cle] = cle === 'ISSN' ? trouve.toUpperCase().replace(/^(\d{4})(?=\d)/, '$1-') : trouve
    return true
  }
  return false
}

const isAdresse = (valeur: string): boolean => /^https?:\/\/\S+$/.test(valeur) && URL.canParse(valeur)

function addIdentifiants(item: ItemCsl, l: Lecture, ecarter: Ecarter): void {
  for (const valeur of l.prendTout('identifier')) {
    if (addIdentifiant(item, valeur)) continue
    if (isAdresse(valeur) && item.URL === undefined) item.URL = valeur
    else ecarter('identifier', valeur)
  }
  for (const valeur of l.prendTout('relation')) if (!addIdentifiant(item, valeur)) ecarter('relation', valeur)
}

/** Kinds of document that stand in another: for the others, `source` says where the record comes from. */
const DANS_UN_HOTE = new Set([
  'article-journal',
  'article-newspaper',
  'article',
  'chapter',
  'paper-conference',
  'review-book',
])

/** « Revue fictive, vol. 3, n° 2, pp. 7-19 », « Revue fictive, (744), 31-36 (2011-11) », « L’ouvrage fictif (pp. 7-19) ». */
function addSources(item: ItemCsl, l: Lecture, ecarter: Ecarter): void {
  for (const valeur of l.prendTout('source')) {
    if (addIdentifiant(item, valeur)) continue
    if (isAdresse(valeur)) ecarter('source', valeur)
    else if (!DANS_UN_HOTE.has(item.type)) {
      if (item.source === undefined) item.source = valeur
      else ecarter('source', valeur)
    } else if (item['container-title'] === undefined) addHote(item, valeur)
    else ecarter('source', valeur)
  }
}

const PLACES: readonly (readonly ['volume' | 'issue' | 'page', RegExp])[] = [
  ['volume', /[,;(\s]\(?vol(?:ume|\.)?\s*(\d{1,4})/i],
  ['issue', /[,;(\s]\(?(?:n°|no\.?|num[ée]ro|issue)\s*(\d{1,4}(?:[-/]\d{1,4})?)/i],
  ['issue', /[,\s]\((\d{1,5}|spécial)\)/],
  ['page', /[,;(\s]\(?pp?\.\s*(\d{1,5}(?:\s?[-–]\s?\d{1,5})?)/i],
  ['page', /,\s*(\d{1,5}\s?[-–]\s?\d{1,5})(?=\s*(?:\(|$))/],
]

/** Title of the host, and the place in it as far as it is said in a known way. */
function addHote(item: ItemCsl, valeur: string): void {
  let titre = valeur
  for (const [cle, forme] of PLACES) {
    const m = forme.exec(valeur)
    if (!m?.[1] || item[cle] !== undefined) continue
    item[cle] = m[1].replace(/\s?[-–]\s?/, '-')
    titre = titre.length > m.index ? valeur.slice(0, m.index) : titre
  }
  addTexte(item, 'container-title', titre.replace(/[\s,;:(]+$/, ''))
}

/** The first date that holds a year; the day of an embargo or of a deposit comes after. */
function addDate(item: ItemCsl, l: Lecture, ecarter: Ecarter): void {
  for (const valeur of l.prendTout('date')) {
    const date = parseDateLibre(valeur.replace(/^info:.*\//, ''))
    const embargo = /^info:.*embargo/i.test(valeur)
    if (item.issued === undefined && date?.['date-parts'] && !embargo) item.issued = date
    else ecarter('date', valeur)
  }
}

/** « fre », « fra », « fr_FR », « français » : « fr ». */
function parseLangueDc(valeur: string): string {
  const nu = valeur
    .trim()
    .toLowerCase()
    .replace(/[_-].*$/, '')
  if (/^(fran[cç]ais|french)$/.test(nu)) return 'fr'
  if (/^(anglais|english)$/.test(nu)) return 'en'
  return parseLangue(nu)
}

function addMots(item: ItemCsl, l: Lecture, ecarter: Ecarter): void {
  const mots = l.prendTout('subject').flatMap((sujet) => {
    if (!/^(?:info:|https?:)\S+$/.test(sujet)) return sujet.split(/\s*;\s*/)
    ecarter('subject', sujet)
    return []
  })
  addTexte(item, 'keyword', [...new Set(mots.filter(Boolean))].join(SEPARATEUR_MOTS))
}

/** « Cette publication n’a pas de résumé », as some archives fill an empty field. */
const SANS_RESUME = /^.{0,60}(?:n['’] ?a pas de résumé|has no abstract)[.\s]*$/i

function addResume(item: ItemCsl, l: Lecture, ecarter: Ecarter): void {
  const resumes = l.prendTout('description').filter((texte) => {
    if (SANS_RESUME.test(texte)) ecarter('description', texte)
    return !SANS_RESUME.test(texte)
  })
  addTexte(item, 'abstract', resumes.join('\n\n'))
}

function addDroits(item: ItemCsl, l: Lecture, ecarter: Ecarter): void {
  const mentions = l.prendTout('rights').filter((droit) => {
    const code = /^info:\S+$/.test(droit)
    if (code) ecarter('rights', droit)
    return !code
  })
  if (mentions.length > 0) item.note = `Droits\u00a0: ${mentions.join(SEPARATEUR_MOTS)}`
}

function addPages(item: ItemCsl, l: Lecture, ecarter: Ecarter): void {
  for (const valeur of l.prendTout('format')) {
    const pages = /^(\d{1,5})(?: ?p(?:ages?|\.)?)?$/.exec(valeur)?.[1]
    if (pages && item['number-of-pages'] === undefined) item['number-of-pages'] = pages
    else ecarter('format', valeur)
  }
}
