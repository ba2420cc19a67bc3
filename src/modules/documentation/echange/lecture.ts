import type { ItemCsl } from '../csl.ts'
import type { Perdu } from './modele.ts'

/** A field of RIS or BibTeX: a name, a text. */
export type ChampSimple = readonly [zone: string, valeur: string]

/** Between the keywords of an item, a single text in CSL. */
export const SEPARATEUR_MOTS = ' ; '

/** Sets a key where there is something to set. */
export function addTexte(item: ItemCsl, cle: string, valeur: string): void {
  if (valeur !== '') item[cle] = valeur
}

/** Takes fields out of a record; what nobody took is what the item does not carry. */
export class Lecture {
  readonly #restants: Map<string, string[]> = new Map()
  constructor(champs: readonly ChampSimple[]) {
    for (const [zone, valeur] of champs) {
      const valeurs = this.#restants.get(zone)
      if (valeurs) valeurs.push(valeur)
      else this.#restants.set(zone, [valeur])
    }
  }
  /** First value of a field, left where it is. */
  get(zone: string): string {
    return this.#restants.get(zone)?.[0] ?? ''
  }
  /** First value of the first of these fields that is present and not empty. */
  prend(...zones: readonly string[]): string {
    for (const zone of zones) {
      const valeurs = this.#restants.get(zone)
      const i = valeurs?.findIndex((v) => v !== '') ?? -1
      if (i >= 0) return valeurs?.splice(i, 1)[0] ?? ''
    }
    return ''
  }
  prendTout(...zones: readonly string[]): string[] {
    return zones.flatMap((zone) => {
      const valeurs = this.#restants.get(zone) ?? []
      this.#restants.delete(zone)
      return valeurs.filter((v) => v !== '')
    })
  }
  has(...zones: readonly string[]): boolean {
    return zones.some((zone) => this.#restants.get(zone)?.some((v) => v !== ''))
  }
  listPerdus(): Perdu[] {
    return [...this.#restants].flatMap(([zone, valeurs]) =>
      valeurs
        .filter((v) => v !== '')
        .map((valeur) => ({ zone, valeur, raison: 'sans équivalent en CSL', gardee: true })),
    )
  }
}
