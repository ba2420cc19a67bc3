import { type Passage, renderExposant } from './marques.formats.ts'
import { getZones } from './pdf-colonnes.formats.ts'

/** A piece of text of one look on a page; lengths in points from the top left corner, `y` being the baseline. */
export interface Fragment extends Passage {
  x: number
  y: number
  largeur: number
  corps: number
}

/** The place of a link on a page. */
export interface LienPdf {
  adresse: string
  x0: number
  x1: number
  y0: number
  y1: number
}

/** A line of text as printed: what stands on one baseline inside one column. */
export interface Rangee {
  page: number
  /** Rank of the column, cell or band on its page: a paragraph never crosses it by chance. */
  zone: number
  x0: number
  x1: number
  y: number
  corps: number
  passages: Passage[]
}

/** Puts the address of each link on the text that it covers, cutting a piece of text where the link begins or ends. */
export function addLiens(fragments: Fragment[], liens: LienPdf[]): Fragment[] {
  if (liens.length === 0) return fragments
  const tries = [...liens].sort((a, b) => a.x0 - b.x0)
  return fragments.flatMap((fragment) => {
    const milieu = fragment.y - 0.3 * fragment.corps
    const couvrants = tries.filter(
      (l) => l.y0 <= milieu && milieu <= l.y1 && l.x1 > fragment.x + 1 && l.x0 < fragment.x + fragment.largeur - 1,
    )
    return couvrants.length === 0 ? [fragment] : cutFragment(fragment, couvrants)
  })
}

function cutFragment(fragment: Fragment, liens: LienPdf[]): Fragment[] {
  const { texte, x, largeur } = fragment
  const morceaux: Fragment[] = []
  let fait = 0
  const addMorceau = (fin: number, lien: string | null) => {
    if (fin <= fait) return
    const pas = largeur / texte.length
    morceaux.push({ ...fragment, texte: texte.slice(fait, fin), lien, x: x + fait * pas, largeur: (fin - fait) * pas })
    fait = fin
  }
  for (const { adresse, x0, x1 } of liens) {
    const debut = getCoupe(texte, ((x0 - x) / largeur) * texte.length, isDebutMot)
    const fin = getCoupe(texte, ((x1 - x) / largeur) * texte.length, isFinMot)
    addMorceau(Math.max(fait, debut), null)
    addMorceau(fin, adresse)
  }
  addMorceau(texte.length, null)
  return morceaux
}

/** Letters differ in width, so a place in points gives a rank only nearly: it is moved to the nearest edge of a word. */
function getCoupe(texte: string, rang: number, isBord: (texte: string, i: number) => boolean): number {
  const vise = Math.min(texte.length, Math.max(0, Math.round(rang)))
  for (let ecart = 0; ecart <= 8; ecart++) {
    for (const i of [vise - ecart, vise + ecart]) if (i >= 0 && i <= texte.length && isBord(texte, i)) return i
  }
  return vise
}

function isDebutMot(texte: string, i: number): boolean {
  return /^(?:[\s([<«"’']|)$/u.test(texte[i - 1] ?? '') && /^[\p{L}\p{N}[«"]?$/u.test(texte[i] ?? '')
}

function isFinMot(texte: string, i: number): boolean {
  return /^[\s)\]>»",;]?$/u.test(texte[i] ?? '') && /^\S?$/u.test(texte[i - 1] ?? '')
}

/** The printed lines of a page, in reading order. */
export function renderRangees(fragments: Fragment[], page: number): Rangee[] {
  return getZones(renderSegments(fragments, page)).flatMap((segments, zone) =>
    groupBaselines(
      segments,
      (s) => s.y,
      (s) => s.corps,
    ).map((groupe) => mergeSegments(groupe, zone)),
  )
}

/** Runs of text without a hole: what one column holds of one baseline. */
function renderSegments(fragments: Fragment[], page: number): Rangee[] {
  const segments: Rangee[] = []
  for (const ligne of groupBaselines(
    fragments,
    (f) => f.y,
    (f) => f.corps,
  )) {
    let courant: Rangee | null = null
    let precedent: Fragment | null = null
    for (const f of ligne.sort((a, b) => a.x - b.x)) {
      if (precedent && isDouble(precedent, f)) {
        precedent.gras = true
        continue
      }
      const ecart = courant ? f.x - courant.x1 : 0
      const passage = renderPassage(f, courant)
      if (courant && ecart < 1.2 * Math.max(f.corps, courant.corps)) {
        if (ecart > 0.18 * f.corps) addEspace(courant)
        courant.passages.push(passage)
        courant.x1 = Math.max(courant.x1, f.x + f.largeur)
        if (f.corps > courant.corps) raiseDebut(courant, f)
      } else {
        courant = { page, zone: 0, x0: f.x, x1: f.x + f.largeur, y: f.y, corps: f.corps, passages: [passage] }
        segments.push(courant)
      }
      precedent = f
    }
  }
  return segments
}

/** A raised small number calls a note: it must not become a part of the word that it follows. */
function renderPassage(f: Fragment, courant: Rangee | null): Passage {
  const { texte, gras, italique, lien } = f
  return { texte: courant && isLeve(f, courant) ? renderExposant(texte) : texte, gras, italique, lien }
}

function isLeve(petit: { y: number; corps: number }, grand: { y: number; corps: number }): boolean {
  return petit.corps < 0.8 * grand.corps && petit.y < grand.y - 0.1 * grand.corps
}

/** Some programs print a text twice, a hair apart, to make it bold. */
function isDouble(a: Fragment, b: Fragment): boolean {
  return a.texte === b.texte && Math.abs(a.x - b.x) < 0.15 * a.corps && Math.abs(a.y - b.y) < 0.15 * a.corps
}

/** The line began with something smaller than its text: with the number of a note, perhaps. */
function raiseDebut(courant: Rangee, f: Fragment): void {
  const debut = courant.passages[0]
  if (debut && courant.passages.length === 2 && isLeve(courant, f)) debut.texte = `${renderExposant(debut.texte)} `
  courant.corps = f.corps
  courant.y = f.y
}

function addEspace(rangee: Rangee): void {
  const dernier = rangee.passages.at(-1)
  if (dernier && !dernier.texte.endsWith(' ')) dernier.texte += ' '
}

function mergeSegments(segments: Rangee[], zone: number): Rangee {
  const [premier, ...suite] = segments.sort((a, b) => a.x0 - b.x0)
  if (!premier) throw new RangeError('an empty line')
  const rangee = { ...premier, zone, passages: [...premier.passages] }
  for (const s of suite) {
    addEspace(rangee)
    rangee.passages.push(...s.passages)
    rangee.x1 = Math.max(rangee.x1, s.x1)
    rangee.corps = Math.max(rangee.corps, s.corps)
  }
  return rangee
}

/** Groups what stands on one baseline, raised and lowered marks included, from top to bottom. */
function groupBaselines<T>(elements: T[], getY: (e: T) => number, getCorps: (e: T) => number): T[][] {
  const groupes: T[][] = []
  let haut = 0
  let corps = 0
  for (const e of [...elements].sort((a, b) => getY(a) - getY(b))) {
    const groupe = groupes.at(-1)
    if (groupe && getY(e) - haut < 0.45 * Math.max(corps, getCorps(e))) {
      groupe.push(e)
      corps = Math.max(corps, getCorps(e))
    } else {
      groupes.push([e])
      haut = getY(e)
      corps = getCorps(e)
    }
  }
  return groupes
}
