import { parse } from 'csv-parse/sync'
import { ErreurLecture } from '../lecture/document.formats.ts'
import { parseEncodage } from '../lecture/texte.formats.ts'
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
const MARQUE_ORDRE_OCTETS = '\uFEFF'
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
  const formatChamp = (v: string | number | null | undefined): string => {
    const texte = String(v ?? '')
    return /[";\r\n]/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte
  }
  return (
    MARQUE_ORDRE_OCTETS +
    [COLONNES, ...lignes].map((l) => `${COLONNES.map((_, i) => formatChamp(l[i])).join(';')}\r\n`).join('')
  )
}

const formatNomColonne = (nom: string): string =>
  nom
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[\s'’-]+/g, '_')

/** The separator that the first line holds most. */
function getDelimiteur(texte: string): string {
  const tete = texte.slice(0, texte.search(/[\r\n]|$/))
  return [';', ',', '\t'].toSorted((a, b) => tete.split(b).length - tete.split(a).length)[0] ?? ';'
}

/**
 * The lines of a CSV file of terms: any of the three usual separators, any usual encoding, columns in any order;
 * unknown columns are left out.
 * @throws ErreurLecture without a column « terme », with faulty quotes, or beyond 2,000 lines
 */
export function parseTable(octets: Uint8Array): LigneTable[] {
  const texte = parseEncodage(octets)
    .replace(/^\uFEFF/, '')
    .replaceAll('\0', '')
  let lignes: { record: string[]; info: { lines: number } }[]
  try {
    lignes = parse(texte, {
      delimiter: getDelimiteur(texte),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 100_000,
      to: LIGNES_MAX + 2,
    }) as unknown as typeof lignes
  } catch (erreur) {
    const ligne = erreur instanceof Error && 'lines' in erreur ? `, vers la ligne ${String(erreur.lines)}` : ''
    throw new ErreurLecture(`Ce tableau ne se lit pas${ligne}\u00a0: un guillemet manque ou dépasse.`, ligne)
  }
  const noms = lignes[0]?.record.map(formatNomColonne) ?? []
  if (!noms.includes('terme'))
    throw new ErreurLecture(
      'La première ligne doit nommer les colonnes, dont une s’appelle «\u00a0terme\u00a0».',
      'ligne 1',
    )
  if (lignes.length > LIGNES_MAX + 1)
    throw new ErreurLecture(`Ce tableau a plus de ${LIGNES_MAX} lignes\u00a0: partagez-le.`, `ligne ${LIGNES_MAX + 2}`)
  return lignes.slice(1).map(({ record, info }, i) => {
    const n = info.lines - (record.at(-1)?.match(/\n/g)?.length ?? 0) || i + 2
    const valeurs: LigneTable['valeurs'] = {}
    for (const colonne of COLONNES) {
      const valeur = record[noms.indexOf(colonne)]?.trim()
      if (valeur) valeurs[colonne] = valeur
    }
    return { n, valeurs }
  })
}
