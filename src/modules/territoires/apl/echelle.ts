import type { Scale } from '#ui/map/classes.ts'
import { listDiverging } from '#ui/map/palette.ts'
import { formatAcces, MESURES, type Mesure } from './simulation.ts'

/** Neither ochre nor petrol: what does not move. */
const INCHANGE = '#f4f2ec'

/**
 * Who loses and who gains: two classes on each side, cut at the mean of what moves, and one for what does not.
 * @param differences by place; what would read « 0,00 » does not move
 */
export function createEchelleDifferences(differences: readonly number[], mesure: Mesure): Scale {
  const pas = 0.5 / 10 ** MESURES[mesure].decimales
  const tailles = differences.map(Math.abs).filter((d) => d >= pas)
  // Rounded to what the legend shows.
  const moyenne = tailles.reduce((a, b) => a + b, 0) / Math.max(1, tailles.length)
  const milieu = Number(moyenne.toFixed(MESURES[mesure].decimales))
  const index = (d: number): number => {
    if (Math.abs(d) < pas) return 2
    const fort = Math.abs(d) >= milieu
    return d < 0 ? (fort ? 0 : 1) : fort ? 4 : 3
  }
  const [perdFort = '', perd = '', gagne = '', gagneFort = ''] = listDiverging(2, 2)
  const marque = formatAcces(milieu, mesure)
  const classes = [
    { label: `perd ${marque} ou plus`, color: perdFort },
    { label: `perd moins de ${marque}`, color: perd },
    { label: 'ne change pas', color: INCHANGE },
    { label: `gagne moins de ${marque}`, color: gagne },
    { label: `gagne ${marque} ou plus`, color: gagneFort },
  ].map((classe, rang) => ({ ...classe, count: differences.filter((d) => index(d) === rang).length }))
  return { classes, index, method: 'coupées à la moyenne des changements' }
}
