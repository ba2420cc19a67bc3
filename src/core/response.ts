import type { Redirection, Rendu } from './route.ts'
import { formatCookie, formatPolitiqueContenu, SECURITE } from './security.ts'

export function isRedirection(rendu: Rendu): rendu is Redirection {
  return typeof rendu === 'object' && 'vers' in rendu && typeof rendu.vers === 'string'
}

interface Options {
  statut: number
  nonce: string
  entetes?: Record<string, string>
}

/** Headers of every answer, and those of this one. */
export const formatEntetes = (nonce: string, entetes: Record<string, string>): Record<string, string> => ({
  ...SECURITE,
  'content-security-policy': formatPolitiqueContenu(nonce),
  'cache-control': 'no-store',
  ...entetes,
})

/**
 * The HTTP answer of what a route returned, with the security headers of every answer.
 * Headers are given at once as a plain object: an answer whose headers are touched afterwards is rebuilt as a stream
 * by the server, several times slower.
 */
export async function createResponse(rendu: Rendu, { statut, nonce, entetes = {} }: Options): Promise<Response> {
  const communs = formatEntetes(nonce, entetes)
  if (rendu instanceof Response) {
    const { status } = rendu
    return new Response(rendu.body, { status, headers: { ...communs, ...Object.fromEntries(rendu.headers) } })
  }
  if (isRedirection(rendu)) {
    const headers = {
      ...communs,
      location: formatAdresse(rendu),
      ...(rendu.session !== undefined && { 'set-cookie': formatCookie(rendu.session) }),
    }
    return new Response(null, { status: 303, headers })
  }
  const html = await rendu.toString()
  return new Response(html, { status: statut, headers: { ...communs, 'content-type': 'text/html; charset=utf-8' } })
}

function formatAdresse({ vers, avis }: Redirection): string {
  const [page = '/', ancre] = vers.split('#')
  const suite = avis ? `${page.includes('?') ? '&' : '?'}avis=${avis}` : ''
  return page + suite + (ancre ? `#${ancre}` : '')
}

/** A page whose status or headers are not the usual ones: refused format, object gone. */
export async function createPage(
  page: { toString(): string | Promise<string> },
  statut: number,
  entetes: Record<string, string> = {},
): Promise<Response> {
  const headers = { 'content-type': 'text/html; charset=utf-8', ...entetes }
  return new Response(await page.toString(), { status: statut, headers })
}
