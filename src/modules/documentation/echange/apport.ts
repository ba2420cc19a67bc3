import type { ItemCsl } from '../csl.ts'
import { correspondanceBibtex } from './bibtex-champs.ts'
import { getCle, listEcarts } from './egalite.ts'
import type { Champ, Correspondance, Famille, Zones } from './modele.ts'
import { correspondanceRis } from './ris-champs.ts'
import { correspondanceUnimarc } from './unimarc.ts'
import { formatExtrait } from './zones.ts'

/** A field of a record, or a subfield of it, by the name that people know (« 200$a », « TI »). */
export interface Marque {
  nom: string
  valeur: string
  /** Place of the field in the record, and of the subfield in it. */
  champ: number
  sous: number | null
}

const isSous = (valeur: unknown): valeur is readonly [string, string][] => Array.isArray(valeur)

/** Every field that a record bears, subfields one by one, in its order; empty ones left out. */
export function listMarques({ champs }: Zones): Marque[] {
  return champs
    .flatMap(([zone, ...reste], champ): Marque[] => {
      const sous = reste.at(-1)
      if (isSous(sous))
        return sous.map(([code, valeur], i) => ({ nom: `${zone}$${code}`, valeur: String(valeur), champ, sous: i }))
      return [{ nom: zone, valeur: String(sous ?? ''), champ, sous: null }]
    })
    .filter(({ valeur }) => valeur.trim() !== '')
    .map((marque) => ({ ...marque, valeur: formatExtrait(marque.valeur) }))
}

function removeMarque(champs: readonly Champ[], marque: Marque): Champ[] {
  return champs.flatMap((champ, i): Champ[] => {
    if (i !== marque.champ) return [champ]
    const sous = champ.at(-1)
    if (marque.sous === null || !isSous(sous) || sous.length === 1) return []
    return [[champ[0], ...champ.slice(1, -1), sous.filter((_, j) => j !== marque.sous)]]
  })
}

/**
 * Keys of the item that a field feeds: those that change when it is taken out of its record, so that what is shown is
 * what is done. A field that repeats another changes nothing alone: then the keys of its group that hold something.
 */
export function computeApport(zones: Zones, marque: Marque): string[] {
  const apport = <C extends Champ>(corr: Correspondance<C>): string[] => {
    const lire = (champs: readonly Champ[]): ItemCsl =>
      corr.parse({ tete: zones.tete, champs: champs.filter((champ) => corr.isChamp(champ)) }).item
    const avec = lire(zones.champs)
    const sans = lire(removeMarque(zones.champs, marque))
    const changees = new Set([...listEcarts(avec, sans), ...listEcarts(sans, avec)])
    return [...changees]
  }
  return executeAvec(zones.famille, apport)
}

/** Keys of the group that a field belongs to, among those that the item holds. */
export function listClesGroupe(famille: Famille, zone: string, item: ItemCsl): string[] {
  return executeAvec(famille, (corr) => {
    const groupe = corr.groupes.find(({ zones }) => zones.includes(zone))
    return (groupe?.cles ?? []).filter((cle) => getCle(item, cle) !== undefined)
  })
}

function executeAvec<T>(famille: Famille, faire: <C extends Champ>(corr: Correspondance<C>) => T): T {
  if (famille === 'unimarc') return faire(correspondanceUnimarc)
  return famille === 'ris' ? faire(correspondanceRis) : faire(correspondanceBibtex)
}
