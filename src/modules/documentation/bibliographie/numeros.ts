import type { Unite } from './unites.ts'

/** Length of the number in front of each numbered entry, by unit index. */
export type Numerotation = ReadonlyMap<number, number>

const STYLES = [/^\((\d{1,3})\)\s*/, /^\[(\d{1,3})\]\s*/, /^(\d{1,3})\s?[.)]\s+/, /^(\d{1,3})\s?[–—-]\s+/]

/**
 * Finds the numbers of a list of entries: one style, mostly increasing by one. `isReference` tells for the styles that
 * headings also use ("3. Titre") whether the unit reads as a reference.
 */
export function searchNumerotation(unites: readonly Unite[], isReference: (u: Unite) => boolean): Numerotation {
  let meilleure: Map<number, number> = new Map()
  for (const [rang, style] of STYLES.entries()) {
    const trouves: { i: number; n: number; longueur: number }[] = []
    for (const [i, u] of unites.entries()) {
      if (u.niveau > 0 || u.texte.length > 4000) continue
      const m = style.exec(u.texte)
      if (m && /^[\p{L}«"“\d*]/u.test(u.texte.slice(m[0].length)))
        trouves.push({ i, n: Number(m[1]), longueur: m[0].length })
    }
    if (trouves.length < 2) continue
    let montees = 0
    for (let k = 1; k < trouves.length; k++) if ((trouves[k]?.n ?? 0) - (trouves[k - 1]?.n ?? 0) === 1) montees++
    if (montees < (trouves.length - 1) * 0.5) continue
    if (rang >= 2) {
      const references = trouves.filter(({ i, longueur }) =>
        isReference({
          ...(unites[i] as Unite),
          texte: (unites[i] as Unite).texte.slice(longueur),
          gras: [],
          italique: [],
          liens: [],
        }),
      )
      if (references.length < Math.max(2, trouves.length * 0.5)) continue
    }
    if (trouves.length > meilleure.size) meilleure = new Map(trouves.map(({ i, longueur }) => [i, longueur]))
  }
  return meilleure
}
