import { getTerme, listTermes } from '#modules/vocabulaires/index.ts'
import { listNoms } from '../citation/noms.ts'
import type { ItemCsl } from '../csl.ts'
import { type ContenuNotice, parseItem } from '../notice/notice.ts'
import { formatNoticeEchange, plierMot } from './correspondances.ts'
import { type Import, isEchange, type ReferenceLue } from './imports.ts'
import { parseNature } from './natures.ts'

/**
 * The notice that a reference becomes when it is accepted as it was read.
 * @param document title of the bibliography, which signs the abstracts that say nothing of their source
 * @returns `csl.title` may be missing: such a reference must be corrected before it enters the catalogue
 */
export function formatProposition(
  reference: Pick<ReferenceLue, 'item' | 'debut' | 'idSource'>,
  imp: Pick<Import, 'format' | 'fichier' | 'titre' | 'base' | 'choix'>,
  themes: readonly string[] = [],
): ContenuNotice {
  if (isEchange(imp.format)) return formatNoticeEchange(reference, imp, themes)
  const { item, debut } = reference
  const { fichier, titre: document } = imp
  const nature = parseNature(item)
  const { csl, resume } = parseItem({
    ...item,
    id: '',
    type: getTerme('nature', nature)?.csl ?? 'document',
    // Capitals are a layout of the bibliography, not the name.
    author: listNoms(item.author),
    editor: listNoms(item.editor),
  })
  const imprimee = typeof item.custom?.sourceResume === 'string' ? item.custom.sourceResume : null
  return {
    nature,
    csl,
    resume,
    resumeSource: resume === null ? null : (imprimee ?? document ?? fichier),
    themes: [...themes],
    publics: [],
    determinants: [],
    milieux: [],
    enLigne: Boolean(item.URL),
    prets: [],
    provenance: { fichier, ligne: debut, ...(document !== null && { document }) },
  }
}

/** Words as they are compared, spaces around. */
const plier = (texte: string): string => ` ${plierMot(texte)} `

/** Names by which a theme is met in a text: its label, its other names, its short name (the slug). */
const THEMES: readonly (readonly [string, string])[] = listTermes('theme')
  .filter((t) => !t.remplacePar)
  .flatMap((t) => [t.libelle, t.slug, ...(t.synonymes ?? [])].map((nom): [string, string] => [plier(nom), t.slug]))

/** Themes whose name stands in the title of the reference or of a section above it. Proposed, never chosen for people. */
export function listThemesProposes(item: ItemCsl): string[] {
  const sections = Array.isArray(item.custom?.sections) ? item.custom.sections.map(String) : []
  const textes = [...sections, String(item.title ?? '')].map(plier)
  return [...new Set(THEMES.filter(([nom]) => textes.some((t) => t.includes(nom))).map(([, slug]) => slug))]
}
