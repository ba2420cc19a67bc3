import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { computeResultat, type Entrees, type Resultat } from './calcul.ts'

/** Places beyond which a page would keep the others waiting for more than some tens of milliseconds. */
const LIEUX_SUR_PLACE = 3000
const ATTENTE_MS = 30_000

/** The result, computed at once where it is small, in a thread of its own where it is not. */
export async function computeHorsFil(entrees: Entrees): Promise<Resultat> {
  if (entrees.lieux.length <= LIEUX_SUR_PLACE) return computeResultat(entrees)
  const fil = new Worker(new URL('./calcul-fil.formats.ts', import.meta.url), { workerData: entrees })
  try {
    const [resultat] = await once(fil, 'message', { signal: AbortSignal.timeout(ATTENTE_MS) })
    return resultat as Resultat
  } finally {
    await fil.terminate()
  }
}
