import type { DateCsl } from './csl.ts'

/** Numeric parts of the first date: [year, month, day], as many as are known and sound. */
function listParties(date: DateCsl | undefined): number[] {
  const parties =
    date?.['date-parts']?.[0] ?? /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(date?.raw ?? '')?.slice(1) ?? []
  const nombres: number[] = []
  for (const partie of parties) {
    const nombre = Number(partie)
    if (!partie || !Number.isInteger(nombre)) break
    nombres.push(nombre)
  }
  return nombres
}

/** Date as "AAAA", "AAAA-MM" or "AAAA-MM-JJ"; undefined when no year is known. */
export function formatDateIso(date: DateCsl | undefined): string | undefined {
  const [annee, ...reste] = listParties(date)
  if (annee === undefined) return undefined
  return [String(annee).padStart(4, '0'), ...reste.map((partie) => String(partie).padStart(2, '0'))].join('-')
}

/** A date as a layout prints it, `formater` choosing how much of a known one; « s.d. » when nothing is known. */
function formatImprimee(date: DateCsl | undefined, formater: (iso: string) => string): string {
  const iso = formatDateIso(date)
  if (iso === undefined) return (date?.literal ?? date?.raw)?.trim() || 's.d.'
  const annee = iso.slice(0, 4)
  const fin = Number(date?.['date-parts']?.[1]?.[0])
  const imprimee = fin > Number(annee) ? `${annee}-${fin}` : formater(iso)
  return date?.circa ? `vers ${imprimee}` : imprimee
}

/** As precise as known: « 2019-05 », a span of years « 2019-2021 », a free text (« printemps 2019 »), else « s.d. ». */
export function formatDateCitation(date: DateCsl | undefined): string {
  return formatImprimee(date, (iso) => iso)
}

/** The year alone, a span « 2019-2021 », a free text, else « s.d. ». */
export function formatAnnee(date: DateCsl | undefined): string {
  return formatImprimee(date, (iso) => iso.slice(0, 4))
}

/** The reverse of `formatDateIso`. @returns undefined when the text is no such date. */
export function parseDateIso(texte: string): DateCsl | undefined {
  const trouve = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(texte.trim())
  if (!trouve) return undefined
  const [annee, mois, jour] = trouve
    .slice(1)
    .filter((p) => p !== undefined)
    .map(Number)
  if (annee === undefined) return undefined
  if (mois !== undefined && (mois < 1 || mois > 12)) return undefined
  if (jour !== undefined && jour > new Date(annee, mois ?? 1, 0).getDate()) return undefined
  if (jour === 0) return undefined
  return { 'date-parts': [[annee, mois, jour].filter((p) => p !== undefined)] }
}
