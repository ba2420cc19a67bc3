export type { TermeNature, TypeCsl } from './donnees/nature.ts'
export { routesVocabulaires } from './vocabulaire.pages.tsx'
export type { Correspondance, Groupe, Terme, Vocabulaire } from './vocabulaire.ts'
export {
  checkSelection,
  checkVocabulaires,
  getLibelle,
  getTerme,
  getTypeCsl,
  getVocabulaire,
  hasTerme,
  listGroupes,
  listTermes,
  listVocabulaires,
  type SlugTerme,
  type SlugVocabulaire,
  type TermeDe,
} from './vocabulaires.ts'
