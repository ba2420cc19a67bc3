import { createHash } from 'node:crypto'
import { parseNombre, parseTableau } from './tableau.formats.ts'
import type { LotTemps, SourceTemps } from './temps.queries.ts'

/** Reasons kept with a matrix; the other lines are counted. */
const EXEMPLES_MAX = 20
const LOT = 20_000

export interface MatriceLue extends Pick<SourceTemps, 'sha256' | 'nombre' | 'ecartees' | 'exemples'> {
  lots: LotTemps[]
}

/**
 * Reads `origine,destination,minutes` between communes of today: a code that is none, and a pair given twice, leave
 * their line aside with its reason.
 * @param rangs every known code and its number
 * @throws ErreurTableau where the file is no such table, or minutes no number
 */
export async function parseMatriceTemps(
  octets: AsyncIterable<Uint8Array>,
  rangs: ReadonlyMap<string, number>,
): Promise<MatriceLue> {
  const somme = createHash('sha256')
  async function* compter(): AsyncGenerator<Uint8Array> {
    for await (const morceau of octets) {
      somme.update(morceau)
      yield morceau
    }
  }
  const lue: Omit<MatriceLue, 'sha256'> = { lots: [], nombre: 0, ecartees: 0, exemples: [] }
  const vues = new Set<number>()
  const exclude = (ligne: number, raison: string) => {
    if (lue.ecartees++ < EXEMPLES_MAX) lue.exemples.push({ ligne, raison })
  }
  let lot: LotTemps = { origines: [], destinations: [], minutes: [] }
  await parseTableau(compter(), {
    colonnes: ['origine', 'destination', 'minutes'],
    recevoir: ([origine = '', destination = '', cellule = ''], ligne) => {
      const minutes = parseNombre(cellule, 'minutes', ligne)
      const [o, d] = [rangs.get(origine), rangs.get(destination)]
      if (o === undefined || d === undefined) {
        const code = o === undefined ? origine : destination
        exclude(ligne, `«\u00a0${code.slice(0, 20)}\u00a0» n’est pas le code d’une commune d’aujourd’hui.`)
        return
      }
      const paire = o * rangs.size + d
      if (vues.has(paire)) {
        exclude(ligne, `La paire ${origine}, ${destination} est déjà donnée\u00a0: la première compte.`)
        return
      }
      vues.add(paire)
      if (lot.minutes.length === 0) lue.lots.push(lot)
      lot.origines.push(origine)
      lot.destinations.push(destination)
      lot.minutes.push(minutes)
      lue.nombre++
      if (lot.minutes.length === LOT) lot = { origines: [], destinations: [], minutes: [] }
    },
  })
  return { ...lue, sha256: somme.digest('hex') }
}
