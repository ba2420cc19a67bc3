import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Bibliographie, Ligne } from '../bibliographie/modele.ts'
import { ErreurLecture, parseFichier } from '../lecture/lecture.formats.ts'
import { formatEmpreinte } from './doublons.ts'
import type { Lecture } from './imports.ts'

const MILLISECONDES = 30_000
const MEMOIRE_MO = 512
/** A real selection holds some hundreds; the thesaurus of a whole library comes in by its exchange format. */
const REFERENCES_MAX = 5_000

/** SHA-256, hexadecimal: what tells one file from another. */
export const computeEmpreinteFichier = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex')

/**
 * Reads a file and recognises its references.
 * @param nom the file's name, a hint of its format
 * @throws ErreurLecture, French, with the place in the file where it is known
 */
export async function parseImport(nom: string, octets: Uint8Array): Promise<Lecture> {
  const { format, titre, lignes } = await parseFichier(nom, octets)
  const lu = await parseEnFil(lignes)
  if (lu.references.length === 0 && lu.ecartes.length === 0) {
    throw new ErreurLecture(
      'Aucune référence n’a été reconnue dans ce document. Vérifiez que c’est bien une bibliographie.',
    )
  }
  if (lu.references.length > REFERENCES_MAX) {
    throw new ErreurLecture(
      `Ce document contient ${lu.references.length} références ; la limite est de ${REFERENCES_MAX}. Découpez-le en plusieurs fichiers.`,
    )
  }
  const pages = new Map(lignes.map((l) => [l.n, l.page]))
  return {
    fichier: nom,
    octets,
    empreinte: computeEmpreinteFichier(octets),
    format,
    titre: lu.titre ?? titre,
    lignes,
    ecartes: lu.ecartes,
    references: lu.references.map(({ item, debut, fin, source, incertains }, i) => ({
      rang: i + 1,
      debut,
      fin,
      page: pages.get(debut) ?? null,
      source,
      sorte: item.custom?.nature === 'site' || item.custom?.nature === 'note' ? item.custom.nature : 'notice',
      item,
      incertains,
      empreinte: formatEmpreinte(item),
      lieu: null,
      perdus: [],
      idSource: null,
      contenu: null,
    })),
  }
}

/** Recognises in a thread of its own: a long text must not keep every other page waiting. */
function parseEnFil(lignes: Ligne[]): Promise<Bibliographie> {
  return new Promise((resolve, reject) => {
    const fil = new Worker(new URL('./reconnaissance-fil.formats.ts', import.meta.url), {
      workerData: lignes,
      resourceLimits: { maxOldGenerationSizeMb: MEMOIRE_MO },
    })
    const trop = () =>
      reject(new ErreurLecture('Ce texte demande trop de mémoire ou de temps pour être lu. Découpez-le.'))
    const minuterie = setTimeout(() => void fil.terminate(), MILLISECONDES)
    fil.once('message', resolve)
    fil.once('error', (erreur: Error & { code?: string }) => {
      if (erreur.code === 'ERR_WORKER_OUT_OF_MEMORY') trop()
      else reject(erreur)
    })
    fil.once('exit', () => {
      clearTimeout(minuterie)
      // Without effect where an answer came first.
      trop()
    })
  })
}
