import { parseLibelle } from './libelles.ts'
import { isLibelleLien } from './liens.ts'
import { formatSimple } from './prenoms.ts'
import type { LigneNette } from './unites.ts'

const NUMERO_PAGE = /^[-–—|\s]*(?:page|p\.)?\s*(?:\d{1,3}|[ivx]{1,5})\s*(?:(?:\/|sur|of)\s*\d{1,4})?[-–—|\s]*$/i
const FILET = /^[-–—_=*.\s~·•]+$/
const CREDIT = /^(?:©|crédit photo|photo :|illustration :)/i

/** Text of a running head without what changes from page to page. */
function formatCle(texte: string): string {
  return formatSimple(texte)
    .replace(/\d+/g, '#')
    .replace(/[\s·–—-]+/g, ' ')
    .trim()
}

/** A page number stands right before or after, blank lines apart. */
function isVoisinePage(lignes: readonly LigneNette[], i: number): boolean {
  return [-1, 1].some((pas) => {
    let k = i + pas
    while (Math.abs(k - i) < 5 && lignes[k]?.texte === '') k += pas
    return NUMERO_PAGE.test(lignes[k]?.texte ?? '')
  })
}

/** Running heads and feet: short lines that come back on page after page, with a page number or at a page's edge. */
function searchTitresCourants(lignes: readonly LigneNette[]): Set<string> {
  const vus = new Map<string, { fois: number; bords: number; folios: Set<string>; premier: number; dernier: number }>()
  for (const [i, l] of lignes.entries()) {
    if (l.texte.length < 4 || l.texte.length > 140 || l.niveau > 0) continue
    const cle = formatCle(l.texte)
    if (cle.replace(/[#\s]/g, '').length < 3) continue
    const bord =
      (l.page !== undefined && (lignes[i - 1]?.page !== l.page || lignes[i + 1]?.page !== l.page)) ||
      isVoisinePage(lignes, i)
    const vu = vus.get(cle) ?? { fois: 0, bords: 0, folios: new Set<string>(), premier: i, dernier: i }
    vu.fois++
    if (bord) vu.bords++
    const folio = /(?:^|\D)(\d{1,3})\s*$|^\s*(\d{1,3})(?=\D)/.exec(l.texte)
    if (folio) vu.folios.add(folio[1] ?? folio[2] ?? '')
    vu.dernier = i
    vus.set(cle, vu)
  }
  const courants = new Set<string>()
  for (const [cle, v] of vus) {
    const barre = /[|•]/.test(cle) && v.fois >= 2 && v.folios.size === v.fois
    if (barre) courants.add(cle)
    if (v.fois < 2) continue
    // Same words, another page number each time; or always at the top or the foot of a page.
    const pagines = v.fois >= 3 && v.folios.size >= 3 && v.folios.size >= v.fois * 0.8 && !/\(|:|,/.test(cle)
    if (pagines || v.bords >= Math.max(2, v.fois * (v.fois >= 4 ? 0.5 : 0.7))) courants.add(cle)
  }
  return courants
}

const PHRASE_FINIE = /[.!?…»”")\]]\s*$/

/**
 * Drops page numbers, rules, photo credits and running heads. The blank lines around them count only after a finished
 * sentence: a paragraph goes on over a page break.
 */
export function removeBruit(lignes: readonly LigneNette[]): LigneNette[] {
  const courants = searchTitresCourants(lignes)
  const gardees: LigneNette[] = []
  let coupure = false
  for (const l of lignes) {
    if (l.texte !== '' && isBruit(l, courants)) {
      const derniere = gardees.findLast((g) => g.texte !== '')
      coupure = derniere !== undefined && !PHRASE_FINIE.test(derniere.texte)
      while (coupure && gardees.at(-1)?.texte === '') gardees.pop()
      continue
    }
    if (l.texte === '' && coupure) continue
    coupure = false
    gardees.push(l)
  }
  return gardees
}

function isBruit(l: LigneNette, courants: ReadonlySet<string>): boolean {
  if (l.texte.length > 400) return false
  if (FILET.test(l.texte) || NUMERO_PAGE.test(l.texte) || CREDIT.test(l.texte)) return true
  return courants.has(formatCle(l.texte)) && parseLibelle(l.texte) === null && !isLibelleLien(l.texte)
}
