/** Reading of the Markdown-like marks of a line into plain text and ranges. One pass: linear on any input. */

export interface Plage {
  debut: number
  fin: number
}
export interface Lien extends Plage {
  /** Empty when the document prints only a shortened address or an empty link. */
  url: string
}
/** Plain text with what the marks said about it. */
export interface Texte {
  texte: string
  gras: Plage[]
  italique: Plage[]
  liens: Lien[]
}
/** Marks left open at the end of a line: bold goes on over a forced line break. */
export interface Ouvertes {
  gras: boolean
  italique: boolean
}

const ENTITES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': '’',
  '&apos;': '’',
  '&nbsp;': ' ',
  '&eacute;': 'é',
  '&egrave;': 'è',
  '&laquo;': '«',
  '&raquo;': '»',
}
const EXPOSANTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const LIGATURES: Record<string, string> = { ﬁ: 'fi', ﬂ: 'fl', ﬀ: 'ff', ﬃ: 'ffi', ﬄ: 'ffl' }

const BALISE = /<(\/?)([a-z][a-z0-9]{0,10})(\s[^<>]{0,300})?\/?>/iy
const AUTOLIEN = /<((?:https?:\/\/|www\.|mailto:)[^\s<>]{1,2000}|[^\s<>@]{1,80}@[^\s<>@]{1,80})>/iy
const URL_NUE = /(?:https?:\/\/|www\.)[^\s<>«»"“”*]{2,2000}/iy
const EXPOSANT = /\^\{([^{}]{1,12})\}/y
const ENTITE = /&(?:#39|[a-z]{2,6});/y

/** Where `[label](address)` constructions stand: label end and construction end, by position of the bracket. */
function searchCrochets(source: string): Map<number, { milieu: number; fin: number }> {
  const trouves = new Map<number, { milieu: number; fin: number }>()
  let ouvert = -1
  for (let i = 0; i < source.length; i++) {
    const c = source[i]
    if (c === '[' && source[i - 1] !== '\\') ouvert = i
    else if (c === ']' && source[i + 1] === '(' && ouvert >= 0) {
      let j = i + 2
      let profondeur = 1
      for (; j < source.length && profondeur > 0 && !/[\s[\]]/.test(source[j] as string); j++) {
        if (source[j] === '(') profondeur++
        else if (source[j] === ')') profondeur--
      }
      if (profondeur === 0) {
        trouves.set(ouvert, { milieu: i, fin: j })
        i = j - 1
      }
      ouvert = -1
    }
  }
  return trouves
}

/** Plain text being built, with the ranges that are open. */
class Sortie {
  texte = ''
  readonly gras: Plage[] = []
  readonly italique: Plage[] = []
  readonly liens: Lien[] = []
  #gras = -1
  #italique = -1

  add(c: string): void {
    const net = LIGATURES[c] ?? c
    if (/[\u00ad\u200b-\u200d\ufeff]/.test(net)) return
    if (/\s/.test(net)) {
      if (this.texte !== '' && !this.texte.endsWith(' ')) this.texte += ' '
    } else this.texte += net
  }

  addTout(suite: string): void {
    for (const c of suite) this.add(c)
  }

  basculeGras(): void {
    if (this.#gras < 0) this.#gras = this.texte.length
    else {
      if (this.texte.length > this.#gras) this.gras.push({ debut: this.#gras, fin: this.texte.length })
      this.#gras = -1
    }
  }

  basculeItalique(): void {
    if (this.#italique < 0) this.#italique = this.texte.length
    else {
      if (this.texte.length > this.#italique) this.italique.push({ debut: this.#italique, fin: this.texte.length })
      this.#italique = -1
    }
  }

  get ouvertes(): Ouvertes {
    return { gras: this.#gras >= 0, italique: this.#italique >= 0 }
  }

  fin(): void {
    if (this.#gras >= 0) this.basculeGras()
    if (this.#italique >= 0) this.basculeItalique()
  }
}

function parseBalise(sortie: Sortie, m: RegExpExecArray, source: string): number {
  const nom = (m[2] ?? '').toLowerCase()
  const ferme = m[1] === '/'
  const { gras, italique } = sortie.ouvertes
  if (nom === 'b' || nom === 'strong') {
    if (gras === ferme) sortie.basculeGras()
  } else if (nom === 'i' || nom === 'em') {
    if (italique === ferme) sortie.basculeItalique()
  } else if (nom === 'br') sortie.add(' ')
  else if (nom === 'sup' && !ferme) {
    // A figure set high is a call or a footnote's number; letters are the end of an ordinal ("2ème").
    const suite = /^(\d{1,3})<\/sup>/i.exec(source.slice(m.index + m[0].length, m.index + m[0].length + 12))
    if (suite) {
      sortie.addTout(renderExposant(suite[1] as string))
      return m[0].length + suite[0].length
    }
  }
  return m[0].length
}

function renderExposant(chiffres: string): string {
  return [...chiffres].map((c) => EXPOSANTS[Number(c)]).join('')
}

/** Address as written, without the punctuation of the sentence; empty where it is cut by dots or is not an address. */
export function formatUrl(brute: string): string {
  if (/(?:\.\.\.|…)$/.test(brute)) return ''
  let url = brute.replace(/\\+(?=[_*~&#()[\]-])/g, '').replace(/[.,;:!?'’]+$/, '')
  while (url.endsWith(')') && !url.includes('(')) url = url.slice(0, -1)
  url = url.replace(/[\]}>]+$/, '')
  if (/^www\./i.test(url)) url = `http://${url}`
  return /^https?:\/\/[^\s/]+\.[^\s/]/i.test(url) ? url : ''
}

function addLien(sortie: Sortie, libelle: string, cible: string): void {
  const debut = sortie.texte.length
  const sousTexte = parseMarques(libelle).texte
  sortie.addTout(sousTexte)
  const cibleNette = formatUrl(cible)
  // A printed address and its target differ when a line break cut the printed one.
  const imprimee = formatUrl(sousTexte)
  const url = cibleNette || (cible.startsWith('#') || cible === '' ? imprimee : '')
  sortie.liens.push({ debut, fin: sortie.texte.length, url })
}

/** Parses the marks of one line. `ouvertes` are the marks left open by the line before in the same paragraph. */
export function parseMarques(source: string, ouvertes?: Ouvertes): Texte & { ouvertes: Ouvertes } {
  const sortie = new Sortie()
  const crochets = searchCrochets(source)
  if (ouvertes?.gras) sortie.basculeGras()
  if (ouvertes?.italique) sortie.basculeItalique()
  let i = 0
  const lire = (forme: RegExp): RegExpExecArray | null => {
    forme.lastIndex = i
    return forme.exec(source)
  }
  while (i < source.length) {
    const c = source[i] as string
    const crochet = c === '[' || c === '!' ? crochets.get(c === '!' ? i + 1 : i) : undefined
    if (crochet) {
      const image = c === '!'
      const debut = image ? i + 2 : i + 1
      if (!image)
        addLien(sortie, source.slice(debut, crochet.milieu), source.slice(crochet.milieu + 2, crochet.fin - 1))
      i = crochet.fin
    } else if (c === '\\' && /[\\_*[\]()#<>~`&.+!{}|-]/.test(source[i + 1] ?? '')) {
      if (source[i + 1] !== '\\') sortie.add(source[i + 1] as string)
      i += source[i + 1] === '\\' ? 1 : 2
    } else if (c === '*' || c === '_') i = parseEmphase(sortie, source, i)
    else if (c === '<') {
      const lien = lire(AUTOLIEN)
      const balise = lien ? null : lire(BALISE)
      if (lien) {
        const debut = sortie.texte.length
        sortie.addTout((lien[1] as string).replace(/\\+_/g, '_'))
        sortie.liens.push({ debut, fin: sortie.texte.length, url: formatUrl(lien[1] as string) })
        i += lien[0].length
      } else if (balise) i += parseBalise(sortie, balise, source)
      else {
        sortie.add(c)
        i++
      }
    } else if (c === 'h' || c === 'w' || c === 'H' || c === 'W') {
      const nue = /[\p{L}\p{N}]/u.test(source[i - 1] ?? ' ') ? null : lire(URL_NUE)
      if (nue) {
        const url = formatUrl(nue[0])
        const debut = sortie.texte.length
        sortie.addTout(url && nue[0].startsWith(url) ? url : nue[0])
        sortie.liens.push({ debut, fin: sortie.texte.length, url })
        i += url && nue[0].startsWith(url) ? url.length : nue[0].length
      } else {
        sortie.add(c)
        i++
      }
    } else if (c === '^') {
      const m = lire(EXPOSANT)
      if (m) sortie.addTout(/^\d+$/.test(m[1] as string) ? renderExposant(m[1] as string) : (m[1] as string))
      else sortie.add(c)
      i += m ? m[0].length : 1
    } else if (c === '&') {
      const m = lire(ENTITE)
      sortie.addTout(m ? (ENTITES[m[0]] ?? m[0]) : c)
      i += m ? m[0].length : 1
    } else {
      sortie.add(c)
      i++
    }
  }
  const restees = sortie.ouvertes
  sortie.fin()
  const { texte, gras, italique, liens } = sortie
  return { texte: texte.trimEnd(), gras, italique, liens, ouvertes: restees }
}

/** Handles `*`, `**`, `_`, `__`; inside a word an underscore is itself, between spaces a star is itself. */
function parseEmphase(sortie: Sortie, source: string, i: number): number {
  const c = source[i] as string
  let nombre = 1
  while (source[i + nombre] === c && nombre < 3) nombre++
  const avant = source[i - 1] ?? ' '
  const apres = source[i + nombre] ?? ' '
  const litteral =
    (/\s/.test(avant) && /\s/.test(apres) && source.length > nombre) ||
    (c === '_' && /[\p{L}\p{N}]/u.test(avant) && /[\p{L}\p{N}]/u.test(apres))
  if (litteral) sortie.addTout(c.repeat(nombre))
  else {
    if (nombre !== 1) sortie.basculeGras()
    if (nombre !== 2) sortie.basculeItalique()
  }
  return i + nombre
}

/** The same text without the given ranges; the other ranges follow. */
export function removePlages(t: Texte, plages: Plage[]): Texte {
  if (plages.length === 0) return t
  const garde = new Uint8Array(t.texte.length).fill(1)
  for (const p of plages) garde.fill(0, Math.max(0, p.debut), p.fin)
  const place = new Uint32Array(t.texte.length + 1)
  let texte = ''
  for (let i = 0; i < t.texte.length; i++) {
    place[i] = texte.length
    if (garde[i]) texte += t.texte[i]
  }
  place[t.texte.length] = texte.length
  const deplace = <P extends Plage>(liste: P[]): P[] =>
    liste
      .map((p) => ({
        ...p,
        debut: place[Math.min(p.debut, t.texte.length)] ?? 0,
        fin: place[Math.min(p.fin, t.texte.length)] ?? 0,
      }))
      .filter((p) => p.fin > p.debut)
  return { texte, gras: deplace(t.gras), italique: deplace(t.italique), liens: deplace(t.liens) }
}

/** A part of a text with its ranges. */
export function slicePlages(t: Texte, debut: number, fin: number = t.texte.length): Texte {
  return removePlages(t, [
    { debut: 0, fin: debut },
    { debut: fin, fin: t.texte.length },
  ])
}

/** Share (0 to 1) of the letters of the text that a style covers. */
export function computePart(t: Texte, plages: Plage[]): number {
  let lettres = 0
  let couvertes = 0
  let k = 0
  const triees = [...plages].sort((a, b) => a.debut - b.debut)
  for (let i = 0; i < t.texte.length; i++) {
    if (!/[\p{L}\p{N}]/u.test(t.texte[i] as string)) continue
    lettres++
    while (k < triees.length && (triees[k] as Plage).fin <= i) k++
    const p = triees[k]
    if (p && p.debut <= i) couvertes++
  }
  return lettres === 0 ? 0 : couvertes / lettres
}
