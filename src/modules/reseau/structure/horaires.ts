import type opening_hours from 'opening_hours'

/** Where the hours hold: it says the time zone, public holidays and school holidays. */
export interface Lieu {
  departement: string | null
  nomRegion: string | null
}

/** From `debut` to `fin`, « HH:MM »; past midnight, `fin` is of the next day. */
export interface Plage {
  debut: string
  fin: string
  /** Under a condition that `note` may tell: « sur rendez-vous ». */
  incertaine: boolean
  note: string | null
}

/** Opening hours as people read them. */
export interface Semaine {
  /** Seven days, Monday first. */
  jours: readonly (readonly Plage[])[]
  /** The same every week; else those of the week asked for. */
  stable: boolean
  /** Closed on public holidays, in school holidays. */
  fermee: readonly ('PH' | 'SH')[]
}

/** The local time, and whether it is open. `change`: the local time when that ends, null where it never does. */
export interface Ouverture {
  etat: 'ouvert' | 'ferme' | 'incertain'
  change: Date | null
  note: string | null
}

export type HorairesLus = { valeur: string } | { erreur: string }

export const EXEMPLE_OSM = 'Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off'

/** The library weighs a megabyte: loaded when hours are first read. */
const load = async () => (await import('opening_hours')).default

const FUSEAUX: Record<string, string> = {
  '971': 'America/Guadeloupe',
  '972': 'America/Martinique',
  '973': 'America/Cayenne',
  '974': 'Indian/Reunion',
  '975': 'America/Miquelon',
  '976': 'Indian/Mayotte',
  '977': 'America/St_Barthelemy',
  '978': 'America/Marigot',
  '986': 'Pacific/Wallis',
  '987': 'Pacific/Tahiti',
  '988': 'Pacific/Noumea',
}

/**
 * The wall clock of a place, as a Date whose fields of the process’s own zone read as its hours do: the library knows
 * no other zone. Never to be shown as an instant.
 */
export function computeHeureLocale(instant: Date, departement: string | null): Date {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: FUSEAUX[departement ?? ''] ?? 'Europe/Paris',
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(instant)
  const get = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((p) => p.type === type)?.value)
  return new Date(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'))
}

/** Names under which the library knows the holidays of Alsace and Moselle, which their région does not share. */
const LOCAUX: Record<string, string> = { '57': 'Moselle', '67': 'Bas-Rhin', '68': 'Haut-Rhin' }

const getEtat = (valeur: string, { departement, nomRegion }: Lieu): string =>
  (valeur.includes('SH') ? undefined : LOCAUX[departement ?? '']) ?? nomRegion?.replaceAll('’', "'") ?? ''

/** Hours read lately, by place: a list asks for the same ones again and again. */
const lus = new Map<string, opening_hours>()
const LUS_MAX = 2000

async function read(valeur: string, lieu: Lieu): Promise<opening_hours> {
  const etat = getEtat(valeur, lieu)
  const cle = `${etat}|${valeur}`
  const connu = lus.get(cle)
  if (connu) return connu
  const OpeningHours = await load()
  const lu = new OpeningHours(
    valeur,
    // Of France, where sunrise is asked for: hours by the sun are rare, and then vague.
    { lat: 46.5, lon: 2.5, address: { country_code: 'fr', state: etat } },
    { locale: 'fr', tag_key: 'opening_hours', map_value: false, mode: 0, warnings_severity: 4 },
  )
  if (lus.size >= LUS_MAX) lus.clear()
  lus.set(cle, lu)
  return lu
}

/** The library throws words: what it could read, then an arrow. */
const formatFaute = (erreur: unknown): string => {
  const [lu = ''] = String(erreur).split(' <--- ')
  const place = lu.length < String(erreur).length ? `\u00a0: la lecture s’arrête à «\u00a0${lu.trim()}\u00a0»` : ''
  return `Ces horaires ne se lisent pas${place}. Écrivez par exemple\u00a0: ${EXEMPLE_OSM}`
}

/** Reads hours in OpenStreetMap syntax, small faults mended (« 9h », « Lu-Ve »). @returns them in their usual writing */
export async function parseHoraires(texte: string): Promise<HorairesLus> {
  try {
    return { valeur: (await read(texte.trim(), { departement: null, nomRegion: null })).prettifyValue() }
  } catch (erreur) {
    return { erreur: formatFaute(erreur) }
  }
}

/** Is it open at that instant? Null where the hours cannot be read: imported as they were. */
export async function computeOuverture(valeur: string, lieu: Lieu, instant: Date): Promise<Ouverture | null> {
  try {
    const heure = computeHeureLocale(instant, lieu.departement)
    const suite = (await read(valeur, lieu)).getIterator(heure)
    const etat = suite.getUnknown() ? 'incertain' : suite.getState() ? 'ouvert' : 'ferme'
    const note = suite.getComment()
    // The iterator goes on to what truly changes; `getStatePair` stops at any midnight where it looks again.
    const change = suite.advance() ? suite.getDate() : null
    return { etat, change, note: note ?? null }
  } catch {
    return null
  }
}

const JOUR_MS = 86_400_000
const formatHeureOsm = (d: Date): string =>
  `${String(d.getHours()).padStart(2, '0')}:${String(d.getMinutes()).padStart(2, '0')}`

const addJours = (d: Date, jours: number): Date => new Date(d.getFullYear(), d.getMonth(), d.getDate() + jours)

function listJours(lu: opening_hours, lundi: Date): Plage[][] {
  const jours: Plage[][] = Array.from({ length: 7 }, () => [])
  for (const [debut, fin, incertaine, note] of lu.getOpenIntervals(addJours(lundi, -1), addJours(lundi, 8))) {
    const commun = { incertaine, note: note ?? null }
    const longue = fin.getTime() - debut.getTime() >= JOUR_MS
    for (let i = 0; i < 7; i++) {
      const [ce, suivant] = [addJours(lundi, i), addJours(lundi, i + 1)]
      if (longue ? debut < suivant && fin > ce : debut >= ce && debut < suivant) {
        const [de, a] = longue ? [debut > ce ? debut : ce, fin < suivant ? fin : suivant] : [debut, fin]
        const minuit = a.getTime() === suivant.getTime()
        jours[i]?.push({ debut: formatHeureOsm(de), fin: minuit ? '24:00' : formatHeureOsm(a), ...commun })
      }
    }
  }
  return jours
}

const FERMETURE = /\s*[;,]\s*((?:PH|SH)(?:\s*,\s*(?:PH|SH))*)\s+(?:off|closed)\s*(?=;|$)/g

/** Hours of the week of `instant`, holidays aside where they alone make weeks differ; null where they cannot be read. */
export async function computeSemaine(valeur: string, lieu: Lieu, instant: Date): Promise<Semaine | null> {
  try {
    const heure = computeHeureLocale(instant, lieu.departement)
    const lundi = addJours(heure, -((heure.getDay() + 6) % 7))
    const fermetures = [...valeur.matchAll(FERMETURE)].flatMap((f) => (f[1] ?? '').split(/\s*,\s*/))
    const ordinaire = await read(valeur.replaceAll(FERMETURE, ''), lieu)
    if (!ordinaire.isWeekStable())
      return { jours: listJours(await read(valeur, lieu), lundi), stable: false, fermee: [] }
    const fermee = (['PH', 'SH'] as const).filter((f) => fermetures.includes(f))
    return { jours: listJours(ordinaire, lundi), stable: true, fermee }
  } catch {
    return null
  }
}
