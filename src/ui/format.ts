/** French display of dates and numbers. Everything is told in Paris time, whatever the server's clock zone. */

const locale = 'fr-FR'
const day = { day: 'numeric', month: 'long', year: 'numeric' } as const
const calendarDay = new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' })
const calendarMonth = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
const parisDay = new Intl.DateTimeFormat(locale, { ...day, timeZone: 'Europe/Paris' })
const parisTime = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Paris' })
const decimal = new Intl.NumberFormat(locale)

/**
 * « 3 mars 2026 », « mars 2026 » or « 2026 ».
 * @param date an instant, or a calendar date as precise as it is known: `2026-03-03`, `2026-03`, `2026`.
 * A text that is no date comes back as it is: an imported record is shown, never lost.
 */
export function formatDate(date: Date | string): string {
  if (date instanceof Date) return bindDay(parisDay.format(date))
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(date)
  if (parts) {
    if (!parts[2]) return date
    const instant = new Date(`${parts[1]}-${parts[2]}-${parts[3] ?? '01'}T00:00:00Z`)
    if (Number.isNaN(instant.getTime())) return date
    return parts[3] ? bindDay(calendarDay.format(instant)) : calendarMonth.format(instant)
  }
  const instant = new Date(date)
  return Number.isNaN(instant.getTime()) ? date : bindDay(parisDay.format(instant))
}

/** « 3 mars 2026 à 14 h 05 » (Paris time). An ISO text that cannot be read comes back as it is. */
export function formatDateTime(date: Date | string): string {
  const instant = new Date(date)
  if (Number.isNaN(instant.getTime())) return String(date)
  const hour = parisTime.format(instant).replace(/^0/, '').replace(':', '\u00a0h\u00a0')
  return `${formatDate(instant)} à ${hour}`
}

/** Made once each: a page writes hundreds of numbers, and making one takes longer than using it. */
const formats = new Map<string, Intl.NumberFormat>()

function getFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.NumberFormat(locale, options)
  formats.set(key, known)
  return known
}

/** « 12 430 », « 3,5 »: narrow no-break spaces between thousands, decimal comma. */
export function formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
  return options ? getFormat(options).format(value) : decimal.format(value)
}

/**
 * « 1 notice », « 12 430 notices »; French takes the plural from 2 on (« 0 notice », « 1,5 notice »).
 * @param plural where it is not the singular and « s » (« journal », « notice liée »…)
 */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(count)}\u00a0${Math.abs(count) >= 2 ? plural : singular}`
}

/** French writes « 1er mars », and Intl « 1 mars »; the day stays on the line of its month. */
function bindDay(text: string): string {
  return text.replace(/^1 /, '1er ').replace(' ', '\u00a0')
}
