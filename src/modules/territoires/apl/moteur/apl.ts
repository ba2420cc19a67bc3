import { computeLignes, createTransposee, type Matrice } from './matrice.ts'

/** What the two steps give, from weights, people and supply. */
export interface Calcul {
  /** By destination: Σ w P, the people who share its supply, each by his weight. */
  demandes: Float64Array
  /** By destination: R = S / Σ w P; 0 where nobody can reach it. */
  ratios: Float64Array
  /** By origin: Σ w R × unite. */
  apl: Float64Array
}

/**
 * Two-step floating catchment area: R_j = S_j / Σ_k w(t_kj) P_k, then APL_i = Σ_j w(t_ij) R_j × unite.
 * On a set where every supply is reached, the mean of APL weighted by P is total S / total P (× unite).
 * Source: DREES and IRDES, the first definition of the APL (Études et Résultats no 795, 2012).
 * Both steps are sums over rows, by destination then by origin: to add each weight where it goes, over the rows of
 * origins alone, has each addition wait for the one before.
 * @param poids weights of the pairs, origins being where people live; @param transposee the same by destination
 * @param population by origin; @param offre by destination; @param unite a factor such as 100000
 */
export function computeApl(
  poids: Matrice,
  population: Float64Array,
  offre: Float64Array,
  unite = 1,
  transposee: Matrice = createTransposee(poids),
  { demandes, ratios, apl }: Calcul = createCalcul(poids),
): Calcul {
  computeLignes(transposee, population, demandes)
  for (let d = 0; d < poids.destinations; d++) ratios[d] = computeRatio(offre[d] as number, demandes[d] as number)
  computeLignes(poids, ratios, apl)
  for (let o = 0; o < poids.origines; o++) (apl[o] as number) *= unite
  return { demandes, ratios, apl }
}

/** Room for a computation, to be used again by the next ones. */
export const createCalcul = ({ origines, destinations }: Matrice): Calcul => ({
  demandes: new Float64Array(destinations),
  ratios: new Float64Array(destinations),
  apl: new Float64Array(origines),
})

export const computeRatio = (offre: number, demande: number): number => (demande > 0 ? offre / demande : 0)
