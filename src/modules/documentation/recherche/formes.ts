import type { Sigle } from '../glossaire/glossaire.ts'
import { type Champ, formatMot, isPetitMot, listMots, type Terme } from './requete.ts'

/** A term of a vocabulary, as a facet knows it. */
export interface TermeVocabulaire {
  facette: string
  slug: string
  /** Label, acronym and synonyms. */
  noms: readonly string[]
}

/**
 * What is asked, as a tree. A `mots` node is a word or a phrase, whose lexemes the database knows; a `valeur` node is
 * a value of a facet.
 */
export type Expression =
  | { mots: string; champ: Champ }
  | { valeur: string; facette: string }
  | { et: Expression[] }
  | { ou: Expression[] }
  | { non: Expression }

/** Other ways to say the same thing. */
export interface Formes {
  /** Long forms by acronym, in lower case. */
  sigles: ReadonlyMap<string, readonly string[]>
  /** Acronyms by long form, reduced to what counts in its words. */
  longues: ReadonlyMap<string, readonly string[]>
  /** Terms by label, or by a word that few labels hold. */
  libelles: ReadonlyMap<string, readonly TermeVocabulaire[]>
}

/** A word that more labels than this hold says nothing of any of them (« santé »). */
const LIBELLES_MAX = 3
/** The longest label or long form that a question is compared with, in words that count. */
const SUITE_MAX = 12

/** Number does not matter when names are compared: « communautés professionnelles ». */
const formatRacine = (mot: string): string => {
  const nu = formatMot(mot)
  return nu.length > 3 ? nu.replace(/[sx]$/, '') : nu
}

const formatCle = (mots: readonly string[]): string =>
  mots
    .filter((m) => !isPetitMot(m))
    .map(formatRacine)
    .join(' ')

function addTo<T>(table: Map<string, T[]>, cle: string, element: T): void {
  const deja = table.get(cle)
  if (!deja) table.set(cle, [element])
  else if (!deja.includes(element)) deja.push(element)
}

/** Acronyms of the glossary both ways. @param question only what could stand in it is kept */
export function createFormesSigles(
  sigles: readonly Pick<Sigle, 'sigle' | 'formeLongue'>[],
  question: string,
): Pick<Formes, 'sigles' | 'longues'> {
  const [parSigle, longues] = [new Map<string, string[]>(), new Map<string, string[]>()]
  // Two letters of each word are enough to leave most of the glossary unread.
  const debuts = new Set(listMots(question).map((m) => formatMot(m).slice(0, 2)))
  const isPossible = (forme: string) => debuts.has(formatMot(forme.slice(0, 2)).slice(0, 2))
  for (const { sigle, formeLongue } of sigles) {
    if (isPossible(sigle)) addTo(parSigle, listMots(sigle).map(formatMot).join(' '), formeLongue)
    if (isPossible(formeLongue)) addTo(longues, formatCle(listMots(formeLongue)), sigle)
  }
  return { sigles: parSigle, longues }
}

/** Terms of vocabularies by what people call them. */
export function createLibelles(termes: readonly TermeVocabulaire[]): Map<string, TermeVocabulaire[]> {
  const [libelles, parMot] = [new Map<string, TermeVocabulaire[]>(), new Map<string, TermeVocabulaire[]>()]
  for (const terme of termes) {
    for (const mots of terme.noms.map(listMots)) {
      addTo(libelles, formatCle(mots), terme)
      for (const mot of mots) if (mot.length > 3 && !isPetitMot(mot)) addTo(parMot, formatRacine(mot), terme)
    }
  }
  for (const [racine, siens] of parMot) {
    if (siens.length <= LIBELLES_MAX) for (const terme of siens) addTo(libelles, racine, terme)
  }
  return libelles
}

const createOu = (parties: Expression[]): Expression =>
  parties.length === 1 && parties[0] ? parties[0] : { ou: parties }

/** Acronym or long form that these words are, as a whole. */
function listAutres(mots: readonly string[], champ: Champ, { sigles, longues }: Formes): Expression[] {
  const sigle = mots.map(formatMot).join(' ')
  const cle = formatCle(mots)
  const autres = [...(sigles.get(sigle) ?? sigles.get(sigle.replace(/s$/, '')) ?? []), ...(longues.get(cle) ?? [])]
  return autres.map((autre) => ({ mots: autre, champ }))
}

function createTerme({ mots, champ, exclu }: Terme, formes: Formes): Expression {
  const voulu = createOu([{ mots: mots.join(' '), champ }, ...listAutres(mots, champ, formes)])
  return exclu ? { non: voulu } : voulu
}

/** Words without quotes: the longest runs that are a known name also match what the name stands for. */
function createSuite(mots: readonly string[], formes: Formes): Expression[] {
  const utiles = mots.filter((m) => !isPetitMot(m))
  const parties: Expression[] = []
  for (let i = 0; i < utiles.length; ) {
    let suite = utiles.slice(i, i + SUITE_MAX)
    let autres: Expression[] = []
    for (; ; suite = suite.slice(0, -1)) {
      const termes = formes.libelles.get(formatCle(suite)) ?? []
      autres = [...listAutres(suite, 'tout', formes), ...termes.map(({ slug, facette }) => ({ valeur: slug, facette }))]
      if (autres.length > 0 || suite.length === 1) break
    }
    const chacun = suite.map((m): Expression => ({ mots: m, champ: 'tout' }))
    if (autres.length === 0) parties.push(...chacun)
    else parties.push({ ou: [chacun.length > 1 ? { et: chacun } : createOu(chacun), ...autres] })
    i += suite.length
  }
  return parties
}

/** The question with all that it may also mean. */
export function createExpression(termes: readonly Terme[], formes: Formes): Expression {
  const parties: Expression[] = []
  let suite: string[] = []
  const flush = () => {
    parties.push(...createSuite(suite, formes))
    suite = []
  }
  for (const [i, terme] of termes.entries()) {
    if (terme.champ === 'tout' && !terme.phrase && !terme.exclu && !terme.ou && !termes[i + 1]?.ou) {
      suite.push(...terme.mots)
      continue
    }
    flush()
    const avant = terme.ou ? parties.pop() : undefined
    parties.push(avant ? { ou: [avant, createTerme(terme, formes)] } : createTerme(terme, formes))
  }
  flush()
  return { et: parties }
}

/** Words and phrases of an expression. @param voulus only those that a notice may be found by, not the exclusions */
export function listUnites(e: Expression, voulus = false): string[] {
  if ('mots' in e) return [e.mots]
  if ('non' in e) return voulus ? [] : listUnites(e.non)
  if ('valeur' in e) return []
  return ('et' in e ? e.et : e.ou).flatMap((partie) => listUnites(partie, voulus))
}
