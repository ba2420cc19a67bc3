/** A fault of the database or of its folder that the operator can mend: the message is French, complete, shown as is. */
export class ErreurBase extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(formatEspaces(message), options)
  }
}

/** Sets the unbreakable spaces that French wants, in a message written with plain ones. */
export function formatEspaces(message: string): string {
  return message
    .replaceAll('« ', '«\u00a0')
    .replaceAll(/ (?=[»:])/g, '\u00a0')
    .replaceAll(/ (?=[;!?])/g, '\u202f')
}

// Class 08: connection exceptions. 57P01 to 57P03: server stopping, crashed or starting. 53300: no connection left.
const CODES_SQL = /^(08...|57P0[1-3]|53300)$/
const CODES_RESEAU = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
])
// `pg` gives the first three no code; a database closed by its keeper says so under a code of many meanings (55000).
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)|is not currently accepting connections$/

/** True when the error says that the database cannot be reached just now: the answer is a 503, and trying again is right. */
export function isDatabaseLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.some(isDatabaseLost)) return true
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return CODES_SQL.test(code) || CODES_RESEAU.has(code) || MESSAGES.test(error.message) || isDatabaseLost(error.cause)
}
