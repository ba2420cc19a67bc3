import { parentPort, workerData } from 'node:worker_threads'
import { ErreurLecture } from '#core/encodage.ts'
import { parseAnalyse } from './analyse.formats.ts'
import type { Analyse } from './lecture.ts'
import { type Demande, type Lecture, parseLecture } from './lire.formats.ts'

/** What the thread that reads files is asked, and what it answers, once. */
export type Travail = { analyser: { fichier: string; octets: Uint8Array } } | { lire: Demande }
export type Reponse =
  | { analyse: Analyse }
  | { lecture: Lecture }
  | { erreur: { message: string; lieu: string | undefined } }

async function computeReponse(travail: Travail): Promise<Reponse> {
  try {
    if ('lire' in travail) return { lecture: await parseLecture(travail.lire) }
    return { analyse: await parseAnalyse(travail.analyser.fichier, travail.analyser.octets) }
  } catch (erreur) {
    if (!(erreur instanceof ErreurLecture)) throw erreur
    return { erreur: { message: erreur.message, lieu: erreur.lieu } }
  }
}

/** What is handed over to the other thread, and not copied. */
const listTransferts = (reponse: Reponse): ArrayBuffer[] =>
  'lecture' in reponse
    ? reponse.lecture.series.flatMap((s) => [s.valeurs.buffer, s.etats.buffer, ...(s.poids ? [s.poids.buffer] : [])])
    : []

computeReponse(workerData).then((reponse) => parentPort?.postMessage(reponse, listTransferts(reponse)))
