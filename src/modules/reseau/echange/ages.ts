/** « De 12 à 25 ans. », « À partir de 60 ans. »; null where nothing is said. */
export function formatAges({ ageMin, ageMax }: { ageMin: number | null; ageMax: number | null }): string | null {
  if (ageMin !== null && ageMax !== null) return `De ${ageMin} à ${ageMax}\u00a0ans.`
  if (ageMin !== null) return `À partir de ${ageMin}\u00a0ans.`
  return ageMax === null ? null : `Jusqu’à ${ageMax}\u00a0ans.`
}
