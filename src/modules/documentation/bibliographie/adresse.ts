import type { PartiesDate } from './dates.ts'
import { computeNom, isLieuPossible, isOrganisme, isRevue, isVille } from './organismes.ts'
import type { Segment } from './segments.ts'

/** The imprint ("adresse bibliographique"): who published, where, when, and the extent. */
export interface Adresse {
  lieux: string[]
  /** Names in the order printed, before it is decided whether the first is a journal. */
  noms: string[]
  /** Index in `noms` of the name that carries a volume, an issue or "2014 ;", or -1. */
  porteur: number
  date: PartiesDate | null
  sansDate: boolean
  volume: string | null
  numero: string | null
  pages: string | null
  nombrePages: number | null
  collection: string | null
  edition: string | null
  /** "Thèse de doctorat", "Dossier": a type label among the imprint's parts. */
  libelle: string | null
  /** How much the whole looks like an imprint; under 3 it is doubtful. */
  score: number
}

/** Reads `12(3)` and `3(28)`: the French order (issue, then volume in brackets) follows " ; " with a space before. */
function formatNombre(valeur: string, francais: boolean): { volume: string | null; numero: string | null } {
  const m = /^(\d+)\s?\(([^)]+)\)$/.exec(valeur)
  if (!m) return francais ? { volume: null, numero: valeur } : { volume: valeur, numero: null }
  const [a, b] = [m[1] as string, (m[2] as string).trim()]
  return francais && Number(a) <= 12 && Number(b) > Number(a) ? { volume: b, numero: a } : { volume: a, numero: b }
}

/** "Thèse de science politique", "Th. d’exercice", "Mémoire de l’École…": a kind of work, never a publisher. */
const THESE = /^(?:th[èe]se|th\.|m[ée]moire|m[ée]m\.|habilitation)(?=\s)/iu

export function isThese(texte: string): boolean {
  return THESE.test(texte.trim())
}

/** Builder: reads the segments in order. */
class Lecture {
  readonly adresse: Adresse = {
    lieux: [],
    noms: [],
    porteur: -1,
    date: null,
    sansDate: false,
    volume: null,
    numero: null,
    pages: null,
    nombrePages: null,
    collection: null,
    edition: null,
    libelle: null,
    score: 0,
  }
  #dernierNom = false
  #lieux = 0
  #these = false

  addDate(date: PartiesDate): void {
    const avant = this.adresse.date
    if (avant === null || (date.length > avant.length && date[0] === avant[0])) this.adresse.date = date
    else this.adresse.score -= 1
  }

  addTome(volume: string | null, numero: string | null): void {
    const a = this.adresse
    if (a.porteur < 0) a.porteur = a.noms.length - 1
    a.volume ??= volume
    a.numero ??= numero
  }

  addNombre(s: Segment & { genre: 'nombre' }, precedent: Segment | undefined, suivant: Segment | undefined): void {
    const a = this.adresse
    const tome = a.volume !== null || a.numero !== null
    // "Revue, 39, 1, 5-30": volume, issue, pages.
    const milieu = suivant?.genre === 'nombre' && suivant.valeur.includes('-') && !s.valeur.includes('-')
    if (a.volume !== null && a.numero === null && s.avant === ',' && milieu) {
      a.numero = s.valeur
      return
    }
    if (s.avant === ':' || (tome && (s.valeur.includes('-') || s.avant === ','))) a.pages ??= s.valeur
    else if (s.valeur.includes('-') && !s.valeur.includes('(') && s.avant !== ';') a.pages ??= s.valeur
    else if (s.valeur.includes('(') || s.avant === ';' || precedent?.genre === 'texte' || precedent?.genre === 'date') {
      // "nov 2008;(136):1-8": a figure alone in brackets is an issue.
      const seul = /^\(\d+\)/.test(s.texte)
      const { volume, numero } = formatNombre(s.valeur, seul || (s.avant === ';' && s.espace))
      this.addTome(volume, numero)
    } else a.score -= 2
  }

  addTexte(s: Segment, suivant: Segment | undefined): void {
    const a = this.adresse
    const net = s.texte.replace(/^\((.*)\)$/, '$1').replace(/\s*[.,;]$/, '')
    if (/^\[?s\.\s?n\.?\]?$/i.test(s.texte)) return
    // "… 292 p. (Santé sociale)": what stands in brackets after the names is a collection.
    if (a.noms.length > 0 && /^\([^()]+\)\.?$/.test(s.texte) && s.avant !== ',') {
      a.collection ??= net
      this.#dernierNom = false
      return
    }
    if (isThese(net)) {
      a.libelle ??= net
      this.#these = true
      return
    }
    // "Th. d’exercice : chirurgie dentaire"
    if (this.#these && s.avant === ':') return
    this.#these = false
    const deuxPoints =
      suivant?.avant === ':' &&
      (suivant.genre === 'texte' || suivant.genre === 'nomDate') &&
      (/^["«[(]?[\p{Lu}\d]/u.test(suivant.texte) || isVille(net) || isOrganisme(suivant.texte))
    if (deuxPoints && isLieuPossible(net)) {
      a.lieux.push(net.replace(/^\[|\]$/g, ''))
      this.#dernierNom = false
      this.#lieux++
      return
    }
    if (this.#dernierNom && s.avant === ':') this.#suite(' : ', net)
    else if (this.#dernierNom && s.avant === ',' && /^\p{Ll}/u.test(net)) this.#suite(', ', net)
    // "Dunod, Paris, 2020" and "Paris, Dunod, 2020".
    else if (isVille(net) && a.lieux.length === 0) a.lieux.push(net)
    else {
      a.noms.push(net)
      this.#dernierNom = true
    }
  }

  #suite(lien: string, texte: string): void {
    const noms = this.adresse.noms
    noms[noms.length - 1] = `${noms.at(-1) ?? ''}${lien}${texte}`
  }

  end(): Adresse {
    const a = this.adresse
    if (a.date) a.score += 3
    else if (a.sansDate) a.score += 2.5
    if (a.pages !== null || a.nombrePages !== null) a.score += 2
    if (a.volume !== null || a.numero !== null) a.score += 2
    if (this.#lieux > 0) a.score += 2
    if (a.lieux.some(isVille)) a.score += 1
    if (a.noms.length === 0 && a.lieux.length === 0) a.score -= 1
    for (const [i, nom] of a.noms.entries()) {
      const note = computeNom(nom)
      // The name after "Lieu :" or before "2014 ;" is one by its place.
      const placee = (i === 0 && this.#lieux > 0) || i === a.porteur
      a.score += placee ? Math.max(0, note) / 2 : Math.max(-4, Math.min(1, note))
    }
    if (a.noms.length > 4) a.score -= a.noms.length - 4
    return a
  }
}

/** Reads segments `debut` to the end as an imprint. The caller judges by `score`. */
export function parseAdresse(segments: readonly Segment[], debut = 0): Adresse {
  const lecture = new Lecture()
  for (let i = debut; i < segments.length; i++) {
    const s = segments[i] as Segment
    const a = lecture.adresse
    switch (s.genre) {
      case 'date':
        lecture.addDate(s.date)
        break
      case 'sansDate':
        a.sansDate = true
        break
      case 'dateTome':
        lecture.addDate(s.date)
        lecture.addTome(s.volume, s.numero)
        break
      case 'nomDate': {
        lecture.addTexte({ ...s, genre: 'texte', texte: s.nom }, undefined)
        lecture.addDate(s.date)
        if (segments[i + 1]?.avant === ';') a.porteur = a.noms.length - 1
        // "Santé 2022" alone is a title rather than a journal and its year.
        else if (segments[i + 1] === undefined && i === debut) a.score -= 3
        break
      }
      case 'nomTome':
        lecture.addTexte({ ...s, genre: 'texte', texte: s.nom }, undefined)
        lecture.addDate(s.date)
        lecture.addTome(null, s.numero)
        break
      case 'pages':
        a.pages ??= s.pages
        break
      case 'nombrePages':
        a.nombrePages ??= s.nombre
        break
      case 'tome':
        lecture.addTome(s.volume, s.numero)
        break
      case 'nombre':
        lecture.addNombre(s, segments[i - 1], segments[i + 1])
        break
      case 'collection':
        a.collection ??= s.nom
        break
      case 'libelle':
        a.libelle ??= s.texte
        break
      case 'collation':
        break
      case 'edition':
        a.edition ??= s.edition
        break
      default:
        lecture.addTexte(s, segments[i + 1])
    }
  }
  return lecture.end()
}

/** Decides which of the names is the journal and which the publishers. `revues`: names known as journals in the document. */
export function computeRoles(
  a: Adresse,
  indices: { signe: boolean; dateDuJour: boolean; revues: ReadonlySet<string>; cle: (nom: string) => string },
): { conteneur: string | null; editeurs: string[]; sur: boolean } {
  if (a.noms.length === 0) return { conteneur: null, editeurs: [], sur: true }
  const sans = (i: number): string[] => a.noms.filter((_, k) => k !== i)
  if (a.porteur >= 0 && a.lieux.length === 0)
    return { conteneur: a.noms[a.porteur] ?? null, editeurs: sans(a.porteur), sur: true }
  const connu = a.noms.findIndex((n) => indices.revues.has(indices.cle(n)))
  if (connu >= 0 && a.lieux.length === 0) return { conteneur: a.noms[connu] ?? null, editeurs: sans(connu), sur: true }
  if (a.lieux.length > 0) return { conteneur: null, editeurs: a.noms, sur: true }
  const premier = a.noms[0] as string
  // A range of pages without a place: an article. A signed text dated to the day, without extent: the press.
  const etendue = a.pages !== null && /-/.test(a.pages)
  if (etendue || (isRevue(premier) && computeNom(premier) < 3 && a.nombrePages === null))
    return { conteneur: premier, editeurs: sans(0), sur: etendue }
  const institution = isOrganisme(premier) && !isRevue(premier)
  if (indices.signe && indices.dateDuJour && a.nombrePages === null && !institution)
    return { conteneur: premier, editeurs: sans(0), sur: false }
  return { conteneur: null, editeurs: a.noms, sur: institution || a.nombrePages !== null }
}
