import type { ItemCsl } from '../csl.ts'
import { formatCres, formatIrepsBfc, formatIrepsOccitanie } from './dispositions.ts'
import { type Citation, type Fragment, renderCitation } from './fragments.ts'
import { formatCitationCsl } from './moteur-csl.ts'

type Style = { libelle: string; format: (item: ItemCsl) => Citation }

const createDisposition = (libelle: string, formatFragments: (item: ItemCsl) => Fragment[]): Style => ({
  libelle,
  format: (item) => renderCitation(formatFragments(item)),
})

const STYLES = {
  'ireps-bfc': createDisposition('IREPS Bourgogne-Franche-Comté', formatIrepsBfc),
  'ireps-occitanie': createDisposition('IREPS Occitanie', formatIrepsOccitanie),
  cres: createDisposition('CRES Provence-Alpes-Côte d’Azur', formatCres),
  apa: { libelle: 'APA, 7e édition', format: (item) => formatCitationCsl(item, 'apa') },
  vancouver: { libelle: 'Vancouver', format: (item) => formatCitationCsl(item, 'vancouver') },
  harvard: { libelle: 'Harvard', format: (item) => formatCitationCsl(item, 'harvard') },
} satisfies Record<string, Style>

/** Key of a citation style, stable in addresses. */
export type SlugStyle = keyof typeof STYLES

/** Styles on offer, the layouts of the field first, then the international ones. */
export function listStyles(): { slug: SlugStyle; libelle: string }[] {
  return (Object.keys(STYLES) as SlugStyle[]).map((slug) => ({ slug, libelle: STYLES[slug].libelle }))
}

/** True when a text of outside (form, address) names a style. */
export function isStyle(slug: string): slug is SlugStyle {
  return Object.hasOwn(STYLES, slug)
}

/**
 * Citation of one item, without number and in one paragraph.
 * @returns `texte` for the clipboard, `html` for the page: escaped, with only b, i and a (http or https).
 */
export function formatCitation(item: ItemCsl, style: SlugStyle): Citation {
  return STYLES[style].format(item)
}
