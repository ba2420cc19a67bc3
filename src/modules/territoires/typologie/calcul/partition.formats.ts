import { Worker } from 'node:worker_threads'
import { ErreurSaisie } from '#core/errors.ts'
import type { DemandePartitions, Partition } from './partition.ts'

const MILLISECONDES = 60_000
const MEMOIRE_MO = 256

/**
 * Groups in a thread of its own: thousands of areas must not keep every other page waiting.
 * @throws ErreurSaisie where it takes too long
 */
export function computePartitionsEnFil(demande: DemandePartitions): Promise<Partition[]> {
  return new Promise((resolve, reject) => {
    const fil = new Worker(new URL('./partition-fil.formats.ts', import.meta.url), {
      workerData: demande,
      resourceLimits: { maxOldGenerationSizeMb: MEMOIRE_MO },
    })
    const minuterie = setTimeout(() => void fil.terminate(), MILLISECONDES)
    fil.once('message', resolve)
    fil.once('error', reject)
    fil.once('exit', () => {
      clearTimeout(minuterie)
      // Without effect where an answer came first.
      const message = 'Ce calcul prend trop de temps\u00a0: choisissez moins de territoires ou moins d’indicateurs.'
      reject(new ErreurSaisie([{ field: '', message }]))
    })
  })
}
