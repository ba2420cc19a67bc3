import type { DateCsl, ItemCsl, NomCsl } from '../csl.ts'
import { formatDateIso } from '../dates.ts'
import { formatDateLibre, parseDateLibre } from './dates.ts'
import { addTexte, type ChampSimple, Lecture, SEPARATEUR_MOTS } from './lecture.ts'
import type { Champ, Correspondance, Enregistrement, Perdu } from './modele.ts'
import { formatNomVirgule, isEtAl, parseNomVirgule } from './noms.ts'
import { formatType, hasHote, hasPagination, parseType } from './ris-types.ts'
import { formatLigne, formatValeur } from './texte.formats.ts'

export type ChampRis = ChampSimple

/** Fields whose paragraphs matter. */
export const LONGUES: ReadonlySet<string> = new Set(['AB', 'N1', 'N2'])

const NOMS: readonly (readonly [cle: string, zones: readonly string[]])[] = [
  ['author', ['AU', 'A1']],
  ['editor', ['A2', 'ED']],
  ['collection-editor', ['A3']],
  ['translator', ['A4']],
]

/** Keys that one field says, the first one that is present when reading; it is the one that is written. */
const TEXTES: readonly (readonly [cle: string, zones: readonly string[]])[] = [
  ['title-short', ['ST']],
  ['volume', ['VL']],
  ['issue', ['IS', 'CP']],
  ['number', ['M1']],
  ['number-of-volumes', ['NV']],
  ['edition', ['ET']],
  ['publisher', ['PB']],
  ['publisher-place', ['CY', 'PP']],
  ['language', ['LA']],
  ['abstract', ['AB', 'N2']],
  ['call-number', ['CN']],
  ['source', ['DP']],
  ['URL', ['UR']],
]

const CONTENANTS = ['T2', 'JF', 'JO', 'BT', 'JA', 'J2', 'J1'] as const

function parse({ champs }: Enregistrement<ChampRis>): { item: ItemCsl; perdus: Perdu[] } {
  const l = new Lecture(champs)
  const code = l.prend('TY').toUpperCase()
  const type = parseType(code, l.has('T2', 'JO', 'JF', 'BT', 'SP'))
  const item: ItemCsl = { id: l.prend('ID'), type: type ?? 'document' }
  const perdus: Perdu[] = type
    ? []
    : [{ zone: 'TY', valeur: code, raison: 'type inconnu, lu comme « document »', gardee: true }]
  addTitres(item, l)
  for (const [cle, zones] of NOMS) addNoms(item, cle, l.prendTout(...zones))
  for (const [cle, zones] of TEXTES) addTexte(item, cle, l.prend(...zones))
  addTexte(item, 'keyword', l.prendTout('KW').join(SEPARATEUR_MOTS))
  addTexte(item, 'note', l.prendTout('N1').join('\n'))
  addDates(item, l)
  addPages(item, l)
  addIdentifiants(item, l)
  return { item, perdus: [...perdus, ...l.listPerdus()] }
}

function addNoms(item: ItemCsl, cle: string, valeurs: string[]): void {
  const noms = valeurs.filter((v) => !isEtAl(v)).map(parseNomVirgule)
  if (noms.length > 0) item[cle] = noms
  if (cle === 'author' && valeurs.some(isEtAl)) item.custom = { ...item.custom, etAl: true }
}

/** A host, or a collection, in full and abbreviated: the longer of two names is the full one. */
function addTitres(item: ItemCsl, l: Lecture): void {
  addTexte(item, 'title', l.prend('TI', 'T1', 'CT', ...(hasHote(item.type) ? [] : ['BT'])))
  addTexte(item, 'collection-title', l.prend('T3'))
  const contenant = hasHote(item.type) ? 'container-title' : 'collection-title'
  if (item[contenant]) return
  const premier = l.prend(...CONTENANTS)
  const second = l.prend(...CONTENANTS)
  addTexte(item, contenant, second.length > premier.length ? second : premier)
  if (second !== premier) addTexte(item, `${contenant}-short`, second.length > premier.length ? premier : second)
}

/** DA is to the day where PY is to the year; of the two, the one that says more. */
function addDates(item: ItemCsl, l: Lecture): void {
  const dates = [l.prend('PY', 'Y1'), l.prend('DA')].map(parseDateLibre)
  const precision = (date: DateCsl | undefined): number =>
    date ? formatDateLibre(date).length - (date.literal ? 100 : 0) : -1000
  const issued = precision(dates[1]) > precision(dates[0]) ? dates[1] : dates[0]
  if (issued) item.issued = issued
  const accessed = parseDateLibre(l.prend('Y2'))
  if (accessed) item.accessed = accessed
}

function addPages(item: ItemCsl, l: Lecture): void {
  const debut = l.prend('SP')
  const fin = l.prend('EP')
  if (fin === '' && hasPagination(item.type) && /^\d+$/.test(debut)) item['number-of-pages'] = debut
  else addTexte(item, 'page', [debut, fin].filter(Boolean).join('-'))
}

function addIdentifiants(item: ItemCsl, l: Lecture): void {
  const numeros = l
    .prendTout('SN')
    .flatMap((v) => v.split(/[;, ]+(?=[\d(]|$)/))
    .filter(Boolean)
  const isIssn = (numero: string): boolean => /^\d{4}-?\d{3}[\dX](\s*\(.*\))?$/i.test(numero)
  addTexte(item, 'ISSN', numeros.filter(isIssn).join(' '))
  addTexte(item, 'ISBN', numeros.filter((n) => !isIssn(n)).join(' '))
  const doi = l.prend('DO').replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:\s*)/i, '')
  addTexte(item, 'DOI', doi)
  const genre = l.prend('M3')
  if (/^10\.\d{4,9}\//.test(genre) && !doi) item.DOI = genre
  else addTexte(item, 'genre', genre)
}

function format(item: ItemCsl): Enregistrement<ChampRis> {
  const champs: ChampRis[] = []
  const ecrit = (zone: string, valeur: unknown): void => {
    if (valeur === undefined || valeur === null) return
    const propre = formatChamp(zone, String(valeur))
    if (propre !== '') champs.push([zone, propre])
  }
  ecrit('TY', formatType(item.type))
  ecrit('TI', item.title)
  for (const [cle, [zone = '']] of NOMS) {
    for (const nom of (item[cle] as NomCsl[] | undefined) ?? []) ecrit(zone, formatNomVirgule(nom))
    if (cle === 'author' && item.custom?.etAl === true) ecrit(zone, 'et al.')
  }
  if (hasHote(item.type)) {
    ecrit('T2', item['container-title'])
    ecrit('J2', item['container-title-short'])
  }
  ecrit('T3', item['collection-title'])
  for (const [cle, [zone = '']] of TEXTES) ecrit(zone, item[cle])
  const iso = formatDateIso(item.issued)
  ecrit('PY', iso?.slice(0, 4))
  if (formatDateLibre(item.issued) !== iso?.slice(0, 4)) ecrit('DA', formatDateRis(item.issued))
  ecrit('Y2', formatDateRis(item.accessed))
  formatPages(item, ecrit)
  for (const numero of `${item.ISBN ?? ''} ${item.ISSN ?? ''}`.split(/\s+/)) ecrit('SN', numero)
  ecrit('DO', item.DOI)
  ecrit('M3', item.genre)
  for (const mot of item.keyword?.split(SEPARATEUR_MOTS.trim()) ?? []) ecrit('KW', mot)
  ecrit('N1', item.note)
  ecrit('ID', item.id)
  return { tete: '', champs }
}

/** A page alone in a book, or a number of pages in an article, would be read as the other: it is not written. */
function formatPages(item: ItemCsl, ecrit: (zone: string, valeur: unknown) => void): void {
  const pages = /^([^\s–-]{1,20}) ?[-–] ?([^\s–-]{1,20})$/.exec(String(item.page ?? ''))
  const seule = pages ? undefined : item.page
  const nombre = /^(\d+)(?: ?p(?:\.|ages?)?)?$/.exec(String(item['number-of-pages'] ?? ''))?.[1]
  if (pages) ecrit('SP', pages[1])
  else if (hasPagination(item.type)) ecrit('SP', nombre ?? (/^\d+$/.test(String(seule)) ? undefined : seule))
  else ecrit('SP', seule)
  ecrit('EP', pages?.[2])
}

/** « 2019/05/03/ », as the format wants it; an interval or words as they are. */
function formatDateRis(date: DateCsl | undefined): string {
  const texte = formatDateLibre(date)
  return texte === formatDateIso(date)
    ? `${texte.replaceAll('-', '/')}${'/'.repeat(4 - texte.split('-').length)}`
    : texte
}

const DEBUT_ZONE = /^[A-Z][A-Z0-9][ \t]{1,2}-/

/** A value that reads back as it is: a line of text that would pass for a field joins the line before. */
export function formatChamp(zone: string, valeur: string): string {
  if (!LONGUES.has(zone)) return formatLigne(valeur)
  let texte = ''
  let sauts = ''
  for (const brute of formatValeur(valeur).trim().split('\n')) {
    const ligne = formatLigne(brute)
    if (ligne !== '') {
      texte += (DEBUT_ZONE.test(ligne) ? ' ' : sauts) + (ligne.endsWith(' /') ? ligne.slice(0, -2).trimEnd() : ligne)
      sauts = ''
    }
    sauts += '\n'
  }
  return texte
}

const TITRES = ['TY', 'TI', 'T1', 'CT', 'T2', 'T3', 'JF', 'JO', 'BT', 'JA', 'J2', 'J1', 'SP', 'EP']

export const correspondanceRis: Correspondance<ChampRis> = {
  famille: 'ris',
  libelle: 'RIS',
  parse,
  format,
  isChamp: (champ: Champ): champ is ChampRis =>
    champ.length === 2 && /^[A-Z][A-Z0-9]$/.test(champ[0]) && champ[0] !== 'ER' && typeof champ[1] === 'string',
  groupes: [
    {
      zones: TITRES,
      cles: [
        'type',
        'title',
        'collection-title',
        'container-title',
        'container-title-short',
        'page',
        'number-of-pages',
      ],
    },
    ...NOMS.map(([cle, zones]) => ({ zones, cles: cle === 'author' ? [cle, 'custom.etAl'] : [cle] })),
    ...TEXTES.map(([cle, zones]) => ({ zones, cles: [cle] })),
    { zones: ['PY', 'Y1', 'DA'], cles: ['issued'] },
    { zones: ['Y2'], cles: ['accessed'] },
    { zones: ['SN'], cles: ['ISBN', 'ISSN'] },
    { zones: ['DO', 'M3'], cles: ['DOI', 'genre'] },
    { zones: ['KW'], cles: ['keyword'] },
    { zones: ['N1'], cles: ['note'] },
    { zones: ['ID'], cles: ['id'] },
  ],
}
