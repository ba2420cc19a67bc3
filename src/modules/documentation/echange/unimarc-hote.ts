import type { ItemCsl } from '../csl.ts'
import { parseDateLibre } from './dates.ts'
import { addTexte } from './lecture.ts'
import type { LectureMarc, SousChamp } from './marc.ts'

/** A link field to a host, in plain subfields whatever the technique it was written in. */
export interface Hote {
  zone: string
  has(code: string): boolean
  /** The first subfield of this code that is not empty. */
  get(code: string): SousChamp | undefined
}

/** What a subfield of an embedded field ($1 200, then its $a) says in the plain technique. Source: UNIMARC manual, block 4. */
const EMBOITES: Record<string, string> = { '200a': 't', '011a': 'x', '010a': 'y', '210d': 'd', '200v': 'v' }

/** 461: the serial or the set; 463: the issue or the book. */
export function listHotes(l: LectureMarc): Hote[] {
  return l.list('461', '463').map(([zone, , sous]) => {
    let emboitee: string | undefined
    const codes = sous.map((s): readonly [string, SousChamp] => {
      if (s[0] === '1') emboitee = s[1].slice(0, 3)
      const code = emboitee === undefined ? s[0] : (EMBOITES[emboitee + s[0]] ?? `${emboitee}${s[0]}`)
      return [code, s]
    })
    const get = (code: string): SousChamp | undefined => codes.find(([c, s]) => c === code && s[1].trim() !== '')?.[1]
    return { zone, get, has: (code) => get(code) !== undefined }
  })
}

/** « vol. 25, n° 3 », « n° 410 », « tome 2 »: what is a volume, what is an issue; what says neither is left to the caller. */
export function parseNumerotation(texte: string): { volume?: string; issue?: string } {
  if (texte.length > 100) return {}
  const volume = /(?:^|[\s,;(])(?:vol(?:ume)?|t(?:ome)?)\.?\s*([\w-]+)/i.exec(texte)?.[1]
  const issue = /(?:^|[\s,;(])(?:n[°ºo]s?\.?|num[ée]ro|issue)\s*([^\s,;()]+(?:\s?[-–/]\s?\d+)?)/i.exec(texte)?.[1]
  return { ...(volume && { volume }), ...(issue && { issue }) }
}

/** Title, ISSN, numbers and date of what the document appears in. */
export function addHote(item: ItemCsl, hotes: readonly Hote[], l: LectureMarc): void {
  const prend = (cle: string, code: string): void => {
    const sous = item[cle] === undefined ? hotes.map((hote) => hote.get(code)).find(Boolean) : undefined
    if (sous) addTexte(item, cle, l.prendSous(sous))
  }
  prend('container-title', 't')
  prend('ISSN', 'x')
  prend('ISBN', 'y')
  for (const hote of hotes) addNumeros(item, hote, l)
  for (const code of ['d', 'e']) {
    for (const sous of hotes.map((hote) => hote.get(code))) {
      const date = item.issued === undefined && sous ? parseDateLibre(sous[1]) : undefined
      if (!date || !sous || date.literal) continue
      l.prendSous(sous)
      item.issued = date
    }
  }
}

function addNumeros(item: ItemCsl, hote: Hote, l: LectureMarc): void {
  const sous = hote.get('v')
  if (!sous) return
  const lus = parseNumerotation(sous[1].trim())
  const seul = hote.zone === '461' ? 'volume' : 'issue'
  const numeros = Object.keys(lus).length > 0 ? lus : { [seul]: sous[1].trim() }
  if (Object.keys(numeros).some((cle) => item[cle] !== undefined)) return
  l.prendSous(sous)
  Object.assign(item, numeros)
}
