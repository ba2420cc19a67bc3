import { createHash } from 'node:crypto'
import { ErreurLecture } from '#core/encodage.ts'
import type { Ouverture } from './lecture.ts'

export interface Texte {
  encodage: 'utf-8' | 'windows-1252'
  /** SHA-256 of the bytes. */
  empreinte: Buffer
  octets: number
  /** Its first characters. */
  debut: string
}

const DEBUT = 64_000

/**
 * Reads a file from end to end to know it: UTF-8 where every byte agrees, else Windows-1252, of which Latin-1 is a part.
 * The whole file decides, since the first accent may come late.
 * @throws ErreurLecture for what is empty, is no text, or mixes both encodings (with the line)
 */
export async function examineTexte(ouvrir: Ouverture): Promise<Texte> {
  const somme = createHash('sha256')
  const strict = new TextDecoder('utf-8', { fatal: true })
  let [octets, utf8] = [0, true]
  let tete = Buffer.alloc(0)
  for await (const morceau of ouvrir()) {
    somme.update(morceau)
    if (octets === 0 && morceau[0] === 0xff && morceau[1] === 0xfe)
      throw new ErreurLecture('Ce fichier est en UTF-16. Enregistrez-le en UTF-8, puis recommencez.')
    const nul = morceau.indexOf(0)
    if (nul !== -1)
      throw new ErreurLecture(
        'Ce fichier n’est pas un texte : il contient des octets nuls.',
        `octet ${octets + nul + 1}`,
      )
    octets += morceau.length
    if (tete.length < DEBUT) tete = Buffer.concat([tete, morceau])
    try {
      if (utf8) strict.decode(morceau, { stream: true })
    } catch {
      utf8 = false
    }
  }
  if (octets === 0) throw new ErreurLecture('Ce fichier est vide.')
  if (!utf8) await checkMelange(ouvrir)
  const encodage = utf8 ? 'utf-8' : 'windows-1252'
  // A character that the cut halves is left out.
  const debut = new TextDecoder(encodage).decode(tete.subarray(0, DEBUT), { stream: true })
  return { encodage, empreinte: somme.digest(), octets, debut: debut.replace(/^\uFEFF/, '') }
}

/** Mostly UTF-8 with some other bytes: read either way, words would be spoilt without a sound. */
async function checkMelange(ouvrir: Ouverture): Promise<void> {
  const decodeur = new TextDecoder('utf-8')
  let [ligne, premiere, accents, fautes] = [1, 0, 0, 0]
  for await (const morceau of ouvrir()) {
    const texte = decodeur.decode(morceau, { stream: true })
    for (let i = 0; i < texte.length; i++) {
      const code = texte.charCodeAt(i)
      if (code === 10) ligne++
      else if (code === 0xfffd) {
        fautes++
        premiere ||= ligne
      } else if (code > 0x7f) accents++
    }
  }
  if (accents > 4 * fautes)
    throw new ErreurLecture(
      'Ce fichier mélange deux encodages : cette ligne n’est pas en UTF-8, alors que le reste l’est. Téléchargez-le de nouveau, ou enregistrez-le en UTF-8.',
      `ligne ${premiere}`,
    )
}

/** The text of a file, piece by piece. */
export async function* parseTexte(ouvrir: Ouverture, encodage: Texte['encodage']): AsyncGenerator<string> {
  const decodeur = new TextDecoder(encodage)
  for await (const morceau of ouvrir()) yield decodeur.decode(morceau, { stream: true })
  yield decodeur.decode()
}

/** A line of a table, cut into cells; `n` is the line where it begins, from 1. */
export interface LigneTable {
  n: number
  cellules: string[]
  /** The last of the file, which no end of line closes: it may have been cut. */
  sansFin: boolean
}

const LIGNE_MAX = 100_000

/**
 * The lines of a table of text, by lots, in flat memory. A quote has a meaning only at the beginning of a cell, where it
 * may hold separators and line ends, and doubled quotes; elsewhere it is a character like another, as in names of places.
 * @throws ErreurLecture where a quote is never closed
 */
export async function* parseTable(textes: AsyncIterable<string>, separateur: string): AsyncGenerator<LigneTable[]> {
  let [reste, ouverte, n, debut] = ['', '', 0, 0]
  const throwOuverte = (): never => {
    throw new ErreurLecture(
      'Un guillemet s’ouvre et ne se referme pas : le fichier est coupé ou abîmé.',
      `ligne ${debut}`,
    )
  }
  const cut = (brute: string, sansFin: boolean): LigneTable | null => {
    n++
    const ligne = brute.endsWith('\r') ? brute.slice(0, -1) : brute
    if (ouverte === '') {
      if (!ligne.includes('"')) return { n, cellules: ligne.split(separateur), sansFin }
      debut = n
    }
    const entiere = ouverte === '' ? ligne : `${ouverte}\n${ligne}`
    const cellules = cutCellules(entiere, separateur)
    ouverte = cellules === null ? entiere : ''
    if (cellules === null && entiere.length > LIGNE_MAX) throwOuverte()
    return cellules && { n: debut, cellules, sansFin }
  }
  for await (const texte of textes) {
    const brutes = (reste + texte).split('\n')
    reste = brutes.pop() ?? ''
    if (reste.length > LIGNE_MAX)
      throw new ErreurLecture('Cette ligne n’en finit pas : ce n’est pas un tableau de texte.', `ligne ${n + 1}`)
    yield brutes.flatMap((brute) => cut(n === 0 ? brute.replace(/^\uFEFF/, '') : brute, false) ?? [])
  }
  const derniere = reste === '' ? null : cut(reste, true)
  if (ouverte !== '') throwOuverte()
  if (derniere) yield [derniere]
}

/** Null where a quoted cell goes on after the line. */
function cutCellules(ligne: string, separateur: string): string[] | null {
  const cellules: string[] = []
  for (let i = 0; i <= ligne.length; ) {
    if (ligne[i] !== '"') {
      const fin = ligne.indexOf(separateur, i)
      cellules.push(ligne.slice(i, fin === -1 ? undefined : fin))
      if (fin === -1) break
      i = fin + 1
      continue
    }
    let fin = ligne.indexOf('"', i + 1)
    while (fin !== -1 && ligne[fin + 1] === '"') fin = ligne.indexOf('"', fin + 2)
    if (fin === -1) return null
    const suite = ligne.indexOf(separateur, fin)
    // What stands between the closing quote and the separator belongs to the cell, as spreadsheets read it.
    const apres = ligne.slice(fin + 1, suite === -1 ? undefined : suite)
    cellules.push(ligne.slice(i + 1, fin).replaceAll('""', '"') + apres)
    if (suite === -1) break
    i = suite + 1
  }
  return cellules
}
