import type { DateCsl, ItemCsl, NomCsl } from '../csl.ts'
import { parseDateLibre } from './dates.ts'
import { addTexte, SEPARATEUR_MOTS } from './lecture.ts'
import { type ChampDonnees, type ChampMarc, LectureMarc } from './marc.ts'
import type { Enregistrement, Perdu } from './modele.ts'
import { isEtAl } from './noms.ts'
import { addExemplaires } from './unimarc-exemplaires.ts'
import { addHote, listHotes } from './unimarc-hote.ts'
import { parseLangue } from './unimarc-langues.ts'
import { addReste } from './unimarc-reste.ts'
import { parseType, ROLES, TEXTES } from './unimarc-tables.ts'

/** A UNIMARC record to an item. */
export function parseUnimarc(enregistrement: Enregistrement<ChampMarc>): { item: ItemCsl; perdus: Perdu[] } {
  const l = new LectureMarc(enregistrement)
  const hotes = listHotes(l)
  const livre = hotes.length > 0 && hotes.every((hote) => hote.zone === '463' && hote.has('t') && !hote.has('x'))
  // Looked at, not taken: the type is only a part of what these codes say.
  const codes = l.list('105')[0]?.[2].find(([code]) => code === 'a')?.[1] ?? ''
  const item: ItemCsl = { id: l.prendControle('001'), type: parseType(enregistrement.tete, codes.slice(4, 8), livre) }
  addTitre(item, l)
  for (const { cle, zone, code, joint, long } of TEXTES) {
    addCle(
      item,
      cle,
      l
        .list(zone)
        .flatMap((champ) => l.prend(champ, code, long))
        .join(joint),
    )
  }
  addNoms(item, l)
  addPublication(item, l)
  addCollation(item, l)
  addHote(item, hotes, l)
  addCollection(item, l)
  addSujets(item, l)
  addIdentifiants(item, l)
  addExemplaires(item, l)
  addReste(item, l)
  return { item, perdus: l.listPerdus() }
}

/** Sets a key, in `custom` where its name says so. */
function addCle(item: ItemCsl, cle: string, valeur: string): void {
  if (!cle.startsWith('custom.')) addTexte(item, cle, valeur)
  else if (valeur !== '') item.custom = { ...item.custom, [cle.slice(7)]: valeur }
}

/** Title, its complements and parts, in ISBD punctuation; what the document says of its authors. */
function addTitre(item: ItemCsl, l: LectureMarc): void {
  const champ = l.list('200')[0]
  let titre = ''
  let precedent = ''
  for (const sous of champ?.[2] ?? []) {
    const [code] = sous
    if (!'aehi'.includes(code)) continue
    const valeur = l.prendSous(sous)
    if (valeur === '') continue
    const joint = code === 'e' ? ' : ' : code === 'h' ? '. ' : code === 'i' ? (precedent === 'h' ? ', ' : '. ') : ' ; '
    titre += titre === '' ? valeur : joint + valeur
    precedent = code
  }
  addTexte(item, 'title', titre)
  addTexte(item, 'medium', l.prend(champ, 'b').join(' ; '))
  const mention = l.prend(champ, 'fg').join(' ; ')
  const etAl = /^(.{0,2000}?)\s?\[?et al\.?\]?$/.exec(mention)
  addCle(item, 'custom.mentionResponsabilite', etAl ? (etAl[1] ?? '') : mention)
  if (etAl) item.custom = { ...item.custom, etAl: true }
}

const ZONES_PERSONNES = ['700', '701', '702'] as const
const ZONES_COLLECTIVITES = ['710', '711', '712', '720', '721', '722'] as const

/**
 * Persons and bodies in the order of the record, those of main responsibility first; without any, the statement of
 * responsibility stands for the author.
 */
function addNoms(item: ItemCsl, l: LectureMarc): void {
  const champs = l.list(...ZONES_PERSONNES, ...ZONES_COLLECTIVITES)
  const isPrincipal = ([zone]: ChampDonnees): boolean => zone.endsWith('0')
  const listes: Record<string, NomCsl[]> = {}
  for (const champ of [...champs.filter(isPrincipal), ...champs.filter((c) => !isPrincipal(c))]) {
    const cle = parseRole(champ, l)
    const nom = cle === undefined ? undefined : parseNom(champ, l)
    if (cle === undefined || !nom) continue
    const liste = listes[cle] ?? []
    liste.push(nom)
    listes[cle] = liste
  }
  for (const [cle, noms] of Object.entries(listes)) item[cle] = noms
  const mention = item.custom?.mentionResponsabilite
  if (champs.length === 0 && typeof mention === 'string' && !isEtAl(mention)) item.author = [{ literal: mention }]
}

/** The list a name goes to; undefined for a role that CSL does not have: the field is then left whole. */
function parseRole(champ: ChampDonnees, l: LectureMarc): string | undefined {
  const roles = champ[2].filter(([code, valeur]) => code === '4' && valeur.trim() !== '')
  if (roles.length === 0) return champ[0].endsWith('2') ? 'contributor' : 'author'
  const connu = roles.find(([, valeur]) => Object.hasOwn(ROLES, valeur.trim()))
  if (connu) l.prendSous(connu)
  return connu && ROLES[connu[1].trim()]
}

function parseNom(champ: ChampDonnees, l: LectureMarc): NomCsl | undefined {
  if ((ZONES_COLLECTIVITES as readonly string[]).includes(champ[0])) {
    const literal = l.prend(champ, 'ab').join('. ')
    return literal ? { literal } : undefined
  }
  const [family = '', ...autres] = l.prend(champ, 'a')
  const given = l.prend(champ, 'b').join(' ')
  if (family === '') return given ? { given } : undefined
  return { family: [family, ...autres].join(' '), ...(given && { given }) }
}

/** « [Paris] » is Paris; « [S.l.] » and « [s.n.] » say that nothing is known. */
const formatTranscrit = (valeur: string): string =>
  /^\[?s\.\s?[ln]\.?\]?$/i.test(valeur) ? '' : valeur.replace(/^\[([^[\]]*)\]$/, '$1')

function addPublication(item: ItemCsl, l: LectureMarc): void {
  const champ = l.list('210')[0] ?? l.list('214').find(([, ind]) => ' 0'.includes(ind[1] ?? ' ')) ?? l.list('214')[0]
  const liste = (code: string): string => l.prend(champ, code).map(formatTranscrit).filter(Boolean).join(' ; ')
  addTexte(item, 'publisher-place', liste('a'))
  addTexte(item, 'publisher', liste('c'))
  const date = parseDateLibre(l.prend(champ, 'd').join(' ')) ?? parseDateCodee(l)
  if (date) item.issued = date
}

/** 100 $a, positions 9 to 12: the year, where the record has no date in full. */
function parseDateCodee(l: LectureMarc): DateCsl | undefined {
  const code =
    l
      .list('100')[0]?.[2]
      .find(([c]) => c === 'a')?.[1]
      .slice(9, 13) ?? ''
  return /^[12]\d{3}$/.test(code) ? parseDateLibre(code) : undefined
}

/** 215 $a: « 34 p. », « 1 vol. (XII-185 p.) », « p. 12-34 ». */
function addCollation(item: ItemCsl, l: LectureMarc): void {
  for (const champ of l.list('215')) {
    for (const sous of champ[2].filter(([code]) => code === 'a')) {
      const texte = sous[1].trim().slice(0, 200)
      const pages = /^pp?\.?\s*([a-z]?\d[\w:]*(?:\s?[-–]\s?[a-z]?\d[\w:]*)?)\.?$/i.exec(texte)
      const nombre =
        /^(?:\d+ vol\.? ?\()?((?:[ivxlcdm]{1,9} ?[-,] ?)?\d{1,5}) ?(?:p|f|ff|pages?|feuill?ets?)\.?\)?$/i.exec(texte)
      if (pages?.[1] && item.page === undefined) item.page = pages[1].replace(/\s?[-–]\s?/, '-')
      else if (nombre?.[1] && item['number-of-pages'] === undefined) item['number-of-pages'] = nombre[1]
      else continue
      l.prendSous(sous)
    }
  }
}

/** 225 as printed, else 410 as linked; where both say the same, both are said. */
function addCollection(item: ItemCsl, l: LectureMarc): void {
  const imprimee = l.list('225')[0]
  const liee = l.list('410')[0]
  const [titre = ''] = l.prend(imprimee, 'a')
  const [numero = ''] = l.prend(imprimee, 'v')
  addTexte(item, 'collection-title', titre)
  addTexte(item, 'collection-number', numero)
  for (const [code, cle] of [
    ['t', 'collection-title'],
    ['v', 'collection-number'],
  ] as const) {
    const sous = liee?.[2].find(([c]) => c === code)
    if (!sous) continue
    if (item[cle] === undefined || item[cle] === sous[1].trim()) addTexte(item, cle, l.prendSous(sous))
  }
}

const ZONES_SUJETS = ['600', '601', '602', '604', '605', '606', '607', '608'] as const

/** Headings with their subdivisions (« Droit -- Suède »), then free keywords, of which a field may hold several. */
function addSujets(item: ItemCsl, l: LectureMarc): void {
  const vedettes = l.list(...ZONES_SUJETS).map((champ) => {
    const tete = l.prend(champ, champ[0] === '600' ? 'ab' : 'a').join(champ[0] === '600' ? ', ' : ' -- ')
    return [tete, ...l.prend(champ, 'jxyz')].filter(Boolean).join(' -- ')
  })
  const libres = l
    .list('610')
    .flatMap((champ) => l.prend(champ, 'a'))
    .flatMap((mots) => mots.split(';'))
  const mots = [...vedettes, ...libres].map((mot) => mot.trim()).filter(Boolean)
  addTexte(item, 'keyword', [...new Set(mots)].join(SEPARATEUR_MOTS))
}

function addIdentifiants(item: ItemCsl, l: LectureMarc): void {
  const langue = l.list('101')[0]?.[2].find(([code]) => code === 'a')
  if (langue) addTexte(item, 'language', parseLangue(l.prendSous(langue)))
  const issn = l.list('011')[0]?.[2].find(([code]) => code === 'a')
  if (issn) item.ISSN = l.prendSous(issn)
  for (const champ of l.list('017')) {
    const systeme = champ[2].find(([code]) => code === '2')
    const cle = systeme && /^(doi|pmid)$/i.exec(systeme[1].trim())?.[1]?.toUpperCase()
    if (!systeme || !cle || item[cle] !== undefined) continue
    l.prendSous(systeme)
    addTexte(item, cle, l.prend(champ, 'a').join(' '))
  }
  const adresse = l
    .list('856')
    .flatMap((champ) => champ[2])
    .find(([code, valeur]) => code === 'u' && valeur.trim() !== '')
  if (adresse) addTexte(item, 'URL', l.prendSous(adresse))
  addSource(item, l)
  const these = l.list('328')[0]?.[2].find(([code]) => 'ab'.includes(code))
  if (these) {
    addTexte(item, 'genre', l.prendSous(these))
    if (item.type === 'book') item.type = 'thesis'
  }
}

/** 801: $b is the agency; PMB puts the country there and the agency in $a. */
function addSource(item: ItemCsl, l: LectureMarc): void {
  const sous = l.list('801').flatMap((champ) => champ[2].filter(([code]) => 'ab'.includes(code)))
  const isAgence = (valeur: string): boolean => valeur.trim().length > 2
  const agence =
    sous.find(([code, valeur]) => code === 'b' && isAgence(valeur)) ?? sous.find(([, valeur]) => isAgence(valeur))
  if (agence) addTexte(item, 'source', l.prendSous(agence))
}
