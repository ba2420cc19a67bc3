import type { ItemCsl, NomCsl } from '../csl.ts'
import { formatDateIso } from '../dates.ts'
import { formatSansAccents } from '../glossaire/glossaire.ts'

/** What two references are compared by. All in a form that writing habits (capitals, accents, dashes) do not change. */
export interface Reperes {
  titre: string
  court: string
  /** Of the title. */
  trigrammes: ReadonlySet<string>
  annee: number | null
  /** Family name of the first author, or name of the first body. */
  auteur: string | null
  /** Publisher, else journal or host book. */
  editeur: string | null
  doi: string | null
  isbn: string | null
  adresse: string | null
}

/** `notice`: one of the catalogue; `rang`: an earlier reference of the same file. */
export interface Doublon {
  notice?: number
  rang?: number
  /** `mise-a-jour`: the record that the notice came from, changed in its base since. */
  sur: 'certain' | 'probable' | 'mise-a-jour'
  /** French, shown to the person who decides. */
  raison: string
}

const plier = (texte: string): string =>
  formatSansAccents(texte.replaceAll('œ', 'oe').replaceAll('Œ', 'OE'))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const MOTS_LONGS = 4

/** Share of titles that hold a word, for the common ones; the others are rare. */
export type Frequences = ReadonlyMap<string, number>

/** The three rarest words of a text, folded, by which a near title is looked for; the longest where none is rarer. */
function listMotsRares(texte: string, frequences: Frequences): string[] {
  const mots = [...new Set(plier(texte).split(' '))].filter((mot) => mot.length >= MOTS_LONGS)
  const part = (mot: string): number => frequences.get(mot) ?? 0
  return mots.sort((a, b) => part(a) - part(b) || b.length - a.length).slice(0, 3)
}

/**
 * Pairs of words of which a near title has at least one: those of the main title, and those of the whole, so that
 * neither a slip in a word nor a missing subtitle hides it. A title of one long word gives that word alone.
 */
export function listPairesTitre(titre: string, frequences: Frequences = new Map()): string[][] {
  const paires = new Map<string, string[]>()
  for (const mots of [listMotsRares(getTitreCourt(titre), frequences), listMotsRares(titre, frequences)]) {
    const groupes = mots.length === 1 ? [mots] : mots.flatMap((a, i) => mots.slice(i + 1).map((b) => [a, b]))
    for (const groupe of groupes) paires.set(groupe.toSorted().join(' '), groupe)
  }
  return [...paires.values()]
}

const plierNom = (nom: NomCsl | undefined): string | null => plier(nom?.family ?? nom?.literal ?? '') || null

/** An address without what does not tell two pages apart. The index `notice_url` has the same expression. */
export const plierAdresse = (adresse: string): string => adresse.replace(/^https?:\/\/(www\.)?|\/+$/g, '').toLowerCase()

/** The title before its subtitle; the whole title where it has none. */
export const getTitreCourt = (titre: string): string => titre.split(/\s*[:.?!]\s+/)[0] || titre

export function getReperes(csl: ItemCsl): Reperes {
  const titre = plier(csl.title ?? '')
  const annee = formatDateIso(csl.issued)?.slice(0, 4)
  return {
    titre,
    court: plier(getTitreCourt(csl.title ?? '')),
    trigrammes: listTrigrammes(titre),
    annee: annee === undefined ? null : Number(annee),
    auteur: plierNom(csl.author?.[0] ?? csl.editor?.[0]),
    editeur: plier(csl.publisher ?? csl['container-title'] ?? '') || null,
    doi: csl.DOI?.replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:\s*)/i, '').toLowerCase() ?? null,
    isbn: csl.ISBN?.replace(/[^\dXx]/g, '').toUpperCase() || null,
    adresse: csl.URL ? plierAdresse(csl.URL) : null,
  }
}

/** A title shorter than this (« Santé », « Introduction ») says nothing by itself. */
const TITRE_PARLANT = 12

/** The same for one reference wherever it was read; null where too little is known to tell it from others. */
export function formatEmpreinte(item: ItemCsl): string | null {
  const { titre, annee, auteur, doi, adresse } = getReperes(item)
  const lieu = doi ?? adresse
  if (titre.length < TITRE_PARLANT || (annee === null && auteur === null && lieu === null)) return null
  return [titre, annee, auteur, lieu].join('|')
}

/** The trigrams of a text, as pg_trgm cuts it. */
export function listTrigrammes(texte: string): Set<string> {
  const trigrammes = new Set<string>()
  for (const mot of texte.split(' ')) {
    if (mot === '') continue
    const borde = `  ${mot} `
    for (let i = 0; i + 3 <= borde.length; i++) trigrammes.add(borde.slice(i, i + 3))
  }
  return trigrammes
}

/** Share of common trigrams, from 0 to 1, as `similarity` of pg_trgm counts it. */
export function computeSimilarite(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let communs = 0
  for (const trigramme of a) if (b.has(trigramme)) communs++
  return communs === 0 ? 0 : communs / (a.size + b.size - communs)
}

/** Titles nearer than this are said alike; below `TITRE_AUTRE` an identifier shared is more likely that of a host. */
const TITRE_PROCHE = 0.7
const TITRE_AUTRE = 0.3
/** Long enough to name one document without an author beside it. */
const TITRE_SUR = 20

/** 1: same title, with or without its subtitle. */
function computeTitre(a: Reperes, b: Reperes): number {
  if (a.titre === '' || b.titre === '') return 0
  const sansSousTitre = a.court === b.titre || b.court === a.titre
  if (sansSousTitre && Math.min(a.titre.length, b.titre.length) >= TITRE_PARLANT) return 1
  return computeSimilarite(a.trigrammes, b.trigrammes)
}

/**
 * Are two references the same document? `certain`: a shared identifier under like titles, or title, year and first
 * author (without author: publisher) alike; `probable`: to be compared by a person; null: two documents.
 */
export function computeDoublon(a: Reperes, b: Reperes): { sur: 'certain' | 'probable'; raison: string } | null {
  const titre = computeTitre(a, b)
  const identifiants = [
    a.doi !== null && a.doi === b.doi && 'même DOI',
    a.isbn !== null && a.isbn === b.isbn && 'même ISBN',
    a.adresse !== null && a.adresse === b.adresse && 'même adresse',
  ].filter((raison) => raison !== false)
  const [identifiant] = identifiants
  if (identifiant && titre >= TITRE_PROCHE) return { sur: 'certain', raison: `${identifiant}, même titre` }
  // A chapter has its book's ISBN, and a page of news the address of many: told, unless titles have nothing in common.
  if (identifiant && (titre >= TITRE_AUTRE || identifiant === 'même DOI'))
    return { sur: 'probable', raison: `${identifiant}, titre différent` }
  if (titre < TITRE_PROCHE) return null

  // A yearly report, a new edition: other documents, linked otherwise.
  if (a.annee !== null && b.annee !== null && Math.abs(a.annee - b.annee) > 1) return null
  const annee = computeAccord(a.annee, b.annee, (x, y) => x === y)
  const anonymes = a.auteur === null && b.auteur === null
  const auteur = anonymes ? computeAccord(a.editeur, b.editeur, isProche) : computeAccord(a.auteur, b.auteur, isProche)
  const parlant = a.titre.length >= TITRE_PARLANT
  // Without an author, more is asked of the title.
  const sur = anonymes ? a.titre === b.titre && a.titre.length >= TITRE_SUR : titre === 1 && parlant
  const raison = `${titre === 1 ? 'même titre' : 'titres proches'}, ${ANNEES[annee]}, ${anonymes ? EDITEURS[auteur] : AUTEURS[auteur]}`
  if (sur && isAccord(annee) && isAccord(auteur)) return { sur: 'certain', raison }
  if (!anonymes && auteur === 'autre' && !(titre === 1 && annee === 'meme')) return null
  // Nothing but a short title in common.
  if (!parlant && !(annee === 'meme' && auteur === 'meme')) return null
  return { sur: 'probable', raison }
}

/** What two references say of one thing: the same, another, nothing on one side, nothing at all. */
type Accord = 'meme' | 'autre' | 'inconnu' | 'absent'
const isAccord = (accord: Accord): boolean => accord === 'meme' || accord === 'absent'

function computeAccord<T>(a: T | null, b: T | null, compare: (a: T, b: T) => boolean): Accord {
  if (a === null && b === null) return 'absent'
  if (a === null || b === null) return 'inconnu'
  return compare(a, b) ? 'meme' : 'autre'
}

const isProche = (a: string, b: string): boolean =>
  a === b || computeSimilarite(listTrigrammes(a), listTrigrammes(b)) >= 0.5

const ANNEES: Record<Accord, string> = {
  meme: 'même année',
  autre: 'années voisines',
  inconnu: 'année inconnue d’un côté',
  absent: 'sans date',
}
const AUTEURS: Record<Accord, string> = {
  meme: 'même premier auteur',
  autre: 'auteurs différents',
  inconnu: 'auteur inconnu d’un côté',
  absent: 'sans auteur',
}
const EDITEURS: Record<Accord, string> = {
  meme: 'sans auteur, même éditeur',
  autre: 'sans auteur, éditeurs différents',
  inconnu: 'sans auteur, éditeur inconnu d’un côté',
  absent: 'sans auteur ni éditeur',
}

/** How many references of one file a reference is compared with, for each thing that they share. */
const VOISINES_MAX = 20

/**
 * Likely repetitions inside one file, by rank of the later reference. Only those that share an identifier, the
 * beginning of the title, or author and year are compared, so that a file of 5,000 references costs little.
 */
export function listDoublonsInternes(references: readonly { rang: number; reperes: Reperes }[]): Map<number, Doublon> {
  const doublons = new Map<number, Doublon>()
  const voisines = new Map<string, { rang: number; reperes: Reperes }[]>()
  for (const reference of references) {
    for (const cle of listCles(reference.reperes)) {
      const groupe = voisines.get(cle) ?? []
      for (const autre of groupe) {
        const deja = doublons.get(reference.rang)
        if (deja?.sur === 'certain') break
        const trouve = computeDoublon(reference.reperes, autre.reperes)
        if (trouve && (!deja || trouve.sur === 'certain')) doublons.set(reference.rang, { rang: autre.rang, ...trouve })
      }
      if (groupe.length < VOISINES_MAX) voisines.set(cle, [...groupe, reference])
    }
  }
  return doublons
}

const listCles = (r: Reperes): string[] =>
  [
    r.doi && `doi ${r.doi}`,
    r.isbn && `isbn ${r.isbn}`,
    r.adresse && `adresse ${r.adresse}`,
    r.titre && `titre ${r.titre.slice(0, 15)}`,
    r.auteur && r.annee !== null && `auteur ${r.auteur} ${r.annee}`,
  ].filter((cle): cle is string => Boolean(cle))
