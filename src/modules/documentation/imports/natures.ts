import { listTermes } from '#modules/vocabulaires/index.ts'
import type { ItemCsl } from '../csl.ts'
import { formatSansAccents } from '../glossaire/glossaire.ts'

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

/** Kinds nearest to the CSL types that no kind of ours has for its own. */
const VOISINES: Partial<Record<ItemCsl['type'], string>> = {
  article: 'article',
  'article-magazine': 'article',
  'article-newspaper': 'article',
  review: 'article',
  'review-book': 'article',
  interview: 'article',
  bill: 'texte-juridique',
  legal_case: 'texte-juridique',
  regulation: 'texte-juridique',
  treaty: 'texte-juridique',
  classic: 'ouvrage',
  manuscript: 'ouvrage',
  'entry-dictionary': 'chapitre',
  'entry-encyclopedia': 'chapitre',
  entry: 'chapitre',
  standard: 'guide',
  speech: 'communication',
  post: 'page-web',
  'post-weblog': 'page-web',
  graphic: 'brochure',
  figure: 'brochure',
}

/** Kind of document that a CSL type stands for, the usual one where there are several. */
export const getNatureType = (type: ItemCsl['type']): string =>
  listTermes('nature').find((t) => t.csl === type)?.slug ?? VOISINES[type] ?? 'dossier'

/** Kind of document (a term of the list `nature`) of an item that was read: from its printed label, else its CSL type. */
export function parseNature(item: ItemCsl): string {
  if (item.custom?.nature === 'site') return 'site'
  const mention = formatSansAccents([item.custom?.libelle, item.genre].filter(Boolean).join(' '))
  const trouvee = MENTIONS.find(([forme]) => forme.test(mention))?.[1]
  return trouvee ?? getNatureType(item.type)
}
