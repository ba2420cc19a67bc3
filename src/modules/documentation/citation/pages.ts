import type { ItemCsl } from '../csl.ts'

/**
 * Pages of a part: as a whole with plain hyphens and without « p. », then the first and the last one.
 * « pp. 17–19 » gives 17-19, 17, 19; « p. 4 » gives 4, 4 and no last page; a list (« 3-5, 9 ») has neither.
 * Unknown ones are empty.
 */
export function getPages(item: ItemCsl): { pages: string; debut: string; fin: string } {
  const pages = String(item.page ?? '')
    .trim()
    .replace(/^pp?\.?\s*(?=\d|[ivxlc]+\b)/i, '')
    .replace(/\s*[–—‑-]+\s*/g, '-')
  const bornes = /^([\p{L}\d.]+)(?:-([\p{L}\d.]+))?$/u.exec(pages)
  return { pages, debut: bornes?.[1] ?? '', fin: bornes?.[2] ?? '' }
}
