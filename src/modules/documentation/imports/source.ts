import type { ItemCsl } from '../csl.ts'
import { getZones } from '../echange/zones.ts'
import type { LigneImport } from './imports.ts'

const SOURCE_MAX = 6000

/** A field of a record as its readers know it: « 200 1  $a Titre $e complément », « TI - Titre ». */
function formatChamp([zone, ...reste]: readonly unknown[]): string {
  const dernier = reste.at(-1)
  if (!Array.isArray(dernier)) return `${zone} - ${dernier ?? ''}`
  const sous = dernier.map(([code, valeur]: [string, string]) => `$${code} ${valeur}`).join(' ')
  return `${zone} ${reste.length > 1 ? reste[0] : ''} ${sous}`
}

function formatEnregistrement(item: ItemCsl): string {
  const zones = getZones(item)
  if (!zones) return JSON.stringify(item, null, 1)
  return [...(zones.tete ? [zones.tete] : []), ...zones.champs.map(formatChamp)].join('\n')
}

/** What a reference was in its file: the text that was printed, or its record field by field. */
export function formatSource({ source, item }: Pick<LigneImport, 'source' | 'item'>): string {
  const texte = source || formatEnregistrement(item)
  return texte.length > SOURCE_MAX ? `${texte.slice(0, SOURCE_MAX)}…` : texte
}
