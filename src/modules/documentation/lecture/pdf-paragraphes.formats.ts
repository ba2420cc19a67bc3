import type { Ligne } from '../bibliographie/bibliographie.ts'
import { computeAdresseNue, type Passage, renderMarques, renderTexteNu } from './marques.formats.ts'
import { computeCesure, isSuiteAdresse, type JoinMots } from './pdf-cesure.formats.ts'
import { removeTitresCourants } from './pdf-marges.formats.ts'
import { splitNotes } from './pdf-notes.formats.ts'
import type { Rangee } from './pdf-rangees.formats.ts'

/** What the pages have in common, measured on all of them. */
interface Mesures {
  /** Size of the running text, in points. */
  corps: number
  /** Usual distance of two baselines of a paragraph, in sizes. */
  interligne: number
  /** Sizes of headings, largest first. */
  titres: number[]
  /** Right edge of the column that begins at about an abscissa. */
  getDroite(rangee: Rangee): number
  joinMots: JoinMots
}

const TITRE_MAX = 250

/** Printed lines to paragraphs: numbered lines with marks, an empty one where the page leaves a space. */
export function parseLignesPdf(pages: Rangee[][]): Ligne[] {
  const rangees = removeTitresCourants(pages)
  const mesures = computeMesures(rangees)
  const { texte, notes } = splitNotes(rangees, mesures.corps)
  const lignes: Ligne[] = []
  addParagraphes(lignes, texte, mesures, (avant) => {
    // A paragraph that runs over to the next page is not interrupted by the notes of the first.
    const dues = notes.filter((n) => n.page < avant)
    notes.splice(0, dues.length)
    addParagraphes(lignes, dues, mesures, () => undefined)
  })
  return lignes
}

/** Adds the paragraphs of these lines; `onFin` is told of each break, with the page on which the next paragraph begins. */
function addParagraphes(lignes: Ligne[], rangees: Rangee[], mesures: Mesures, onFin: (page: number) => void): void {
  let paragraphe: Rangee[] = []
  const endParagraphe = (pageSuivante: number) => {
    const premiere = paragraphe[0]
    if (premiere) addLigne(lignes, renderParagraphe(paragraphe, mesures), premiere.page)
    paragraphe = []
    onFin(pageSuivante)
  }
  for (const rangee of rangees) {
    const precedente = paragraphe.at(-1)
    if (precedente && !isSuite(paragraphe, precedente, rangee, mesures)) {
      endParagraphe(rangee.page)
      if (hasBlanc(precedente, rangee, mesures)) addLigne(lignes, '', precedente.page)
    }
    paragraphe.push(rangee)
  }
  endParagraphe(Number.POSITIVE_INFINITY)
}

function addLigne(lignes: Ligne[], texte: string, page: number): void {
  lignes.push({ n: lignes.length + 1, texte, page })
}

function computeMesures(rangees: Rangee[]): Mesures {
  const corps = getPlusFrequent(rangees.map((r) => [arrondi(r.corps), getTexte(r).length]))
  const ecarts = rangees.flatMap((r, i): [number, number][] => {
    const suivante = rangees[i + 1]
    if (!suivante || !isMemeZone(r, suivante) || Math.abs(r.corps - suivante.corps) > 0.6) return []
    const ecart = (suivante.y - r.y) / r.corps
    // Only full lines speak of paragraphs: distances between items of a list are another matter.
    return ecart > 0.9 && ecart < 2.2 ? [[Math.round(ecart * 20) / 20, r.x1 - r.x0]] : []
  })
  const droites = new Map<number, number[]>()
  for (const r of rangees) droites.set(bord(r), [...(droites.get(bord(r)) ?? []), r.x1])
  const titres = [...new Set(rangees.filter((r) => r.corps > 1.1 * corps).map((r) => arrondi(r.corps)))].sort(
    (a, b) => b - a,
  )
  return {
    corps,
    interligne: ecarts.length > 0 ? getPlusFrequent(ecarts) : 1.2,
    titres,
    getDroite: (r) => getQuantile(droites.get(bord(r)) ?? [r.x1]),
    joinMots: computeCesure(rangees.map(getTexte)),
  }
}

function bord(r: Rangee): number {
  return Math.round(r.x0 / 40)
}

function arrondi(corps: number): number {
  return Math.round(corps * 2) / 2
}

/** Nearly the furthest right: one line that overflows must not make all others look short. */
function getQuantile(valeurs: number[]): number {
  const tries = [...valeurs].sort((a, b) => a - b)
  return tries[Math.floor(0.97 * (tries.length - 1))] ?? 0
}

function getPlusFrequent(poids: [valeur: number, poids: number][]): number {
  const totaux = new Map<number, number>()
  for (const [valeur, p] of poids) totaux.set(valeur, (totaux.get(valeur) ?? 0) + p)
  return [...totaux].reduce((a, b) => (b[1] > a[1] ? b : a), [12, -1])[0]
}

function getTexte(r: Rangee): string {
  return renderTexteNu(r.passages)
}

function isMemeZone(a: Rangee, b: Rangee): boolean {
  return a.page === b.page && a.zone === b.zone
}

function hasBlanc(a: Rangee, b: Rangee, { interligne }: Mesures): boolean {
  return isMemeZone(a, b) && b.y - a.y > 1.3 * interligne * Math.max(a.corps, b.corps)
}

/** Rank of a heading (1 = largest), 0 for running text. */
function getNiveau(rangees: Rangee[], { corps, titres }: Mesures): number {
  const premiere = rangees[0]
  if (!premiere || premiere.corps <= 1.1 * corps) return 0
  const texte = rangees.map(getTexte).join(' ')
  if (texte.length > TITRE_MAX || !/\p{L}{2}/u.test(texte)) return 0
  return Math.min(6, titres.indexOf(arrondi(premiere.corps)) + 1)
}

const PUCE = /^(?:[⁰¹²³⁴⁵⁶⁷⁸⁹•▪‣◦⁃➢➤✓]|[-–—]\s|\[?\d{1,3}[\].)]\s|[a-z]\)\s)/u

/** A line of a table of contents: a row of dots, then the page. */
const SOMMAIRE = /(?:\.\s?){4,}\d{1,4}$/u

/** Does this printed line carry on the paragraph? Told by its shape alone: distance, size, indent, and a line above that was full. */
function isSuite(paragraphe: Rangee[], a: Rangee, b: Rangee, mesures: Mesures): boolean {
  if (Math.abs(a.corps - b.corps) > 0.6 || SOMMAIRE.test(getTexte(a)) || PUCE.test(getTexte(b))) return false
  const proche = isMemeZone(a, b) && b.y > a.y && b.y - a.y <= 1.15 * mesures.interligne * a.corps
  if (getNiveau([...paragraphe, b], mesures) > 0) return proche
  if (!proche && !isCoupure(a, b)) return false
  if (isNouvelObjet(a, b)) return false
  // A paragraph indents or hangs by its first line only. Across columns, an indent says nothing.
  const ecart = Math.abs(b.x0 - a.x0)
  if (isMemeZone(a, b) && ecart > (paragraphe.length === 1 ? 4 * a.corps : 2)) return false
  return isPleine(a, b, mesures)
}

/** The end of a column or a page in the middle of a sentence. */
function isCoupure(a: Rangee, b: Rangee): boolean {
  if (isMemeZone(a, b) || b.page > a.page + 1) return false
  const avant = getTexte(a)
  // Authors in capitals begin an entry, unless capitals were running already.
  const nom = /^\p{Lu}{2}/u.test(getTexte(b)) && avant !== avant.toUpperCase()
  return !nom && !/[.!?…»:]["”)\]]?$/u.test(avant)
}

/** A line is full when the next word would not have fitted. */
function isPleine(a: Rangee, b: Rangee, { getDroite }: Mesures): boolean {
  const texte = getTexte(b)
  const mot = texte.split(' ', 1)[0] ?? ''
  // A word of wide letters is wider than the line's mean says.
  const largeurMot = 1.15 * (mot.length + 1) * ((b.x1 - b.x0) / Math.max(1, texte.length))
  return a.x1 + largeurMot > getDroite(a) - 0.6 * a.corps
}

/**
 * Shape cannot tell a full line from the last of its paragraph; the look can: authors, **title**, *imprint* and abstract
 * begin with a capital in a look of their own, and an address follows a finished sentence as a thing apart.
 */
function isNouvelObjet(a: Rangee, b: Rangee): boolean {
  const texte = getTexte(b)
  if (/^<?(?:https?:|www\.)/u.test(texte)) return /[.!?…)\]»”"]$/u.test(getTexte(a))
  if (/[,;:]$/u.test(getTexte(a)) || !/^[«"“]?\s*\p{Lu}/u.test(texte)) return false
  const avant = getLook(a)
  const apres = getLook(b)
  return avant !== null && apres !== null && avant !== apres
}

/** The look of a line that has only one, else null. */
function getLook(r: Rangee): string | null {
  const looks = new Set(r.passages.filter((p) => p.texte.trim() !== '').map((p) => `${p.gras} ${p.italique}`))
  const [look] = looks
  return looks.size === 1 && look !== undefined ? look : null
}

function renderParagraphe(rangees: Rangee[], mesures: Mesures): string {
  const passages: Passage[] = []
  for (const rangee of rangees) joinPassages(passages, rangee.passages, mesures.joinMots)
  const niveau = getNiveau(rangees, mesures)
  if (niveau > 0) return `${'#'.repeat(niveau)} ${renderTexteNu(passages)}`
  return renderMarques(passages).replace(/^(\**)[•▪‣◦⁃➢➤✓]\s*/u, '- $1')
}

/** Adds a printed line to a paragraph: a space, or nothing where a word or an address was cut by the end of the line. */
function joinPassages(passages: Passage[], suite: Passage[], joinMots: JoinMots): void {
  const avant = passages.at(-1)
  const [apres, ...reste] = suite.map((p) => ({ ...p }))
  if (!avant || !apres) {
    if (apres) passages.push(apres, ...reste)
    return
  }
  const texteAvant = passages.map((p) => p.texte).join('')
  const texteApres = apres.texte + reste.map((p) => p.texte).join('')
  const memeLien = avant.lien !== null && avant.lien === apres.lien
  if (memeLien && /^\S*(?:\/|www\.)\S*$/u.test(avant.texte.trim())) {
    avant.texte = avant.texte.trimEnd()
  } else if (!memeLien && isSuiteAdresse(texteAvant, texteApres)) {
    // A program that made links by itself saw only the part of the address that stands on the first line.
    if (avant.lien && computeAdresseNue(avant.lien) === computeAdresseNue(avant.texte)) avant.lien = apres.lien
    avant.texte = avant.texte.trimEnd()
  } else {
    avant.texte = joinMots(avant.texte, texteApres)
  }
  passages.push(apres, ...reste)
}
