import { renderExposant, renderTexteNu } from './marques.formats.ts'
import type { Rangee } from './pdf-rangees.formats.ts'

const NUMERO = /^([⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[?\d{1,3}\]?)(?=\s)/u

/**
 * Parts the text from the notes at the foot of its pages: the last lines of a page, all smaller than the text, from
 * the first that has a number. A note keeps its number as raised digits, like its call.
 * @param corps size of the running text, in points
 */
export function splitNotes(rangees: Rangee[], corps: number): { texte: Rangee[]; notes: Rangee[] } {
  const texte: Rangee[] = []
  const notes: Rangee[] = []
  for (const page of groupPages(rangees)) {
    const petites = page.length - 1 - page.findLastIndex((r) => r.corps >= 0.95 * corps)
    const bas = petites > 0 ? page.slice(-petites) : []
    const debut = bas.findIndex((r) => NUMERO.test(renderTexteNu(r.passages)))
    const pied = debut >= 0 ? bas.slice(debut) : []
    texte.push(...page.slice(0, page.length - pied.length))
    notes.push(...markNumeros(pied))
  }
  return { texte, notes }
}

/** Numbers follow one another, which tells them from a year or a page number that begins a line of a note. */
function markNumeros(pied: Rangee[]): Rangee[] {
  let dernier: number | null = null
  return pied.map((r) => {
    const numero = Number(/^\[?(\d{1,3})\]?\s/u.exec(renderTexteNu(r.passages))?.[1] ?? Number.NaN)
    if (Number.isNaN(numero) || (dernier !== null && numero !== dernier + 1)) return r
    dernier = numero
    const [premier, ...suite] = r.passages
    if (!premier) return r
    const marque = premier.texte.replace(/^\s*\[?\d{1,3}\]?/u, (n) => renderExposant(n))
    return { ...r, passages: [{ ...premier, texte: marque }, ...suite] }
  })
}

function groupPages(rangees: Rangee[]): Rangee[][] {
  const pages: Rangee[][] = []
  for (const r of rangees) {
    const page = pages.at(-1)
    if (page?.[0]?.page === r.page) page.push(r)
    else pages.push([r])
  }
  return pages
}
