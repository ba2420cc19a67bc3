import type { ItemCsl } from '../csl.ts'

/** A web address worth a link: http or https only, so that no `javascript:` of an imported file becomes one. */
export function isAdresseWeb(adresse: string | undefined): adresse is string {
  return /^https?:\/\/[^\s<>"]+$/i.test(adresse ?? '') && URL.canParse(adresse ?? '')
}

/** Bare DOI ("10.…"), whatever resolver or prefix it was typed with; undefined when it is not one. */
export function getDoi(item: ItemCsl): string | undefined {
  const doi = item.DOI?.trim().replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:\s*)/i, '')
  return doi && /^10\.\S+$/.test(doi) ? doi : undefined
}

/** Address of the document: its own, else the resolver of its DOI. */
export function getAdresse(item: ItemCsl): string | undefined {
  if (isAdresseWeb(item.URL)) return item.URL
  const doi = getDoi(item)
  return doi === undefined ? undefined : `https://doi.org/${encodeURI(doi)}`
}
