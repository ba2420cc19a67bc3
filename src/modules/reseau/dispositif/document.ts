/** What a document is for the dispositif. */
export const NATURES_DOCUMENT = {
  statuts: 'Statuts',
  'projet-sante': 'Projet de santé',
  contrat: 'Contrat ou convention',
  rapport: 'Rapport d’activité',
  diagnostic: 'Diagnostic',
  notice: 'Lecture sur ce dispositif',
  autre: 'Autre document',
} as const
export type NatureDocument = keyof typeof NATURES_DOCUMENT
