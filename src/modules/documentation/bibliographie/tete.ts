import { type Auteurs, createOrganisme } from './auteurs.ts'
import { type Champs, type Contexte, computeScore, createChamps } from './champs.ts'
import { addOrganismeInitial, parseCorps, parseHote } from './corps.ts'
import { parseDebut } from './debut.ts'
import { isJuridique, searchLibelleCrochets } from './libelles.ts'
import { joinLiens, removeLiens } from './liens.ts'
import { removePlages, slicePlages, type Texte } from './marques.ts'
import type { Mise } from './mise.ts'
import type { Numerotation } from './numeros.ts'
import { computeRole, type Role } from './roles.ts'
import { addLibelleFinal, parseTitreSeul } from './titre.ts'
import type { Unite } from './unites.ts'

/** The head of an entry: its fields and the unit after it. */
export interface Tete {
  champs: Champs
  fin: number
  /** Only a title and a link: a web page, or an entry of a list of sites. */
  nue: boolean
}

/** Reads heads of entries at any place of a document. Roles are computed once per unit. */
export class LecteurTetes {
  readonly unites: readonly Unite[]
  readonly contexte: Contexte
  readonly numeros: Numerotation
  readonly mise: Mise
  readonly #roles: (Role | undefined)[] = []
  readonly #corps = new Map<number, Champs | null>()
  /** Units that open a section: they end a head. */
  readonly isSection: (i: number) => boolean

  constructor(
    unites: readonly Unite[],
    contexte: Contexte,
    numeros: Numerotation,
    mise: Mise,
    isSection: (i: number) => boolean,
  ) {
    this.mise = mise
    this.unites = unites
    this.contexte = contexte
    this.numeros = numeros
    this.isSection = isSection
  }

  getRole(i: number): Role {
    const u = this.unites[i]
    if (!u) return { role: 'prose' }
    this.#roles[i] ??= computeRole(this.numeros.has(i) ? { ...u, ...this.getTexte(i) } : u, this.contexte)
    return this.#roles[i]
  }

  /** Text of a unit without its number. */
  getTexte(i: number): Texte {
    const u = this.unites[i] as Unite
    const longueur = this.numeros.get(i)
    return longueur ? slicePlages(u, longueur) : u
  }

  getCorps(i: number): Champs | null {
    let corps = this.#corps.get(i)
    if (corps === undefined) {
      const u = this.unites[i]
      const t = u ? this.getTexte(i) : null
      corps = !t || !u || u.texte.length > 4000 ? null : parseCorps(u.toutGras ? { ...t, gras: [] } : t, this.contexte)
      this.#corps.set(i, corps)
    }
    return corps
  }

  /** True for a paragraph that is a whole reference by itself. */
  isComplete(i: number): boolean {
    const u = this.unites[i]
    const c = this.getCorps(i)
    if (!u || !c) return false
    const numerotee = this.numeros.has(i)
    const date = c.date ?? c.adresse?.date ?? c.hote?.adresse?.date ?? null
    const datee = date !== null || c.sansDate || c.adresse?.sansDate === true || c.hote !== null || c.juridique
    if (numerotee) return c.score >= 2 && (datee || c.liens.present || this.getRole(i + 1).role === 'lien')
    // The official title of a text is a reference by itself, outside sentences.
    if (c.juridique && (this.contexte.liste || date?.length === 3) && this.getRole(i).role !== 'prose') return true
    if (!datee && !(c.liens.url && (u.gras.length > 0 || (c.distinct && c.adresse)) && c.score >= 3)) return false
    const suivi = this.getRole(i + 1).role === 'lien'
    const titree = (u.gras[0]?.debut ?? 9) <= 2 && !u.toutGras
    const reperee = u.gras.length > 0 || u.italique.length > 0 || c.auteurs.length > 0 || u.puce || suivi
    const prose = this.getRole(i).role === 'prose' && c.resume === null && !titree
    return c.score + (suivi ? 1 : 0) >= (prose ? 7 : this.contexte.liste ? 4 : reperee ? 5 : 6) && c.titre.length < 400
  }

  parseTete(i: number): Tete | null {
    const r = this.getRole(i)
    if (r.role === 'note' || r.role === 'lien' || r.role === 'annexe') return null
    let depart = i
    let libelle: (Role & { role: 'libelle' }) | null = null
    if (r.role === 'libelle') {
      libelle = r
      depart = i + 1
      if (depart >= this.unites.length || this.isSection(depart)) return null
    }
    const tete =
      this.numeros.has(depart) && this.isComplete(depart)
        ? this.#parseSeule(depart)
        : (this.#parseStructure(depart, libelle !== null) ??
          (this.isComplete(depart) ? this.#parseSeule(depart) : this.#parseNue(depart, libelle !== null)))
    if (!tete || (libelle?.libelle.pluriel && tete.nue)) return null
    if (libelle) {
      tete.champs.libelle = libelle.libelle.libelle
      tete.champs.type = libelle.libelle.type
    }
    return tete
  }

  #parseSeule(i: number): Tete | null {
    const champs = this.getCorps(i)
    return champs ? { champs: { ...champs, liens: { ...champs.liens } }, fin: i + 1, nue: false } : null
  }

  /** Title, authors and imprint each on a line, in the usual orders. */
  #parseStructure(depart: number, annoncee: boolean): Tete | null {
    const titres: number[] = []
    let auteurs: { index: number; lus: Auteurs } | null = null
    for (let k = depart; k < depart + 7 && k < this.unites.length; k++) {
      if (k > depart && (this.isSection(k) || this.numeros.has(k))) return null
      const role = this.getRole(k)
      if ((role.role === 'adresse' || role.role === 'hote') && titres.length > 0) {
        if (role.role === 'adresse' && !this.#isAdresseCroyable(role, titres, auteurs, annoncee)) return null
        return this.#end(titres, auteurs?.lus ?? null, role, k)
      }
      if (role.role === 'auteurs' && auteurs === null && this.#isAuteurs(role, k, titres))
        auteurs = { index: k, lus: role.auteurs }
      else if (annoncee && k === depart && role.role === 'autre' && this.#isSigneeOrganisme(k))
        auteurs = { index: k, lus: createOrganisme(this.getTexte(k).texte) }
      else if (this.#isTitre(k, titres, auteurs?.index ?? -1)) titres.push(k)
      else return null
    }
    return null
  }

  /** Between a label and a title in bold over its imprint stands the author, whatever its name. */
  #isSigneeOrganisme(k: number): boolean {
    const [u, titre] = [this.unites[k] as Unite, this.unites[k + 1]]
    return !u.toutGras && u.texte.length < 120 && titre?.toutGras === true && this.getRole(k + 2).role === 'adresse'
  }

  #isAdresseCroyable(
    r: Role & { role: 'adresse' },
    titres: number[],
    auteurs: object | null,
    annoncee: boolean,
  ): boolean {
    const a = r.adresse
    if (auteurs || annoncee || r.auteurs) return true
    // The first lines of a document, with an issue and a date: its own head.
    if ((titres[0] ?? 9) <= 1 && a.lieux.length === 0 && a.nombrePages === null && a.pages === null) return false
    if (a.score >= 5) return true
    const suivant = this.getRole((titres.at(-1) ?? 0) + 2).role
    // A title and nothing but a date may be a cover page.
    const nommee = a.noms.length > 0 || a.lieux.length > 0 || a.nombrePages !== null
    return nommee || this.numeros.has(titres[0] as number) || suivant === 'lien'
  }

  /** Unknown names count as authors only where a title stands before and an imprint after, or the reverse. */
  #isAuteurs(role: Role & { role: 'auteurs' }, k: number, titres: number[]): boolean {
    const personnes = role.auteurs.noms.some((n) => n.family)
    if (titres.length === 0) {
      const suivant = this.getRole(k + 1)
      if (!role.sur && !(this.getRole(k + 2).role === 'adresse')) return false
      return personnes || suivant.role === 'autre' || suivant.role === 'prose'
    }
    const suivant = this.getRole(k + 1).role
    return suivant === 'adresse' || suivant === 'hote' || (role.sur && personnes)
  }

  #isTitre(k: number, titres: number[], auteurs: number): boolean {
    const u = this.unites[k] as Unite
    const role = this.getRole(k).role
    const marque = u.toutGras || u.niveau > 0
    const court =
      u.texte.length <= 330 &&
      (marque ||
        role === 'autre' ||
        role === 'libelle' ||
        role === 'auteurs' ||
        role === 'adresse' ||
        (role === 'prose' && u.texte.length <= 300))
    if (
      !court ||
      (role === 'adresse' && !marque) ||
      (role === 'auteurs' && !marque && this.getRole(k + 1).role !== 'adresse')
    )
      return false
    // A whole reference is not a title, unless it is set as one.
    const c = this.getCorps(k)
    const loi = c?.juridique === true && c.adresse === null && this.getRole(k + 1).role === 'adresse'
    if (!marque && !loi && this.isComplete(k)) return false
    if (role === 'prose' && /^r[ée]sum[ée]\s*:/i.test(u.texte)) return false
    if (titres.length === 0) return role !== 'prose' || marque || this.#isTitreLong(k)
    if (auteurs > (titres[0] as number)) return false
    const premier = this.unites[titres[0] as number] as Unite
    const memeLook = premier.toutGras === u.toutGras && premier.niveau === u.niveau
    if (
      !marque &&
      (this.mise.largeur === 0 || /[.!…]\s*$/.test(premier.texte) || premier.texte.length < 0.6 * this.mise.largeur)
    )
      return false
    return titres.length < 3 && memeLook && !u.puce && (!u.blanc || (marque && /[:,–—-]\s*$/.test(premier.texte)))
  }

  /** A long title without its final full stop, followed by authors or an imprint. */
  #isTitreLong(k: number): boolean {
    const suivant = this.getRole(k + 1)
    const texte = (this.unites[k] as Unite).texte
    return !/[.;]\s*$/.test(texte) && (suivant.role === 'adresse' || (suivant.role === 'auteurs' && suivant.sur))
  }

  #end(titres: number[], lus: Auteurs | null, role: Role & { role: 'adresse' | 'hote' }, k: number): Tete {
    const [premier, ...autres] = titres.map((i) => this.getTexte(i))
    let t = premier as Texte
    for (const suite of autres) t = { ...t, texte: `${t.texte} ${suite.texte}` }
    const champs = this.#newChamps(t, lus, titres.length > 1)
    if (role.role === 'adresse') {
      champs.adresse = role.adresse
      champs.resume = role.resume
      champs.liens = joinLiens(champs.liens, role.liens)
      if (champs.auteurs.length === 0 && role.auteurs) {
        champs.auteurs = role.auteurs.noms
        champs.etAl = role.auteurs.etAl
        champs.ordre = role.auteurs.ordre
      }
    } else {
      const { reste, liens } = removeLiens(role.reste)
      champs.liens = joinLiens(champs.liens, liens)
      champs.hote = parseHote(reste, this.contexte)
    }
    addOrganismeInitial(champs)
    addLibelleFinal(champs)
    champs.juridique = isJuridique(champs.titre)
    champs.score = computeScore(champs)
    return { champs, fin: k + 1, nue: false }
  }

  /** Title fields from the title's own line: label in brackets, link, authors after the title. */
  #newChamps(t: Texte, lus: Auteurs | null, joint: boolean): Champs {
    const { reste, liens } = removeLiens(t)
    const crochets = searchLibelleCrochets(reste.texte)
    const nu = crochets ? removePlages(reste, [crochets]) : reste
    const champs = createChamps({ libelle: crochets?.libelle ?? null, type: crochets?.type ?? null, liens })
    if (lus) Object.assign(champs, { auteurs: lus.noms, etAl: lus.etAl, ordre: lus.ordre })
    if (lus && lus.confiance < 0.6)
      champs.incertains.push({ champ: 'author', raison: 'Noms peu courants : personnes ou organisme ?' })
    const titre = lus === null ? this.#removeAuteurs(champs, nu) : nu
    parseTitreSeul(champs, joint ? { ...titre, gras: [] } : titre, this.contexte)
    addLibelleFinal(champs)
    return champs
  }

  /** Authors written before the title on its line. */
  #removeAuteurs(champs: Champs, t: Texte): Texte {
    const debut = parseDebut(t, this.contexte, null)
    if (
      debut.fin === 0 ||
      !(debut.auteurs.some((n) => n.family) || /^\s*\.\s/.test(t.texte.slice(debut.fin))) ||
      t.texte.slice(debut.fin).trim().length < 5
    )
      return t
    Object.assign(champs, { auteurs: debut.auteurs, etAl: debut.etAl, ordre: debut.ordre, date: debut.date })
    return slicePlages(t, debut.fin)
  }

  /** A title and a link, no imprint: "**Titre** [Page internet]" then the address. */
  #parseNue(i: number, annoncee: boolean): Tete | null {
    const u = this.unites[i]
    if (!u || u.texte.length > 330) return null
    const role = this.getRole(i).role
    const marque = u.toutGras || u.niveau > 0 || annoncee || this.numeros.has(i)
    const t = this.getTexte(i)
    if (role === 'prose' && !marque) return null
    const titre = searchLibelleCrochets(t.texte) !== null || isJuridique(t.texte)
    const suivant = this.getRole(i + 1)
    const propre = removeLiens(t).liens
    if (
      !(marque || titre) ||
      !(
        suivant.role === 'lien' ||
        (propre.present && (propre.url ?? '') !== '') ||
        (annoncee && suivant.role === 'prose')
      )
    )
      return null
    const champs = this.#newChamps(t, null, false)
    if (champs.titre.length < 4) return null
    champs.juridique = isJuridique(champs.titre)
    champs.score = computeScore(champs)
    return { champs, fin: i + 1, nue: true }
  }
}
