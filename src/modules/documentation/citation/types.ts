import type { ItemCsl } from '../csl.ts'

/** Zotero's item type and the schema.org class of each kind of document; what is absent is a `document`. */
const TYPES: Partial<Record<ItemCsl['type'], { zotero: string; schema: string }>> = {
  article: { zotero: 'journalArticle', schema: 'Article' },
  'article-journal': { zotero: 'journalArticle', schema: 'ScholarlyArticle' },
  'article-magazine': { zotero: 'magazineArticle', schema: 'Article' },
  'article-newspaper': { zotero: 'newspaperArticle', schema: 'NewsArticle' },
  bill: { zotero: 'bill', schema: 'Legislation' },
  book: { zotero: 'book', schema: 'Book' },
  broadcast: { zotero: 'podcast', schema: 'PodcastEpisode' },
  chapter: { zotero: 'bookSection', schema: 'Chapter' },
  dataset: { zotero: 'dataset', schema: 'Dataset' },
  'entry-dictionary': { zotero: 'dictionaryEntry', schema: 'DefinedTerm' },
  'entry-encyclopedia': { zotero: 'encyclopediaArticle', schema: 'Article' },
  graphic: { zotero: 'artwork', schema: 'ImageObject' },
  interview: { zotero: 'interview', schema: 'CreativeWork' },
  legal_case: { zotero: 'case', schema: 'CreativeWork' },
  legislation: { zotero: 'statute', schema: 'Legislation' },
  map: { zotero: 'map', schema: 'Map' },
  motion_picture: { zotero: 'videoRecording', schema: 'VideoObject' },
  'paper-conference': { zotero: 'conferencePaper', schema: 'ScholarlyArticle' },
  'post-weblog': { zotero: 'blogPost', schema: 'BlogPosting' },
  regulation: { zotero: 'statute', schema: 'Legislation' },
  report: { zotero: 'report', schema: 'Report' },
  review: { zotero: 'journalArticle', schema: 'Review' },
  software: { zotero: 'computerProgram', schema: 'SoftwareApplication' },
  song: { zotero: 'podcast', schema: 'PodcastEpisode' },
  speech: { zotero: 'presentation', schema: 'CreativeWork' },
  standard: { zotero: 'standard', schema: 'CreativeWork' },
  thesis: { zotero: 'thesis', schema: 'Thesis' },
  webpage: { zotero: 'webpage', schema: 'WebPage' },
}
/** Names of the kind of an item outside: never absent. */
export function getTypes(item: ItemCsl): { zotero: string; schema: string } {
  return TYPES[item.type] ?? { zotero: 'document', schema: 'CreativeWork' }
}
