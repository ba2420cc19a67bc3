import { formatDate } from '#ui/format.ts'
import { formatCitation } from '../citation/citation.ts'
import type { Citation } from '../citation/fragments.ts'
import type { ItemCsl } from '../csl.ts'
import type { ContenuEtagere } from './etagere.ts'

/** A reference in its place; the number of the notice is the item's id. */
export interface EntreeComposee {
  item: ItemCsl
  note: string | null
}

export interface SectionComposee {
  titre: string
  introduction: string | null
  entrees: EntreeComposee[]
  sections: SectionComposee[]
}

/** A shelf as one reads it, whole: what is shown, printed, exported, and frozen in a version (as JSON). */
export interface Composition extends Omit<ContenuEtagere, 'recherche'> {
  /** Before the first section. */
  entrees: EntreeComposee[]
  sections: SectionComposee[]
}

/** Which dated state of the shelf one reads. */
export interface Edition {
  numero: number
  quand: Date
  /** AAAA-MM-JJ: the day when someone last opened the addresses. */
  consulteeLe: string
  note: string | null
}

/** « Version 2 du 3 mars 2026 ; adresses consultées le 1er mars 2026 » */
export const formatEdition = ({ numero, quand, consulteeLe }: Edition): string =>
  `Version ${numero} du ${formatDate(quand)}\u202f; adresses consultées le ${formatDate(consulteeLe)}`

/** References under one heading, in reading order; the first group has no heading. */
export interface Groupe {
  titre: string | null
  introduction: string | null
  /** « 1.2 », or nothing where headings are not numbered. */
  numero: string
  /** Id of the heading in a document. */
  ancre: string
  /** From 1. */
  niveau: number
  entrees: (EntreeComposee & { numero: number })[]
}

/** The shelf in reading order, references numbered from 1 through the whole of it. */
export function listGroupes(composition: Composition): Groupe[] {
  let compteur = 0
  const addNumeros = (entrees: readonly EntreeComposee[]) =>
    entrees.map((e) => {
      compteur += 1
      return { ...e, numero: compteur }
    })
  const listSuite = (sections: readonly SectionComposee[], prefixe: string, niveau: number): Groupe[] =>
    sections.flatMap((s, i) => {
      const rang = `${prefixe}${i + 1}`
      const groupe = {
        titre: s.titre,
        introduction: s.introduction,
        numero: composition.planNumerote ? rang : '',
        ancre: `s-${rang.replaceAll('.', '-')}`,
        niveau,
        entrees: addNumeros(s.entrees),
      }
      return [groupe, ...listSuite(s.sections, `${rang}.`, niveau + 1)]
    })
  const tete = {
    titre: null,
    introduction: null,
    numero: '',
    ancre: '',
    niveau: 0,
    entrees: addNumeros(composition.entrees),
  }
  return [tete, ...listSuite(composition.sections, '', 1)]
}

/** « 1.2 Titre », or the title alone. */
export const formatTitreGroupe = ({ numero, titre }: Groupe): string =>
  [numero, titre].filter(Boolean).join('\u00a0\u2002')

const CITATIONS_GARDEES = 2000
const citations = new Map<string, Citation>()

/**
 * Citation in the layout of the shelf, without the address where the shelf prints none. The last ones are kept: a CSL
 * style takes some four milliseconds for each, so a second for a long shelf, each time that it is read.
 */
export function formatCitationEntree({ item }: EntreeComposee, { presentation, avecLiens }: Composition): Citation {
  const { URL: _adresse, DOI: _doi, abstract: _resume, ...sansLien } = item
  const cite = avecLiens ? { ...sansLien, URL: item.URL, DOI: item.DOI } : sansLien
  const cle = `${presentation} ${JSON.stringify(cite)}`
  const gardee = citations.get(cle)
  if (gardee) return gardee
  const citation = formatCitation(cite, presentation)
  citations.set(cle, citation)
  if (citations.size > CITATIONS_GARDEES) citations.delete(citations.keys().next().value ?? '')
  return citation
}

/** The abstract to print and whose it is (« [Résumé éditeur] »); null where the shelf prints none. */
export function formatResume({ item }: EntreeComposee, { avecResumes }: Composition): string | null {
  if (!avecResumes || !item.abstract) return null
  const source = item.custom?.sourceResume
  return source ? `${item.abstract} [Résumé\u00a0${String(source).replace(/^résumé\s+/i, '')}]` : item.abstract
}

/** Paragraphs of a text that people typed: a blank line parts them. */
export const listParagraphes = (texte: string | null): string[] =>
  (texte ?? '')
    .split(/\n\s*\n/)
    .map((p) => p.trim())
    .filter(Boolean)

/**
 * The references as CSL-JSON items in reading order. `custom` says their place, with the names that the recogniser of
 * bibliographies uses: `sections` (outermost first), and `note` where the shelf says something of them.
 */
export function listItems(composition: Composition): ItemCsl[] {
  const listSuite = (
    entrees: readonly EntreeComposee[],
    sections: readonly SectionComposee[],
    chemin: string[],
  ): ItemCsl[] => [
    ...entrees.map(({ item, note }) => ({
      ...item,
      custom: { ...item.custom, sections: chemin, ...(note && { note }) },
    })),
    ...sections.flatMap((s) => listSuite(s.entrees, s.sections, [...chemin, s.titre])),
  ]
  return listSuite(composition.entrees, composition.sections, [])
}

export const computeNombre = ({ entrees, sections }: Pick<Composition, 'entrees' | 'sections'>): number =>
  entrees.length + sections.reduce((total, s) => total + computeNombre(s), 0)
