import type { ItemCsl } from '../csl.ts'
import type { Perdu } from '../echange/modele.ts'
import { formatNoticeEchange } from '../imports/correspondances.ts'
import type { Doublon } from '../imports/doublons.ts'
import { listChoix } from '../imports/fusion.ts'
import { type ContenuNotice, listDifferences } from '../notice/notice.ts'

/** How often a source is asked, in days; null: only when someone asks for it. */
export const FREQUENCES = {
  manuelle: { libelle: 'Seulement à la demande', jours: null },
  quotidienne: { libelle: 'Chaque jour', jours: 1 },
  hebdomadaire: { libelle: 'Chaque semaine', jours: 7 },
  mensuelle: { libelle: 'Chaque mois', jours: 30 },
} as const
export type Frequence = keyof typeof FREQUENCES

/** The harvest under way, kept with each page: a process that is killed leaves it, the next one goes on from there. */
export interface Reprise {
  /** '' before the first page, and where the list must begin again. */
  jeton: string
  /** « from » of this harvest; null: everything. */
  depuis: string | null
  /** The server’s clock at the first page; '' before it. */
  reponse: string
  /** Times that the server lost the rest of the list. */
  pertes: number
}

export interface Source {
  id: number
  nom: string
  adresse: string
  prefixe: string
  ensemble: string | null
  licence: string | null
  frequence: Frequence
  granularite: 'jour' | 'seconde'
  enPause: boolean
  prochaineLe: Date | null
  depuis: string | null
  reprise: Reprise | null
  tour: number
  echecs: number
  version: number
}

export const ETATS_MOISSON = {
  'en-cours': { libelle: 'En cours', ton: 'info' },
  faite: { libelle: 'Faite', ton: 'succes' },
  echouee: { libelle: 'Échouée', ton: 'erreur' },
} as const
export type EtatMoisson = keyof typeof ETATS_MOISSON

/** What became of the records of a harvest. */
export interface Bilan {
  pages: number
  lues: number
  creees: number
  modifiees: number
  inchangees: number
  /** Surely a document that the catalogue had: linked to its notice, which stays as it is. */
  rapprochees: number
  aJuger: number
  retirees: number
  refusees: number
}
export const BILAN_VIDE: Bilan = {
  pages: 0,
  lues: 0,
  creees: 0,
  modifiees: 0,
  inchangees: 0,
  rapprochees: 0,
  aJuger: 0,
  retirees: 0,
  refusees: 0,
}

export interface Moisson extends Bilan {
  id: number
  source: number
  etat: EtatMoisson
  depuis: string | null
  commenceeLe: Date
  finieLe: Date | null
  raison: string | null
  perdus: Perdus
}

/** What an item does not carry, by field of its format. */
export type Perdus = Record<string, { nombre: number; raison: string; exemple: string; gardee: boolean }>

/** Adds the losses of some records to those of a harvest. */
export function mergePerdus(perdus: Perdus, nouveaux: readonly Perdu[]): Perdus {
  const tous = { ...perdus }
  for (const { zone, valeur, raison, gardee } of nouveaux) {
    const deja = tous[zone]
    tous[zone] = deja
      ? { ...deja, nombre: deja.nombre + 1 }
      : { nombre: 1, raison, exemple: valeur.slice(0, 120), gardee }
  }
  return tous
}

export const ETATS_RECOLTE = {
  versee: 'Au catalogue',
  'a-juger': 'Doublon possible',
  'a-comparer': 'Modifiée des deux côtés',
  ecartee: 'Écartée',
} as const
export type EtatRecolte = keyof typeof ETATS_RECOLTE

/** A record of a source, as it stands here. */
export interface Recolte {
  source: number
  identifiant: string
  datestamp: string
  item: ItemCsl
  etat: EtatRecolte
  notice: number | null
  version: number | null
  doublons: Doublon[]
  lueLe: Date
  retireeLe: Date | null
}

/** Pages and records of one run: the next one goes on from there, so that one source never keeps all others waiting. */
export const PAGES_PAR_PASSAGE = 200
/** Pages of one harvest: at 100 records a page, half a million. Beyond, the list has no end. */
export const PAGES_MAX = 5000
/** Pages in a row that bring nothing that was not seen: the server goes round. */
export const PAGES_STERILES = 3
/** Times that a lost list is begun again in one harvest. */
export const PERTES_MAX = 2
/** Refused records that a harvest keeps. */
export const REFUS_MAX = 1000

const HEURE_MS = 3_600_000
const JOUR_MS = 24 * HEURE_MS

/** When a source is to be harvested again, after a success; null where only when someone asks. */
export function computeProchaine(frequence: Frequence, maintenant: Date): Date | null {
  const { jours } = FREQUENCES[frequence]
  return jours === null ? null : new Date(maintenant.getTime() + jours * JOUR_MS)
}

/**
 * After a failure: in an hour, then three, nine… never later than its usual time, nor sooner than the server asks.
 * @param attente seconds that the server asks to wait
 */
export function computeReessai(
  source: Pick<Source, 'frequence' | 'echecs'>,
  attente: number | null,
  maintenant: Date,
): Date | null {
  const usuelle = computeProchaine(source.frequence, maintenant)
  if (usuelle === null) return null
  const essai = maintenant.getTime() + HEURE_MS * 3 ** Math.min(source.echecs, 6)
  return new Date(Math.max(Math.min(essai, usuelle.getTime()), maintenant.getTime() + (attente ?? 0) * 1000))
}

/** Records change while a list is read, and clocks differ by an hour in summer: what is read twice costs little. */
const CHEVAUCHEMENT_MS = 2 * HEURE_MS

/** « from » of the next harvest, from the server’s clock at the first page of this one; null when it told none. */
export function computeDepuis(reponse: string, granularite: Source['granularite']): string | null {
  const date = Date.parse(reponse)
  if (Number.isNaN(date)) return null
  const iso = new Date(date - CHEVAUCHEMENT_MS).toISOString()
  return granularite === 'jour' ? iso.slice(0, 10) : `${iso.slice(0, 19)}Z`
}

/** The notice that a record becomes. Its themes are for people to choose. */
export function formatContenu(
  { item, identifiant }: Pick<Recolte, 'item' | 'identifiant'>,
  { nom, licence }: Pick<Source, 'nom' | 'licence'>,
): ContenuNotice {
  const idSource = String(item.id)
  return {
    ...formatNoticeEchange({ item, idSource: null }, { fichier: nom, base: nom, choix: null }),
    provenance: { base: nom, ...(idSource && { id: idSource }), oai: identifiant, ...(licence && { licence }) },
  }
}

/** Fields that the source changed, and in which the notice now says otherwise than it. What it lost is no news. */
export function listNouveautes(avant: ContenuNotice, apres: ContenuNotice, notice: ContenuNotice): string[] {
  const changes = new Set(listDifferences(avant, apres).map((d) => d.champ))
  return listChoix(notice, apres)
    .filter((c) => changes.has(c.champ) && c.autre !== '')
    .map((c) => c.champ)
}

/** What is known of a record before it is read again. */
export interface Connue extends Pick<Recolte, 'etat' | 'notice' | 'version' | 'retireeLe'> {
  /** The record read now is the one that is kept. */
  identique: boolean
  /** Of the notice now; null where there is none any more. */
  versionNotice: number | null
}

/**
 * What to do with a record that was read. `verser`: look for its likes, then create, link or let judge; `modifier`:
 * the notice is as the harvest wrote it; `comparer`: someone changed it here.
 */
export function computeSort(connue: Connue | null): 'verser' | 'modifier' | 'comparer' | 'garder' {
  if (connue === null) return 'verser'
  // Set aside, or taken out of the catalogue: someone decided.
  if (connue.etat === 'ecartee' && connue.notice === null) return 'garder'
  if (connue.notice !== null && connue.versionNotice === null) return 'garder'
  if (connue.identique) return 'garder'
  if (connue.notice === null) return 'verser'
  return connue.version !== null && connue.version === connue.versionNotice ? 'modifier' : 'comparer'
}

export const formatAdresseSource = (id: number): string => `/documentation/moissons/${id}`
export const formatAdresseMoisson = (source: number, id: number): string =>
  `${formatAdresseSource(source)}/passages/${id}`
