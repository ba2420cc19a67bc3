import { ErreurLecture } from '#core/encodage.ts'

/** A value of a large JSON: an item of its list, or of a list that its object holds under `cle`; or another property. */
export interface ElementJson {
  /** Empty for the items of a list that is the whole file. */
  cle: string
  /** Rank among the items, from 1; 0 for a property that is no list. */
  n: number
  valeur: unknown
}

/** An item larger than this is none of ours: memory is bounded by it. */
const ELEMENT_MAX = 20_000_000
const COUPE = 'Ce JSON n’est pas entier : il a été coupé, ou il est abîmé. Téléchargez-le de nouveau.'

/**
 * Cuts a JSON of any size into its items, each parsed by itself: memory holds one of them. The file is one list, or one
 * object whose lists are cut.
 * @throws ErreurLecture where it is no JSON, or is cut
 */
export async function* parseElements(textes: AsyncIterable<string>): AsyncGenerator<ElementJson[]> {
  const decoupe = new Decoupe()
  for await (const texte of textes) yield decoupe.add(texte)
  decoupe.close()
}

/** NUL and halves of characters, which PostgreSQL does not hold and nobody types, are left out of texts. */
const cleanValeur = (_cle: string, valeur: unknown): unknown =>
  typeof valeur === 'string' ? valeur.replaceAll('\0', '').toWellFormed() : valeur

class Decoupe {
  #tampon = ''
  /** Open brackets. */
  #niveau = 0
  #racine: '[' | '{' | null = null
  #texte = false
  #echappe = false
  /** Where the item, or the name of a property, begins in the buffer; -1: between two. */
  #debut = -1
  #niveauDebut = 0
  #attendCle = false
  #lisCle = false
  #cle = ''
  #n = 0
  #fini = false

  add(texte: string): ElementJson[] {
    const elements: ElementJson[] = []
    const depart = this.#tampon.length
    this.#tampon += texte
    for (let i = depart; i < this.#tampon.length; i++) this.#read(i, elements)
    if (this.#debut === -1) this.#tampon = ''
    else {
      this.#tampon = this.#tampon.slice(this.#debut)
      this.#debut = 0
    }
    if (this.#tampon.length > ELEMENT_MAX)
      throw new ErreurLecture('Un enregistrement de ce JSON est trop grand.', `enregistrement ${this.#n + 1}`)
    return elements
  }

  close(): void {
    if (!this.#fini) throw new ErreurLecture(COUPE, this.#n === 0 ? undefined : `après l’enregistrement ${this.#n}`)
  }

  #read(i: number, elements: ElementJson[]): void {
    const c = this.#tampon[i] as string
    if (this.#texte) {
      if (this.#echappe) this.#echappe = false
      else if (c === '\\') this.#echappe = true
      else if (c === '"') this.#endTexte(i)
      return
    }
    if (c === ' ' || c === '\n' || c === '\r' || c === '\t' || c === '\ufeff') return
    if (this.#fini) throw new ErreurLecture(COUPE)
    if (c === '{' || c === '[') this.#open(c, i)
    else if (c === '}' || c === ']') this.#shut(i, elements)
    else if (c === ',') {
      if (this.#niveau === this.#niveauDebut) this.#emit(i, elements)
      if (this.#racine === '{' && this.#niveau === 1) this.#attendCle = true
    } else if (c === ':' && this.#debut === -1) this.#attendCle = false
    else this.#begin(c, i)
  }

  #begin(c: string, i: number): void {
    if (this.#racine === null) throw new ErreurLecture('Ce fichier commence comme du JSON et n’en est pas.')
    this.#texte = c === '"'
    if (this.#debut !== -1) return
    this.#lisCle = this.#attendCle && this.#niveau === 1
    this.#debut = i
    this.#niveauDebut = this.#niveau
  }

  #endTexte(i: number): void {
    this.#texte = false
    if (!this.#lisCle) return
    this.#cle = String(this.#parse(this.#tampon.slice(this.#debut, i + 1)))
    this.#lisCle = false
    this.#debut = -1
  }

  #open(c: '{' | '[', i: number): void {
    const liste = this.#racine === '{' && this.#niveau === 1 && c === '['
    if (this.#racine === null) {
      this.#racine = c
      this.#attendCle = c === '{'
    } else if (this.#debut === -1 && !liste) {
      this.#debut = i
      this.#niveauDebut = this.#niveau
    }
    if (this.#debut === -1 && liste) this.#n = 0
    this.#niveau++
  }

  #shut(i: number, elements: ElementJson[]): void {
    if (this.#niveau === this.#niveauDebut) this.#emit(i, elements)
    this.#niveau--
    if (this.#debut !== -1 && this.#niveau === this.#niveauDebut) this.#emit(i + 1, elements)
    if (this.#niveau === 0) this.#fini = true
    if (this.#niveau < 0) throw new ErreurLecture(COUPE)
  }

  #emit(fin: number, elements: ElementJson[]): void {
    if (this.#debut === -1) return
    const item = this.#racine === '[' || this.#niveauDebut === 2
    if (item) this.#n++
    const valeur = this.#parse(this.#tampon.slice(this.#debut, fin))
    elements.push({ cle: this.#cle, n: item ? this.#n : 0, valeur })
    this.#debut = -1
  }

  #parse(texte: string): unknown {
    try {
      return JSON.parse(texte, texte.includes('\\u') ? cleanValeur : undefined)
    } catch {
      throw new ErreurLecture(COUPE, `enregistrement ${this.#n}`)
    }
  }
}
