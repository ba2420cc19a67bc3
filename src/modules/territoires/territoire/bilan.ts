import { formatCount } from '#ui/format.ts'

/** A set in figures, as a page counts it while one checks boxes. */
export interface Bilan {
  /** Communes and arrondissements, each for one. */
  communes: number
  habitants: number
  /** Those whose population is not published: out of the sum. */
  inconnues: number
}

/** « Territoire en cours : 44 communes, 52 345 habitants. » */
export function formatBilan({ communes, habitants, inconnues }: Bilan): string {
  const sans = inconnues > 0 ? `, sans compter ${formatCount(inconnues, 'commune')} de population non publiée` : ''
  return `Territoire en cours\u00a0: ${formatCount(communes, 'commune')}, ${formatCount(habitants, 'habitant')}${sans}.`
}
