/** Series that stand side by side in a packet, see the table `indicateur_paquet`. */
export const PLACES_PAR_PAQUET = 32
/** Bytes of a cell: number (int2), value and weight (float8). */
const CELLULE = 18

/** Where a series stands: cell `place % 32` of packet `place / 32`. */
export interface Place {
  serie: number
  place: number
}

/** The cells of a commune in one packet. */
export interface LignePaquet {
  commune: string
  paquet: number
  cellules: string
}

/**
 * Gives each value that counts, with its weight (NaN where it weighs nothing), of hundreds of thousands at once: hence
 * one buffer for all, and no object by value.
 * @param places the series; @param recevoir gets the rank of the line and that of the series
 */
export function parsePaquets(
  lignes: readonly LignePaquet[],
  places: readonly Place[],
  recevoir: (ligne: number, serie: number, valeur: number, poids: number) => void,
): void {
  const rangs = new Map<number, Int16Array>()
  places.forEach(({ place }, rang) => {
    const paquet = Math.floor(place / PLACES_PAR_PAQUET)
    const siens = rangs.get(paquet) ?? new Int16Array(PLACES_PAR_PAQUET).fill(-1)
    siens[place % PLACES_PAR_PAQUET] = rang
    rangs.set(paquet, siens)
  })
  const octets = Buffer.alloc(PLACES_PAR_PAQUET * CELLULE)
  const vue = new DataView(octets.buffer, octets.byteOffset, octets.length)
  lignes.forEach(({ paquet, cellules }, ligne) => {
    const siens = rangs.get(paquet)
    if (!siens) return
    const fin = octets.write(cellules, 'base64')
    for (let o = 0; o < fin; o += CELLULE) {
      const serie = siens[vue.getInt16(o)] as number
      // A place that its series left is nobody's.
      if (serie >= 0) recevoir(ligne, serie, vue.getFloat64(o + 2), vue.getFloat64(o + 10))
    }
  })
}
