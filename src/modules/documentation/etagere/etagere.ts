import type { SlugStyle } from '../citation/citation.ts'

/** What people write about a shelf; its plan (sections, entries) stands apart. */
export interface ContenuEtagere {
  titre: string
  sousTitre: string | null
  introduction: string | null
  /** Who made the selection, as the cover says it. */
  auteurs: string | null
  /** A line of the cover: occasion, place. */
  couverture: string | null
  /** Date on the cover: AAAA, AAAA-MM or AAAA-MM-JJ. */
  date: string | null
  licence: SlugLicence | null
  /** Layout of the citations. */
  presentation: SlugStyle
  avecResumes: boolean
  /** Addresses of documents are printed and linked. */
  avecLiens: boolean
  /** References are numbered from 1 through the whole shelf. */
  avecNumeros: boolean
  /** Headings are numbered 1, 1.1, 1.1.1. */
  planNumerote: boolean
  /** Query string of the search page; the shelf is then what it finds. */
  recherche: string | null
}

export interface Etagere extends ContenuEtagere {
  id: number
  etat: Etat
  proprietaire: string | null
  copieDe: number | null
  revision: number
  creeeLe: Date
  modifieeLe: Date
  supprimeeLe: Date | null
}

/** Who reads a shelf, from the narrowest to the widest. */
export const ETATS = {
  brouillon: { libelle: 'Brouillon', lecteurs: 'la personne qui la compose et les documentalistes' },
  partagee: { libelle: 'Partagée', lecteurs: 'toute personne qui contribue à Maillage' },
  publique: { libelle: 'Publique', lecteurs: 'tout le monde, sans compte' },
} as const
export type Etat = keyof typeof ETATS

interface Transition {
  vers: Etat
  geste: string
}

/** A public shelf goes back to shared first: whoever works with it does not lose it at one click. */
export const TRANSITIONS: Record<Etat, readonly Transition[]> = {
  brouillon: [
    { vers: 'partagee', geste: 'Partager' },
    { vers: 'publique', geste: 'Rendre publique' },
  ],
  partagee: [
    { vers: 'publique', geste: 'Rendre publique' },
    { vers: 'brouillon', geste: 'Reprendre en brouillon' },
  ],
  publique: [{ vers: 'partagee', geste: 'Retirer de la vue publique' }],
}

export const hasTransition = (de: Etat, vers: Etat): boolean => TRANSITIONS[de].some((t) => t.vers === vers)

export const LICENCES = {
  'cc-by-4.0': { libelle: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/deed.fr' },
  'cc-by-sa-4.0': { libelle: 'CC BY-SA 4.0', url: 'https://creativecommons.org/licenses/by-sa/4.0/deed.fr' },
  'cc-by-nc-sa-4.0': { libelle: 'CC BY-NC-SA 4.0', url: 'https://creativecommons.org/licenses/by-nc-sa/4.0/deed.fr' },
  'cc0-1.0': { libelle: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/deed.fr' },
  'licence-ouverte-2.0': {
    libelle: 'Licence Ouverte 2.0',
    url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
  },
} as const
export type SlugLicence = keyof typeof LICENCES
export const isLicence = (slug: string): slug is SlugLicence => Object.hasOwn(LICENCES, slug)

/** Strong validator of what people write of a shelf: any change of its plan moves its date. */
export const getEtagEtagere = ({ revision, modifieeLe }: Pick<Etagere, 'revision' | 'modifieeLe'>): string =>
  `"${revision}-${modifieeLe.getTime().toString(36)}"`

/** Address of a shelf's page. */
export const formatAdresseEtagere = (id: number): string => `/etageres/${id}`

/** The whole address of a shelf that anyone may open; null for the others. @param site without final slash */
export const formatAdressePublique = ({ id, etat }: Pick<Etagere, 'id' | 'etat'>, site: string): string | null =>
  etat === 'publique' ? site + formatAdresseEtagere(id) : null

/** A section as it is stored; `parent` null = at the first level. */
export interface Section {
  id: number
  parent: number | null
  rang: number
  titre: string
  introduction: string | null
}

/** Levels of headings that a plan may have. */
export const NIVEAUX = 3

/** Level of a section, from 1. */
export function computeNiveau(sections: readonly Section[], id: number | null): number {
  const section = sections.find((s) => s.id === id)
  return section ? computeNiveau(sections, section.parent) + 1 : 0
}

/** Number of levels that a section takes with what hangs under it, from 1. */
function computeHauteur(sections: readonly Section[], id: number): number {
  return 1 + Math.max(0, ...sections.filter((s) => s.parent === id).map((s) => computeHauteur(sections, s.id)))
}

/** May this section (null: a new one) hang under that parent? Never under itself, never deeper than `NIVEAUX`. */
export function canAccueillir(sections: readonly Section[], parent: number | null, id: number | null): boolean {
  for (let p = parent; p !== null; p = sections.find((s) => s.id === p)?.parent ?? null) if (p === id) return false
  return computeNiveau(sections, parent) + (id === null ? 1 : computeHauteur(sections, id)) <= NIVEAUX
}

/** A section in reading order, with its number (« 1.2 ») and level. */
export interface LignePlan extends Section {
  numero: string
  niveau: number
}

/** Sections in reading order, parents before children. */
export function listLignesPlan(
  sections: readonly Section[],
  parent: number | null = null,
  prefixe = '',
  niveau = 1,
): LignePlan[] {
  return sections
    .filter((s) => s.parent === parent)
    .sort((a, b) => a.rang - b.rang)
    .flatMap((s, i) => {
      const numero = `${prefixe}${i + 1}`
      return [{ ...s, numero, niveau }, ...listLignesPlan(sections, s.id, `${numero}.`, niveau + 1)]
    })
}

export const SENS = ['monter', 'descendre'] as const
export type Sens = (typeof SENS)[number]

/** The same ids with one moved by one place; the list itself where it is already at that end. */
export function computeOrdre(ids: readonly number[], id: number, sens: Sens): number[] {
  const ordre = [...ids]
  const rang = ordre.indexOf(id)
  const autre = sens === 'monter' ? rang - 1 : rang + 1
  const voisin = ordre[autre]
  if (rang < 0 || voisin === undefined) return ordre
  ordre[autre] = id
  ordre[rang] = voisin
  return ordre
}

/** A shelf that is a search shows as many of its first results. */
export const RECHERCHE_MAX = 100

/** At most as many notices in one gesture. */
export const AJOUT_MAX = 500

/**
 * Numbers and addresses of notices as people paste them, separated by spaces, commas or lines.
 * @returns the numbers in order, each once, and the pieces that are neither.
 */
export function parseNumeros(texte: string): { numeros: number[]; illisibles: string[] } {
  const numeros = new Set<number>()
  const illisibles: string[] = []
  for (const morceau of texte.replace(/n°\s*/gi, '').split(/[\s,;]+/)) {
    if (morceau === '') continue
    const chiffres = /^(?:\S*\/documentation\/notices\/)?(\d{1,9})(?:[/?#]\S*)?$/.exec(morceau)?.[1]
    if (chiffres && Number(chiffres) > 0) numeros.add(Number(chiffres))
    else illisibles.push(morceau)
  }
  return { numeros: [...numeros], illisibles }
}
