import type { ItemCsl, NomCsl } from '../csl.ts'
import type { Adresse } from './adresse.ts'
import type { Ordre } from './auteurs.ts'
import type { PartiesDate } from './dates.ts'
import type { Liens } from './liens.ts'
import type { Incertitude } from './modele.ts'

/** What was read of one reference, before it becomes a CSL item. */
export interface Champs {
  titre: string
  auteurs: NomCsl[]
  etAl: boolean
  /** Order of names that the reference itself shows. */
  ordre: Ordre | null
  adresse: Adresse | null
  /** Date written apart from the imprint: "(2020)" after the authors, or inside a law's title. */
  date: PartiesDate | null
  /** The document says that it has no date. */
  sansDate: boolean
  /** Book or journal after "In :". */
  hote: Champs | null
  libelle: string | null
  type: ItemCsl['type'] | null
  juridique: boolean
  liens: Liens
  /** The reference starts with its authors. */
  tete: boolean
  /** Quotation marks, or another look after the authors, set the title apart. */
  distinct: boolean
  /** Abstract written in the same paragraph. */
  resume: string | null
  /** Evidence that this is a reference; 5 and more is sure in running text. */
  score: number
  incertains: Incertitude[]
}

/** What the rest of the document taught: order of names, titles of journals. */
export interface Contexte {
  ordre: Ordre
  revues: ReadonlySet<string>
  /** The document is mostly one reference a paragraph, with little text between. */
  liste: boolean
  /** Most references start with their authors: an unknown name in front is one too. */
  signees: boolean
}

const SANS_LIENS: Liens = {
  url: null,
  doi: null,
  isbn: null,
  issn: null,
  pmid: null,
  consulte: null,
  present: false,
}

/** Empty fields, to be filled. */
export function createChamps(connus: Partial<Champs> = {}): Champs {
  return {
    titre: '',
    auteurs: [],
    etAl: false,
    ordre: null,
    adresse: null,
    date: null,
    sansDate: false,
    hote: null,
    libelle: null,
    type: null,
    juridique: false,
    liens: { ...SANS_LIENS },
    tete: false,
    distinct: false,
    resume: null,
    score: 0,
    incertains: [],
    ...connus,
  }
}

/** A title as printed, without the punctuation that separates it, note calls and surrounding quotation marks. */
export function formatTitre(brut: string): string {
  let titre = brut
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.,;:/–—-]+/, '')
    .replace(/(?:\s*[,;:/–—-]|(?<!\.\.)\.)+\s*$/u, '')
    .trim()
  const cite = /^[«“"]\s*([^«»“”"]+?)\s*[»”"]$/u.exec(titre)
  if (cite) titre = cite[1] as string
  return titre
}

/** Evidence that fields are those of a reference. */
export function computeScore(c: Champs): number {
  const a = c.adresse ?? c.hote?.adresse ?? null
  let score = 0
  if (c.auteurs.some((n) => n.family)) score += 2
  else if (c.auteurs.length > 0) score += 1
  if (c.date ?? a?.date) score += 2
  else if (c.sansDate || a?.sansDate) score += 1
  if (a && (a.pages !== null || a.nombrePages !== null)) score += 2
  if (a && (a.volume !== null || a.numero !== null)) score += 2
  if (a && a.lieux.length > 0) score += 2
  if (a && a.noms.length > 0) score += 1
  if (c.hote) score += 3
  if (c.distinct && (c.date ?? a?.date ?? c.liens.consulte ?? (c.sansDate || a?.sansDate))) score += 2
  if (c.liens.doi ?? c.liens.isbn) score += 2
  if (c.liens.present) score += 1
  if (c.liens.url) score += 1
  if (c.libelle) score += 1
  if (c.juridique) score += 3
  if (c.titre.length > 350) score -= 3
  if (c.titre.length < 5) score -= 2
  return score
}
