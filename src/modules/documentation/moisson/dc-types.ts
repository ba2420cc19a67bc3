import type { ItemCsl } from '../csl.ts'
import { formatSansAccents } from '../glossaire/glossaire.ts'

/**
 * What catalogues and archives write in `dc:type`, in French or in English, and the CSL type it stands for; the most
 * precise first. Sources: info:eu-repo types (OpenAIRE guidelines 2.0), COAR resource types, DCMI types, and the words
 * of French catalogues.
 */
const TYPES: readonly (readonly [RegExp, ItemCsl['type']])[] = [
  [/book ?part|book ?chapter|chapitre|report ?part|^contribution/, 'chapter'],
  [/book ?review|compte rendu de (lecture|livre)/, 'review-book'],
  [/these|thesis|dissertation|memoire|hdr/, 'thesis'],
  [
    /conference (paper|object|publication|poster)|conference(paper|object|poster)|communication|poster/,
    'paper-conference',
  ],
  [/conference proceeding|proceedings|actes? de (colloque|congres)/, 'book'],
  [/newspaper ?article/, 'article-newspaper'],
  [/article|bulletin|journal ?article|editorial/, 'article-journal'],
  [/preprint|working ?paper|document de travail/, 'article'],
  [/report|rapport|etude/, 'report'],
  [/data ?set|jeu de donnees/, 'dataset'],
  [/^(issue|periodical|periodique|journal|revue|serial)s?$|publication en serie/, 'periodical'],
  [/monograph|ouvrage|livre|^(e ?)?books?$/, 'book'],
  [/brochure|depliant|affiche|pamphlet|flyer/, 'pamphlet'],
  [/loi|decret|legislation|texte juridique/, 'legislation'],
  [/lecture|cours|presentation|conference/, 'speech'],
  [/moving ?image|video|film|projection/, 'motion_picture'],
  [/^sound|audio|son(ore)?\b|podcast/, 'broadcast'],
  [/map|carte/, 'map'],
  [/still ?image|^image|photo|estampe|dessin/, 'graphic'],
  [/soft ?ware|logiciel/, 'software'],
  [/web ?(site|page)|page web|site internet/, 'webpage'],
]

/** What names a type among an address or a number: « info:eu-repo/semantics/article » says « article ». */
const formatMot = (type: string): string =>
  formatSansAccents(type.replace(/^.*[/#]/, ''))
    .replace(/[^a-z]+/g, ' ')
    .trim()

/** The most precise CSL type that these words name; undefined where they name none (« Text », « document numérique »). */
export function parseTypeDc(types: readonly string[]): ItemCsl['type'] | undefined {
  const mots = types.map(formatMot)
  return TYPES.find(([forme]) => mots.some((mot) => forme.test(mot)))?.[1]
}
