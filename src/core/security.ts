export const COOKIE_SESSION = '__Host-session'

/** Absolute life of a session, in seconds; the idle limit is judged by the server. */
export const SESSION_MAX_S = 12 * 3600

/** Headers of every answer. Sources: OWASP Secure Headers, ANSSI "Recommandations pour la mise en œuvre d'un site web". */
export const SECURITE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
  'strict-transport-security': 'max-age=31536000',
} as const

/** Content security policy of a page: our own files only, scripts by nonce, no inline style. */
export function formatPolitiqueContenu(nonce: string): string {
  return `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
}

/** `Set-Cookie` of the session; null forgets it. */
export function formatCookie(jeton: string | null): string {
  const attributs = 'Path=/; Secure; HttpOnly; SameSite=Lax'
  return jeton === null
    ? `${COOKIE_SESSION}=; Max-Age=0; ${attributs}`
    : `${COOKIE_SESSION}=${jeton}; Max-Age=${SESSION_MAX_S}; ${attributs}`
}

/**
 * Does a POST come from our own pages? Judged on Sec-Fetch-Site, which a page cannot forge, else on Origin.
 * A client that sends neither is refused: every browser in use sends at least one.
 */
export function hasMemeOrigine(entetes: Headers, hotePublic: string): boolean {
  const site = entetes.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origine = entetes.get('origin')
  if (origine === null || !URL.canParse(origine)) return false
  const hote = new URL(origine).host
  return hote === entetes.get('host') || hote === hotePublic
}
