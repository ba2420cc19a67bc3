import type { DateCsl, ItemCsl } from '../csl.ts'
import { formatDateIso } from '../dates.ts'

const CLES_DATES = new Set(['issued', 'accessed', 'event-date', 'original-date', 'submitted', 'available-date'])

const isVide = (valeur: unknown): boolean =>
  valeur === undefined || valeur === null || valeur === '' || (Array.isArray(valeur) && valeur.length === 0)

/** Numbers and figures in a text are one (« 12 », 12): CSL-JSON allows both. Keys have no order. */
function isEgal(a: unknown, b: unknown): boolean {
  if (isVide(a) || isVide(b)) return isVide(a) && isVide(b)
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => isEgal(v, b[i]))
  if (typeof a === 'object' && typeof b === 'object') {
    const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>]
    return [...new Set([...Object.keys(x), ...Object.keys(y)])].every((cle) => isEgal(x[cle], y[cle]))
  }
  if (typeof a === 'object' || typeof b === 'object') return false
  return String(a) === String(b)
}

/** The same date whether it is given in parts or as an ISO text. */
function formatComparable(date: DateCsl): unknown {
  const { 'date-parts': parties, raw, ...reste } = date
  return { ...reste, debut: formatDateIso(date) ?? raw, fin: formatDateIso({ 'date-parts': parties?.slice(1) }) }
}

/** A key of an item; « custom.classe » goes down into `custom`. */
export function getCle(item: ItemCsl, cle: string): unknown {
  const valeur = cle.startsWith('custom.') ? item.custom?.[cle.slice(7)] : item[cle]
  return CLES_DATES.has(cle) && valeur ? formatComparable(valeur as DateCsl) : valeur
}

export const isMemeCle = (a: ItemCsl, b: ItemCsl, cle: string): boolean => isEgal(getCle(a, cle), getCle(b, cle))

/** Every key that holds something, those of `custom` one by one, but the record it was read from. */
export function listCles(item: ItemCsl): string[] {
  const siennes = Object.keys(item.custom ?? {}).filter((cle) => cle !== 'zones')
  return [...Object.keys(item).filter((cle) => cle !== 'custom'), ...siennes.map((cle) => `custom.${cle}`)].filter(
    (cle) => !isVide(getCle(item, cle)),
  )
}

/** Keys of `item` that `relu` does not say alike. */
export const listEcarts = (item: ItemCsl, relu: ItemCsl): string[] =>
  listCles(item).filter((cle) => !isMemeCle(item, relu, cle))
