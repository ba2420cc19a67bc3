export type { TermeNature } from './donnees/nature.ts'
export { routesApiVocabulaires } from './vocabulaire.api.ts'
export { routesVocabulaires } from './vocabulaire.pages.tsx'
export type { Correspondance, Groupe, Terme, Vocabulaire } from './vocabulaire.ts'
export {
  checkSelection,
  checkVocabulaires,
  getLibelle,
  getTerme,
  getVocabulaire,
  hasTerme,
  listGroupes,
  listTermes,
  listVocabulaires,
  type SlugTerme,
  type SlugVocabulaire,
  type TermeDe,
} from './vocabulaires.ts'
