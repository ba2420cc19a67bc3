/** When digests leave, told in Paris time whatever the server's clock zone. */

/** Days of the week, 1 = Monday (ISO 8601). */
export const JOURS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'] as const

/** Every day, or one day a week. */
export type Rythme = { rythme: 'jour'; jour: null } | { rythme: 'semaine'; jour: number }

/** Digests are in the mailbox when the day begins. */
export const HEURE = 7

const paris = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
})

/** What a clock in Paris shows, as if it were a time in UTC. */
function getHorloge(instant: Date): number {
  const p = Object.fromEntries(paris.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  return Date.UTC(p.year ?? 0, (p.month ?? 1) - 1, p.day, p.hour, p.minute, p.second)
}

/**
 * The instant when a clock in Paris shows this time. In the hour that is skipped in spring, the same time after the
 * change; in the one that comes twice in autumn, the first.
 * @param horloge the time shown, as if it were in UTC
 */
export function parseHeureParis(horloge: number): Date {
  const decalages = [-1, 1].map((jours) => {
    const autour = horloge + jours * 86_400_000
    return getHorloge(new Date(autour)) - autour
  })
  const instants = decalages.map((d) => horloge - d)
  return new Date(instants.find((i) => getHorloge(new Date(i)) === horloge) ?? Math.max(...instants))
}

/** The first time after `apres` that a digest of this rhythm leaves: at `HEURE`, on its day. */
export function computeEcheance({ rythme, jour }: Rythme, apres: Date): Date {
  const aujourdhui = new Date(getHorloge(apres))
  aujourdhui.setUTCHours(HEURE, 0, 0, 0)
  for (let horloge = aujourdhui.getTime(); ; horloge += 86_400_000) {
    const semaine = new Date(horloge).getUTCDay() || 7
    const instant = parseHeureParis(horloge)
    if (instant > apres && (rythme === 'jour' || semaine === jour)) return instant
  }
}

/** « chaque jour », « chaque lundi » */
export const formatRythme = ({ rythme, jour }: Rythme): string =>
  rythme === 'jour' ? 'chaque jour' : `chaque ${JOURS[jour - 1] ?? 'lundi'}`
