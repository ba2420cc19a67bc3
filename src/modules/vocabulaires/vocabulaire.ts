/**
 * The shape of a closed vocabulary. The lists themselves are in `donnees/`, one file each; what is asked of them
 * (find, label, check) is in `vocabulaires.ts`.
 */

/** A value of another list that says the same (`exactMatch`) or nearly the same (`closeMatch`), in the SKOS sense. */
export interface Correspondance {
  readonly type: 'exactMatch' | 'closeMatch'
  readonly schema: 'data.inclusion'
  /** List of that schema the value belongs to, under the name the schema gives it. */
  readonly liste: ListeDataInclusion
  readonly valeur: string
}
type ListeDataInclusion = 'thematiques' | 'publics' | 'reseaux_porteurs' | 'types'

export interface Terme {
  /** Stable key: unique in its vocabulary, never renamed, never reused (only deprecated, see `remplacePar`). */
  readonly slug: string
  readonly libelle: string
  readonly sigle?: string
  /** Other names under which people know the term. */
  readonly synonymes?: readonly string[]
  readonly definition?: string
  /** Slug of the broader term, in the same vocabulary. */
  readonly parent?: string
  /** Slug of the heading under which the term is shown. */
  readonly groupe?: string
  /** Rank on the vocabulary's scale; absent where the list is no scale. */
  readonly ordre?: number
  /** Chosen alone: it excludes every other term of its vocabulary. */
  readonly exclusif?: true
  readonly correspondances?: readonly Correspondance[]
  /** Not confirmed by an official source; `Vocabulaire.aVerifier` says what is in doubt. */
  readonly aVerifier?: true
  /** The term is deprecated: slug of the one to use instead. */
  readonly remplacePar?: string
}

/** A heading that arranges terms and indexes nothing itself (`skos:Collection`). */
export interface Groupe {
  readonly slug: string
  readonly libelle: string
  /** At most one term of this heading may be chosen. */
  readonly unique?: true
}

export interface Vocabulaire<T extends Terme = Terme> {
  readonly slug: string
  readonly libelle: string
  readonly description: string
  readonly version: string
  /** Where the list comes from, as a sentence for readers. */
  readonly source: string
  readonly licence: 'CC0-1.0'
  /** What has to be checked by hand in the terms marked `aVerifier`. */
  readonly aVerifier?: string
  readonly groupes?: readonly Groupe[]
  readonly termes: readonly T[]
}

/**
 * The near equivalent in data.inclusion (schema v1.0.8). Always `closeMatch`: their lists are coarser than ours,
 * several of our terms share one of their values.
 */
export const dataInclusion = (liste: ListeDataInclusion, valeur: string): readonly [Correspondance] => [
  { type: 'closeMatch', schema: 'data.inclusion', liste, valeur },
]
