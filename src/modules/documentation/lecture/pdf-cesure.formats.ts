/** Gives the end of a line as it stands before the next one: with a space, or with its hyphen kept or taken off. */
export type JoinMots = (avant: string, apres: string) => string

const FIN = /([\p{L}\d]+)[-\u2010]\s*$/u
const DEBUT = /^(\p{Ll}+)/u

/**
 * Learns from a document whether a hyphen at the end of a line belongs to the word. The document's own words decide
 * (« inter-/national » is one word where « international » stands elsewhere); for a word seen nowhere else,
 * the hyphen is taken off only in a document that has shown that it hyphenates.
 */
export function computeCesure(lignes: string[]): JoinMots {
  const mots = new Set<string>()
  for (const ligne of lignes) for (const mot of ligne.toLowerCase().match(/\p{L}+(?:-\p{L}+)*/gu) ?? []) mots.add(mot)
  const hasEntier = (a: string, b: string) => mots.has((a + b).toLowerCase())
  const hasTrait = (a: string, b: string) => mots.has(`${a}-${b}`.toLowerCase())
  let bilan = 0
  lignes.forEach((ligne, i) => {
    const a = FIN.exec(ligne)?.[1]
    const b = DEBUT.exec(lignes[i + 1] ?? '')?.[1]
    if (a && b) bilan += Number(hasEntier(a, b)) - Number(hasTrait(a, b))
  })
  return (avant, apres) => {
    if (/\u00ad\s*$/u.test(avant)) return avant.replace(/\u00ad\s*$/u, '')
    const a = FIN.exec(avant)?.[1]
    if (!a) return `${avant.trimEnd()} `
    const b = DEBUT.exec(apres)?.[1]
    const coupe = b !== undefined && !hasTrait(a, b) && (hasEntier(a, b) || bilan >= 3)
    return coupe ? avant.replace(/[-\u2010]\s*$/u, '') : avant.trimEnd()
  }
}

/** Does the next line carry on an address that the end of this one cut? */
export function isSuiteAdresse(avant: string, apres: string): boolean {
  const debut = /(?:https?:\/\/|www\.|doi\.org\/|10\.\d{4,}\/)\S*$/u.exec(avant.trimEnd())?.[0]
  const suite = /^\S+/u.exec(apres.trimStart())?.[0]
  if (!debut || !suite || /^[([«<]|^https?:/u.test(suite)) return false
  if (/[/_=&?%~+#-]$/u.test(debut)) return /^[\w%~.]/u.test(suite)
  return (
    /[/=&?%_#]|\w-\w+-\w|\.(?:html?|pdf|php|aspx?|docx?|jsp)\b/u.test(suite) ||
    /^(?:html?|pdf|php|aspx?)\b/u.test(suite)
  )
}
