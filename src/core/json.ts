import { ErreurSaisie } from './errors.ts'

/** Levels of brackets; our deepest body, the plan of a shelf, has twelve. */
const PROFONDEUR_MAX = 40

const refuse = (message: string): never => {
  throw new ErreurSaisie([{ field: 'corps', message }])
}

/**
 * Reads a body of JSON from outside. NUL and halves of characters, which PostgreSQL does not hold and nobody types, are
 * left out of texts. A name written twice is refused, since readers differ on which one counts (RFC 8259, 4).
 * @throws ErreurSaisie where it is no JSON, too deep, a name is double, or a number is out of bounds
 */
export function parseJson(texte: string): unknown {
  checkForme(texte)
  try {
    return JSON.parse(texte, A_NETTOYER.test(texte) ? cleanValeur : undefined)
  } catch (erreur) {
    if (erreur instanceof ErreurSaisie) throw erreur
    return refuse('Le corps n’est pas du JSON.')
  }
}

/** Without an escape or an exponent, no text and no number can be what `cleanValeur` looks for. */
const A_NETTOYER = /\\u|\de\+?\d{3}|\d{309}/i

function cleanValeur(_cle: string, valeur: unknown): unknown {
  if (typeof valeur === 'string') return valeur.replaceAll('\0', '').toWellFormed()
  if (typeof valeur === 'number' && !Number.isFinite(valeur)) return refuse('Le corps a un nombre trop grand.')
  return valeur
}

/** One pass over the brackets and the names, before anything is built from the text. */
function checkForme(texte: string): void {
  /** Names of each open object, null for a list. */
  const ouverts: (Set<string> | null)[] = []
  for (let i = 0; i < texte.length; i++) {
    const signe = texte.charCodeAt(i)
    if (signe === ACCOLADE || signe === CROCHET) {
      ouverts.push(signe === ACCOLADE ? new Set() : null)
      if (ouverts.length > PROFONDEUR_MAX) refuse(`Le corps est trop profond\u00a0: ${PROFONDEUR_MAX} niveaux au plus.`)
    } else if (signe === ACCOLADE + 2 || signe === CROCHET + 2) ouverts.pop()
    else if (signe === GUILLEMET) {
      const fin = getFinTexte(texte, i)
      const noms = ouverts.at(-1)
      if (noms && isNom(texte, fin)) addNom(noms, texte.slice(i, fin))
      i = fin - 1
    }
  }
}

const ACCOLADE = 0x7b
const CROCHET = 0x5b
const GUILLEMET = 0x22
const BARRE = 0x5c

/** Place after the quote that ends the text which begins at `debut`. */
function getFinTexte(texte: string, debut: number): number {
  for (let fin = texte.indexOf('"', debut + 1); fin !== -1; fin = texte.indexOf('"', fin + 1)) {
    let barres = 0
    while (texte.charCodeAt(fin - 1 - barres) === BARRE) barres++
    if (barres % 2 === 0) return fin + 1
  }
  return texte.length
}

function isNom(texte: string, suite: number): boolean {
  let i = suite
  while (' \t\r\n'.includes(texte[i] ?? '.')) i++
  return texte[i] === ':'
}

function addNom(noms: Set<string>, brut: string): void {
  const nom = brut.includes('\\') ? parseNom(brut) : brut.slice(1, -1)
  if (nom.includes('\0') || !nom.isWellFormed()) refuse('Le corps a un nom illisible.')
  if (noms.has(nom)) refuse(`Le nom «\u00a0${nom.slice(0, 100)}\u00a0» est écrit deux fois dans le même objet.`)
  noms.add(nom)
}

function parseNom(brut: string): string {
  try {
    return String(JSON.parse(brut))
  } catch {
    return refuse('Le corps n’est pas du JSON.')
  }
}
