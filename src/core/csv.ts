import { parse } from 'csv-parse/sync'
import { ErreurLecture, parseEncodage } from './encodage.ts'

const MARQUE_ORDRE_OCTETS = '\uFEFF'

/** A record of a file; `n` is the line where it begins, from 1. */
export interface LigneCsv {
  n: number
  cellules: string[]
}

/** The separator that the first line holds most. */
function getDelimiteur(texte: string): string {
  const tete = texte.slice(0, texte.search(/[\r\n]|$/))
  return [';', ',', '\t'].toSorted((a, b) => tete.split(b).length - tete.split(a).length)[0] ?? ';'
}

/**
 * The records of a CSV file, its heading included: any of the three usual separators, any usual encoding. Empty lines
 * are left out.
 * @param max records read at most, beyond which the file is refused
 * @throws ErreurLecture for binary content, with faulty quotes, or beyond `max`
 */
export function parseCsv(octets: Uint8Array, max: number): LigneCsv[] {
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
      to: max + 1,
    }) as unknown as typeof lignes
  } catch (erreur) {
    const ligne = erreur instanceof Error && 'lines' in erreur ? `, vers la ligne ${String(erreur.lines)}` : ''
    throw new ErreurLecture(`Ce tableau ne se lit pas${ligne}\u00a0: un guillemet manque ou dépasse.`, ligne)
  }
  if (lignes.length > max)
    throw new ErreurLecture(`Ce tableau a plus de ${max - 1} lignes\u00a0: partagez-le.`, `ligne ${max + 1}`)
  return lignes.map(({ record, info }) => ({
    // The parser tells the line where a record ends.
    n: info.lines - (record.at(-1)?.match(/\n/g)?.length ?? 0),
    cellules: record,
  }))
}

type Cellule = string | number | null | undefined

const formatCellule = (v: Cellule): string => {
  const texte = String(v ?? '')
  return /[";\r\n]/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte
}

/** CSV after RFC 4180 with what French spreadsheets expect: UTF-8 with byte order mark and `;` between fields. */
export const formatCsv = (lignes: readonly (readonly Cellule[])[]): string =>
  MARQUE_ORDRE_OCTETS + lignes.map((l) => `${l.map(formatCellule).join(';')}\r\n`).join('')
