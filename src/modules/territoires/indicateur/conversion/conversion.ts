import { formatCount } from '#ui/format.ts'
import type { Agregation } from '../indicateur.ts'
import type { ValeurCommune } from '../serie.ts'
import { computeFusion } from './fusion.ts'

/** Every code of a geography, the former ones too, with the commune that stood for each: same place in both lists. */
export interface CodesGeographie {
  codes: readonly string[]
  communes: readonly string[]
}

/** What became of communes between two geographies. */
export interface Mouvement {
  /** Commune of the new geography; for one that went without a word, its own code. */
  commune: string
  /** Communes of the former one that it is made of, or was a part of. */
  sources: readonly string[]
  nature: 'fusion' | 'code' | 'scission' | 'disparition'
}

/** What was made of it in one series. */
export interface Conversion extends Mouvement {
  /** Could a value be told? */
  valuee: boolean
}

/** The conversion of a series, as it is kept. */
export interface NoteConversion {
  /** Versions of the official geography. */
  de: string
  vers: string
  conversions: readonly Conversion[]
}

/** The communes that are not what they were, in the order of today’s codes. */
export function computeMouvements(avant: CodesGeographie, apres: CodesGeographie): Mouvement[] {
  const listActuelles = ({ codes, communes }: CodesGeographie) => codes.filter((code, i) => communes[i] === code)
  const anciennes = listActuelles(avant)
  const avantDe = new Map(avant.codes.map((code, i) => [code, avant.communes[i] ?? code]))
  const apresDe = new Map(apres.codes.map((code, i) => [code, apres.communes[i] ?? code]))
  const etaient = new Set(anciennes)
  // A commune that is one again was a part of another: the value of that one is of both.
  const retablies = listActuelles(apres).flatMap((code) => {
    const ville = avantDe.get(code)
    const nouvelle = !etaient.has(code) && ville !== undefined && etaient.has(ville) && apresDe.get(ville) !== code
    return nouvelle ? [{ code, ville }] : []
  })
  const scindees = new Set(retablies.map((r) => r.ville))
  const parCible = Map.groupBy(anciennes, (code) => apresDe.get(code) ?? null)
  const mouvements = [...parCible].flatMap(([commune, sources]): Mouvement[] => {
    if (commune === null) return sources.map((code) => ({ commune: code, sources: [code], nature: 'disparition' }))
    if (sources.some((code) => scindees.has(code))) return [{ commune, sources, nature: 'scission' }]
    if (sources.length > 1) return [{ commune, sources, nature: 'fusion' }]
    return sources[0] === commune ? [] : [{ commune, sources, nature: 'code' }]
  })
  const retablissements = retablies.map(
    ({ code, ville }): Mouvement => ({ commune: code, sources: [ville], nature: 'scission' }),
  )
  return [...mouvements, ...retablissements].toSorted((a, b) => a.commune.localeCompare(b.commune, 'en'))
}

/**
 * The value that a commune has by those that it comes from; null where the series told of none of them.
 * @param valeurs of the former communes, by code
 */
export function computeConvertie(
  { commune, sources, nature }: Mouvement,
  agregation: Agregation,
  valeurs: ReadonlyMap<string, ValeurCommune>,
): ValeurCommune | null {
  const parties = sources.map((code) => valeurs.get(code))
  if (nature === 'disparition' || parties.every((p) => p === undefined)) return null
  if (nature === 'scission') return { commune, valeur: null, poids: null, motif: 'absent' }
  const toutes = parties.map((p) => p ?? { valeur: null, poids: null, motif: 'absent' as const })
  const [seule] = toutes
  if (toutes.length === 1 && seule) return { ...seule, commune }
  return { commune, ...computeFusion(agregation, toutes) }
}

/** « 3 communes fusionnées, dont 1 sans valeur ; 2 codes changés ; … » */
export function formatConversions(conversions: readonly Conversion[]): string {
  const listDe = (nature: Mouvement['nature']) => conversions.filter((c) => c.nature === nature)
  const fusions = listDe('fusion')
  const sans = fusions.filter((c) => !c.valuee).length
  return [
    fusions.length > 0 &&
      `${formatCount(fusions.length, 'commune fusionnée', 'communes fusionnées')}${sans > 0 ? `, dont ${sans} sans valeur (une de leurs parties n’en a pas, ou rien ne permet de la calculer)` : ''}`,
    listDe('code').length > 0 && formatCount(listDe('code').length, 'code changé', 'codes changés'),
    listDe('scission').length > 0 &&
      `${formatCount(listDe('scission').length, 'commune issue', 'communes issues')} d’une scission, sans valeur`,
    listDe('disparition').length > 0 &&
      `${formatCount(listDe('disparition').length, 'commune disparue', 'communes disparues')} de la géographie`,
  ]
    .filter(Boolean)
    .join('\u202f; ')
}
