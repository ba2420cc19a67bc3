import { ErreurLecture } from '#core/encodage.ts'
import type { Ligne } from '../bibliographie/bibliographie.ts'

/** What every reader gives: lines in reading order, marked as in Markdown (# heading, **bold**, *italic*, [text](url), <url>). */
export interface DocumentLu {
  format: 'docx' | 'pdf' | 'html' | 'markdown' | 'texte'
  titre: string | null
  lignes: Ligne[]
}

const MO = 1_000_000

/**
 * What a bibliography may weigh. A real one of 1,000 notices is a 300 KB text, a 2 MB Word file or a 5 MB PDF:
 * these limits are ten times that, and keep one reading under the memory that a small server can lend.
 */
export const LIMITES = {
  octets: 20 * MO,
  caracteres: 5 * MO,
  caracteresParLigne: 100_000,
  pages: 1_000,
  octetsDecompresses: 100 * MO,
  entreesArchive: 2_000,
  tauxCompression: 200,
  profondeurHtml: 500,
  memoire: 700 * MO,
  millisecondes: 60_000,
}

/** Refuses a file by its weight alone, so that a caller may ask before reading it. */
export function checkTaille(octets: number): void {
  if (octets > LIMITES.octets) {
    throw new ErreurLecture('Ce fichier pèse plus de 20 Mo, la limite. Découpez-le, ou retirez-en les images.')
  }
}

/** The limits on what was read, whatever the format: the recogniser then works on a text of a known size. */
export function checkLignes(lignes: Ligne[]): void {
  let total = 0
  for (const { n, texte, page } of lignes) {
    if (texte.length > LIMITES.caracteresParLigne) {
      throw new ErreurLecture(
        'Cette ligne dépasse 100 000 caractères : ce fichier n’est sans doute pas une bibliographie.',
        page === undefined ? `ligne ${n}` : `page ${page}`,
      )
    }
    total += texte.trim().length
  }
  if (total > LIMITES.caracteres) {
    throw new ErreurLecture('Ce fichier contient plus de 5 millions de caractères. Découpez-le en plusieurs fichiers.')
  }
  if (total === 0) throw new ErreurLecture('Ce fichier ne contient aucun texte.')
}
