import type { Plage, Semaine } from './horaires.ts'

export const JOURS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'] as const
const JOURS_OSM = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const

/** Fields of a day in the simple form: morning from, to; afternoon from, to. */
export const CASES = ['m1', 'm2', 'a1', 'a2'] as const
export const LIBELLES_CASES: Record<(typeof CASES)[number], string> = {
  m1: 'ouverture du matin',
  m2: 'fermeture du matin',
  a1: 'ouverture de l’après-midi',
  a2: 'fermeture de l’après-midi',
}

/** A day of the simple form: morning, afternoon. « HH:MM » or null. */
export interface JourSimple {
  matin: [string, string] | null
  apresMidi: [string, string] | null
}

/** « 9 h », « 14 h 30 », « minuit » */
export function formatHeure(heure: string): string {
  const [h = '', m = ''] = heure.split(':')
  if ((h === '24' || h === '00') && m === '00') return 'minuit'
  return `${Number(h)}\u00a0h${m === '00' ? '' : `\u00a0${m}`}`
}

/** An hour as people type it (« 9h30 », « 9 », « 09:30 ») as « HH:MM »; null for anything else. */
export function parseHeure(texte: string): string | null {
  const lu = /^(\d{1,2})\s*(?:h|:|\.)?\s*(\d{2})?$/i.exec(texte.trim())
  const [h, m] = [Number(lu?.[1]), Number(lu?.[2] ?? 0)]
  if (!lu || h > 24 || m > 59 || (h === 24 && m > 0)) return null
  return `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`
}

/** Runs of days that follow one another: [0, 1, 2, 4] → [[0, 2], [4, 4]]. */
function listSuites(jours: readonly number[]): [number, number][] {
  const suites: [number, number][] = []
  for (const j of jours) {
    const derniere = suites.at(-1)
    if (derniere && derniere[1] === j - 1) derniere[1] = j
    else suites.push([j, j])
  }
  return suites
}

/** Days that have the same value, in the order of the week; a key of '' is left out. */
const groupJours = (cles: readonly string[]): { cle: string; jours: number[] }[] =>
  [...Map.groupBy(cles.keys(), (j) => cles[j] ?? '')].map(([cle, jours]) => ({ cle, jours }))

const PH_FERME = 'PH off'

/** Writes OpenStreetMap syntax from the simple form; null where no day is open. */
export function formatOsm(jours: readonly JourSimple[], feriesFermes: boolean): string | null {
  const cles = jours.map(({ matin, apresMidi }) =>
    [matin, apresMidi].flatMap((p) => (p ? `${p[0]}-${p[1]}` : [])).join(','),
  )
  const regles = groupJours(cles)
    .filter(({ cle }) => cle !== '')
    .map(({ cle, jours: memes }) => {
      const suites = listSuites(memes).map(([a, b]) =>
        a === b ? JOURS_OSM[a] : b === a + 1 ? `${JOURS_OSM[a]},${JOURS_OSM[b]}` : `${JOURS_OSM[a]}-${JOURS_OSM[b]}`,
      )
      return `${suites.join(',')} ${cle}`
    })
  if (regles.length === 0) return null
  return [...regles, ...(feriesFermes ? [PH_FERME] : [])].join('; ')
}

/** The simple form of a week; null where it cannot tell all of it. */
export function parseSemaineSimple(semaine: Semaine): { jours: JourSimple[]; feriesFermes: boolean } | null {
  const simples = semaine.jours.map((plages) => {
    const dites = plages.every((p) => !p.incertaine && p.note === null && p.fin > p.debut)
    if (!dites || plages.length > 2) return null
    const [une, deux] = plages.map((p): [string, string] => [p.debut, p.fin])
    if (une && !deux && une[0] >= '12:00') return { matin: null, apresMidi: une }
    return { matin: une ?? null, apresMidi: deux ?? null }
  })
  const jours = simples.filter((j) => j !== null)
  if (!semaine.stable || semaine.fermee.includes('SH') || jours.length < 7) return null
  return { jours, feriesFermes: semaine.fermee.includes('PH') }
}

/** « de 9 h à 12 h et de 14 h à 17 h » */
export function formatPlages(plages: readonly Plage[]): string {
  const dites = plages.map((p) => {
    const entier = p.debut === '00:00' && p.fin === '24:00'
    const heures = entier ? 'jour et nuit' : `de ${formatHeure(p.debut)} à ${formatHeure(p.fin)}`
    return p.note ? `${heures} (${p.note})` : heures
  })
  return formatListe(dites)
}

const formatListe = (mots: readonly string[]): string =>
  mots.length < 2 ? (mots[0] ?? '') : `${mots.slice(0, -1).join(', ')} et ${mots.at(-1)}`

const listDits = (jours: readonly number[]): string[] =>
  listSuites(jours).flatMap(([a, b]) =>
    b - a >= 2 ? `du ${JOURS[a]} au ${JOURS[b]}` : Array.from({ length: b - a + 1 }, (_, i) => `le ${JOURS[a + i]}`),
  )

const capitalize = (texte: string): string => texte.charAt(0).toUpperCase() + texte.slice(1)

const FERMETURES = { PH: 'les jours fériés', SH: 'pendant les vacances scolaires' } as const

/** « Du lundi au vendredi de 9 h à 12 h. Fermé le samedi, le dimanche et les jours fériés. » */
export function formatSemaine({ jours, fermee }: Semaine): string {
  const groupes = groupJours(jours.map(formatPlages))
  const ouverts = groupes.filter(({ cle }) => cle !== '')
  if (ouverts.length === 0) return 'Fermé toute la semaine.'
  const phrases = ouverts.map(({ cle, jours: memes }) =>
    memes.length === 7 ? `Tous les jours ${cle}` : `${capitalize(formatListe(listDits(memes)))} ${cle}`,
  )
  const fermes = groupes.find(({ cle }) => cle === '')?.jours ?? []
  const exceptions = [...listDits(fermes), ...fermee.map((f) => FERMETURES[f])]
  return `${[...phrases, ...(exceptions.length > 0 ? [`Fermé ${formatListe(exceptions)}`] : [])].join('. ')}.`
}

const jourDit = new Intl.DateTimeFormat('fr-FR', { weekday: 'long', day: 'numeric', month: 'long' })

/**
 * When the present state ends, said from a local time: « jusqu’à 17 h », « ouvre demain à 9 h ».
 * @param heure and `change` local times, as `computeHeureLocale` gives them
 */
export function formatChange(change: Date, heure: Date): string {
  const a = formatHeure(`${String(change.getHours()).padStart(2, '0')}:${String(change.getMinutes()).padStart(2, '0')}`)
  const minuit = (d: Date) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime()
  const jours = Math.round((minuit(change) - minuit(heure)) / 86_400_000)
  return jours === 0 ? `à ${a}` : jours === 1 ? `demain à ${a}` : `${jourDit.format(change)} à ${a}`
}
