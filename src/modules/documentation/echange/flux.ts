import type { ItemCsl } from '../csl.ts'
import type { Champ, Correspondance, Enregistrement, EnregistrementLu, Lu, Perdu, Signaler } from './modele.ts'
import { formatEnregistrement, formatExtrait, getZones, parseEnregistrement } from './zones.ts'

/** Records of a syntax to notices. A record without identifier takes its number for one. */
export async function* parseFlux<C extends Champ>(
  correspondance: Correspondance<C>,
  enregistrements: AsyncIterable<EnregistrementLu<C>>,
): AsyncGenerator<Lu> {
  for await (const lu of enregistrements) {
    if ('erreur' in lu) {
      yield lu
      continue
    }
    const { rang, position, enregistrement, avertissements } = lu
    const { item, perdus } = parseEnregistrement(correspondance, enregistrement)
    if (item.id === '') item.id = String(rang)
    const tous = [...avertissements, ...perdus].map((p) => ({ ...p, valeur: formatExtrait(p.valeur) }))
    yield { rang, position, item, perdus: tous }
  }
}

const PAQUET = 64 * 1024
const ENCODEUR = new TextEncoder()

/** How a format is laid out around its records. */
export interface Ecriture<C extends Champ> {
  debut?: string
  fin?: string
  formatNotice(enregistrement: Enregistrement<C>): string | Uint8Array
}

/**
 * Notices to the bytes of a file, in pieces of about 64 KB.
 * @param listEtrangers fields of the record that an item was read from, when it is of another family
 */
export async function* formatFlux<C extends Champ>(
  correspondance: Correspondance<C>,
  ecriture: Ecriture<C>,
  items: AsyncIterable<ItemCsl> | Iterable<ItemCsl>,
  signaler: Signaler | undefined,
  listEtrangers: (item: ItemCsl) => Perdu[],
): AsyncGenerator<Uint8Array> {
  let paquet: Uint8Array[] = ecriture.debut ? [ENCODEUR.encode(ecriture.debut)] : []
  let poids = 0
  let rang = 0
  for await (const item of items) {
    rang++
    const { enregistrement, perdus } = formatEnregistrement(correspondance, item)
    if (signaler) {
      const famille = getZones(item)?.famille
      const etrangers = famille && famille !== correspondance.famille ? listEtrangers(item) : []
      if (perdus.length + etrangers.length > 0) signaler(rang, [...perdus, ...etrangers])
    }
    const notice = ecriture.formatNotice(enregistrement)
    const octets = typeof notice === 'string' ? ENCODEUR.encode(notice) : notice
    paquet.push(octets)
    poids += octets.length
    if (poids > PAQUET) {
      yield Buffer.concat(paquet)
      paquet = []
      poids = 0
    }
  }
  if (ecriture.fin) paquet.push(ENCODEUR.encode(ecriture.fin))
  if (paquet.length > 0) yield Buffer.concat(paquet)
}
