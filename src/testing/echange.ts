import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ItemCsl } from '#modules/documentation/csl.ts'
import { FORMATS, type Lu, type NomFormat, type Perdu } from '#modules/documentation/echange/echange.ts'

/** A file in small pieces, so that what is cut between two is tried too. */
export async function* createPieces(octets: Uint8Array, taille = 1000): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < octets.length; i += taille) yield octets.subarray(i, i + taille)
}

export async function listTout<T>(suite: AsyncIterable<T>): Promise<T[]> {
  const tout: T[] = []
  for await (const element of suite) tout.push(element)
  return tout
}

/** What a reader gives of a file; a text is sent in UTF-8. */
export const parseTout = (format: NomFormat, contenu: Uint8Array | string, taille?: number): Promise<Lu[]> =>
  listTout(FORMATS[format].parse(createPieces(Buffer.from(contenu), taille)))

/** A whole file, and what its writer said that it cannot carry, by item from 1. */
export async function formatTout(
  format: NomFormat,
  items: readonly ItemCsl[],
): Promise<{ octets: Buffer; perdus: Map<number, Perdu[]> }> {
  const perdus = new Map<number, Perdu[]>()
  const morceaux = await listTout(FORMATS[format].format(items, (rang, p) => void perdus.set(rang, p)))
  return { octets: Buffer.concat(morceaux), perdus }
}

/** The item without the record it was read from. */
export function getSansZones({ custom, ...item }: ItemCsl): ItemCsl {
  const { zones: _, ...reste } = custom ?? {}
  return Object.keys(reste).length > 0 ? { ...item, custom: reste } : item
}

export const listItems = (lus: readonly Lu[]): ItemCsl[] => lus.flatMap((lu) => ('item' in lu ? [lu.item] : []))

/** Items and refusals in the order of the file, as a test reads them. */
export const formatLus = (lus: readonly Lu[]): (ItemCsl | string)[] =>
  lus.map((lu) => ('item' in lu ? getSansZones(lu.item) : `${lu.rang} (${lu.lieu}) ${lu.erreur}`))

/** Folders of real exports, by format. */
const REELS: readonly (readonly [NomFormat, string])[] = [
  ['ris', 'ris'],
  ['bibtex', 'bibtex'],
  ['marcxml', 'marcxml'],
  ['pmbxml', 'pmb'],
  ['unimarc', 'unimarc'],
]

/** Real exports of libraries, of ../shared/donnees; none where that folder is absent. */
export function listExportsReels(): { format: NomFormat; nom: string; octets: Buffer }[] {
  const dossier = join(process.cwd(), '../shared/donnees/biblio')
  try {
    return REELS.flatMap(([format, sous]) =>
      readdirSync(join(dossier, sous)).map((nom) => ({ format, nom, octets: readFileSync(join(dossier, sous, nom)) })),
    )
  } catch {
    return []
  }
}
