import { ErreurCondition } from './errors.ts'

const getOpaque = (etag: string): string => etag.trim().replace(/^W\//, '')

/**
 * Was the object in its present state when the client read it? The header If-Match is compulsory: without it, two
 * programs that write at once would each lose what the other wrote. `*` says « whatever its state ».
 *
 * A weak mark (`W/`) is accepted, against RFC 9110, 13.1.1: compression on the way weakens ours, which name one state.
 * @throws ErreurCondition 428 without the header, 412 where the object changed
 */
export function checkSiCorrespond(entete: string | undefined, etag: string): void {
  if (!entete?.trim()) {
    throw new ErreurCondition(428, 'Dites l’état que vous avez lu, par l’en-tête « If-Match » et l’ETag reçu.')
  }
  if (entete.trim() === '*' || entete.split(',').some((e) => getOpaque(e) === etag)) return
  throw new ErreurCondition(412, 'L’objet a changé depuis que vous l’avez lu\u00a0: relisez-le, puis recommencez.')
}
