import { z } from 'zod'
import type { Role } from '#core/acteur.ts'

const ORIGINE = 'http://maillage.invalid'

/**
 * The local address to go back to after a login. Anything that could lead elsewhere gives the home page: another
 * scheme or host, `//`, a backslash (which browsers read as a slash), a control character (which they skip).
 * @returns path and query, percent-encoded, fit for a `Location` header.
 */
export function parseRetour(brut: unknown): string {
  if (typeof brut !== 'string' || brut.length > 2000 || !brut.startsWith('/') || /[\\\p{Cc}]/u.test(brut)) return '/'
  if (!URL.canParse(brut, ORIGINE)) return '/'
  const { origin, pathname, search } = new URL(brut, ORIGINE)
  // Dots may resolve to a second slash (`/./` + `/x`), and the login pages would only loop.
  if (origin !== ORIGINE || pathname.startsWith('//') || /^\/(de)?connexion(\/|$)/.test(pathname)) return '/'
  return pathname + search
}

/** The same, in the schema of a query or a form; absent = home. */
export const schemaRetour = z.unknown().optional().transform(parseRetour)

/** Where one arrives after a login that asked for no page: who coordinates, at what there is to look at today. */
export const getArrivee = (retour: string, { role }: { role: Role }): string =>
  retour === '/' && role === 'coordinateur' ? '/aujourdhui' : retour
