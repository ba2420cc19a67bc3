import { isSansDate, parseDate, searchAnnee } from '../bibliographie/dates.ts'
import type { DateCsl } from '../csl.ts'
import { formatDateIso, parseDateIso } from '../dates.ts'

/** A day that its month does not have is left out. */
function parties(nombres: number[] | null | undefined): DateCsl | undefined {
  const date: DateCsl | undefined = nombres ? { 'date-parts': [nombres] } : undefined
  return date && (parseDateIso(formatDateIso(date) ?? '') ?? { 'date-parts': [(nombres ?? []).slice(0, 2)] })
}

/** « 2003// », « 1998/Nov/12/ », « 1995/05//printemps »: year, month and day between slashes, as RIS writes them. */
function parseDateRis(texte: string): DateCsl | undefined {
  const [, annee = '', mois = '', jour = ''] =
    /^(\d{4})\/([^/]{0,12})(?:\/([^/]{0,12}))?(?:\/[^/]{0,40})?$/.exec(texte)?.map((p) => p?.trim()) ?? []
  if (annee === '') return undefined
  const enMots = /\D/.test(mois) ? parties(parseDate(`${jour} ${mois} ${annee}`)) : undefined
  const connus = [annee]
  for (const partie of [mois, jour]) {
    if (!/^0?[1-9]$|^[1-3]\d$/.test(partie)) break
    connus.push(partie.padStart(2, '0'))
  }
  return enMots ?? parseDateIso(connus.join('-')) ?? parseDateIso(annee)
}

/** « 19970503 », « 199705 »: eight or six figures, where they make a date. */
function parseDateCompacte(texte: string): DateCsl | undefined {
  const m = /^(\d{4})(\d{2})(\d{2})?$/.exec(texte)
  return m ? parseDateIso([m[1], m[2], m[3]].filter(Boolean).join('-')) : undefined
}

function parseIntervalle(texte: string): DateCsl | undefined {
  const m =
    /^(\d{4}(?:-\d{2}){0,2})\s*\/\s*(\d{4}(?:-\d{2}){0,2})$/.exec(texte) ?? /^(\d{4})\s*[-–]\s*(\d{4})$/.exec(texte)
  const [debut, fin] = [m?.[1], m?.[2]].map((borne) => parseDateIso(borne ?? '')?.['date-parts']?.[0])
  return debut && fin ? { 'date-parts': [debut, fin] } : undefined
}

/**
 * A date as any catalogue or reference manager writes it: ISO, RIS, compact, an interval, French or English words,
 * « [2006?] », « cop. 2001- », « s.d. ».
 * @returns undefined when there is none; `{ literal }` for what holds no year
 */
export function parseDateLibre(texte: string): DateCsl | undefined {
  const nu = texte.replace(/\s+/g, ' ').trim()
  if (nu === '' || isSansDate(nu)) return undefined
  if (nu.length > 200) return { literal: nu }
  const environ = /^\[?\s*(?:ca\.?|circa|vers|env\.?|environ)\s+(.{4,})$|^\[?(\d{4}(?:-\d{2}){0,2})\s?[?~]\]?$/i.exec(
    nu,
  )
  if (environ) {
    const date = parseDateLibre((environ[1] ?? environ[2] ?? '').replace(/\]$/, ''))
    return date && !date.literal ? { ...date, circa: true } : { literal: nu }
  }
  // « 2001- »: what still goes on is dated by its beginning.
  const sansHeure = nu.replace(/[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$| ?-$/, '')
  return (
    parseDateIso(sansHeure) ??
    parseIntervalle(sansHeure) ??
    parseDateRis(sansHeure) ??
    parseDateCompacte(sansHeure) ??
    parties(parseDate(sansHeure)) ??
    parties(searchAnnee(sansHeure)) ?? { literal: nu }
  )
}

/** A date as `parseDateLibre` reads it back: « 2019-05 », « 2019/2021 », « [2006?] », or its own words. */
export function formatDateLibre(date: DateCsl | undefined): string {
  const debut = formatDateIso(date)
  if (debut === undefined) return date?.literal ?? date?.raw ?? ''
  const fin = formatDateIso({ 'date-parts': date?.['date-parts']?.slice(1) })
  if (fin) return `${debut}/${fin}`
  return date?.circa ? `[${debut}?]` : debut
}
