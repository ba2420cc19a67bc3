import { isSansDate, type PartiesDate, parseDate } from './dates.ts'
import { parseLibelle } from './libelles.ts'

/** What separates a segment from the one before. `?` also stands for an exclamation mark. */
export type Separateur = '' | ',' | ';' | '.' | ':' | '/' | '?'

/** What an imprint's segment says by its own form. */
export type Genre =
  | { genre: 'texte' }
  | { genre: 'date'; date: PartiesDate }
  | { genre: 'sansDate' }
  | { genre: 'pages'; pages: string }
  | { genre: 'nombrePages'; nombre: number }
  | { genre: 'tome'; volume: string | null; numero: string | null }
  | { genre: 'nombre'; valeur: string }
  | { genre: 'collection'; nom: string }
  | { genre: 'edition'; edition: string }
  | { genre: 'libelle' }
  | { genre: 'collation' }
  | { genre: 'nomDate'; nom: string; date: PartiesDate }
  | { genre: 'nomTome'; nom: string; numero: string; date: PartiesDate }
  | { genre: 'dateTome'; date: PartiesDate; volume: string | null; numero: string | null }

export type Segment = Genre & {
  texte: string
  debut: number
  fin: number
  avant: Separateur
  /** A space stands before the separator, as French typography wants before ";" and ":". */
  espace: boolean
}

const ABREGE =
  /(?:^|[\s(['’])(?:\p{Lu}|\p{Lu}\p{Ll}|vol|n|no|nos|num|p|pp|t|v|éd|ed|eds|éds|coll|dir|coord|al|suppl|st|ste|dr|pr|mme|mr|fig|cf|ex|art|s|d|l|chap|trad|ill|réf|tél|av|bd|fasc|hors-s|dép|rev|j|int|soc|sci|med|bull)$/iu

/** Closing bracket of each opening one, for pairs less than 400 characters wide. */
function searchPaires(texte: string): Int32Array {
  const fermant = new Int32Array(texte.length).fill(-1)
  const pile: number[] = []
  const couples: Record<string, string> = { ')': '(', ']': '[', '»': '«', '”': '“' }
  for (let i = 0; i < texte.length; i++) {
    const c = texte[i] as string
    if ('([«“'.includes(c)) pile.push(i)
    else if (couples[c]) {
      // An opening bracket that nothing closes must not hide the pairs around it.
      for (let k = pile.length - 1; k >= 0 && k >= pile.length - 4; k--) {
        const ouvrant = pile[k] as number
        if (texte[ouvrant] !== couples[c]) continue
        if (i - ouvrant < 400) fermant[ouvrant] = i
        pile.length = k
        break
      }
    }
  }
  return fermant
}

function isFinDePhrase(texte: string, i: number): boolean {
  if (texte[i + 1] !== undefined && !/[\s—–«]/.test(texte[i + 1] as string)) return false
  if (texte[i + 1] === undefined) return false
  // Two full stops are one misprinted; three are an ellipsis.
  if (texte[i + 1] === '.' || texte.slice(i - 2, i) === '..') return false
  const avant = texte.slice(Math.max(0, i - 12), i)
  if (!ABREGE.test(avant)) return true
  // "5e éd." ends there, the place follows.
  if (/\d\s?(?:e|re|[èe]me|nde?)\s+[ée]d$/iu.test(avant)) return true
  // "p. 12" and "n. 3" go on; "…20 p. Collection", "…et al. Titre" end there.
  const suite = texte.slice(i + 1, i + 4).trim()
  if (/(?:\d\s?p|\bs\.?\s?d|\d\s?pp|[\p{Ll}] et al)$/iu.test(avant)) return /^[\p{Lu}([—–«-]/u.test(suite)
  return /^(?:[—–])/.test(suite)
}

/** No reference has so many parts. */
const SEGMENTS_MAXIMUM = 60

/** Cuts a text at the separators that stand outside brackets and quotation marks. */
export function splitSegments(texte: string): Segment[] {
  const fermant = searchPaires(texte)
  const segments: Segment[] = []
  let debut = 0
  let avant: Separateur = ''
  let espace = false
  const add = (fin: number, suivant: Separateur, apres: number): void => {
    const brut = texte.slice(debut, fin)
    const net = brut.replace(/^[\s—–-]+|\s+$/g, '')
    const parenthese = /^(.*\S)\s*\(((?:pp?\.|pages|vol\.|n[°o])\s*[^()]{1,40})\)$/i.exec(net)
    if (parenthese) {
      // "Titre (p. 12-30)": the extent of a chapter stands in brackets.
      const place = debut + brut.indexOf(net)
      const [, nom = '', etendue = ''] = parenthese
      const milieu = place + net.lastIndexOf('(') + 1
      segments.push({ texte: nom, debut: place, fin: place + nom.length, avant, espace, ...parseGenre(nom) })
      segments.push({
        texte: etendue,
        debut: milieu,
        fin: milieu + etendue.length,
        avant: ',',
        espace: false,
        ...parseGenre(etendue),
      })
      avant = suivant
    } else if (net !== '') {
      const place = debut + brut.indexOf(net)
      segments.push({ texte: net, debut: place, fin: place + net.length, avant, espace, ...parseGenre(net) })
      avant = suivant
      espace = /\s/.test(texte[fin - 1] ?? '')
    } else if (segments.length > 0 && suivant !== ',') avant = suivant
    debut = apres
  }
  // The rest is left whole, whatever its length: the work stays in proportion to the text.
  for (let i = 0; i < texte.length && segments.length < SEGMENTS_MAXIMUM; i++) {
    const c = texte[i] as string
    const saut = fermant[i] ?? -1
    if (saut > i) {
      i = saut
      continue
    }
    const suite = texte[i + 1] ?? ' '
    if (c === ',' && /\s/.test(suite)) add(i, ',', i + 1)
    else if (c === ';') add(i, ';', i + 1)
    else if (c === ':' && (/\s/.test(suite) || /[\d)]/.test(texte[i - 1] ?? ''))) add(i, ':', i + 1)
    else if (c === '/' && /\s/.test(texte[i - 1] ?? '') && /\s/.test(suite)) add(i, '/', i + 1)
    else if (c === '—' && /\s/.test(suite) && /[\s.]/.test(texte[i - 1] ?? '')) add(i, '.', i + 1)
    else if ((c === '?' || c === '!') && /\s/.test(suite)) add(i + 1, '?', i + 1)
    else if (c === '.' && isFinDePhrase(texte, i)) add(i, '.', i + 1)
  }
  add(texte.length, '', texte.length)
  return segments.map((s, i) => {
    // "Ma santé 2022. Un engagement…": a year before more words belongs to them; so does "… . Rapport".
    const suivant = segments[i + 1]
    const { texte: brut, debut: place, fin, avant: lien, espace: blanc } = s
    const deTitre =
      (s.genre === 'nomDate' && (suivant?.genre === 'texte' || suivant?.genre === 'libelle')) ||
      (s.genre === 'libelle' && s.avant !== ',')
    return deTitre ? { genre: 'texte', texte: brut, debut: place, fin, avant: lien, espace: blanc } : s
  })
}

const NUMERO = '(?:n[°ºo]s?\\.?|num[ée]ros?|no\\.|nº|issue|iss\\.|#)\\s*'
const VOLUME = '(?:volume|vol\\.?|tome|t\\.)\\s*'
const VALEUR =
  '[\\dA-Z][\\w./-]*(?:\\s*(?:suppl(?:[ée]ment|\\.)?\\s*\\d*|bis|spécial|hors[- ]s[ée]rie))?(?:\\s*\\(\\d+\\))?'
const FORME_TOME = new RegExp(`^(?:${VOLUME}(${VALEUR}))?(?:\\s*[,;(]?\\s*(?:${NUMERO}(${VALEUR})\\)?))?$`, 'i')
const HORS_SERIE =
  /^(?:n[°o]\s*)?(?:hors[- ]s[ée]rie|suppl[ée]ment|n(?:um[ée]ro|°)\s+sp[ée]cial)(?:\s*(?:n[°o]\s*)?[\d-]+)?$/i
const PAGES =
  /^(?:[Pp]ages?|PAGES?|[Pp]p?\.?|PP\.?)\s*(?:de\s+)?((?:[A-Z]{0,2}\d+|[ivxlcXVILC]+)(?:\s*[-–—àa,]\s*(?:[A-Z]{0,2}\d+|[ivxlcXVILC]+))*)\.?$/
const NOMBRE_PAGES =
  /^(?:\d+\s+(?:vol\.?|fasc\.?|livret)\s*\(?)?(?:\[?[ivxlc]+\]?\s*[-,]\s*)?\[?(\d{1,5})\]?\s*(?:p\b\.?|pp\b\.?|pages?\b|diapo(?:sitive)?s?\b|f\.)(?:\s*(?:\+|et)\s*annexes?)?(?:\s*[);:].*)?\)?$/i
const COLLECTION = /^\(?\s*(?:coll(?:ection|\.)\s*:?\s*[«"]?\s*)(.{2,120}?)\s*[»"]?\s*\)?$/i
const EDITION =
  /^(?:(\d+)\s*(?:e|[èe]me|nde?|re|[èe]re)\s*[ée]d(?:ition|\.)?|nouvelle [ée]dition|[ée]d\. rev\..*)(?:\s.*)?$/i
const NOM_DATE = /^(.{2,160}?)[\s,]+((?:1[5-9]|20)\d\d(?:[ -](?:\d{1,2}|[A-Za-zéûô]{3,9}\.?)(?:[ -]\d{1,2})?)?)$/

/** Words of a description that are neither a name nor a figure of the reference. */
const COLLATION =
  /^(?:pdf|en ligne|non pagin[ée]|n\. ?p\.|(?:ill|tabl|fig|graph|bibliogr|r[ée]f|ann|cartes?|photos?)\.?|annexes?|multigr\.?|1 vol\.?|texte n[°o] ?\d+|dvd|cd-rom|\+ .{3,40}|(?:\d+ ?h ?)?\d+ ?(?:min|mn|minutes|h|heures?|cm|ko|mo|kb|mb)\.?(?: ?\d\d?(?: ?s)?| \+ .{3,40})?|ill\. .{2,30}|\d{1,3}[:h]\d\d(?::\d\d)?|consult[ée] .{4,30})$/iu

/** What a segment says by its form alone. */
export function parseGenre(brut: string): Genre {
  const texte = brut
    .trim()
    .replace(/^\(((?:pp?\.|pages|\d).*)\)$/, '$1')
    .replace(/\s*[.,;]$/, (fin) => (/\b(?:p|pp|d|suppl)$/i.test(brut.slice(0, -fin.length)) ? fin : ''))
  if (texte.length > 200) return { genre: 'texte' }
  if (isSansDate(texte)) return { genre: 'sansDate' }
  const date = parseDate(texte)
  if (date) return { genre: 'date', date }
  const pages = PAGES.exec(texte)
  if (pages) return { genre: 'pages', pages: (pages[1] as string).replace(/\s*[–—àa-]\s*(?=[\dA-Zivxlc])/g, '-') }
  const nombrePages = NOMBRE_PAGES.exec(texte)
  if (nombrePages) return { genre: 'nombrePages', nombre: Number(nombrePages[1]) }
  if (HORS_SERIE.test(texte)) return { genre: 'tome', volume: null, numero: texte.replace(/^n[°o]\s*(?=h)/i, '') }
  const tome = FORME_TOME.exec(texte)
  if (tome && (tome[1] || tome[2])) return { genre: 'tome', ...formatTome(tome[1] ?? null, tome[2] ?? null) }
  if (/^[A-Z]?\d{1,6}(?:\s*[-–]\s*[A-Z]?\d{1,6})?$/.test(texte) || /^\d{1,4}\s?\([\dA-Za-z.\s-]{1,12}\)$/.test(texte))
    return { genre: 'nombre', valeur: texte.replace(/\s*[-–]\s*/g, '-') }
  if (COLLATION.test(texte)) return { genre: 'collation' }
  if (parseLibelle(texte) !== null) return { genre: 'libelle' }
  const collection = COLLECTION.exec(texte)
  if (collection) return { genre: 'collection', nom: (collection[1] as string).trim() }
  const edition = EDITION.exec(texte)
  if (edition) return { genre: 'edition', edition: edition[1] ?? texte }
  return parseCompose(texte)
}

/** "Revue 2014", "2020;12(3)" once cut, "2022-03 n° 4", "Revue n° 12". */
function parseCompose(texte: string): Genre {
  // "2022/3 (Vol. 34)": year, issue and volume, as Cairn writes them.
  const cairn =
    /^((?:19|20)\d\d)\/(\d{1,2}(?:-\d)?)(?:\s*\(\s*(?:vol(?:ume|\.)?|n[°o]|tome|t\.)\s*(\d+)[^)]*\))?$/i.exec(texte)
  if (cairn) return { genre: 'dateTome', date: [Number(cairn[1])], volume: cairn[3] ?? null, numero: cairn[2] ?? null }
  const parenthese = /^([^()]{1,40}?)\s*\(([^()]{3,40})\)$/.exec(texte)
  if (parenthese) {
    const [tete, dedans] = [parseGenre(parenthese[1] as string), parseGenre(parenthese[2] as string)]
    if (tete.genre === 'tome' && dedans.genre === 'date') return { ...tete, genre: 'dateTome', date: dedans.date }
    if (tete.genre === 'date' && dedans.genre !== 'texte') return tete
  }
  const tomeFinal = new RegExp(`^((?:1[5-9]|20)\\d\\d)\\s+(${VOLUME}.+|${NUMERO}.+)$`, 'i').exec(texte)
  if (tomeFinal) {
    const date = parseDate(tomeFinal[1] as string)
    const tome = FORME_TOME.exec(tomeFinal[2] as string)
    if (date && tome) return { genre: 'dateTome', date, ...formatTome(tome[1] ?? null, tome[2] ?? null) }
  }
  // "JORF n° 175 du 31 juillet 1998": how an issue of the official journal is cited.
  const nomTome = /^(\p{Lu}[^\d°]{2,80}?),?\s+n[°o]\s?([\w-]+)\s+(?:du|de)\s+(.{6,24})$/u.exec(texte)
  const dateTome = nomTome ? parseDate(nomTome[3] as string) : null
  if (nomTome && dateTome && parseLibelle(nomTome[1] as string) === null)
    return { genre: 'nomTome', nom: nomTome[1] as string, numero: nomTome[2] as string, date: dateTome }
  const nomDate = NOM_DATE.exec(texte)
  if (nomDate) {
    const date = parseDate(nomDate[2] as string)
    if (date && !/(?:\s(?:en|de|du|d['’]|depuis|avant|après|horizon|année)|\d)$/i.test(nomDate[1] as string))
      return { genre: 'nomDate', nom: nomDate[1] as string, date }
  }
  return { genre: 'texte' }
}

/** "n° 3 (28)" names the volume in brackets. */
function formatTome(volume: string | null, numero: string | null): { volume: string | null; numero: string | null } {
  const m = /^(.+?)\s*\((\d+)\)$/.exec(volume ?? numero ?? '')
  if (!m) return { volume, numero }
  return volume
    ? { volume: m[1] as string, numero: numero ?? (m[2] as string) }
    : { volume: m[2] as string, numero: m[1] as string }
}
