import { formatCsv, parseCsv } from '#core/csv.ts'
import { ErreurLecture } from '#core/encodage.ts'
import type { Entree } from './glossaire.ts'

/** Columns of the table of terms, in order; one line a definition, a term without any has one line. */
export const COLONNES = [
  'terme',
  'sigle',
  'forme_longue',
  'autres_noms',
  'theme',
  'termes_lies',
  'definition',
  'source',
  'lieu',
  'annee',
  'adresse',
  'notice',
  'a_verifier',
] as const
export type Colonne = (typeof COLONNES)[number]

/** A line of a table; `n` is its place in the file, from 1. */
export interface LigneTable {
  n: number
  valeurs: Partial<Record<Colonne, string>>
}

/** Between several values of one cell. */
export const SEPARATEUR = ' | '
const LIGNES_MAX = 2000

/**
 * CSV after RFC 4180 with what French spreadsheets expect: UTF-8 with byte order mark and `;` between fields. Several
 * values in a cell are separated by ` | `. `parseTable` reads it back.
 */
export function formatTable(entrees: readonly Entree[]): string {
  const lignes = entrees.flatMap((e) => {
    const debut = [
      e.terme,
      e.sigle,
      e.formeLongue,
      e.variantes.join(SEPARATEUR),
      e.theme,
      e.lies.map((l) => l.terme).join(SEPARATEUR),
    ]
    if (e.definitions.length === 0) return [debut]
    return e.definitions.map((d) => [
      ...debut,
      d.texte,
      d.document,
      d.lieu,
      d.annee,
      d.adresse,
      d.notice,
      d.aVerifier ? 'oui' : '',
    ])
  })
  return formatCsv([COLONNES, ...lignes.map((l) => COLONNES.map((_, i) => l[i]))])
}

const formatNomColonne = (nom: string): string =>
  nom
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[\s'’-]+/g, '_')

/**
 * The lines of a CSV file of terms: any of the three usual separators, any usual encoding, columns in any order;
 * unknown columns are left out.
 * @throws ErreurLecture without a column « terme », with faulty quotes, or beyond 2,000 lines
 */
export function parseTable(octets: Uint8Array): LigneTable[] {
  const lignes = parseCsv(octets, LIGNES_MAX + 1)
  const noms = lignes[0]?.cellules.map(formatNomColonne) ?? []
  if (!noms.includes('terme'))
    throw new ErreurLecture(
      'La première ligne doit nommer les colonnes, dont une s’appelle «\u00a0terme\u00a0».',
      'ligne 1',
    )
  return lignes.slice(1).map(({ n, cellules }) => {
    const valeurs: LigneTable['valeurs'] = {}
    for (const colonne of COLONNES) {
      const valeur = cellules[noms.indexOf(colonne)]?.trim()
      if (valeur) valeurs[colonne] = valeur
    }
    return { n, valeurs }
  })
}
