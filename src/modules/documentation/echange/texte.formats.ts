import { isUtf8 } from 'node:buffer'
import { ErreurFormat, type Octets } from './modele.ts'

/** Bytes that are decoded at once. */
const PAQUET = 64 * 1024

/** Characters that no format carries: C0 controls but tab and line feed, DEL, and what is no character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const INTERDITS = /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/g

/** Characters that are as they should be whatever stands beside them: Latin letters, punctuation. */
const SIMPLE = /^[\n -~\u00a0-\u024f\u2010-\u2027\u2030-\u205e\u20ac]*$/

/** A value as every format can carry it: composed characters (NFC), no control character, one kind of line end. */
export function formatValeur(valeur: string): string {
  if (SIMPLE.test(valeur)) return valeur
  return valeur.replace(/\r\n?/g, '\n').replace(INTERDITS, '').toWellFormed().normalize('NFC')
}

/** The same on one line, without spaces around nor double ones. (Unbreakable spaces are kept.) */
export function formatLigne(valeur: string): string {
  const propre = formatValeur(valeur)
  return (/[\t\n]| {2}/.test(propre) ? propre.replace(/[ \t\n]+/g, ' ') : propre).trim()
}

interface Encodage {
  nom: string
  /** Bytes of the mark to pass over. */
  marque: number
}

/** What the first bytes say: a byte order mark, the zeros of UTF-16, the declaration of an XML document. */
function computeEncodage(debut: Uint8Array): Encodage {
  const [a, b, c] = debut
  if (a === 0xef && b === 0xbb && c === 0xbf) return { nom: 'utf-8', marque: 3 }
  if (a === 0xff && b === 0xfe) return { nom: 'utf-16le', marque: 2 }
  if (a === 0xfe && b === 0xff) return { nom: 'utf-16be', marque: 2 }
  // Every format begins with ASCII characters: in UTF-16 one byte out of two is then zero.
  if (a === 0 && b !== 0) return { nom: 'utf-16be', marque: 0 }
  if (a !== 0 && b === 0) return { nom: 'utf-16le', marque: 0 }
  const declaration = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(
    Buffer.from(debut.subarray(0, 300)).toString('latin1'),
  )
  return { nom: declaration?.[1]?.toLowerCase() ?? 'utf-8', marque: 0 }
}

/**
 * Bytes to text, as they come. UTF-8 is checked line by line, and a line that is not UTF-8 is read as Windows-1252:
 * files put together from several sources keep their accents.
 * @throws ErreurFormat when the XML declaration names an encoding that nobody knows
 */
export async function* parseTexte(octets: Octets): AsyncGenerator<string> {
  let decoder: ((morceau: Uint8Array, fin: boolean) => string) | undefined
  let attente: Uint8Array[] = []
  let poids = 0
  const decode = (fin: boolean): string => {
    const paquet = Buffer.concat(attente)
    attente = []
    poids = 0
    decoder ??= createDecodeur(paquet)
    return decoder(paquet, fin)
  }
  // A source may come byte by byte: readers are given pieces that are worth the search for their lines.
  for await (const morceau of octets) {
    attente.push(morceau)
    poids += morceau.length
    if (poids >= PAQUET) yield decode(false)
  }
  yield decode(true)
}

function createDecodeur(debut: Uint8Array): (morceau: Uint8Array, fin: boolean) => string {
  const { nom, marque } = computeEncodage(debut)
  let aPasser = marque
  const passe = (morceau: Uint8Array): Uint8Array => {
    const utile = morceau.subarray(aPasser)
    aPasser = 0
    return utile
  }
  if (nom === 'utf-8' || nom === 'us-ascii') {
    const decoder = createDecodeurUtf8()
    return (morceau, fin) => decoder(passe(morceau), fin)
  }
  const decodeur = createDecodeurNomme(nom)
  return (morceau, fin) => decodeur.decode(passe(morceau), { stream: !fin })
}

function createDecodeurNomme(nom: string): TextDecoder {
  try {
    return new TextDecoder(nom)
  } catch {
    throw new ErreurFormat(`Le fichier annonce un encodage inconnu (${nom}). Enregistrez-le en UTF-8.`)
  }
}

function createDecodeurUtf8(): (morceau: Uint8Array, fin: boolean) => string {
  let reste: Uint8Array = new Uint8Array()
  return (morceau, fin) => {
    const tout = reste.length > 0 ? Buffer.concat([reste, morceau]) : morceau
    const coupe = fin ? tout.length : computeCoupe(tout)
    reste = tout.subarray(coupe)
    return formatUtf8(tout.subarray(0, coupe))
  }
}

/** Where to cut a piece so that no character, and if possible no line, is in two. */
function computeCoupe(octets: Uint8Array): number {
  const ligne = octets.lastIndexOf(0x0a)
  if (ligne !== -1) return ligne + 1
  let coupe = octets.length
  for (let recul = 1; recul <= 3 && recul <= octets.length; recul++) {
    const octet = octets[octets.length - recul] ?? 0
    if (octet < 0x80) break
    if (octet >= 0xc0) {
      coupe = octets.length - recul
      break
    }
  }
  return coupe
}

const WINDOWS_1252 = new TextDecoder('windows-1252')

/** UTF-8, or undefined where the bytes are not. */
export function parseUtf8(octets: Uint8Array): string | undefined {
  return isUtf8(octets) ? Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('utf8') : undefined
}

export const parseWindows1252 = (octets: Uint8Array): string => WINDOWS_1252.decode(octets)

function formatUtf8(octets: Uint8Array): string {
  const entier = parseUtf8(octets)
  if (entier !== undefined) return entier
  const lignes: string[] = []
  for (let debut = 0; debut < octets.length; ) {
    const trouve = octets.indexOf(0x0a, debut)
    const fin = trouve === -1 ? octets.length : trouve + 1
    const ligne = octets.subarray(debut, fin)
    lignes.push(parseUtf8(ligne) ?? parseWindows1252(ligne))
    debut = fin
  }
  return lignes.join('')
}

const LIGNE_MAXIMALE = 1 << 20

/** Lines of a text, in batches, without their ends (LF, CRLF or CR). A line without end is given in pieces of 1 MB. */
export async function* parseLignes(morceaux: AsyncIterable<string>): AsyncGenerator<string[]> {
  let reste = ''
  for await (const morceau of morceaux) {
    const texte = reste + morceau
    // A CR that ends the piece may be the first half of a CRLF.
    const lignes = texte.split(/\r\n|\n|\r(?!$)/)
    reste = lignes.pop() ?? ''
    if (reste.length > LIGNE_MAXIMALE) {
      lignes.push(reste)
      reste = ''
    }
    if (lignes.length > 0) yield lignes
  }
  if (reste) yield [reste.replace(/\r$/, '')]
}
