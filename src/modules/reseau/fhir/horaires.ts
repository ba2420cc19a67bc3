import { computeSemaine, type Lieu, type Plage } from '../structure/horaires.ts'

/** Hours that come back on these days, « HH:MM:SS »; `debut` is null for the whole day. */
export interface PlageFhir {
  jours: string[]
  debut: string | null
  fin: string
}
export interface HorairesFhir {
  plages: readonly PlageFhir[]
  /** What such hours cannot tell, in words; null where they tell all. */
  exceptions: string | null
}

const JOURS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const FERMETURES = { PH: 'Fermé les jours fériés', SH: 'Fermé pendant les vacances scolaires' } as const
/** The standard has no 24:00. */
const FIN_DU_JOUR = '23:59:59'
const MINUIT = '24:00'

/** Hours of one day that pass midnight are those of two days. */
const splitPlage = (jour: number, { debut, fin }: Plage): { jour: number; debut: string; fin: string }[] =>
  fin > debut
    ? [{ jour, debut, fin }]
    : [{ jour, debut, fin: MINUIT }, ...(fin === '00:00' ? [] : [{ jour: (jour + 1) % 7, debut: '00:00', fin }])]

/** Hours in OpenStreetMap syntax as FHIR tells them: those of every week. Others are left in their own words. */
export async function computeHorairesFhir(valeur: string | null, lieu: Lieu, maintenant: Date): Promise<HorairesFhir> {
  const semaine = valeur === null ? null : await computeSemaine(valeur, lieu, maintenant)
  if (!semaine?.stable || semaine.jours.flat().some((p) => p.incertaine)) return { plages: [], exceptions: valeur }
  const heures = Map.groupBy(
    semaine.jours.flatMap((plages, jour) => plages.flatMap((p) => splitPlage(jour, p))),
    ({ debut, fin }) => `${debut}-${fin}`,
  )
  const plages = [...heures.values()].flatMap((memes) => {
    const [premiere] = memes
    if (!premiere) return []
    const { debut, fin } = premiere
    return {
      jours: [...new Set(memes.map(({ jour }) => jour))].sort().map((jour) => JOURS[jour] ?? 'mon'),
      debut: debut === '00:00' && fin === MINUIT ? null : `${debut}:00`,
      fin: fin === MINUIT ? FIN_DU_JOUR : `${fin}:00`,
    }
  })
  return { plages, exceptions: semaine.fermee.map((f) => FERMETURES[f]).join('. ') || null }
}
