import { parseLibelle } from './libelles.ts'
import { formatSimple } from './prenoms.ts'
import { type EntreeSommaire, formatCleTitre, formatTitreSection, type Numero, parseNumero } from './sommaire.ts'
import type { Unite } from './unites.ts'

interface Etage {
  titre: string
  /** Absolute depth where numbers or the table of contents give it, else null. */
  rang: number | null
  /** Look of the heading: two headings of one look stand side by side. */
  signe: string
  /** The table of contents names it. */
  connu: boolean
}

/** "Documents à consulter": opens the list of the numbered section, is not a section itself. */
const ANNONCE =
  /^(?:(?:documents?|r[ée]f[ée]rences?|ressources?|textes?|publications?|bibliographie) (?:à consulter|à lire|cit[ée]e?s|consult[ée]e?s|utiles?|associ[ée]e?s)|r[ée]f[ée]rences(?: bibliographiques)?|bibliographie|s[ée]lection bibliographique)\s*:?$/iu
const DOCUMENT =
  /^(?:bibliographie|s[ée]lection|dossier documentaire|veille|ressources documentaires|revue (?:de presse|documentaire)|catalogue)\s.{3,}/iu
/** Parts that hold no other. */
const SANS_SUITE = /^(?:introduction|avant[- ]propos|pr[ée]ambule|pr[ée]sentation|[ée]dito(?:rial)?|conclusion)$/iu
/** The list itself. */
const LISTE = /^(?:r[ée]f[ée]rences(?: bibliographiques)?|bibliographie)\s*:?$/iu
const TITRES_CONNUS =
  /^(?:pour (?:aller plus loin|en savoir plus|approfondir)|sites? (?:internet|web|utiles?|ressources?)|sites?|sitographie|webographie|liens utiles|adresses utiles|organismes ressources|structures ressources|bases? de donn[ée]es|outils(?: p[ée]dagogiques)?|textes (?:officiels|de loi|r[ée]glementaires|l[ée]gislatifs|de r[ée]f[ée]rence)|cadre (?:l[ée]gislatif|r[ée]glementaire|juridique)|donn[ée]es (?:de cadrage|g[ée]n[ée]rales|chiffr[ée]es)|litt[ée]rature grise|th[èe]ses? et m[ée]moires?|en anglais|ressources (?:en ligne|num[ée]riques|internet)|vid[ée]os et podcasts|autres ressources|g[ée]n[ée]ralit[ée]s|introduction|conclusion|glossaire|annexes?)\s*:?$/iu
const SITES =
  /\bsites?\b|sitograph|webograph|liens utiles|ressources? (?:en ligne|internet|web|num[ée]rique)|adresses utiles|\bportails?\b|organismes? ressources?|structures? ressources?|bases? de donn[ée]es|annuaire/iu

/** True for a heading that announces the list without being a section. */
export function isAnnonce(texte: string): boolean {
  return ANNONCE.test(texte.trim())
}

/** True where the section is a list of sites and organisations. */
export function isSectionSites(sections: readonly string[]): boolean {
  return sections.some((s) => SITES.test(formatSimple(s)))
}

/** The titles under which the next reference stands. */
export class Sections {
  readonly #sommaire: readonly EntreeSommaire[]
  readonly #romains: boolean
  readonly #absolu: boolean
  /** Short numbered lines that follow each other without being a list: headings without any mark. */
  readonly #numerotes: ReadonlySet<Unite>
  /** No contents, no heading marks, no numbers, no capitals: only the place of a line tells a heading. */
  readonly isSansRepere: boolean
  /** The document's own title, set as its only heading of the first level. */
  readonly #titre: Unite | null
  #pile: Etage[] = []

  constructor(sommaire: readonly EntreeSommaire[], unites: readonly Unite[]) {
    this.#sommaire = sommaire
    const premier = unites.slice(0, 8).find((u) => u.niveau > 0) ?? null
    const semblables = unites.filter((u) => u.niveau > 0 && u.niveau <= (premier?.niveau ?? 0))
    this.#titre = semblables.length === 1 && unites.some((u) => u.niveau > (premier?.niveau ?? 9)) ? premier : null
    const titres = unites.filter((u) => u.texte.length < 160)
    this.#romains =
      titres.filter((u) => parseNumero(u.texte)?.genre === 'romain' && u.texte !== u.texte.toLowerCase()).length >= 2
    this.isSansRepere =
      sommaire.length === 0 &&
      titres.filter(
        (u) =>
          u.niveau > 0 ||
          isCapitales(u.texte) ||
          (parseNumero(u.texte) && u.texte.length < 90 && !/\d{4}/.test(u.texte)),
      ).length < 2
    this.#numerotes = searchTitresNumerotes(unites)
    // Over numbered headings, a first line in capitals is the document's own title.
    const haute = unites.slice(0, 3).find((u) => u.niveau === 0 && isCapitales(u.texte))
    if (haute && this.#numerotes.size > 0 && !this.#numerotes.has(haute)) this.#titre ??= haute
    // So is a first line that names the kind of document: "Bibliographie sélective : …".
    const tete = unites[0]
    if (tete && DOCUMENT.test(tete.texte) && !isAnnonce(tete.texte)) this.#titre ??= tete
    this.#absolu =
      sommaire.some((e) => e.rang !== null) || titres.filter((u) => /^\d{1,2}\.\d/.test(u.texte)).length >= 2
  }

  get titres(): string[] {
    return this.#pile.map((e) => e.titre)
  }

  getSommaire(texte: string): EntreeSommaire | null {
    const cle = formatCleTitre(texte)
    if (cle === '') return null
    // One of the two may have lost its end.
    const longue = (a: string, b: string): boolean => a.length >= 25 && a.length > 0.85 * b.length && b.startsWith(a)
    return (
      this.#sommaire.find((e) => e.cle === cle) ??
      this.#sommaire.find((e) => longue(e.cle, cle) || longue(cle, e.cle)) ??
      null
    )
  }

  /** True for headings that their number, the table of contents or their words make sure. */
  isSure(u: Unite): boolean {
    const texte = u.texte.trim()
    if (texte.length > 260) return false
    if (isAnnonce(texte) || this.getSommaire(texte) !== null) return true
    if (texte.length > 200 || /[.;,]$/.test(texte)) return false
    if (TITRES_CONNUS.test(texte) || isTitreGenres(texte) || this.#numerotes.has(u)) return true
    const numero = parseNumero(texte)
    if (!numero) return false
    if (numero.genre === 'chiffre' && numero.rang >= 2) return true
    const suite = texte.slice(numero.longueur)
    const haut = suite === suite.toUpperCase() && /\p{Lu}{3}/u.test(suite)
    return (
      (u.niveau > 0 || haut || (numero.genre === 'lettre' && /^[A-H]\)/.test(texte))) &&
      !/\b(?:19|20)\d\d\b/.test(suite)
    )
  }

  /** True for a line that looks like a heading when it opens no reference. */
  isPossible(u: Unite): boolean {
    const texte = u.texte.trim()
    if (texte.length > 170 || texte.length < 3 || u.puce || /[.;,]$|https?:/.test(texte)) return false
    if (u.niveau > 0) return true
    if (isCapitales(texte)) return true
    return u.toutGras && !this.#absolu
  }

  /** Enters the section that this heading opens. */
  add(u: Unite): void {
    if (u === this.#titre) return
    const texte = u.texte.trim()
    if (isAnnonce(texte)) {
      while (this.#pile.length > 0 && this.#pile.at(-1)?.rang === null) this.#pile.pop()
      // Under no other heading, "Bibliographie" is the section.
      if (this.#pile.length === 0 && LISTE.test(texte))
        this.#pile.push({
          titre: formatTitreSection(texte),
          rang: null,
          signe: u.niveau > 0 ? `#${u.niveau}` : 'liste',
          connu: false,
        })
      return
    }
    const connu = this.getSommaire(texte)
    const numero = parseNumero(texte)
    const rang = connu?.rang ?? computeRang(numero, this.#romains)
    const titre = formatTitreSection(texte)
    if (rang !== null) {
      while (this.#pile.length > 0 && (this.#pile.at(-1)?.rang ?? 99) >= rang) this.#pile.pop()
      if (connu) this.#addParents(connu)
    }
    const look = computeSigne(u, numero)
    // Same look as a heading of the contents, but absent from them: one step below.
    const bas = rang === null && connu === null && this.#pile.some((e) => e.signe === look && e.connu)
    const signe = bas ? `${look} bas` : look
    const dernier = this.#pile.at(-1)
    if (dernier?.signe === 'liste' || (dernier?.rang === null && SANS_SUITE.test(dernier.titre))) this.#pile.pop()
    if (rang === null) this.#closeSigne(signe)
    this.#pile.push({ titre, rang, signe, connu: connu !== null })
  }

  /** A heading whose parent the text does not repeat: the table of contents knows it. */
  #addParents(entree: EntreeSommaire): void {
    const parents: EntreeSommaire[] = []
    for (let p = entree.parent; p >= 0; p = this.#sommaire[p]?.parent ?? -1)
      parents.unshift(this.#sommaire[p] as EntreeSommaire)
    for (const p of parents) {
      const present = this.#pile.some((e) => formatCleTitre(e.titre) === p.cle)
      if (present) continue
      while (this.#pile.length > 0 && (this.#pile.at(-1)?.rang ?? 99) >= (p.rang ?? 1)) this.#pile.pop()
      this.#pile.push({ titre: p.titre, rang: p.rang, signe: 'sommaire', connu: true })
    }
  }

  #closeSigne(signe: string): void {
    const meme = this.#pile.findIndex((e) => e.rang === null && (e.signe === signe || isPlusBas(e.signe, signe)))
    if (meme >= 0) this.#pile.length = meme
  }
}

/** "Ouvrages et rapports", "Les articles": kinds of documents in the plural. */
function isTitreGenres(texte: string): boolean {
  const genres = texte.replace(/^les\s+/iu, '').split(/\s*,\s*|\s+(?:et|&)\s+/iu)
  return genres.every((g) => parseLibelle(g)?.pluriel === true)
}

/** "I. Généralités … II. Alcool": numbers that grow by one from 1, each over something else than the next number. */
function searchTitresNumerotes(unites: readonly Unite[]): Set<Unite> {
  const titres = new Set<Unite>()
  for (const genre of ['romain', 'chiffre', 'lettre'] as const) {
    const suite: Unite[] = []
    for (const [i, u] of unites.entries()) {
      const numero = u.texte.length < 110 && !u.puce ? parseNumero(u.texte) : null
      if (
        numero?.genre !== genre ||
        (genre !== 'lettre' && numero.rang !== 1) ||
        /[.;,:]$|\b(?:19|20)\d\d\b/.test(u.texte)
      )
        continue
      const rang = genre === 'chiffre' ? Number(numero.valeur) : NUMEROS[genre].indexOf(numero.valeur) + 1
      const suivant = unites[i + 1]
      if (rang !== suite.length + 1 || !suivant || parseNumero(suivant.texte)?.genre === genre) continue
      if (u.blanc || suivant.blanc) suite.push(u)
    }
    if (suite.length >= 2) for (const u of suite) titres.add(u)
  }
  return titres
}
const NUMEROS = {
  romain: ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'],
  lettre: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'],
}

function isCapitales(texte: string): boolean {
  const lettres = texte.replace(/[^\p{L}]/gu, '')
  return lettres.length >= 4 && lettres === lettres.toUpperCase() && !/\d{4}/.test(texte)
}

function computeRang(numero: Numero | null, romains: boolean): number | null {
  if (!numero || numero.genre === 'lettre') return null
  return numero.genre === 'romain' ? 1 : numero.rang + (romains ? 1 : 0)
}

function computeSigne(u: Unite, numero: Numero | null): string {
  if (numero?.genre === 'lettre') return 'lettre'
  if (u.niveau > 0) return `#${u.niveau}`
  const texte = u.texte.trim()
  if (texte === texte.toUpperCase()) return u.toutGras ? 'haut gras' : 'haut'
  return u.toutGras ? 'gras' : 'nu'
}

/** A heading of depth 2 closes one of depth 3. */
function isPlusBas(ouvert: string, nouveau: string): boolean {
  return nouveau.startsWith('#') && (ouvert === 'nu' || (ouvert.startsWith('#') && ouvert > nouveau))
}
