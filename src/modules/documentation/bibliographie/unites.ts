import { parseAdresse } from './adresse.ts'
import { parseAuteurs } from './auteurs.ts'
import { removeBruit } from './bruit.ts'
import { parseLibelle } from './libelles.ts'
import { computePart, type Ouvertes, parseMarques, type Texte } from './marques.ts'
import { computeMise, type Mise } from './mise.ts'
import type { Ligne } from './modele.ts'
import { splitSegments } from './segments.ts'
import { formatRangees, LecteurTableau } from './tableau.ts'

/** A logical line: source lines that a page's width had cut are joined again. */
export interface Unite extends Texte {
  n: number
  fin: number
  page: number | undefined
  /** Markdown heading level, 0 for none. */
  niveau: number
  puce: boolean
  /** A blank line stands before. */
  blanc: boolean
  /** The whole text is bold, or italic. */
  toutGras: boolean
  toutItalique: boolean
}
/** Being built: where its last source line starts in the text. */
type EnCours = Unite & { debutLigne: number }

/** Above this, a line is running text: its marks are not read and nothing is joined to it. */
export const LONGUEUR_MAXIMALE = 6000

const TITRE = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/
const PUCE = /^\s*(?:[-+*•▪◦●‣·➢➤►▶✓✔◆■□❖]|||o(?=\s\p{Lu})|[–—](?=\s))\s+(?=\S)/u
const CITATION = /^\s*(?:>\s*)+/

export interface LigneNette extends Texte {
  n: number
  page: number | undefined
  niveau: number
  puce: boolean
}

/** Reads the marks of every line; a blank line gives an empty text, a table row the lines of a reference. */
export function parseLignes(lignes: readonly Ligne[]): LigneNette[] {
  const nettes: LigneNette[] = []
  let ouvertes: Ouvertes = { gras: false, italique: false }
  const tableau = new LecteurTableau()
  for (const [i, ligne] of lignes.entries()) {
    if (ligne.texte.length > LONGUEUR_MAXIMALE) {
      const texte = ligne.texte.replace(/\s+/g, ' ').trim()
      nettes.push({ n: ligne.n, page: ligne.page, niveau: 0, puce: false, texte, gras: [], italique: [], liens: [] })
      continue
    }
    for (const morceau of tableau.splitLigne(ligne.texte)) {
      const titre = TITRE.exec(morceau)
      let corps = (titre ? (titre[2] as string) : morceau).replace(CITATION, '')
      const puce = !titre && PUCE.test(corps) && !/^\s*\*+[^\s*]/.test(corps)
      if (puce) corps = corps.replace(PUCE, '')
      const suite = {
        gras: ouvertes.gras && isFermeApres(lignes, i, '**'),
        italique: ouvertes.italique && isFermeApres(lignes, i, '*'),
      }
      const lue = parseMarques(corps, suite)
      ouvertes = lue.texte === '' ? { gras: false, italique: false } : lue.ouvertes
      const { texte, gras, italique, liens } = lue
      nettes.push({
        n: ligne.n,
        page: ligne.page,
        niveau: titre ? (titre[1] as string).length : 0,
        puce,
        texte,
        gras,
        italique,
        liens,
      })
    }
  }
  return nettes
}

/** A mark that a line break left open goes on only where a line of the same paragraph closes it. */
function isFermeApres(lignes: readonly Ligne[], depuis: number, marque: '*' | '**'): boolean {
  for (let i = depuis; i < Math.min(lignes.length, depuis + 5); i++) {
    const texte = lignes[i]?.texte ?? ''
    if (texte.trim() === '') return false
    const gras = (texte.match(/\*\*/g) ?? []).length
    const nombre = marque === '**' ? gras : (texte.match(/\*/g) ?? []).length - 2 * gras
    if (nombre % 2 === 1) return true
  }
  return false
}

const FIN_FERME = /[.!?…»”")\]]\s*$/
const FIN_OUVERTE =
  /(?:[,:;(«–—/]|(?:^|\s)(?:de|du|des|d['’]|la|le|les|l['’]|et|ou|à|au|aux|en|pour|par|sur|dans|avec|un|une|entre|n°|vol\.|(?<!\d\s?)pp?\.|qui|que|dont))\s*$/iu
/** A line that opens a reference or one of its fields never continues the line before. */
export const OUVERTURE =
  /^(?:[[(]?\d{1,3}[\])]\s|\d{1,3}\s?[.)–-]\s+\p{Lu}|[⁰¹²³⁴⁵⁶⁷⁸⁹]|en ligne\b|disponible\b|consult|url\s*:|https?:|www\.|(?:lien|adresse|pdf|t[ée]l[ée]charger|acc[èe]s)\s?:|r[ée]sum[ée]|mots[- ]cl[ée]s|source\s*:|in\s*:|\[|doi\s*:|isbn)/iu

/** The address that these words announce stands on the next line. */
const ANNONCE_ADRESSE =
  /[.,;] (?:disponible|consultable|accessible|t[ée]l[ée]chargeable)(?: (?:en ligne|sur|[àa] l['’]adresse))*\s?:?$/iu
const ETENDUE_FINALE = /(?:\bpp?\.\s?\d+\s?[-–]\s?\d+|\b\d+ p\.?)$/
/** "… Paris : Institut": the name of the publisher is cut. */
const EDITEUR_COUPE = /[.?!–—-]\s\p{Lu}[\p{L}’' -]{1,30}\s?: [^.,:;]{2,60}$/u
/** True when `b` goes on with the sentence, title or address that `a` leaves unfinished. */
function isSuite(a: EnCours, b: LigneNette, mise: Mise): boolean {
  if (ANNONCE_ADRESSE.test(a.texte) && /^https?:/i.test(b.texte)) return true
  if (b.niveau > 0 || b.puce || OUVERTURE.test(b.texte)) return false
  // So does the extent, before a sentence.
  if (ETENDUE_FINALE.test(a.texte) && /^\p{Lu}\p{Ll}*[ ’']\p{Ll}/u.test(b.texte)) return false
  // An address ends what it belongs to.
  if (
    (a.liens.at(-1)?.fin ?? -9) >= a.texte.length - 1 &&
    /^(?:https?:|www\.)/i.test(a.texte.slice(a.liens.at(-1)?.debut))
  )
    return false
  if (a.niveau > 0 && mise.largeur === 0) return false
  if (/\p{L}-$/u.test(a.texte) && /^\p{L}/u.test(b.texte)) return true
  const minuscule = /^[\p{Ll}(«,;:!?]/u.test(b.texte) && !/^\(?(?:dir|coord|[ée]d|et al)/i.test(b.texte)
  // A line that stops on "de", "la", "et" goes on, in a document too short to show its width as well.
  if (
    mise.largeur === 0 &&
    /\s(?:de|du|des|la|le|les|et|à|au|aux|en|pour|sur|dans)$/.test(a.texte) &&
    a.texte.length > 45
  )
    return true
  if (mise.largeur === 0 && /[,;]$/.test(a.texte) && a.texte.length < 300 && /^[\p{L}\d«(]/u.test(b.texte)) return true
  if (mise.largeur === 0)
    return minuscule && !FIN_FERME.test(a.texte) && !/[:]\s*$/.test(a.texte) && /^\p{Ll}/u.test(b.texte)
  if (FIN_FERME.test(a.texte) && isDebutReference(b.texte)) return false
  // Look: a title in bold ends where bold ends.
  if (a.toutGras !== computePart(b, b.gras) > 0.9 && (a.toutGras || a.gras.length === 0)) return false
  if (minuscule && !FIN_FERME.test(a.texte)) return true
  // "Revue." then "2020;12(3):45-50": the year goes on with the journal.
  if (/^(?:1[89]|20)\d\d\s?[;:(]/.test(b.texte)) return true
  if (FIN_OUVERTE.test(a.texte) && a.texte.length - a.debutLigne > 0.5 * mise.largeur) return true
  const ligne = a.texte.length - a.debutLigne
  const mot = /^\S+/.exec(b.texte)?.[0].length ?? 0
  // The next word would have fitted: the line was ended on purpose.
  const place = (ligne + 1 + mot) / mise.largeur
  // A reference in one paragraph, its date still to come.
  const ouverte = !/\b(?:19|20)\d\d\b/.test(a.texte) && (EDITEUR_COUPE.test(a.texte) || isDebutReference(a.texte))
  if (mise.blancs && place > 0.8 && ouverte) return true
  if (place <= 0.92 || isChamp(b.texte, place <= 1)) return false
  // A word that did not fit was carried over, full stop or not.
  return place > 1 || !(FIN_FERME.test(a.texte) && /^[\p{Lu}\d«]/u.test(b.texte))
}

/** True for a line that starts with persons, in capitals or with initials: another reference of the list. */
function isDebutReference(texte: string): boolean {
  const lus = parseAuteurs(texte)
  return lus !== null && lus.confiance > 0.9 && lus.fin < texte.length
}

/** True for a line that is a field by itself: a label, a list of persons, an imprint. `large`: with less evidence. */
function isChamp(texte: string, large: boolean): boolean {
  if (parseLibelle(texte) !== null) return true
  const lus = parseAuteurs(texte)
  if (lus && lus.confiance >= 0.65 && texte.slice(lus.fin).trim() === '') return true
  const segments = splitSegments(texte)
  const [premier] = segments
  const noms = segments.filter((s) => s.genre === 'texte')
  const chiffres = segments.filter((s) => s.genre !== 'texte')
  return (
    premier?.genre === 'texte' &&
    noms.length <= 2 &&
    chiffres.length >= (large ? 1 : 2) &&
    parseAdresse(segments).score >= (large ? 4 : 5)
  )
}

function isSuiteUrl(a: Unite, b: LigneNette): boolean {
  const lien = a.liens.at(-1)
  if (!lien || lien.fin < a.texte.length - 1 || b.texte === '') return false
  const imprime = a.texte.slice(lien.debut, lien.fin)
  if (!/^(?:https?:|www\.)/i.test(imprime)) return false
  const suite = b.liens[0]
  if (suite && suite.url !== '' && suite.debut === 0 && !/^(?:https?:|www\.)/i.test(b.texte))
    return suite.url === lien.url || suite.url.startsWith(imprime.replace(/[-_/]$/, ''))
  // "<https://…/guide-" then "methodologique.pdf>"
  const texte = a.texte[lien.debut - 1] === '<' ? b.texte.replace(/>$/, '') : b.texte
  if (/\s/.test(texte.trim()) || b.niveau > 0 || b.puce || /^(?:https?:|www\.)/i.test(b.texte)) return false
  return /[-_/=?&%.]$/.test(imprime)
    ? /^[\w%./?=&#~-]+$/.test(texte) && /^[a-z\d]|[\d./_=?&%-]/.test(texte)
    : /^[\w%-]*[/._=&?%-][\w%./?=&#~-]+$/.test(texte) && !texte.endsWith('.')
}

function addUrl(a: EnCours, b: LigneNette): void {
  const lien = a.liens.at(-1)
  if (!lien) return
  const cible = b.liens[0]?.url
  const debut = lien.debut
  // A full stop at the break belongs to the address: "https://doi.org/10." then "1136/…".
  const point = a.texte.slice(lien.fin) === '.' && !cible ? '.' : ''
  const chevron = a.texte[debut - 1] === '<'
  if (chevron) a.texte = a.texte.slice(0, debut - 1) + a.texte.slice(debut)
  if (chevron) lien.debut = debut - 1
  a.texte = a.texte.slice(0, lien.fin - (chevron ? 1 : 0)) + point + b.texte.trim().replace(chevron ? />$/ : /$^/, '')
  lien.fin = a.texte.length
  lien.url = cible || a.texte.slice(lien.debut).replace(/[.,;]$/, '')
}

function addSuite(a: EnCours, b: LigneNette): void {
  const coupe = /\p{L}-$/u.test(a.texte) && /^\p{Ll}/u.test(b.texte)
  // "pluri-\nprofessionnel" loses its hyphen; "Jean-\nluc" cannot be told and does too.
  const colle = /['’]$/.test(a.texte) || (/\p{L}-$/u.test(a.texte) && /^\p{Lu}/u.test(b.texte))
  const base = coupe ? a.texte.slice(0, -1) : colle ? a.texte : `${a.texte} `
  const decale = base.length
  a.debutLigne = decale
  a.texte = base + b.texte
  const move = <P extends { debut: number; fin: number }>(plages: P[]): P[] =>
    plages.map((p) => ({ ...p, debut: p.debut + decale, fin: p.fin + decale }))
  a.gras = joinPlages([...a.gras, ...move(b.gras)])
  a.italique = joinPlages([...a.italique, ...move(b.italique)])
  a.liens = [...a.liens, ...move(b.liens)]
}

function joinPlages(plages: { debut: number; fin: number }[]): { debut: number; fin: number }[] {
  const jointes: { debut: number; fin: number }[] = []
  for (const p of plages) {
    const derniere = jointes.at(-1)
    if (derniere && p.debut - derniere.fin <= 1) derniere.fin = p.fin
    else jointes.push({ ...p })
  }
  return jointes
}

/** Reads lines into logical lines: marks read, noise dropped, cut lines joined. */
export function parseUnites(lignes: readonly Ligne[]): { unites: Unite[]; mise: Mise } {
  const nettes = removeBruit(parseLignes(formatRangees(lignes)))
  const mise = computeMise(nettes)
  const unites: EnCours[] = []
  let blanc = true
  for (const l of nettes) {
    if (l.texte === '') {
      blanc = true
      continue
    }
    const derniere = unites.at(-1)
    const a = derniere && derniere.texte.length + l.texte.length <= LONGUEUR_MAXIMALE ? derniere : undefined
    if (a && isSuiteUrl(a, l)) addUrl(a, l)
    else if (a && !blanc && isSuite(a, l, mise)) addSuite(a, l)
    else if (a && blanc && isProseCoupee(a, l)) addSuite(a, l)
    else {
      unites.push({
        ...l,
        fin: l.n,
        blanc,
        toutGras: computePart(l, l.gras) > 0.9,
        toutItalique: computePart(l, l.italique) > 0.9,
        debutLigne: 0,
      })
      blanc = false
      continue
    }
    a.fin = l.n
    a.toutGras &&= computePart(l, l.gras) > 0.9
    a.toutItalique &&= computePart(l, l.italique) > 0.9
    blanc = false
  }
  return { unites, mise }
}

/** A paragraph that a page break cut: long, without its full stop, and the next starts with a small letter. */
function isProseCoupee(a: Unite, b: LigneNette): boolean {
  return (
    a.texte.length > 70 &&
    a.niveau === 0 &&
    b.niveau === 0 &&
    !b.puce &&
    b.texte.length > 15 &&
    /[\p{L}\p{N},-]$/u.test(a.texte) &&
    a.liens.at(-1)?.fin !== a.texte.length &&
    /^\p{Ll}/u.test(b.texte) &&
    !OUVERTURE.test(b.texte)
  )
}
