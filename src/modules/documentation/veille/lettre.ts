import { formatAdresseNotice, type Notice } from '../notice/notice.ts'
import type { Message } from './message.formats.ts'
import { createPied, formatReference } from './message.ts'

/** `programmee`: it leaves at `envoiLe`, or is leaving. */
export const ETATS = {
  brouillon: { libelle: 'Brouillon', ton: 'attention' },
  programmee: { libelle: 'Programmée', ton: 'info' },
  envoyee: { libelle: 'Envoyée', ton: 'succes' },
} as const
export type EtatLettre = keyof typeof ETATS

/** What people write in a letter, beside the notices they choose. */
export interface SaisieLettre {
  titre: string
  /** Paragraphs separated by an empty line. */
  note: string | null
  /** What proposes notices: a query of the search page, '' for the whole catalogue… */
  recherche: string
  /** … and the days between which they were added: AAAA-MM-JJ, both included. */
  depuis: string | null
  jusqua: string | null
}

/** What a letter says, frozen when it begins to leave: what was sent stays what it was. */
export interface ContenuLettre {
  titre: string
  note: string | null
  articles: readonly { id: number; titre: string; reference: string; commentaire: string | null }[]
}

export interface Lettre extends SaisieLettre {
  id: number
  etat: EtatLettre
  revision: number
  creeeLe: Date
  modifieeLe: Date
  envoiLe: Date | null
  contenu: ContenuLettre | null
  dernierAbonnement: number
  /** Messages written. */
  nombre: number
  envoyeeLe: Date | null
}

/** A notice of a letter, and why one should read it. */
export interface Choisie {
  notice: Notice
  commentaire: string | null
}

export const NOTICES_MAX = 60

/** The letter as it stands now. */
export const createContenu = ({ titre, note }: SaisieLettre, choisies: readonly Choisie[]): ContenuLettre => ({
  titre,
  note,
  articles: choisies.map(({ notice, commentaire }) => ({
    id: notice.id,
    titre: String(notice.csl.title),
    reference: formatReference(notice),
    commentaire,
  })),
})

/** A letter that says nothing is not sent. */
export const isVide = ({ note, articles }: ContenuLettre): boolean => note === null && articles.length === 0

/** It can still be called back: no message is written. */
export const isRappelable = ({ etat, contenu }: Lettre): boolean => etat === 'programmee' && contenu === null

export const listParagraphes = (note: string | null): string[] =>
  (note ?? '')
    .split(/\n\s*\n/)
    .map((p) => p.trim())
    .filter(Boolean)

/** Path of the feed of letters. */
export const FLUX_LETTRES = '/veille/lettres.atom'

export const formatAdresseLettre = (id: number): string => `/veille/lettres/${id}`

/** A letter as one subscriber receives it. @param jeton opens the pages of his subscription */
export const createMessageLettre = (
  id: number,
  { titre, note, articles }: ContenuLettre,
  { adresse, jeton }: { adresse: string; jeton: string },
): Message => ({
  sujet: titre,
  titre,
  paragraphes: listParagraphes(note),
  groupes: [{ titre: null, articles: articles.map((a) => ({ ...a, adresse: adresse + formatAdresseNotice(a.id) })) }],
  suite: { texte: 'Lire cette lettre sur le site', adresse: adresse + formatAdresseLettre(id) },
  pied: createPied(
    `Vous recevez la lettre de la documentation parce que vous l’avez demandée sur ${adresse}`,
    jeton,
    adresse,
  ),
})
