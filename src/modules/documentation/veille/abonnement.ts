import { listFiltres } from '../recherche/groupes.ts'
import { type Criteres, listParametres } from '../recherche/recherche.ts'
import type { Rythme } from './echeance.ts'

/** What one receives: what is new in a search (an « alerte » on the page), or the letter. */
export type Genre = 'recherche' | 'lettre'

/**
 * `demande`: asked for, the mailbox has not answered yet, nothing is sent. A subscription withdrawn is erased: it has
 * no state.
 */
export type Etat = 'demande' | 'actif' | 'pause'

interface Commun {
  id: number
  nom: string
  compte: string | null
  /** Where it is sent, when the account holds no address or there is none. */
  adresse: string | null
  etat: Etat
  creeLe: Date
  expireLe: Date | null
  envoyeLe: Date | null
}

/** A recorded search and how often what is new in it is sent. */
export type Alerte = Commun &
  Rythme & {
    genre: 'recherche'
    /** Query string of the search page, '' for the whole catalogue. */
    recherche: string
    /** Rank of the last notice that was looked at for it. */
    vuRang: number
    prochaineLe: Date | null
  }
export type Abonnement = Alerte | (Commun & { genre: 'lettre' })

/** How long the mailbox has to answer. */
export const CONFIRMATION_MS = 48 * 3_600_000
/** A link in a message serves that long: whoever tidies up old mail can still withdraw. */
export const JETON_MS = 400 * 86_400_000

/** One account keeps as many searches. */
export const ALERTES_MAX = 50

export const NOM_MAX = 120

export const NOM_LETTRE = 'La lettre de la documentation'

/** The query of a search in its one form, whatever its order and its page: the same alert is never kept twice. */
export const formatRecherche = (criteres: Criteres): string =>
  new URLSearchParams(
    listParametres({ ...criteres, tri: 'ajout', page: 1 }).filter(([nom]) => nom !== 'tri'),
  ).toString()

/** What a search asks, in words: « sommeil · Thème : Santé mentale ». */
export function formatCriteres(criteres: Criteres): string {
  const filtres = listFiltres(criteres).map(({ group, label }) => `${group}\u00a0: ${label}`)
  return [criteres.q, ...filtres].filter(Boolean).join(' · ') || 'Tout le catalogue'
}

/** A name to propose for an alert. */
export const formatNom = (criteres: Criteres): string => {
  const nom = formatCriteres(criteres)
  return nom.length > NOM_MAX ? `${nom.slice(0, NOM_MAX - 1)}…` : nom
}

/** Address of the pages of a subscription: its owner's, or those that the link of a message opens. */
export const formatAdresseAbonnement = (id: number): string => `/veille/abonnements/${id}`
export const formatAdresseJeton = (jeton: string): string => `/veille/gerer/${jeton}`
export const formatAdresseRetrait = (jeton: string): string => `/veille/retrait/${jeton}`
export const formatAdresseConfirmation = (jeton: string): string => `/veille/confirmation/${jeton}`
