import { createHash, randomBytes } from 'node:crypto'
import { SESSION_MAX_S } from '#core/security.ts'

/** Half an hour without a request ends a session; so do twelve hours in all cases. */
export const INACTIVITE_MS = 30 * 60_000
export const DUREE_MS = SESSION_MAX_S * 1000
/** `vue_le` is written at most once a minute: a reader's pages cost no write. */
export const VUE_MS = 60_000
/** How long a login may last between its first and last step. */
export const ETAPE_MS = 10 * 60_000

export type Moyen = 'courriel' | 'oidc' | 'demonstration'

/** 32 random bytes: 43 characters of base64url. */
export function createJeton(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps of a token. A plain SHA-256 is enough for 256 random bits: there is nothing to guess. */
export function computeEmpreinte(jeton: string): Buffer {
  return createHash('sha256').update(jeton).digest()
}

export const isJeton = (texte: string): boolean => /^[\w-]{43}$/.test(texte)

// Order matters: Edge and Opera also say Chrome, Chrome also says Safari; Android also says Linux, iPhone also Mac OS.
const NAVIGATEURS = [
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const
const SYSTEMES = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
] as const

/**
 * « Firefox sur Windows »: enough to recognise one's own devices, too little to trace a person.
 * @param agent the User-Agent header, in any state.
 */
export function formatAgent(agent: string): string {
  const navigateur = NAVIGATEURS.find(([motif]) => motif.test(agent))?.[1]
  const systeme = SYSTEMES.find(([motif]) => motif.test(agent))?.[1]
  if (!navigateur && !systeme) return 'Navigateur inconnu'
  return [navigateur ?? 'Navigateur inconnu', systeme].filter(Boolean).join(' sur ')
}
