import { Worker } from 'node:worker_threads'
import { ErreurSurcharge } from '#core/errors.ts'

/** Maps that may wait for their turn at once, the one being drawn included: some seconds of the processor. */
export const ATTENTE_MAX = 6
const DELAI_MS = 20_000
/** The thread goes when nobody asked for a map for that long. */
const REPOS_MS = 60_000
const MEMOIRE_MO = 200

let fil: Worker | null = null
let repos: NodeJS.Timeout | null = null
let enAttente = 0
let dernier: Promise<unknown> = Promise.resolve()

/** One thread, kept for the next map: starting the rasteriser takes longer than drawing. */
function openFil(): Worker {
  if (repos) clearTimeout(repos)
  if (fil) return fil
  const nouveau = new Worker(new URL('./png-fil.formats.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMOIRE_MO },
  })
  const forget = () => {
    if (fil === nouveau) fil = null
  }
  // A thread that fails says so before it ends: nothing more may be asked of it.
  nouveau.once('error', forget).once('exit', forget)
  fil = nouveau
  return nouveau
}

function closeFilAuRepos(): void {
  if (repos) clearTimeout(repos)
  repos = setTimeout(() => void fil?.terminate(), REPOS_MS).unref()
  // Nothing is awaited: the process may stop.
  fil?.unref()
}

function draw(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const ouvert = openFil()
    ouvert.ref()
    const minuterie = setTimeout(() => void ouvert.terminate(), DELAI_MS)
    const finish = (done: () => void) => {
      clearTimeout(minuterie)
      ouvert.off('message', onMessage).off('error', onError).off('exit', onExit)
      closeFilAuRepos()
      done()
    }
    const onMessage = (png: Uint8Array<ArrayBuffer>) => finish(() => resolve(png))
    const onError = (erreur: unknown) => finish(() => reject(erreur))
    const onExit = () => finish(() => reject(new Error('Le dessin de cette carte a pris trop de temps.')))
    ouvert.once('message', onMessage).once('error', onError).once('exit', onExit)
    ouvert.postMessage(svg)
  })
}

/**
 * A PNG of a map’s SVG, drawn in a thread of its own: it takes up to a second of the processor, which pages do not wait
 * for. Maps are drawn one after the other.
 * @throws ErreurSurcharge where too many wait
 */
export async function renderCartePng(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  if (enAttente >= ATTENTE_MAX)
    throw new ErreurSurcharge(
      'Trop de cartes se dessinent en ce moment. Réessayez dans quelques secondes, ou prenez la carte en SVG.',
    )
  enAttente++
  const png = dernier.then(() => draw(svg))
  dernier = png.catch(() => undefined)
  try {
    return await png
  } finally {
    enAttente--
  }
}
