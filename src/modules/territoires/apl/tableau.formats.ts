/** A fault of a file, with its line from 1. */
export class ErreurTableau extends Error {
  readonly ligne: number | null
  constructor(message: string, ligne: number | null = null) {
    super(message)
    this.ligne = ligne
  }
}

const SEPARATEURS = [',', ';', '\t'] as const

interface Options<C extends string> {
  /** Columns that must be there; others are left aside. */
  colonnes: readonly C[]
  /** Receives the cells of `colonnes`, in that order, in an array used again for the next row. */
  recevoir: (cellules: readonly string[], ligne: number) => void
}

/**
 * Reads a table of text: header in any order, comma, semicolon or tab, quotes, blank lines left aside. As a stream, and
 * without an object by row: a matrix has millions of them.
 * @returns the separator. @throws ErreurTableau
 */
export async function parseTableau<C extends string>(
  octets: AsyncIterable<Uint8Array>,
  { colonnes, recevoir }: Options<C>,
): Promise<string> {
  const decodeur = new TextDecoder()
  const lecteur = new Lecteur(colonnes, recevoir)
  let reste = ''
  for await (const morceau of octets) {
    const texte = reste + decodeur.decode(morceau, { stream: true })
    let debut = 0
    for (let fin = texte.indexOf('\n'); fin !== -1; fin = texte.indexOf('\n', debut)) {
      lecteur.addLigne(texte.slice(debut, fin))
      debut = fin + 1
    }
    reste = texte.slice(debut)
  }
  reste += decodeur.decode()
  if (reste !== '') lecteur.addLigne(reste)
  return lecteur.close()
}

class Lecteur {
  #colonnes: readonly string[]
  #recevoir: (cellules: readonly string[], ligne: number) => void
  #separateur: string | null = null
  /** For each column of the file, its place among those asked; -1: left aside. */
  #places: number[] = []
  #cellules: string[] = []
  #derniere = 0
  #ligne = 0
  /** Lines of a quoted cell that goes on. */
  #ouverte = ''
  #debutOuverte = 0

  constructor(colonnes: readonly string[], recevoir: (cellules: readonly string[], ligne: number) => void) {
    this.#colonnes = colonnes
    this.#recevoir = recevoir
    this.#cellules = colonnes.map(() => '')
  }

  addLigne(brute: string): void {
    this.#ligne++
    const ligne = brute.endsWith('\r') ? brute.slice(0, -1) : brute
    if (this.#ouverte === '' && !ligne.includes('"')) {
      this.#addEntiere(ligne, this.#ligne)
      return
    }
    if (this.#ouverte === '') this.#debutOuverte = this.#ligne
    const entiere = this.#ouverte === '' ? ligne : `${this.#ouverte}\n${ligne}`
    if (isOuverte(entiere)) {
      if (entiere.length > 100_000) throw new ErreurTableau('Un guillemet n’est pas refermé.', this.#debutOuverte)
      this.#ouverte = entiere
      return
    }
    this.#ouverte = ''
    this.#addEntiere(entiere, this.#debutOuverte)
  }

  close(): string {
    if (this.#ouverte !== '') throw new ErreurTableau('Un guillemet n’est pas refermé.', this.#debutOuverte)
    if (this.#separateur === null) throw new ErreurTableau('Le fichier est vide.')
    return this.#separateur
  }

  #addEntiere(ligne: string, numero: number): void {
    if (ligne.trim() === '') return
    if (this.#separateur === null) {
      this.#readEntete(ligne, numero)
      return
    }
    const nombre = ligne.includes('"') ? this.#cutCitee(ligne, this.#separateur) : this.#cut(ligne, this.#separateur)
    if (nombre <= this.#derniere) {
      throw new ErreurTableau('La ligne a moins de cellules que l’en-tête.', numero)
    }
    this.#recevoir(this.#cellules, numero)
  }

  #readEntete(ligne: string, numero: number): void {
    const compte = (s: string) => ligne.split(s).length
    const separateur = SEPARATEURS.toSorted((a, b) => compte(b) - compte(a))[0] ?? ','
    const noms = cutCellules(ligne, separateur).map((nom) => nom.toLowerCase())
    const absentes = this.#colonnes.filter((c) => !noms.includes(c.toLowerCase()))
    if (absentes.length > 0) {
      throw new ErreurTableau(
        `Colonne absente de l’en-tête\u00a0: ${absentes.join(', ')}. Il faut ${this.#colonnes.join(', ')}.`,
        numero,
      )
    }
    for (const c of this.#colonnes) {
      if (noms.filter((nom) => nom === c.toLowerCase()).length > 1)
        throw new ErreurTableau(`La colonne ${c} est donnée deux fois.`, numero)
    }
    this.#places = noms.map((nom) => this.#colonnes.findIndex((c) => c.toLowerCase() === nom))
    this.#derniere = this.#places.findLastIndex((place) => place >= 0)
    this.#separateur = separateur
  }

  /** @returns the number of cells read, up to the last one that is wanted */
  #cut(ligne: string, separateur: string): number {
    let debut = 0
    for (let n = 0; n <= this.#derniere; n++) {
      const fin = ligne.indexOf(separateur, debut)
      const place = this.#places[n] as number
      if (place >= 0) this.#cellules[place] = (fin === -1 ? ligne.slice(debut) : ligne.slice(debut, fin)).trim()
      if (fin === -1) return n + 1
      debut = fin + 1
    }
    return this.#derniere + 1
  }

  #cutCitee(ligne: string, separateur: string): number {
    const cellules = cutCellules(ligne, separateur)
    cellules.forEach((cellule, n) => {
      const place = this.#places[n] ?? -1
      if (place >= 0) this.#cellules[place] = cellule
    })
    return cellules.length
  }
}

/** A quoted cell that the line does not close; doubled quotes count two, and change nothing. */
const isOuverte = (texte: string): boolean => (texte.split('"').length - 1) % 2 === 1

function cutCellules(ligne: string, separateur: string): string[] {
  const cellules: string[] = []
  let cellule = ''
  let dedans = false
  for (let n = 0; n < ligne.length; n++) {
    const c = ligne.charAt(n)
    if (c === '"') {
      if (dedans && ligne.charAt(n + 1) === '"') cellule += ligne.charAt(n++)
      else dedans = !dedans
    } else if (c === separateur && !dedans) {
      cellules.push(cellule.trim())
      cellule = ''
    } else cellule += c
  }
  cellules.push(cellule.trim())
  return cellules
}

const NOMBRE = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A number of a file, not negative. @throws ErreurTableau */
export function parseNombre(cellule: string, nom: string, ligne: number): number {
  const nombre = NOMBRE.test(cellule) ? Number(cellule) : Number.NaN
  if (nombre >= 0 && nombre < Number.POSITIVE_INFINITY) return nombre
  if (cellule === '') throw new ErreurTableau(`La cellule ${nom} est vide.`, ligne)
  if (nombre < 0) throw new ErreurTableau(`${nom} ne peut pas être négatif\u00a0: ${cellule}.`, ligne)
  const conseil = /^\d+,\d+$/.test(cellule) ? ' Écrivez les décimales avec un point.' : ''
  throw new ErreurTableau(`${nom} n’est pas un nombre\u00a0: «\u00a0${cellule.slice(0, 40)}\u00a0».${conseil}`, ligne)
}
