import { formatCount } from '#ui/format.ts'

/** Another dispositif of a type that never shares a commune, which holds some of these. */
export interface Conflit {
  id: number
  nom: string
  /** Elementary codes that both hold, without those of an agreed exception; their names beside them. */
  communes: { code: string; nom: string }[]
  /** Inhabitants of these communes; null where none is published. */
  population: number | null
}

const NOMS_MAX = 12

/** « 3 communes sont déjà dans « CPTS du Val » (12 500 habitants) : Aubignosc, Digne-les-Bains, Sisteron. » */
export function formatConflit({ nom, communes, population }: Conflit): string {
  const noms = communes.slice(0, NOMS_MAX).map((c) => c.nom)
  const reste = communes.length - noms.length
  const liste = reste > 0 ? `${noms.join(', ')} et ${reste} autres` : noms.join(', ')
  const habitants = population === null ? '' : ` (${formatCount(population, 'habitant')})`
  return communes.length === 1
    ? `Une commune est déjà dans «\u00a0${nom}\u00a0»${habitants}\u00a0: ${liste}.`
    : `${formatCount(communes.length, 'commune')} sont déjà dans «\u00a0${nom}\u00a0»${habitants}\u00a0: ${liste}.`
}
