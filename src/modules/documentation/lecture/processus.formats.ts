import { fork } from 'node:child_process'
import { ErreurLecture } from '#core/encodage.ts'
import { type DocumentLu, LIMITES } from './document.formats.ts'
import type { NatureFichier } from './nature.formats.ts'

/** What the reading process is asked, and what it answers. */
export interface Demande {
  nature: Exclude<NatureFichier, 'texte'> | 'html'
  octets: Uint8Array
}
export type Reponse = { document: DocumentLu } | { erreur: { message: string; lieu: string | undefined } }

const TROP =
  'Ce fichier demande trop de mémoire ou de temps pour être lu. Découpez-le, ou enregistrez-le de nouveau depuis Word ou LibreOffice.'

let file: Promise<unknown> = Promise.resolve()

/**
 * Reads a file in a process of its own, with limits of memory and time: whatever the file does, this process lives on.
 * (A worker thread would not do: when V8 cannot allocate, it ends the whole process.) One file at a time.
 * @throws ErreurLecture
 */
export function parseEnProcessus(demande: Demande): Promise<DocumentLu> {
  const lecture = file.then(() => startLecture(demande))
  file = lecture.catch(() => undefined)
  return lecture
}

function startLecture(demande: Demande): Promise<DocumentLu> {
  return new Promise((resolve, reject) => {
    const enfant = fork(new URL('./enfant.formats.ts', import.meta.url), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const minuterie = setTimeout(() => enfant.kill('SIGKILL'), LIMITES.millisecondes)
    enfant.on('message', (reponse: Reponse) => {
      if ('document' in reponse) resolve(reponse.document)
      else reject(new ErreurLecture(reponse.erreur.message, reponse.erreur.lieu))
      enfant.disconnect()
    })
    enfant.on('error', reject)
    enfant.on('exit', () => {
      clearTimeout(minuterie)
      // Without effect where an answer came first.
      reject(new ErreurLecture(TROP))
    })
    enfant.send(demande, (erreur) => erreur && reject(new ErreurLecture(TROP)))
  })
}
