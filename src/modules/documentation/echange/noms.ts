import { getFamille, getPrenom } from '../citation/noms.ts'
import type { NomCsl } from '../csl.ts'

const ET_AL = /^\[?\(?(?:et al(?:ii|\.)?|and others|others|\.\.\.|…)\)?\]?$/i

/** « et al. » standing for a name. */
export const isEtAl = (nom: string): boolean => ET_AL.test(nom.trim())

const SUFFIXE = /^(?:jr|sr|i{2,3}|iv)\.?$/i

/** « Famille, Prénom » or « Famille, Prénom, Jr. »; a name without comma is a body, « Famille, » a family name alone. */
export function parseNomVirgule(texte: string): NomCsl {
  const morceaux = texte.split(',').map((m) => m.trim())
  const [family = '', ...suite] = morceaux
  if (morceaux.length === 1 || family === '') return { literal: texte.trim() }
  const fin = suite.at(-1) ?? ''
  const suffix = suite.length > 1 && SUFFIXE.test(fin) ? fin : undefined
  const given = (suffix ? suite.slice(0, -1) : suite).filter(Boolean).join(', ')
  return { family, ...(given && { given }), ...(suffix && { suffix }) }
}

/** The reverse of `parseNomVirgule`; particles join the part of the name that they stand beside. */
export function formatNomVirgule(nom: NomCsl): string {
  if (nom.literal) return nom.literal
  const { suffix, ...sansSuffixe } = nom
  const famille = getFamille(nom)
  if (!famille) return getPrenom(nom)
  return `${famille}, ${getPrenom(sansSuffixe)}${suffix ? `, ${suffix}` : ''}`.trim()
}
