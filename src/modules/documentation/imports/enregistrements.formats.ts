import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ItemCsl } from '../csl.ts'
import { computeFormat, ErreurFormat, FORMATS, type Lu, type NomFormat, type Octets } from '../echange/echange.ts'
import { getZones } from '../echange/zones.ts'
import { ErreurLecture, LIMITES } from '../lecture/lecture.formats.ts'
import { checkNature } from '../lecture/nature.formats.ts'
import { formatEmpreinte } from './doublons.ts'
import type { DemandeLots, ReponseLot } from './enregistrements-fil.formats.ts'
import { PAR_LOT, type ReferenceLue } from './imports.ts'

/** The library format of a file, by its content (its beginning is enough); null for a bibliography. @throws ErreurLecture */
export function computeFormatEchange(octets: Uint8Array): NomFormat | null {
  const format = computeFormat(octets)
  return format && checkNature(octets) === 'texte' ? format : null
}

const ID: Record<string, string> = { unimarc: '001', ris: 'ID', bibtex: '@key' }

/** Identifier that a record has in its base; null where the reader gave it its number for want of one. */
export function getIdSource(item: ItemCsl, rang: number): string | null {
  const zones = getZones(item)
  const sien = zones ? zones.champs.find(([zone]) => zone === ID[zones.famille])?.[1] : item.id
  const texte = String(sien ?? '').trim()
  return texte === '' || (!zones && texte === String(rang)) ? null : texte.slice(0, 200)
}

/** Date of the last transaction: it changes without the record. */
const HORODATAGE = '005'

/** The same as long as the record does not change in its base, whatever we take of it. */
export function computeContenu(item: ItemCsl): string {
  const zones = getZones(item)
  const brut = zones
    ? [zones.famille, zones.tete, zones.champs.filter(([zone]) => zone !== HORODATAGE)]
    : { ...item, id: '' }
  return createHash('sha256').update(JSON.stringify(brut)).digest('base64url').slice(0, 22)
}

/** The line of an import that a record becomes. */
export function formatReferenceLue({ rang, position, item, perdus }: Extract<Lu, { item: ItemCsl }>): ReferenceLue {
  return {
    rang,
    debut: rang,
    fin: rang,
    page: null,
    // Shown from the record itself, which is kept with the item.
    source: '',
    sorte: 'notice',
    item,
    incertains: [],
    empreinte: formatEmpreinte(item),
    lieu: position,
    perdus,
    idSource: getIdSource(item, rang),
    contenu: computeContenu(item),
  }
}

/** Records of a stream by lots, for the command line: memory does not grow with the file. @throws ErreurLecture */
export async function* parseLots(format: NomFormat, octets: Octets): AsyncGenerator<Lu[]> {
  let lot: Lu[] = []
  try {
    for await (const lu of FORMATS[format].parse(octets)) {
      lot.push(lu)
      if (lot.length < PAR_LOT) continue
      yield lot
      lot = []
    }
  } catch (erreur) {
    throw erreur instanceof ErreurFormat ? new ErreurLecture(erreur.message) : erreur
  }
  if (lot.length > 0) yield lot
}

/** The heap of the thread: a lot of records of 1 MB each would pass it, and no real file comes near. */
const MEMOIRE_MO = 256

/**
 * Records of a file by lots, read in a thread of its own (see decision 0030): no page waits for it, and a reading that
 * does not end is stopped.
 * @throws ErreurLecture
 */
export async function* parseLotsEnFil(format: NomFormat, octets: Uint8Array): AsyncGenerator<Lu[]> {
  const fil = new Worker(new URL('./enregistrements-fil.formats.ts', import.meta.url), {
    workerData: { format, octets, parLot: PAR_LOT } satisfies DemandeLots,
    resourceLimits: { maxOldGenerationSizeMb: MEMOIRE_MO },
  })
  // Between two lots nobody listens, and an error would end the process.
  fil.on('error', () => undefined)
  try {
    for (let fin = false; !fin; ) {
      const reponse = await askLot(fil)
      if ('erreur' in reponse) throw new ErreurLecture(reponse.erreur)
      if (reponse.lot.length > 0) yield reponse.lot
      fin = reponse.fin
    }
  } finally {
    await fil.terminate()
  }
}

const TROP = 'Ce fichier demande trop de mémoire ou de temps pour être lu. Découpez-le en plusieurs fichiers.'

async function askLot(fil: Worker): Promise<ReponseLot> {
  try {
    const reponse = once(fil, 'message', { signal: AbortSignal.timeout(LIMITES.millisecondes) })
    fil.postMessage('suite')
    return (await reponse)[0]
  } catch (erreur) {
    const code = erreur instanceof Error && 'code' in erreur ? erreur.code : ''
    throw code === 'ABORT_ERR' || code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ErreurLecture(TROP) : erreur
  }
}
