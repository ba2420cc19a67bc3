import { Worker } from 'node:worker_threads'
import { ErreurLecture } from '#core/encodage.ts'
import type { Reponse, Travail } from './fil.formats.ts'
import type { Analyse } from './lecture.ts'
import type { Demande, Lecture } from './lire.formats.ts'

/** Bytes of a file that the browser may send; the command line takes any. */
export const TAILLE_MAX = 30_000_000
const MEMOIRE_MO = 250
/** V8 would let what is read and dropped grow to much more before it looks. */
const JEUNE_MO = 16
const DELAI_MS = 120_000
const TROP = 'Ce fichier demande trop de mémoire ou de temps pour être lu. Partagez-le, ou enregistrez-le en CSV.'

let file: Promise<unknown> = Promise.resolve()

/** One file at a time, in a thread of its own: pages go on being answered, and its memory has a bound. */
function start(travail: Travail): Promise<Reponse> {
  const lecture = file.then(
    () =>
      new Promise<Reponse>((resolve, reject) => {
        const fil = new Worker(new URL('./fil.formats.ts', import.meta.url), {
          workerData: travail,
          resourceLimits: { maxOldGenerationSizeMb: MEMOIRE_MO, maxYoungGenerationSizeMb: JEUNE_MO },
        })
        const minuterie = setTimeout(() => void fil.terminate(), DELAI_MS)
        fil.on('message', resolve)
        fil.on('error', (erreur) =>
          reject('code' in erreur && erreur.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ErreurLecture(TROP) : erreur),
        )
        fil.on('exit', () => {
          clearTimeout(minuterie)
          // Without effect where an answer came first.
          reject(new ErreurLecture(TROP))
        })
      }),
  )
  file = lecture.catch(() => undefined)
  return lecture
}

async function ask(travail: Travail): Promise<Exclude<Reponse, { erreur: unknown }>> {
  const reponse = await start(travail)
  if ('erreur' in reponse) throw new ErreurLecture(reponse.erreur.message, reponse.erreur.lieu)
  return reponse
}

/** @throws ErreurLecture */
export async function parseAnalyseEnFil(fichier: string, octets: Uint8Array): Promise<Analyse> {
  const reponse = await ask({ analyser: { fichier, octets } })
  if (!('analyse' in reponse)) throw new Error('Le fil a répondu à autre chose.')
  return reponse.analyse
}

/** @throws ErreurLecture */
export async function parseLectureEnFil(demande: Demande): Promise<Lecture> {
  const reponse = await ask({ lire: demande })
  if (!('lecture' in reponse)) throw new Error('Le fil a répondu à autre chose.')
  return reponse.lecture
}
