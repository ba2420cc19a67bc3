import type { ItemCsl } from '../csl.ts'

/** Families of formats: those of one family write the same fields, so that nothing is lost between them. */
export type Famille = 'ris' | 'bibtex' | 'unimarc'

/** A field that an item does not carry. */
export interface Perdu {
  /** Name in its format (« 606$x », « M1 ») or, when writing, the key of the item (« accessed »). */
  zone: string
  valeur: string
  /** French, shown as is. */
  raison: string
  /** True when the field is kept as it was in `item.custom.zones`, and comes back in the same family of formats. */
  gardee: boolean
}

/** A record that was read. */
export interface NoticeLue {
  /** Number of the record in the file, from 1. */
  rang: number
  /** Where it begins: « ligne 12 », « octet 4096 ». */
  position: string
  item: ItemCsl
  perdus: Perdu[]
}

/** A record that could not be read: the following ones are. */
export interface NoticeRefusee {
  rang: number
  /** French, shown as is. */
  erreur: string
  lieu: string
}

export type Lu = NoticeLue | NoticeRefusee

/** A field of a record; its name comes first whatever the format. */
export type Champ = readonly [zone: string, ...reste: unknown[]]

/** A record in the terms of its format. `tete`: the UNIMARC record label, the BibTeX entry type, '' in RIS. */
export interface Enregistrement<C extends Champ = Champ> {
  tete: string
  champs: C[]
}

/** The record an item was read from, kept in `item.custom.zones`. */
export interface Zones<C extends Champ = Champ> extends Enregistrement<C> {
  famille: Famille
}

/** Fields that say the same thing, and the keys of the item it goes to (« custom.classe » for one of ours). */
export interface Groupe {
  zones: readonly string[]
  cles: readonly string[]
}

/** How one family of formats and CSL-JSON say the same thing. */
export interface Correspondance<C extends Champ = Champ> {
  famille: Famille
  /** As people name the format. */
  libelle: string
  /** @returns an item whose `id` is '' where the record has none. */
  parse(enregistrement: Enregistrement<C>): { item: ItemCsl; perdus: Perdu[] }
  format(item: ItemCsl): Enregistrement<C>
  groupes: readonly Groupe[]
  /** True for a field that this family can write: an item may come from anywhere. */
  isChamp(champ: Champ): champ is C
  /** Fields in which this family can carry the keys that it has no place for; absent where it cannot. */
  formatReste?(cles: Map<string, unknown>): C[]
  /** True for a field that `formatReste` wrote: it is made anew each time. */
  isReste?(champ: C): boolean
}

/** What a reader of syntax gives: a record, or why there is none. */
export type EnregistrementLu<C extends Champ> =
  | { rang: number; position: string; enregistrement: Enregistrement<C>; avertissements: Perdu[] }
  | NoticeRefusee

/** Bytes of a file, in pieces. */
export type Octets = AsyncIterable<Uint8Array>

/** Called by a writer with what an item holds and the format cannot carry. `rang`: place of the item, from 1. */
export type Signaler = (rang: number, perdus: Perdu[]) => void

/** Weight of one record beyond which it is refused: memory stays flat whatever the file. */
export const LIMITE_NOTICE = 1_000_000
export const ERREUR_POIDS = 'La notice dépasse 1 Mo : elle n’est pas lue.'

/** A fault of a whole file (its encoding, its nature), or of one record: French, shown as is. */
export class ErreurFormat extends Error {}
