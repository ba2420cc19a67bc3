import { Worker } from 'node:worker_threads'
import { ErreurSurcharge } from '#core/errors.ts'
import type { Guide } from './guide.ts'

/** What a PDF is made from: plain data, that goes to a thread. */
export interface DemandePdf {
  guide: Guide
  /** Of the page of the guide, printed on the cover. */
  adresse: string
  /** The map as SVG; null where no sheet has a place. */
  plan: string | null
}

/** At once: each takes a processor for some seconds. */
const EN_COURS_MAX = 2
const DELAI_MS = 60_000
const MEMOIRE_MO = 512

let enCours = 0

/**
 * The guide as PDF, laid out in a thread of its own: four hundred sheets take some seconds, which pages do not wait for.
 * @throws ErreurSurcharge where too many are laid out
 */
export async function formatPdfGuide(demande: DemandePdf): Promise<Uint8Array> {
  if (enCours >= EN_COURS_MAX)
    throw new ErreurSurcharge(
      'Trop de guides se mettent en page en ce moment. Réessayez dans quelques secondes, ou prenez le fichier Word.',
    )
  enCours++
  const fil = new Worker(new URL('./pdf-fil.formats.ts', import.meta.url), {
    workerData: demande,
    resourceLimits: { maxOldGenerationSizeMb: MEMOIRE_MO },
  })
  const minuterie = setTimeout(() => void fil.terminate(), DELAI_MS)
  try {
    return await new Promise((resolve, reject) => {
      fil.once('message', resolve).once('error', reject)
      // Without effect where an answer came first.
      fil.once('exit', () => reject(new Error('La mise en page de ce guide a pris trop de temps.')))
    })
  } finally {
    clearTimeout(minuterie)
    enCours--
  }
}
