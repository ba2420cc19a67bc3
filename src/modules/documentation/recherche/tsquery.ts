import type { Expression } from './formes.ts'
import type { Champ } from './requete.ts'

/** What the index holds: lexemes of each word or phrase, codes of each value of a facet. */
export interface Index {
  getLexemes(mots: string): readonly string[]
  getCodes(facette: string, valeur: string): readonly number[]
}

/** Stands in every line of the index. */
const TOUTES = 'f:0'
/** Stands in none. */
const AUCUNE = 'f:'
const PREFIXES: Record<Champ, string> = { tout: '', titre: 't:', auteur: 'a:' }

const formatLexeme = (lexeme: string): string => `'${lexeme.replace(/['\\]/g, '$&$&')}'`

const join = (parties: readonly string[], operateur: '&' | '|'): string =>
  parties.length === 1 ? `${parties[0]}` : `(${parties.join(operateur)})`

/**
 * The text of a `tsquery` on `notice_index.vecteur`, already in lexemes.
 * @param dansTitre words asked anywhere are asked in the title
 * @returns null where nothing is asked: words that are all too common to be indexed
 */
export function formatTsquery(e: Expression, index: Index, dansTitre = false): string | null {
  if ('mots' in e) {
    const prefixe = PREFIXES[dansTitre && e.champ === 'tout' ? 'titre' : e.champ]
    const lexemes = index.getLexemes(e.mots).map((l) => formatLexeme(prefixe + l))
    return lexemes.length > 0 ? join(lexemes, '&') : null
  }
  if ('valeur' in e) {
    const codes = index.getCodes(e.facette, e.valeur)
    return codes.length > 0
      ? join(
          codes.map((c) => `'f:${c}'`),
          '|',
        )
      : `'${AUCUNE}'`
  }
  if ('non' in e) {
    // What is excluded is excluded wherever it stands.
    const exclu = formatTsquery(e.non, index)
    return exclu === null ? null : `!${exclu}`
  }
  const parties = ('et' in e ? e.et : e.ou).flatMap((partie) => formatTsquery(partie, index, dansTitre) ?? [])
  if (parties.length === 0) return null
  if ('ou' in e) return join(parties, '|')
  // Exclusions alone exclude from everything.
  return join(parties.every((p) => p.startsWith('!')) ? [`'${TOUTES}'`, ...parties] : parties, '&')
}
