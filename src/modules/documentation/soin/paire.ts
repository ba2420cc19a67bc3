import { BASE } from './entretien.ts'

/** What became of two notices that may be one document. */
export const ETATS_PAIRE = {
  'a-juger': { titre: 'À juger' },
  'plus-tard': { titre: 'Plus tard' },
  distincts: { titre: 'Documents différents' },
  fusionnees: { titre: 'Réunies' },
} as const
export type EtatPaire = keyof typeof ETATS_PAIRE

/** Lists that one works through. What is judged leaves them. */
export const VUES_PAIRE = {
  certaines: { titre: 'Presque sûrs', aide: 'Même identifiant ou même référence, à un détail près.' },
  'a-juger': { titre: 'Probables', aide: 'Titres proches, ou identifiant commun à des titres différents.' },
  'plus-tard': { titre: 'Remis à plus tard', aide: 'Vous aviez préféré y revenir.' },
  distincts: { titre: 'Documents différents', aide: 'Jugés, et plus jamais proposés.' },
} as const
export type VuePaire = keyof typeof VUES_PAIRE

export const isVuePaire = (texte: unknown): texte is VuePaire =>
  typeof texte === 'string' && Object.hasOwn(VUES_PAIRE, texte)

export interface Paire {
  a: number
  b: number
  sur: 'certain' | 'probable'
  /** French, shown to the person who decides. */
  raison: string
  etat: EtatPaire
}

/** The smaller number first: a pair is known under one name. */
export const formatPaire = (x: number, y: number): { a: number; b: number } => ({
  a: Math.min(x, y),
  b: Math.max(x, y),
})

export const PAR_PAGE = 20

/** Address of a list of pairs, or of one of them. */
export const formatAdressePaires = (vue: VuePaire, paire: { a: number; b: number } | null = null): string =>
  `${BASE}/doublons${paire ? `/${paire.a}/${paire.b}` : ''}?vue=${vue}`
