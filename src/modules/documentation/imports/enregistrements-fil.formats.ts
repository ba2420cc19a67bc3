import { parentPort, workerData } from 'node:worker_threads'
import { ErreurFormat, FORMATS, type Lu, type NomFormat } from '../echange/echange.ts'

/** What the thread that reads records is given, and what it answers to each message: the next lot, or the end. */
export interface DemandeLots {
  format: NomFormat
  octets: Uint8Array
  parLot: number
}
export type ReponseLot = { lot: Lu[]; fin: boolean } | { erreur: string }

const PIECE = 64 * 1024

async function* parseLots({ format, octets, parLot }: DemandeLots): AsyncGenerator<ReponseLot> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < octets.length; i += PIECE) yield octets.subarray(i, i + PIECE)
  }
  let lot: Lu[] = []
  try {
    for await (const lu of FORMATS[format].parse(pieces())) {
      lot.push(lu)
      if (lot.length < parLot) continue
      yield { lot, fin: false }
      lot = []
    }
    yield { lot, fin: true }
  } catch (erreur) {
    if (!(erreur instanceof ErreurFormat)) throw erreur
    yield { erreur: erreur.message }
  }
}

const lots = parseLots(workerData)
parentPort?.on('message', async () => parentPort?.postMessage((await lots.next()).value))
