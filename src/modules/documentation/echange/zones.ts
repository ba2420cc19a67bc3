import type { ItemCsl } from '../csl.ts'
import { getCle, isMemeCle, listEcarts } from './egalite.ts'
import type { Champ, Correspondance, Enregistrement, Famille, Perdu, Zones } from './modele.ts'

const FAMILLES: readonly unknown[] = ['ris', 'bibtex', 'unimarc'] satisfies Famille[]

const isChamp = (champ: unknown): champ is Champ => Array.isArray(champ) && typeof champ[0] === 'string'

/** The record an item was read from; undefined where there is none. What its fields hold is for its family to check. */
export function getZones(item: ItemCsl): Zones | undefined {
  const zones = item.custom?.zones
  if (typeof zones !== 'object' || zones === null) return undefined
  const { famille, tete, champs } = zones as Partial<Zones>
  if (!famille || !FAMILLES.includes(famille) || typeof tete !== 'string' || !Array.isArray(champs)) return undefined
  return { famille, tete, champs: champs.filter(isChamp) }
}

/** A text cut to what a list of losses needs. */
export function formatExtrait(valeur: unknown): string {
  const texte = (typeof valeur === 'string' ? valeur : (JSON.stringify(valeur) ?? '')).replace(/\s+/g, ' ').trim()
  return texte.length > 120 ? `${texte.slice(0, 119)}…` : texte
}

/** An item from a record, the record itself kept in `custom.zones`. */
export function parseEnregistrement<C extends Champ>(
  correspondance: Correspondance<C>,
  enregistrement: Enregistrement<C>,
): { item: ItemCsl; perdus: Perdu[] } {
  const { item, perdus } = correspondance.parse(enregistrement)
  const zones: Zones<C> = { famille: correspondance.famille, ...enregistrement }
  return { item: { ...item, custom: { ...item.custom, zones } }, perdus }
}

/**
 * A record from an item. Fields of the record it was read from come back as they were, except where the item has been
 * changed since. The record is read again and compared: what it does not say is in `perdus`, so that no loss is silent.
 */
export function formatEnregistrement<C extends Champ>(
  correspondance: Correspondance<C>,
  item: ItemCsl,
): { enregistrement: Enregistrement<C>; perdus: Perdu[] } {
  const neuf = correspondance.format(item)
  const zones = getZones(item)
  const anciennes = zones?.famille === correspondance.famille ? zones : undefined
  const enregistrement = anciennes
    ? mergeZones(correspondance, checkZones(correspondance, anciennes), neuf, item)
    : neuf
  const relu = correspondance.parse(enregistrement).item
  const ecarts = listEcarts(item, relu)
  if (correspondance.formatReste) {
    const reste = correspondance.formatReste(new Map(ecarts.map((cle) => [cle, getBrute(item, cle)])))
    return { enregistrement: { ...enregistrement, champs: [...enregistrement.champs, ...reste] }, perdus: [] }
  }
  return { enregistrement, perdus: ecarts.map((cle) => formatPerdu(correspondance, item, relu, cle)) }
}

const checkZones = <C extends Champ>(correspondance: Correspondance<C>, zones: Zones): Enregistrement<C> => ({
  tete: zones.tete,
  champs: zones.champs.filter((champ) => correspondance.isChamp(champ)),
})

function getBrute(item: ItemCsl, cle: string): unknown {
  return cle.startsWith('custom.') ? item.custom?.[cle.slice(7)] : item[cle]
}

function formatPerdu<C extends Champ>(corr: Correspondance<C>, item: ItemCsl, relu: ItemCsl, cle: string): Perdu {
  const autre = getCle(relu, cle)
  const raison =
    autre === undefined
      ? `sans équivalent en ${corr.libelle}`
      : `écrit autrement en ${corr.libelle} : ${formatExtrait(getBrute(relu, cle))}`
  return { zone: cle, valeur: formatExtrait(getBrute(item, cle)), raison, gardee: false }
}

/** The old record, where each group of fields whose keys have changed is replaced by its new writing. */
function mergeZones<C extends Champ>(
  correspondance: Correspondance<C>,
  anciennes: Enregistrement<C>,
  neuf: Enregistrement<C>,
  item: ItemCsl,
): Enregistrement<C> {
  const base = correspondance.parse(anciennes).item
  const refaites = new Map<string, number>()
  correspondance.groupes.forEach((groupe, i) => {
    if (groupe.cles.some((cle) => !isMemeCle(item, base, cle))) for (const zone of groupe.zones) refaites.set(zone, i)
  })
  const aEcrire = new Map<number, C[]>()
  for (const champ of neuf.champs) {
    const groupe = refaites.get(champ[0])
    if (groupe !== undefined) aEcrire.set(groupe, [...(aEcrire.get(groupe) ?? []), champ])
  }
  const champs: C[] = []
  for (const champ of anciennes.champs) {
    if (correspondance.isReste?.(champ)) continue
    const groupe = refaites.get(champ[0])
    if (groupe === undefined) {
      champs.push(champ)
      continue
    }
    champs.push(...(aEcrire.get(groupe) ?? []))
    aEcrire.delete(groupe)
  }
  // Groups that the old record did not have: at the end, in the order in which they are written.
  champs.push(...[...aEcrire.values()].flat())
  return { tete: isMemeCle(item, base, 'type') ? anciennes.tete : neuf.tete, champs }
}
