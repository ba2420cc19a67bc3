import type { ItemCsl, NomCsl } from '../csl.ts'
import { formatDateIso } from '../dates.ts'
import { formatNoms, parseNoms } from './bibtex-noms.ts'
import { formatType, isArticle, parseType } from './bibtex-types.ts'
import { formatDateLibre, parseDateLibre } from './dates.ts'
import { formatAdresse, formatLatex, parseAdresse, parseLatex } from './latex.ts'
import { addTexte, type ChampSimple, Lecture, SEPARATEUR_MOTS } from './lecture.ts'
import type { Champ, Correspondance, Enregistrement, Perdu } from './modele.ts'
import { formatLigne, formatValeur } from './texte.formats.ts'

export const MOIS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const

/** The citation key is a field of this name in our records. */
export const CLE = '@key'

const NOMS = ['author', 'editor', 'translator'] as const

/** Keys that one field says, the first one that is present when reading; it is the one that is written. */
const TEXTES: readonly (readonly [cle: string, zones: readonly string[]])[] = [
  ['title-short', ['shorttitle']],
  ['container-title-short', ['shortjournal']],
  ['collection-title', ['series']],
  ['volume', ['volume']],
  ['number-of-volumes', ['volumes']],
  ['edition', ['edition']],
  ['chapter-number', ['chapter']],
  ['publisher-place', ['address', 'location']],
  ['number-of-pages', ['pagetotal', 'numpages']],
  ['genre', ['type']],
  ['call-number', ['lccn', 'callnumber']],
  ['abstract', ['abstract']],
  ['note', ['note']],
]
const LONGS: ReadonlySet<string> = new Set(['abstract', 'note'])

/** Identifiers and addresses: TeX has nothing to say in them. */
const ADRESSES: readonly (readonly [cle: string, zone: string])[] = [
  ['ISBN', 'isbn'],
  ['ISSN', 'issn'],
  ['DOI', 'doi'],
  ['PMID', 'pmid'],
  ['URL', 'url'],
]

const LANGUES: Record<string, string> = {
  french: 'fr',
  francais: 'fr',
  français: 'fr',
  english: 'en',
  german: 'de',
  ngerman: 'de',
  spanish: 'es',
  italian: 'it',
  portuguese: 'pt',
  dutch: 'nl',
}

const EDITEURS = ['publisher', 'school', 'institution', 'organization', 'howpublished'] as const

function parse({ tete, champs }: Enregistrement<ChampSimple>): { item: ItemCsl; perdus: Perdu[] } {
  const l = new Lecture(champs)
  const ligne = (...zones: string[]): string => formatLigne(parseLatex(l.prend(...zones)))
  const type = parseType(tete, l.prend('entrysubtype').trim())
  const item: ItemCsl = { id: l.prend(CLE), type: type ?? 'document' }
  const perdus: Perdu[] = type
    ? []
    : [{ zone: `@${tete}`, valeur: tete, raison: 'type inconnu, lu comme « document »', gardee: true }]
  addTexte(item, 'title', [ligne('title'), ligne('subtitle')].filter(Boolean).join(' : '))
  for (const cle of NOMS) addNoms(item, cle, l.prend(cle))
  for (const [cle, zones] of TEXTES) {
    const texte = parseLatex(l.prend(...zones))
    addTexte(item, cle, LONGS.has(cle) ? formatValeur(texte) : formatLigne(texte))
  }
  for (const [cle, zone] of ADRESSES)
    addTexte(item, cle, cle === 'URL' ? parseAdresse(l.prend(zone)) : parseIdentifiant(l.prend(zone)))
  addTexte(item, 'container-title', ligne('journal', 'journaltitle', 'booktitle'))
  addEditeur(item, l)
  addNumero(item, l)
  addDates(item, l)
  addTexte(item, 'page', ligne('pages').replace(/[-–—]+/g, '-'))
  const langue = ligne('language', 'langid')
  addTexte(item, 'language', LANGUES[langue.toLowerCase()] ?? langue)
  const mots = ligne('keywords')
  addTexte(
    item,
    'keyword',
    mots
      .split(mots.includes(';') ? ';' : ',')
      .map((mot) => mot.trim())
      .filter(Boolean)
      .join(SEPARATEUR_MOTS),
  )
  return { item, perdus: [...perdus, ...l.listPerdus()] }
}

const parseIdentifiant = (brut: string): string =>
  formatLigne(parseAdresse(brut.replace(/[ \t\n]+/g, '\u00a0'))).replaceAll('\u00a0', ' ')

function addNoms(item: ItemCsl, cle: string, brut: string): void {
  const { noms, etAl } = parseNoms(brut)
  if (noms.length > 0) item[cle] = noms
  if (etAl && cle === 'author') item.custom = { ...item.custom, etAl: true }
}

function addEditeur(item: ItemCsl, l: Lecture): void {
  if (/^\s*\\?(url\s*\{)?\s*https?:/.test(l.get('howpublished')) && !item.URL)
    addTexte(item, 'URL', parseAdresse(l.prend('howpublished').trim()))
  addTexte(item, 'publisher', formatLigne(parseLatex(l.prend(...EDITEURS))))
}

/** `number` is the issue of an article, the place of a book in its series, the number of anything else. */
function addNumero(item: ItemCsl, l: Lecture): void {
  const numero = formatLigne(parseLatex(l.prend('number')))
  addTexte(item, isArticle(item.type) ? 'issue' : item['collection-title'] ? 'collection-number' : 'number', numero)
  const issue = formatLigne(parseLatex(l.prend('issue')))
  if (issue) item.issue = item.issue ? `${item.issue}, ${issue}` : issue
}

/** `date` says all; else `year`, with `month` (number, name or abbreviation) and `day` where they make a date with it. */
function addDates(item: ItemCsl, l: Lecture): void {
  const lit = (zone: string): string => formatLigne(parseLatex(l.get(zone)))
  const [date, annee, mois, jour] = [lit('date'), lit('year'), lit('month'), lit('day')]
  const precise = parseDateLibre(
    /^\d+$/.test(mois)
      ? [annee, mois, jour]
          .filter(Boolean)
          .map((p) => p.padStart(2, '0'))
          .join('-')
      : `${jour} ${mois} ${annee}`,
  )
  const parties = precise?.['date-parts']?.[0]?.length ?? 0
  const issued = parseDateLibre(date) ?? (mois && parties > 1 ? precise : parseDateLibre(annee))
  if (issued) item.issued = issued
  l.prend('date')
  l.prend('year')
  if (mois && (date || parties > 1)) l.prend('month')
  if (jour && (date || parties > 2)) l.prend('day')
  const accessed = parseDateLibre(formatLigne(parseLatex(l.prend('urldate'))))
  if (accessed) item.accessed = accessed
  const evenement = parseDateLibre(formatLigne(parseLatex(l.prend('eventdate'))))
  if (evenement) item['event-date'] = evenement
}

function format(item: ItemCsl): Enregistrement<ChampSimple> {
  const { entree, precise } = formatType(item.type)
  const champs: ChampSimple[] = []
  const brut = (zone: string, valeur: string): void => {
    if (valeur !== '') champs.push([zone, valeur])
  }
  const ecrit = (zone: string, valeur: unknown): void => brut(zone, formatLatex(formatLigne(String(valeur ?? ''))))
  brut(CLE, formatCle(String(item.id)))
  brut('entrysubtype', precise ?? '')
  ecrit('title', item.title)
  for (const cle of NOMS)
    brut(cle, formatNoms((item[cle] as NomCsl[] | undefined) ?? [], cle === 'author' && item.custom?.etAl === true))
  ecrit(isArticle(item.type) ? 'journal' : 'booktitle', item['container-title'])
  ecrit(item.type === 'thesis' ? 'school' : item.type === 'report' ? 'institution' : 'publisher', item.publisher)
  const numero = isArticle(item.type) ? 'issue' : item['collection-title'] ? 'collection-number' : 'number'
  ecrit('number', item[numero])
  if (numero !== 'issue') ecrit('issue', item.issue)
  for (const [cle, [zone = '']] of TEXTES) {
    if (LONGS.has(cle)) brut(zone, formatLatex(formatValeur(String(item[cle] ?? '')).trim()))
    else ecrit(zone, item[cle])
  }
  formatDates(item, brut)
  brut('pages', formatLatex(formatLigne(String(item.page ?? '')).replace(/[-–—]+/g, '-')).replaceAll('-', '--'))
  for (const [cle, zone] of ADRESSES)
    brut(
      zone,
      cle === 'URL'
        ? formatAdresse(formatLigne(item.URL ?? ''))
        : formatLigne(String(item[cle] ?? '')).replace(/[{}\\]/g, ''),
    )
  ecrit('language', item.language)
  const mots = (item.keyword ?? '')
    .split(SEPARATEUR_MOTS.trim())
    .map((mot) => mot.trim())
    .filter(Boolean)
  ecrit(
    'keywords',
    mots.some((mot) => mot.includes(',')) ? `${mots.join('; ')}${mots.length === 1 ? ';' : ''}` : mots.join(', '),
  )
  return { tete: entree, champs }
}

/** A key that BibTeX reads: no space, comma, brace nor quote. */
const formatCle = (id: string): string => formatLigne(id).replace(/[\s,{}()"'#%~\\=]+/g, '_') || 'notice'

/** Year and month for plain BibTeX; `date` (biblatex) for the day, an interval, an approximate date. */
function formatDates(item: ItemCsl, brut: (zone: string, valeur: string) => void): void {
  const iso = formatDateIso(item.issued)
  const libre = formatDateLibre(item.issued)
  if (iso === undefined || iso !== libre || iso.length > 7)
    brut(iso === undefined ? 'year' : 'date', formatLatex(formatLigne(libre)))
  brut('year', iso?.slice(0, 4) ?? '')
  brut('month', MOIS[Number(iso?.slice(5, 7)) - 1] ?? '')
  brut('urldate', formatLatex(formatLigne(formatDateLibre(item.accessed))))
  brut('eventdate', formatLatex(formatLigne(formatDateLibre(item['event-date']))))
}

const autour = [
  'type',
  'title',
  'container-title',
  'publisher',
  'collection-title',
  'collection-number',
  'number',
  'issue',
]

export const correspondanceBibtex: Correspondance<ChampSimple> = {
  famille: 'bibtex',
  libelle: 'BibTeX',
  parse,
  format,
  isChamp: (champ: Champ): champ is ChampSimple =>
    champ.length === 2 &&
    /^(?:@key|[a-z][\w:.+-]*)$/i.test(champ[0]) &&
    typeof champ[1] === 'string' &&
    isEquilibre(champ[1]),
  groupes: [
    { zones: [CLE], cles: ['id'] },
    { zones: ['entrysubtype', 'title', 'subtitle'], cles: ['type', 'title'] },
    {
      zones: ['journal', 'journaltitle', 'booktitle', 'series', 'number', 'issue', ...EDITEURS, 'url'],
      cles: [...autour, 'URL'],
    },
    ...NOMS.map((cle) => ({ zones: [cle], cles: cle === 'author' ? [cle, 'custom.etAl'] : [cle] })),
    ...TEXTES.filter(([cle]) => cle !== 'collection-title').map(([cle, zones]) => ({ zones, cles: [cle] })),
    ...ADRESSES.filter(([cle]) => cle !== 'URL').map(([cle, zone]) => ({ zones: [zone], cles: [cle] })),
    { zones: ['date', 'year', 'month', 'day'], cles: ['issued'] },
    { zones: ['urldate'], cles: ['accessed'] },
    { zones: ['eventdate'], cles: ['event-date'] },
    { zones: ['pages'], cles: ['page'] },
    { zones: ['language', 'langid'], cles: ['language'] },
    { zones: ['keywords'], cles: ['keyword'] },
  ],
}

/** Braces that close one another: what stands between them cannot end the entry. */
export function isEquilibre(texte: string): boolean {
  let profondeur = 0
  for (const c of texte) {
    if (c === '{') profondeur++
    else if (c === '}' && --profondeur < 0) return false
  }
  return profondeur === 0
}
