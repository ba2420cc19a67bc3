/** Which communes have an outline, and those of them that share a border. */
export interface Voisinage {
  connues: ReadonlySet<string>
  liens: readonly (readonly [string, string])[]
}

export interface Contiguite {
  /** Pieces in one block each, the largest number of communes first; codes sorted. */
  parties: string[][]
  /** Communes without outline: nobody can say what they touch. */
  inconnues: string[]
}

/** The pieces of a set that do not touch each other. A commune that touches no other, an island say, is one by itself. */
export function computeContiguite(codes: readonly string[], { connues, liens }: Voisinage): Contiguite {
  const tetes = new Map(codes.filter((code) => connues.has(code)).map((code) => [code, code]))
  const getTete = (code: string): string => {
    let tete = code
    for (let p = tetes.get(tete); p !== undefined && p !== tete; p = tetes.get(tete)) tete = p
    // The next one asks in one step.
    tetes.set(code, tete)
    return tete
  }
  for (const [a, b] of liens) if (tetes.has(a) && tetes.has(b)) tetes.set(getTete(a), getTete(b))
  const parties = Map.groupBy([...tetes.keys()].sort(), getTete)
  return {
    parties: [...parties.values()].sort((a, b) => b.length - a.length),
    inconnues: codes.filter((code) => !connues.has(code)),
  }
}
