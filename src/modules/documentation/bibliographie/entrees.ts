import type { Champs } from './champs.ts'
import { parseCorps } from './corps.ts'
import { parseLibelle } from './libelles.ts'
import { joinLiens } from './liens.ts'
import type { Nature } from './modele.ts'
import { isCitation, isProse } from './resume.ts'
import { parseSuiteNote } from './roles.ts'
import { isAnnonce, isSectionSites, type Sections } from './sections.ts'
import { parseSite } from './sites.ts'
import type { LecteurTetes, Tete } from './tete.ts'
import { LONGUEUR_MAXIMALE, type Unite } from './unites.ts'

/** A reference with its place: unit indexes of its passage. */
export interface Entree {
  champs: Champs
  nature: Nature
  sections: string[]
  premiere: number
  derniere: number
  resume: string[]
}
export interface Ecart {
  n: number
  texte: string
  raison: string
}

/** Sections of a newsletter that announce events, not documents. */
const AGENDA = /^(?:agenda|[àa] vos agendas|dates [àa] retenir|[ée]v[ée]nements|rendez-vous)\b/iu

function isPluriel(texte: string): boolean {
  return parseLibelle(texte)?.pluriel ?? true
}

/** Splits the units into entries: sections, heads, abstracts, notes, sites. */
export class Decoupage {
  readonly entrees: Entree[] = []
  readonly ecartes: Ecart[] = []
  readonly #unites: readonly Unite[]
  readonly #tetes: LecteurTetes
  readonly #sections: Sections
  readonly #sommaire: ReadonlySet<number>
  readonly #debut: number
  #courante: Entree | null = null
  #resumeClos = false
  #note = false

  constructor(unites: readonly Unite[], tetes: LecteurTetes, sections: Sections, sommaire: ReadonlySet<number>) {
    this.#unites = unites
    this.#tetes = tetes
    this.#sections = sections
    this.#sommaire = sommaire
    // What stands before the table of contents is the cover; a table at the end has nothing before it.
    const premiere = Math.min(...sommaire)
    this.#debut = premiere < unites.length / 4 ? premiere : 0
  }

  parse(): void {
    for (let i = 0; i < this.#unites.length; ) {
      const u = this.#unites[i] as Unite
      if (this.#sommaire.has(i) || i < this.#debut) {
        this.#courante = null
        i++
      } else i = this.#parseUnite(u, i)
    }
  }

  #parseUnite(u: Unite, i: number): number {
    const role = this.#tetes.getRole(i)
    if (role.role === 'note') {
      this.#addNote(i, parseCorps(role.reste, this.#tetes.contexte), role.figure)
      return i + 1
    }
    const suite = this.#note ? parseSuiteNote(u) : null
    if (suite) {
      this.#addNote(i, parseCorps(suite, this.#tetes.contexte), false)
      return i + 1
    }
    this.#note = false
    const sites = isSectionSites(this.#sections.titres)
    if (this.isSection(i)) return this.#openSection(u, i)
    if (AGENDA.test(this.#sections.titres.at(-1) ?? '') && !this.#isTitreSansEntree(u, i)) return i + 1
    const site = parseSite(this.#tetes, i, sites)
    const tete = this.#tetes.parseTete(i)
    if (tete && !(site && (tete.nue || tete.champs.score < 3))) return this.#addTete(tete, i, sites)
    if (site) {
      this.#add({
        champs: site.champs,
        nature: 'site',
        sections: this.#sections.titres,
        premiere: i,
        derniere: site.fin - 1,
        resume: [],
      })
      return site.fin
    }
    if (this.#isTitreSansEntree(u, i)) return this.#openSection(u, i)
    this.#addSuite(u, i)
    return i + 1
  }

  /** Headings that nothing else can be. */
  isSection(i: number): boolean {
    const u = this.#unites[i]
    if (!u || this.#tetes.numeros.has(i) || !this.#sections.isSure(u)) return false
    if (isAnnonce(u.texte) || (u.niveau > 0 && parseLibelle(u.texte)?.pluriel)) return true
    const suivant = this.#tetes.getRole(i + 1).role
    const apres = this.#tetes.getRole(i + 2).role
    // "Site internet" over one reference is its label.
    if (this.#tetes.getRole(i).role === 'libelle' && (apres === 'adresse' || apres === 'hote') && !isPluriel(u.texte))
      return false
    // A title may be worded like a heading of the contents: its imprint follows.
    // A numbered unit is an entry of its own, however short its title.
    if ((suivant === 'adresse' || suivant === 'hote') && !this.#tetes.numeros.has(i + 1)) return false
    return !this.#tetes.isComplete(i)
  }

  #isTitreSansEntree(u: Unite, i: number): boolean {
    const role = this.#tetes.getRole(i).role
    if (role !== 'autre' && role !== 'auteurs' && role !== 'libelle' && role !== 'prose') return false
    if (this.#sections.isPossible(u)) return true
    // No mark at all: a short line alone, right before an entry, in a document without any other heading.
    return (
      role === 'autre' &&
      u.blanc &&
      !u.puce &&
      u.texte.length < 90 &&
      this.#sections.isSansRepere &&
      /^\p{Lu}/u.test(u.texte) &&
      !/[.:;,]$/.test(u.texte) &&
      this.#unites[i + 1]?.blanc === true &&
      this.#tetes.parseTete(i + 1) !== null
    )
  }

  #openSection(u: Unite, i: number): number {
    this.#sections.add(u)
    this.#courante = null
    return i + 1
  }

  #addTete(tete: Tete, i: number, sites: boolean): number {
    const c = tete.champs
    const document =
      c.auteurs.some((n) => n.family) ||
      (c.auteurs.length > 0 && (c.date !== null || c.sansDate)) ||
      c.libelle !== null ||
      c.hote !== null ||
      (c.adresse !== null && (c.adresse.nombrePages ?? c.adresse.pages) !== null)
    // A bare title with its address is a site, wherever it stands.
    const nature: Nature =
      !document && !c.juridique && (sites || (tete.nue && c.liens.url !== null)) ? 'site' : 'notice'
    this.#add({
      champs: c,
      nature,
      sections: this.#sections.titres,
      premiere: i,
      derniere: tete.fin - 1,
      resume: c.resume ? [c.resume] : [],
    })
    return tete.fin
  }

  #add(entree: Entree): void {
    this.entrees.push(entree)
    this.#courante = entree
    this.#resumeClos = false
  }

  /** A footnote or a figure's source: kept where it reads as a reference, beside the running entry. */
  #addNote(i: number, champs: Champs | null, figure: boolean): void {
    this.#note = true
    const u = this.#unites[i] as Unite
    const renvoi = /^(?:cf\.?|voir|ibid|op\. cit|id\.|note)\b/i.test(u.texte.replace(/^[^\p{L}]+/u, ''))
    if (!champs || renvoi || champs.score < (figure ? 3 : 2) || champs.titre.length < 5) return
    const a = champs.adresse
    const date = champs.date ?? a?.date ?? champs.hote?.adresse?.date ?? null
    if (!champs.liens.present && date === null && !a?.sansDate && !champs.juridique) return
    this.entrees.push({ champs, nature: 'note', sections: this.#sections.titres, premiere: i, derniere: i, resume: [] })
  }

  /** What follows a head: address, abstract, or nothing of it. */
  #addSuite(u: Unite, i: number): void {
    const e = this.#courante
    const role = this.#tetes.getRole(i)
    if (!e) {
      this.#checkEcart(u)
      return
    }
    if (role.role === 'lien') {
      e.champs.liens = joinLiens(e.champs.liens, role.liens)
      e.derniere = i
      return
    }
    if (role.role === 'annexe') {
      e.derniere = i
      return
    }
    const texte = u.texte
    if (texte.length > LONGUEUR_MAXIMALE) return
    if (isCitation(texte)) {
      this.#resumeClos = true
      return
    }
    const phrase =
      role.role === 'prose' || isProse(texte) || (/[.!?…\])»]\s*$/.test(texte) && texte.split(/\s+/).length >= 4)
    const suite = e.resume.length > 0 && (u.puce || texte.length > 60 || /^\p{Ll}/u.test(texte))
    if (this.#resumeClos || !(phrase || suite || /^r[ée]sum[ée]\s*:/i.test(texte))) {
      if (!phrase) this.#checkEcart(u)
      return
    }
    e.resume.push(texte)
    e.derniere = i
  }

  #checkEcart(u: Unite): void {
    const texte = u.texte
    if (texte.length < 25 || texte.length > 700) return
    const annee = /\b(?:19|20)\d\d\b/.test(texte)
    const etendue = /\b\d+\s?p\.|\bpp?\.\s?\d|\bvol\.\s?\d|\bISBN\b|\bdoi\b|\bet al\b/i.test(texte)
    if (annee && etendue)
      this.ecartes.push({
        n: u.n,
        texte,
        raison: 'Ce passage ressemble à une référence, mais son titre ou ses auteurs n’ont pas pu être lus.',
      })
  }
}
