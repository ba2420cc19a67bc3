import { formatCount } from '#ui/format.ts'
import { formatAdresseZone, formatRefZone, type Zone } from '../geographie/zone.ts'
import { formatSelection, type Selection } from '../territoire/selection.ts'

/** « Aiglun et Barras », « Aiglun, Barras et 42 autres communes ». @param noms the first ones */
export function formatNomListe(noms: readonly string[], nombre: number): string {
  if (nombre <= 3) return `${noms.slice(0, -1).join(', ')} et ${noms.at(-1)}`
  return `${noms.slice(0, 2).join(', ')} et ${formatCount(nombre - 2, 'autre commune', 'autres communes')}`
}

/** Path and query of the portrait of an area. @returns null for a list that no address can hold */
export function formatAdressePortrait(
  zone: Pick<Zone, 'maille' | 'code'>,
  selection: Selection | null = null,
): string | null {
  if (zone.maille === 'territoire') return `${formatAdresseZone(zone)}/portrait`
  if (zone.maille !== 'liste') return formatAdresseZone(zone)
  const suite = selection && formatSelection(selection)
  return suite === null ? null : `/territoires/portrait?${suite}`
}

/** The same area for files, the API and other pages: one reference, or the list. */
export function formatSuiteZone(zone: Pick<Zone, 'maille' | 'code'>, selection: Selection | null): string | null {
  if (zone.maille !== 'liste') return `zones=${formatRefZone(zone)}`
  return selection && formatSelection(selection)
}
