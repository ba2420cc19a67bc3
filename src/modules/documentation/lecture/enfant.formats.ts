import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { ErreurLecture } from '#core/encodage.ts'
import { type DocumentLu, LIMITES } from './document.formats.ts'
import type { Demande, Reponse } from './processus.formats.ts'

/**
 * The process that reads one file and ends. Its main thread only watches: it ends the process when the memory
 * passes the limit (decoded images and streams are outside V8's own limit). A second thread reads.
 */
if (isMainThread) watchLecture()
else parentPort?.once('message', answerDemande)

function watchLecture(): void {
  const lecteur = new Worker(new URL(import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: (LIMITES.memoire * 0.7) / 2 ** 20, stackSizeMb: 4 },
  })
  const garde = setInterval(() => {
    if (process.memoryUsage.rss() > LIMITES.memoire) process.exit(1)
  }, 20)
  lecteur.on('message', (reponse: Reponse) => {
    clearInterval(garde)
    // The parent ends this process once it has the answer: ending here might cut the last of a long one.
    process.send?.(reponse)
  })
  lecteur.on('error', () => process.exit(1))
  process.once('message', (demande: Demande) => lecteur.postMessage(demande))
  // The parent has its answer, or has ended.
  process.once('disconnect', () => process.exit(0))
}

async function answerDemande(demande: Demande): Promise<void> {
  parentPort?.postMessage(await computeReponse(demande))
}

async function computeReponse(demande: Demande): Promise<Reponse> {
  try {
    return { document: await parseDemande(demande) }
  } catch (erreur) {
    if (erreur instanceof ErreurLecture) return { erreur: { message: erreur.message, lieu: erreur.lieu } }
    if (erreur instanceof RangeError) {
      return {
        erreur: {
          message: 'Ce fichier est anormalement imbriqué ou volumineux : il ne peut pas être lu.',
          lieu: undefined,
        },
      }
    }
    return {
      erreur: {
        message: 'Ce fichier est abîmé : il ne peut pas être lu. Enregistrez-le de nouveau, puis recommencez.',
        lieu: undefined,
      },
    }
  }
}

/** Each reader is loaded only when it is needed: pdfjs alone costs a fifth of a second. */
async function parseDemande({ nature, octets }: Demande): Promise<DocumentLu> {
  if (nature === 'docx') return (await import('./docx.formats.ts')).parseDocx(octets)
  if (nature === 'pdf') return (await import('./pdf.formats.ts')).parsePdf(octets)
  return (await import('./html.formats.ts')).parseHtml(octets)
}
