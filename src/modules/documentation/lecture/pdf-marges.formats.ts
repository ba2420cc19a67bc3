import { renderTexteNu } from './marques.formats.ts'
import type { Rangee } from './pdf-rangees.formats.ts'

/** A head or foot of at most three lines, apart from the text. */
const LIGNES_MAX = 3
const PAGES_MIN = 3
const PART_MIN = 0.2
const FOLIO = /^(?:page|p\.)?\s*[-–—|•]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:\/|sur)\s*\d{1,4})?\s*[-–—|•]?$/iu

/** The lines of all pages in order, without the running heads and feet and the page numbers. */
export function removeTitresCourants(pages: Rangee[][]): Rangee[] {
  const bords = pages.map((page) => [getBord(page, 1), getBord(page, -1)])
  const comptes = new Map<string, number>()
  for (const bord of bords) for (const r of bord.flat()) comptes.set(getCle(r), (comptes.get(getCle(r)) ?? 0) + 1)
  const seuil = Math.max(PAGES_MIN, PART_MIN * pages.length)
  return pages.flatMap((page, i) => {
    const retires = new Set<Rangee>()
    for (const bord of bords[i] ?? []) {
      for (const r of bord) {
        const folio = pages.length > 1 && FOLIO.test(renderTexteNu(r.passages))
        if (folio || (comptes.get(getCle(r)) ?? 0) >= seuil) retires.add(r)
        else break
      }
    }
    return page.filter((r) => !retires.has(r))
  })
}

/** The same words at the same height, whatever the number of the page. */
function getCle(r: Rangee): string {
  return `${Math.round(r.y / 6)} ${renderTexteNu(r.passages).replace(/\d+/gu, '#').toLowerCase()}`
}

/**
 * The first (sens 1) or last (-1) lines of a page that a space parts from the text, from the edge inwards. Lines that
 * the text follows at its own distance are text, even where every page begins with the same word.
 */
function getBord(page: Rangee[], sens: 1 | -1): Rangee[] {
  const tries = [...page].sort((a, b) => sens * (a.y - b.y))
  for (let i = 0; i < LIGNES_MAX; i++) {
    const r = tries[i]
    const suivante = tries[i + 1]
    if (!r) return []
    if (!suivante) return tries.slice(0, i + 1)
    const ecart = Math.abs(suivante.y - r.y)
    if (ecart > 1.7 * Math.max(r.corps, suivante.corps)) return tries.slice(0, i + 1)
  }
  // A page number set close to the text is still a page number.
  const bord = tries[0]
  return bord && FOLIO.test(renderTexteNu(bord.passages)) ? [bord] : []
}
