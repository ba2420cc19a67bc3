import { formatJour } from '#core/jour.ts'
import type { MotifExterne } from '#core/web-client.ts'
import { BASE } from './entretien.ts'

/** States of an address that notices give. */
export const ETATS_ADRESSE = {
  rompue: { titre: 'Rompus', libelle: 'Lien rompu', ton: 'erreur', aide: 'Sans réponse bonne trois jours différents.' },
  redirigee: {
    titre: 'Déplacés',
    libelle: 'Déplacé',
    ton: 'info',
    aide: 'Le site mène pour de bon à une autre adresse, à reprendre dans la notice.',
  },
  'a-revoir': {
    titre: 'À ouvrir soi-même',
    libelle: 'À revoir',
    ton: 'attention',
    aide: 'Le site ne se laisse pas vérifier par un programme.',
  },
  'en-panne': {
    titre: 'En panne',
    libelle: 'En panne',
    ton: 'attention',
    aide: 'En échec depuis peu\u202f: rien à faire tant que le lien n’est pas dit rompu.',
  },
  jamais: { titre: 'Pas encore vérifiés', libelle: 'Pas encore vérifié', ton: 'info', aide: 'Leur tour viendra.' },
  bonne: { titre: 'Bons', libelle: 'Bon', ton: 'succes', aide: 'La page répond.' },
} as const
export type EtatAdresse = keyof typeof ETATS_ADRESSE

/** Lists of addresses: a state, or those that people set aside. */
export const VUES_ADRESSE = {
  ...ETATS_ADRESSE,
  ecartee: { titre: 'Mis de côté', libelle: 'Mis de côté', ton: 'info', aide: 'Ne sont plus vérifiés.' },
} as const
export type VueAdresse = keyof typeof VUES_ADRESSE

export const isVueAdresse = (texte: unknown): texte is VueAdresse =>
  typeof texte === 'string' && Object.hasOwn(VUES_ADRESSE, texte)

/** Why an address is in its state. French, shown as is, before the HTTP status where there is one. */
export const MOTIFS = {
  absente: 'Le site répond, mais cette page n’y est plus',
  retiree: 'Le site dit avoir retiré cette page',
  serveur: 'Le site est en panne',
  refus: 'Le site refuse d’ouvrir cette page à un programme',
  debit: 'Le site demande d’attendre',
  robots: 'Le site interdit aux programmes d’ouvrir cette page (robots.txt)',
  'robots-panne': 'Le site ne dit pas ce qu’il permet aux programmes (robots.txt en panne)',
  accueil: 'L’adresse ne mène plus qu’à l’accueil du site',
  adresse: 'Ce n’est pas une adresse que l’on puisse ouvrir',
  interdite: 'L’adresse mène à un réseau privé',
  dns: 'Le nom de ce site n’existe plus, ou ne répond pas',
  connexion: 'Le serveur du site ne répond pas',
  tls: 'Le certificat de sécurité du site n’est pas valable',
  delai: 'Le site met trop de temps à répondre',
  redirections: 'Le site renvoie sans fin d’une adresse à l’autre',
  taille: 'La réponse du site est démesurée',
  coupee: 'La réponse du site s’arrête en route',
  reponse: 'Ce qui répond n’est pas un site internet',
} as const satisfies Record<Exclude<MotifExterne, 'arret'>, string> & Record<string, string>
export type Motif = keyof typeof MOTIFS

export const formatMotif = (motif: string | null, statut: number | null): string => {
  const texte = motif !== null && Object.hasOwn(MOTIFS, motif) ? MOTIFS[motif as Motif] : ''
  return texte && statut !== null && statut >= 400 ? `${texte} (réponse ${statut})` : texte
}

/** What one visit saw. */
export interface Observation {
  /** `incertaine`: nothing that speaks for or against the address. */
  issue: 'bonne' | 'panne' | 'incertaine'
  statut: number | null
  motif: Motif | null
  /** Where permanent redirections lead, before any temporary one. */
  vers: string | null
  /** Seconds that the site asks to wait (Retry-After). */
  attente: number | null
}

const INCERTAINS: ReadonlySet<Motif> = new Set([
  'adresse',
  'interdite',
  'refus',
  'debit',
  'robots',
  'robots-panne',
  'accueil',
])

export const createObservation = (
  motif: Motif | null,
  { statut = null, vers = null, attente = null }: Partial<Pick<Observation, 'statut' | 'vers' | 'attente'>> = {},
): Observation => ({
  issue: motif === null ? 'bonne' : INCERTAINS.has(motif) ? 'incertaine' : 'panne',
  statut,
  motif,
  vers,
  attente,
})

/** What a final HTTP status says of the page; null: it is there. Source: RFC 9110, section 15. */
export function getMotifStatut(statut: number): Motif | null {
  if (statut >= 200 && statut < 300) return null
  if (statut === 404) return 'absente'
  if (statut === 410) return 'retiree'
  if (statut === 429) return 'debit'
  if (statut >= 500) return 'serveur'
  return statut >= 400 ? 'refus' : 'reponse'
}

/** A page deep in a site that now leads to its front page is gone, whatever the status says. */
export function isAccueil(depart: string, arrivee: string): boolean {
  const [a, b] = [URL.parse(depart), URL.parse(arrivee)]
  const racine = (url: URL) => /^\/(index\.\w+|accueil|home)?\/?$/i.test(url.pathname) && url.search === ''
  return a !== null && b !== null && !racine(a) && racine(b)
}

/** « Retry-After » in seconds: a number, or a date. Source: RFC 9110, section 10.2.3. */
export function parseRetryAfter(valeur: string | null, maintenant: Date): number | null {
  if (valeur === null) return null
  if (/^\d{1,7}$/.test(valeur.trim())) return Number(valeur)
  const date = Date.parse(valeur)
  return Number.isNaN(date) ? null : Math.max(0, Math.round((date - maintenant.getTime()) / 1000))
}

export interface SuiviAdresse {
  etat: EtatAdresse
  /** Days (AAAA-MM-JJ) of failure since it last answered. */
  pannes: string[]
  depuis: Date | null
  confirmeeLe: Date | null
}

/** Failures on that many different days make a broken link. */
const JOURS_ROMPUE = 3
const JOUR_MS = 86_400_000
/** Days before an address is asked again (own). */
const JOURS_AVANT: Record<Exclude<EtatAdresse, 'jamais'>, number> = {
  bonne: 30,
  redirigee: 30,
  'a-revoir': 10,
  'en-panne': 1,
  rompue: 15,
}
/** A third more at most, drawn: what came in one import is not asked again in one day. */
const ETALEMENT = 1 / 3
/** For so long, what a person saw outweighs a site that does not let itself be checked. */
const JOURS_CONFIRMEE = 180

/**
 * The state of an address after a visit, and when to visit it again.
 * @param hasard from 0 to 1, spreads the visits
 */
export function computeSuite(
  avant: SuiviAdresse,
  vu: Observation,
  maintenant: Date,
  hasard: number,
): { etat: Exclude<EtatAdresse, 'jamais'>; pannes: string[]; depuis: Date; prochaine: Date } {
  const jour = formatJour(maintenant)
  const confirmee = avant.confirmeeLe
  const crue = confirmee !== null && maintenant.getTime() - confirmee.getTime() < JOURS_CONFIRMEE * JOUR_MS
  const pannes = vu.issue === 'bonne' ? [] : vu.issue === 'panne' ? [...new Set([...avant.pannes, jour])] : avant.pannes
  const etat =
    vu.issue === 'bonne'
      ? vu.vers
        ? 'redirigee'
        : 'bonne'
      : vu.issue === 'panne'
        ? pannes.length >= JOURS_ROMPUE
          ? 'rompue'
          : 'en-panne'
        : crue
          ? 'bonne'
          : 'a-revoir'
  const attente = Math.max(JOURS_AVANT[etat] * JOUR_MS * (1 + ETALEMENT * hasard), (vu.attente ?? 0) * 1000)
  return {
    etat,
    pannes: pannes.slice(-10),
    depuis: avant.etat === etat && avant.depuis ? avant.depuis : maintenant,
    prochaine: new Date(maintenant.getTime() + attente),
  }
}

/** Address of a list of addresses, or of one in it. */
export function formatAdresseLiens(vue: VueAdresse, hote = '', cle: string | null = null): string {
  const parametres = new URLSearchParams({ etat: vue, ...(hote && { hote }) })
  return `${BASE}/liens${cle === null ? '' : `/${cle}`}?${parametres}`
}

/** Where copies of a page may be found: a link to open, nothing is asked of it here. */
export const formatArchives = (adresse: string): string => `https://web.archive.org/web/*/${adresse}`
