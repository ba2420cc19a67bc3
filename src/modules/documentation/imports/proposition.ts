import { getTerme, listTermes } from '#modules/vocabulaires/index.ts'
import { listNoms } from '../citation/noms.ts'
import type { ItemCsl } from '../csl.ts'
import { formatSansAccents } from '../glossaire/glossaire.ts'
import { type ContenuNotice, parseItem } from '../notice/notice.ts'
import type { ReferenceLue } from './imports.ts'

/** What French bibliographies print before or after a title, and the kind of document it stands for; first match wins. */
const MENTIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(actes?|colloque|journees? d|seminaire)\b/, 'actes'],
  [/\bpodcasts?\b|\bemission\b/, 'podcast'],
  [/\bvideos?\b|\bfilms?\b|\bdvd\b|\bwebinaires?\b/, 'video'],
  [/\b(theses?|memoires?)\b/, 'these'],
  [/\b(outils? pedagogiques?|jeux?|mallettes?|photolangage)\b/, 'outil-pedagogique'],
  [/\b(guides?|referentiels?|recommandations?|kit|boite a outils)\b/, 'guide'],
  [/\b(brochures?|depliants?|affiches?|infographies?|plaquettes?|flyers?)\b/, 'brochure'],
  [/\b(lois?|decrets?|arretes?|circulaires?|instructions?|ordonnances?|textes? de loi)\b/, 'texte-juridique'],
  [/\b(communications?|posters?)\b/, 'communication'],
  [/\bdossiers?\b/, 'dossier'],
  [/\bpages? (internet|web)\b/, 'page-web'],
  [/\bsites?( internet| web)?\b/, 'site'],
  [/\bchapitres?\b/, 'chapitre'],
  [/\b(rapports?|etudes?|enquetes?)\b/, 'rapport'],
  [/\b(articles?|editorial)\b/, 'article'],
  [/\b(ouvrages?|livres?)\b/, 'ouvrage'],
]

/** Kind of document (a term of the list `nature`) of an item that was read: from its printed label, else its CSL type. */
export function parseNature(item: ItemCsl): string {
  if (item.custom?.nature === 'site') return 'site'
  const mention = formatSansAccents([item.custom?.libelle, item.genre].filter(Boolean).join(' '))
  const trouvee = MENTIONS.find(([forme]) => forme.test(mention))?.[1]
  return trouvee ?? listTermes('nature').find((t) => t.csl === item.type)?.slug ?? 'dossier'
}

/**
 * The notice that a reference becomes when it is accepted as it was read.
 * @param document title of the bibliography, which signs the abstracts that say nothing of their source
 * @returns `csl.title` may be missing: such a reference must be corrected before it enters the catalogue
 */
export function formatProposition(
  reference: Pick<ReferenceLue, 'item' | 'debut'>,
  { fichier, titre: document }: { fichier: string; titre: string | null },
  themes: readonly string[] = [],
): ContenuNotice {
  const { item, debut } = reference
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

/** Words as they are compared: no accent, no plural mark, spaces around. */
const plier = (texte: string): string =>
  ` ${formatSansAccents(texte.replaceAll('œ', 'oe').replaceAll('Œ', 'OE'))
    .split(/[^\p{L}\p{N}]+/u)
    .map((mot) => (mot.length > 3 ? mot.replace(/[sx]$/, '') : mot))
    .join(' ')} `

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
