/** The order of a printed reference, by field path as `listDifferences` gives it. */
const ORDRE = [
  'nature',
  'csl.title',
  'csl.author',
  'csl.editor',
  'csl.container-title',
  'csl.volume',
  'csl.issue',
  'csl.publisher-place',
  'csl.publisher',
  'csl.issued',
  'csl.page',
  'csl.number-of-pages',
  'csl.URL',
  'csl.DOI',
  'csl.ISBN',
]

/** Fields in the order of a printed reference; those that it does not print come after, as they were. */
export function listEnOrdre<C extends { champ: string }>(champs: readonly C[]): C[] {
  const rang = ({ champ }: C) => (ORDRE.includes(champ) ? ORDRE.indexOf(champ) : ORDRE.length)
  return [...champs].sort((a, b) => rang(a) - rang(b))
}
