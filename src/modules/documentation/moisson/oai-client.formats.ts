import { setTimeout } from 'node:timers/promises'
import { type ClientWeb, ErreurExterne } from '#core/web-client.ts'
import { ErreurFormat } from '../echange/modele.ts'
import { parseTexte } from '../echange/texte.formats.ts'
import { ErreurOai, parseReponse, type ReponseOai } from './oai.formats.ts'

/** Why a server gave no answer that can be used. French, shown as is. */
export class ErreurMoisson extends Error {
  /** When the server says to come back; null where it does not. */
  readonly attente: number | null
  constructor(message: string, { attente = null, cause }: { attente?: number | null; cause?: unknown } = {}) {
    super(message, { cause })
    this.attente = attente
  }
}

/** How servers are asked: everything that a test changes. */
export interface ReglagesOai {
  client: ClientWeb
  /** Milliseconds. */
  pause: (duree: number, signal: AbortSignal) => Promise<void>
  /** Milliseconds for one answer. */
  delai: number
  /** Seconds before each new try of a server that does not answer well. */
  reprises: readonly number[]
}

const REPRISES_S = [2, 10, 30]
/** A server that asks for a longer wait is left, and asked again at the next harvest. */
const ATTENTE_MAX_S = 120
/** Between two pages of one list. */
export const PAUSE_MS = 1000
const TAILLE_MAX = 20_000_000
const DELAI_MS = 60_000

export const createReglagesOai = (client: ClientWeb): ReglagesOai => ({
  client,
  pause: (duree, signal) => setTimeout(duree, undefined, { signal }),
  delai: DELAI_MS,
  reprises: REPRISES_S,
})

/** A person waits in front of a page: one try, short. */
export const formatReglagesPage = (reglages: ReglagesOai): ReglagesOai => ({ ...reglages, delai: 10_000, reprises: [] })

/** Address of a request, whatever the address of the server has of its own (`?source_id=1` for PMB). */
export function formatDemande(base: string, parametres: Record<string, string | null>): string {
  const url = new URL(base)
  for (const [nom, valeur] of Object.entries(parametres)) if (valeur) url.searchParams.set(nom, valeur)
  return url.href
}

/**
 * Asks a server, and again, later and later, where it does not answer well: network, 5xx, « too many requests ».
 * @throws ErreurMoisson; ErreurExterne of motif `arret` when `signal` says so
 */
export async function getReponse(
  { client, pause, delai, reprises }: ReglagesOai,
  adresse: string,
  signal: AbortSignal,
): Promise<ReponseOai> {
  for (let essai = 0; ; essai++) {
    const { reponse, echec } = await tryReponse(client, adresse, delai, signal)
    if (reponse) return reponse
    const attente = echec.attente ?? reprises[essai]
    if (!echec.passager || attente === undefined || essai >= reprises.length || attente > ATTENTE_MAX_S) {
      throw new ErreurMoisson(echec.raison, { attente: echec.attente, cause: echec.cause })
    }
    await pause(attente * 1000, signal)
  }
}

interface Echec {
  raison: string
  /** Might be otherwise in a moment. */
  passager: boolean
  /** Seconds that the server asks to wait; null where it does not. */
  attente: number | null
  cause?: unknown
}

type Essai = { reponse: ReponseOai; echec?: never } | { reponse?: never; echec: Echec }

async function tryReponse(client: ClientWeb, adresse: string, delai: number, signal: AbortSignal): Promise<Essai> {
  try {
    const reponse = await client(adresse, {
      tailleMax: TAILLE_MAX,
      delai,
      signal,
      entetes: { accept: 'text/xml, */*;q=0.1' },
    })
    if (reponse.statut !== 200) {
      reponse.fermer()
      return { echec: formatStatut(reponse.statut, parseAttente(reponse.entetes.get('retry-after'))) }
    }
    const morceaux: string[] = []
    for await (const morceau of parseTexte(reponse.corps)) morceaux.push(morceau)
    return { reponse: parseReponse(morceaux.join('')) }
  } catch (cause) {
    if (cause instanceof ErreurExterne && cause.motif !== 'arret') {
      const passager = ['dns', 'connexion', 'delai', 'coupee'].includes(cause.motif)
      return { echec: { raison: cause.message, passager, attente: null, cause } }
    }
    if (cause instanceof ErreurFormat) {
      const passager = cause instanceof ErreurOai && cause.passagere
      return { echec: { raison: cause.message, passager, attente: null, cause } }
    }
    throw cause
  }
}

const PHRASES: Record<number, string> = {
  401: 'Le serveur demande un mot de passe',
  403: 'Le serveur refuse de répondre',
  404: 'Il n’y a rien à cette adresse',
  410: 'Il n’y a plus rien à cette adresse',
  429: 'Le serveur demande de ralentir',
  503: 'Le serveur est momentanément indisponible',
}

function formatStatut(statut: number, attente: number | null): Echec {
  const phrase =
    PHRASES[statut] ?? (statut >= 500 ? 'Le serveur est en panne' : 'Le serveur répond de façon inattendue')
  return { raison: `${phrase} (HTTP ${statut}).`, passager: statut >= 500 || statut === 429 || statut === 408, attente }
}

/** `Retry-After` in seconds, from a number or a date (RFC 9110, 10.2.3). */
function parseAttente(valeur: string | null): number | null {
  if (valeur === null) return null
  if (/^\d+$/.test(valeur.trim())) return Number(valeur)
  const date = Date.parse(valeur)
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - Date.now()) / 1000))
}
