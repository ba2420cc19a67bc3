/** The fields that one can name in a search: `auteur:dupont`, `titre:"aller vers"`. */
export type Champ = 'tout' | 'auteur' | 'titre'

/** One term of what was asked; terms are joined by AND. */
export interface Terme {
  champ: Champ
  /** As typed. Several words only in a phrase. */
  mots: string[]
  /** The words follow one another: « "aller vers" », « aller-vers ». */
  phrase: boolean
  exclu: boolean
  /** Joined to the term before by OR. */
  ou: boolean
}

const LONGUEUR_MAX = 500
const TERMES_MAX = 24
const MOT_MAX = 60

const ELISION = /(^|[\s"«“:(-])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’ʼ](?=\p{L})/giu
const MORCEAU = /([-−])?(?:(auteur|titre)s?\s*:\s*)?(?:["«“”]([^"«»“”]*)["»”“]?|([^\s"«»“”]+))/giu
const MOT = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

const PETITS_MOTS = new Set(
  'a au aux avec ce ces dans de des du elle en et eux il je la le les leur lui ma mais mes moi mon ne nos notre nous on ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous c d j l m n s t y'.split(
    ' ',
  ),
)

/** What was typed, as it stands in an address: one line, no control character, at most 500 characters. */
export const formatQuestion = (saisie: string): string =>
  saisie
    .slice(0, LONGUEUR_MAX)
    .toWellFormed()
    .replace(/[\p{Cc}\ufffd\s]+/gu, ' ')
    .trim()
    .normalize('NFC')

/**
 * Reads the language of the search box: words (all wanted), "phrases", -exclusions, `auteur:` and `titre:`, OU.
 * Never fails: what cannot be read is left out, quotes that are not closed run to the end.
 */
export function parseRequete(saisie: string): Terme[] {
  const termes: Terme[] = []
  let ou = false
  for (const [, signe, nomChamp, cite, nu] of formatQuestion(saisie).replace(ELISION, '$1').matchAll(MORCEAU)) {
    if (!signe && !nomChamp && (nu === 'OU' || nu === 'OR')) {
      ou = termes.length > 0
      continue
    }
    if (!signe && !nomChamp && (nu === 'ET' || nu === 'AND')) continue
    const mots = (cite ?? nu ?? '').match(MOT)?.map((m) => m.slice(0, MOT_MAX)) ?? []
    if (mots.length === 0) continue
    const champ = (nomChamp?.toLowerCase() ?? 'tout') as Champ
    const exclu = signe !== undefined
    const avant = termes.at(-1)
    const lie = ou && avant !== undefined && avant.champ === champ && !avant.exclu && !exclu
    termes.push({ champ, mots, phrase: mots.length > 1, exclu, ou: lie })
    ou = false
    if (termes.length === TERMES_MAX) break
  }
  return termes
}

/** A word as two words are compared: without accents, ligatures apart, in lower case. */
export const formatMot = (mot: string): string =>
  mot.toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae').normalize('NFD').replace(/\p{M}/gu, '')

/** Articles, prepositions, pronouns: the search does not look at them. */
export const isPetitMot = (mot: string): boolean => PETITS_MOTS.has(formatMot(mot))

/** Words of a running text, in the same way as those of a question. */
export const listMots = (texte: string): string[] => texte.normalize('NFC').match(MOT) ?? []
