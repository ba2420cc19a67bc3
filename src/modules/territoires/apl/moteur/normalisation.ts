/**
 * People weighted by age: P_k = Σ weight_a × pop(k, a), rescaled so that the total stays that of the people.
 * @param parAge one array by age class, each by place. @param poids one weight by age class
 */
export function computePopulationStandardisee(parAge: readonly Float64Array[], poids: readonly number[]): Float64Array {
  const nombre = parAge[0]?.length ?? 0
  const brute = new Float64Array(nombre)
  const habitants = new Float64Array(nombre)
  parAge.forEach((effectifs, a) => {
    const poidsAge = poids[a] ?? 0
    for (let k = 0; k < nombre; k++) {
      brute[k] = (brute[k] as number) + poidsAge * (effectifs[k] as number)
      habitants[k] = (habitants[k] as number) + (effectifs[k] as number)
    }
  })
  const [total, pondere] = [habitants, brute].map((t) => t.reduce((a, b) => a + b, 0)) as [number, number]
  return pondere > 0 ? brute.map((v) => (v * total) / pondere) : brute
}

/** Activity of one professional, brought back inside its bounds; who has none keeps none. */
export function computeActiviteBornee(
  quantite: number,
  { minimum = 0, maximum = Number.POSITIVE_INFINITY }: { minimum?: number; maximum?: number },
): number {
  return quantite > 0 ? Math.min(maximum, Math.max(minimum, quantite)) : 0
}
