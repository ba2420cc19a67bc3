import { formatCount } from '#ui/format.ts'
import type { TypeDispositif, TypeEtape } from './type.ts'

/** A stage that was reached, on an ISO date. */
export interface EtapeAtteinte {
  etape: string
  date: string
}

export const ETATS_MISSION = {
  'a-demarrer': 'À démarrer',
  demarree: 'Démarrée',
  deployee: 'Déployée',
  arretee: 'Arrêtée',
} as const
export type EtatMission = keyof typeof ETATS_MISSION

/** A mission as a dispositif keeps it; ISO dates. */
export interface MissionSuivie {
  mission: string
  etat: EtatMission
  debut: string | null
  deploiement: string | null
  note: string | null
}

/** Something that has to be done by a date. */
export interface Echeance {
  objet: 'etape' | 'mission'
  slug: string
  /** « Rapport d’activité, année 2 », « Accès aux soins : démarrage » */
  libelle: string
  /** ISO date. */
  date: string
  /** From when it is told. */
  alerteDepuis: string
  aVerifier: boolean
}

/** Days before a date from which it is told, where the type says nothing else. */
export const JOURS_ALERTE = 90

const pad = (n: number, taille: number) => String(n).padStart(taille, '0')

/**
 * So many calendar months after an ISO date (before it, where negative), on the last day of a shorter month: 31 August
 * and 6 months = 28 or 29 February.
 */
export function addMois(date: string, mois: number): string {
  const [annee = 0, mois0 = 1, jour = 1] = date.split('-').map(Number)
  const total = annee * 12 + (mois0 - 1) + mois
  const [a, m] = [Math.floor(total / 12), (total % 12) + 1]
  const dernier = new Date(Date.UTC(a, m, 0)).getUTCDate()
  return `${pad(a, 4)}-${pad(m, 2)}-${pad(Math.min(jour, dernier), 2)}`
}

/** So many days after an ISO date, or before it. */
export function addJours(date: string, jours: number): string {
  const [annee = 0, mois = 1, jour = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(annee, mois - 1, jour + jours)).toISOString().slice(0, 10)
}

/** Days from one ISO date to another. */
export const countJours = (de: string, a: string): number => Math.round((Date.parse(a) - Date.parse(de)) / 86_400_000)

interface Vie {
  etapes: readonly EtapeAtteinte[]
  missions: readonly MissionSuivie[]
  /** Its end, as an ISO date. */
  fin: string | null
}

/** Last date on which a stage was reached; null where it never was. */
export const getDerniere = (etapes: readonly EtapeAtteinte[], slug: string): string | null =>
  etapes.reduce<string | null>((d, e) => (e.etape === slug && (d === null || e.date > d) ? e.date : d), null)

/**
 * What a dispositif has to do by which date, the earliest first: stages that are due after another, each anniversary
 * that nothing answered, start and deployment of missions. What is done is not there, nor anything after its end.
 * @param jusqu ISO date: anniversaries beyond it are left out
 */
export function computeEcheances(type: TypeDispositif, vie: Vie, jusqu: string): Echeance[] {
  if (vie.fin !== null && vie.fin < jusqu) return []
  return [
    ...type.etapes.flatMap((etape) => computeEcheancesEtape(type, etape, vie.etapes, jusqu)),
    ...computeEcheancesMissions(type, vie),
  ].sort((a, b) => a.date.localeCompare(b.date) || a.libelle.localeCompare(b.libelle, 'fr'))
}

function computeEcheancesEtape(
  type: TypeDispositif,
  { slug, libelle, echeance }: TypeEtape,
  etapes: readonly EtapeAtteinte[],
  jusqu: string,
): Echeance[] {
  const depuis = echeance && getDerniere(etapes, echeance.depuis)
  if (!echeance || !depuis) return []
  const commun = { objet: 'etape' as const, slug, aVerifier: Boolean(echeance.aVerifier) }
  if (!echeance.annuelle) {
    const derniere = getDerniere(etapes, slug)
    const date = addMois(depuis, echeance.mois)
    if (derniere !== null && derniere > depuis) return []
    return [{ ...commun, libelle, date, alerteDepuis: computeAlerte(date, echeance.alerte) }]
  }
  const terme = computeTerme(type, echeance.depuis, depuis)
  const dues: Echeance[] = []
  for (let n = 1; ; n++) {
    const date = addMois(depuis, echeance.mois * n)
    // One beyond the horizon is enough: the next one to come.
    if ((terme !== null && date > terme) || (dues.at(-1)?.date ?? '') > jusqu) return dues
    if (isRendue(etapes, slug, date, echeance.mois)) {
      if (date > jusqu) return dues
      continue
    }
    const alerteDepuis = computeAlerte(date, echeance.alerte)
    dues.push({ ...commun, libelle: `${libelle}, année ${n}`, date, alerteDepuis })
  }
}

/** What is given near an anniversary, half a year before or after, answers it. */
const isRendue = (etapes: readonly EtapeAtteinte[], slug: string, date: string, mois: number): boolean =>
  etapes.some(
    (e) => e.etape === slug && e.date > addMois(date, -Math.floor(mois / 2)) && e.date <= addMois(date, mois / 2),
  )

/** The end of the contract that begins with a stage: the longest delay of the type from it that does not come back. */
function computeTerme(type: TypeDispositif, depuis: string, date: string): string | null {
  const durees = type.etapes.flatMap(({ echeance: e }) => (e && e.depuis === depuis && !e.annuelle ? [e.mois] : []))
  return durees.length === 0 ? null : addMois(date, Math.max(...durees))
}

const computeAlerte = (date: string, mois: number | undefined): string =>
  mois === undefined ? addJours(date, -JOURS_ALERTE) : addMois(date, -mois)

function computeEcheancesMissions(type: TypeDispositif, { etapes, missions }: Vie): Echeance[] {
  const depuis = type.missionsDepuis === undefined ? null : getDerniere(etapes, type.missionsDepuis)
  if (depuis === null) return []
  return type.missions.flatMap(({ slug, libelle, debut, deploiement, aVerifier }) => {
    const etat = missions.find((m) => m.mission === slug)?.etat ?? 'a-demarrer'
    const due = (mois: number, quoi: string): Echeance => {
      const date = addMois(depuis, mois)
      const commun = { objet: 'mission' as const, slug, date, aVerifier: Boolean(aVerifier) }
      return { ...commun, libelle: `${libelle}\u00a0: ${quoi}`, alerteDepuis: computeAlerte(date, undefined) }
    }
    return [
      ...(debut !== undefined && etat === 'a-demarrer' ? [due(debut, 'démarrage')] : []),
      ...(deploiement !== undefined && (etat === 'a-demarrer' || etat === 'demarree')
        ? [due(deploiement, 'déploiement complet')]
        : []),
    ]
  })
}

export type EtatEcheance = 'retard' | 'proche' | 'a-venir'

export function getEtatEcheance({ date, alerteDepuis }: Echeance, aujourdhui: string): EtatEcheance {
  if (date < aujourdhui) return 'retard'
  return alerteDepuis <= aujourdhui ? 'proche' : 'a-venir'
}

/** « en retard de 3 jours », « aujourd’hui », « dans 2 mois ». */
export function formatDelai(date: string, aujourdhui: string): string {
  const jours = countJours(aujourdhui, date)
  if (jours === 0) return 'aujourd’hui'
  return jours < 0 ? `en retard de ${formatDuree(-jours)}` : `dans ${formatDuree(jours)}`
}

const JOURS_PAR_MOIS = 30.44

function formatDuree(jours: number): string {
  if (jours < 60) return formatCount(jours, 'jour')
  const mois = Math.floor(jours / JOURS_PAR_MOIS)
  return mois < 24 ? `${mois}\u00a0mois` : `${Math.floor(mois / 12)}\u00a0ans`
}
