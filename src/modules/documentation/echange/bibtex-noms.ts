import type { NomCsl } from '../csl.ts'
import { formatLatex, parseLatex } from './latex.ts'

/** Cuts at a separator that stands outside of braces. */
function listMorceaux(brut: string, separateur: RegExp): string[] {
  const morceaux: string[] = []
  let profondeur = 0
  let debut = 0
  for (let i = 0; i < brut.length; i++) {
    const c = brut[i]
    if (c === '{') profondeur++
    else if (c === '}') profondeur--
    else if (profondeur === 0) {
      separateur.lastIndex = i
      const m = separateur.exec(brut)
      if (m) {
        morceaux.push(brut.slice(debut, i))
        debut = i + m[0].length
        i = debut - 1
      }
    }
  }
  return [...morceaux, brut.slice(debut)]
}

/** True when braces hold the whole text: a name that is not to be cut. */
function isEntreAccolades(brut: string): boolean {
  if (!brut.startsWith('{') || !brut.endsWith('}')) return false
  let profondeur = 0
  for (let i = 0; i < brut.length - 1; i++) {
    if (brut[i] === '{') profondeur++
    else if (brut[i] === '}') profondeur--
    if (profondeur === 0) return false
  }
  return !/^\{\\/.test(brut)
}

/** A word in lower case begins a particle; braces hide the case of what they hold, unless it is an accented letter. */
function isParticule(mot: string): boolean {
  if (/^\{(?!\\)/.test(mot)) return false
  return /^\p{Ll}/u.test(parseLatex(mot))
}

/** « First von Last », « von Last, First », « von Last, Jr, First », « {A body} ». */
function parseNom(brut: string): NomCsl {
  if (isEntreAccolades(brut)) return { literal: parseLatex(brut) }
  const parties = listMorceaux(brut, / ?, ?/y)
  const mots = listMorceaux(parties[0] ?? '', / |(?<!\\)~/y).filter(Boolean)
  let debut = 0
  if (parties.length === 1) {
    // Forenames run to the first particle, else to the last word.
    debut = mots.slice(0, -1).findIndex(isParticule)
    if (debut === -1) debut = Math.max(mots.length - 1, 0)
  }
  let fin = debut
  while (fin < mots.length - 1 && isParticule(mots[fin] ?? '')) fin++
  const texte = (morceaux: string[]): string => parseLatex(morceaux.join(' '))
  const given =
    parties.length === 1
      ? texte(mots.slice(0, debut))
      : parseLatex((parties.length > 2 ? parties.slice(2) : parties.slice(1)).join(', '))
  const nom: NomCsl = {}
  const particule = texte(mots.slice(debut, fin))
  if (particule) nom['non-dropping-particle'] = particule
  const family = texte(mots.slice(fin))
  if (family) nom.family = family
  if (given) nom.given = given
  const suffix = parties.length > 2 ? parseLatex(parties[1] ?? '') : ''
  if (suffix) nom.suffix = suffix
  return nom
}

/** A BibTeX list of names. `etAl`: it ends with « and others ». */
export function parseNoms(brut: string): { noms: NomCsl[]; etAl: boolean } {
  const noms = listMorceaux(brut.replace(/\s+/g, ' '), / and /iy)
    .map((nom) => nom.trim())
    .filter(Boolean)
  return {
    noms: noms
      .filter((nom) => nom !== 'others')
      .map(parseNom)
      .filter((nom) => Object.values(nom).some(Boolean)),
    etAl: noms.includes('others'),
  }
}

const entreAccolades = (texte: string): string => `{${formatLatex(texte)}}`

/** A part of a name, in braces where BibTeX would cut it or take its first word for a particle. */
function formatPartie(texte: string): string {
  return /,| and |\u00a0/i.test(` ${texte} `) || /^\p{Ll}/u.test(texte) ? entreAccolades(texte) : formatLatex(texte)
}

function formatNom(nom: NomCsl): string {
  if (nom.literal) return entreAccolades(nom.literal)
  const family = formatPartie(nom.family ?? '')
  const famille = [nom['non-dropping-particle'], family].filter(Boolean).join(' ')
  const prenom = formatPartie([nom.given, nom['dropping-particle']].filter(Boolean).join(' '))
  if (nom.suffix) return `${famille}, ${formatPartie(nom.suffix)}, ${prenom}`
  // A single word needs no comma; « {…} » alone would be a body.
  return prenom === '' && !/[\s{]/.test(famille) ? famille : `${famille}, ${prenom}`.trim()
}

/** The reverse of `parseNoms`. */
export const formatNoms = (noms: readonly NomCsl[], etAl: boolean): string =>
  [...noms.map(formatNom), ...(etAl ? ['others'] : [])].join(' and ')
