import { Readable } from 'node:stream'
import { type Info, parse } from 'csv-parse'
import { ErreurLecture, parseEncodage } from '#core/encodage.ts'
import type { Ligne } from './cellule.ts'
import { isArchive, openClasseur } from './classeur.formats.ts'

/** The tables of a file: sheets of a workbook, or the one of a text file, whose name is null. */
export interface Tables {
  noms: readonly (string | null)[]
  /** Rows by lots, in the order of the file. @throws ErreurLecture */
  lignes(table: number): AsyncIterable<Ligne[]> | Iterable<Ligne[]>
}

const PAR_LOT = 500
const OLE = [0xd0, 0xcf, 0x11, 0xe0]

/** Is this text JSON? */
export const isJson = (octets: Uint8Array): boolean =>
  /^\ufeff?\s*[[{]/.test(new TextDecoder().decode(octets.subarray(0, 200)))

/**
 * Opens a table whatever it comes in: workbook (.xlsx), CSV of any usual separator and encoding.
 * @throws ErreurLecture for what is neither, with what to do
 */
export function openTables(octets: Uint8Array): Tables {
  if (octets.length === 0) throw new ErreurLecture('Ce fichier est vide.')
  if (OLE.every((octet, i) => octets[i] === octet))
    throw new ErreurLecture('Ce classeur est au format .xls : ouvrez-le, puis enregistrez-le au format .xlsx ou .csv.')
  if (isArchive(octets)) {
    const classeur = openClasseur(octets)
    return { noms: classeur.feuilles, lignes: (table) => classeur.lignes(table) }
  }
  const texte = parseEncodage(octets).replace(/^\uFEFF/, '')
  return { noms: [null], lignes: () => parseLignes(texte) }
}

/** The separator that the first lines hold most; lines of metadata may come before the table. */
function getDelimiteur(texte: string): string {
  const tete = texte.slice(0, 20_000).split(/\r\n|\n|\r/, 30)
  const count = (separateur: string) => tete.reduce((n, ligne) => n + ligne.split(separateur).length - 1, 0)
  return [';', '\t', ',', '|'].toSorted((a, b) => count(b) - count(a))[0] ?? ';'
}

const MORCEAU = 1 << 18

async function* parseLignes(texte: string): AsyncGenerator<Ligne[]> {
  const morceaux = function* () {
    for (let i = 0; i < texte.length; i += MORCEAU) yield texte.slice(i, i + MORCEAU)
  }
  const parser = Readable.from(morceaux()).pipe(
    parse({
      delimiter: getDelimiteur(texte),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 200_000,
    }),
  )
  let lot: Ligne[] = []
  try {
    for await (const lu of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      // The parser tells the line where a record ends.
      const n = lu.info.lines - (lu.record.at(-1)?.match(/\n/g)?.length ?? 0)
      lot.push({ n, cellules: lu.record.map((c) => (c === '' ? null : c)) })
      if (lot.length < PAR_LOT) continue
      yield lot
      lot = []
    }
  } catch (erreur) {
    if (erreur instanceof ErreurLecture) throw erreur
    const ligne = erreur instanceof Error && 'lines' in erreur ? `, vers la ligne ${String(erreur.lines)}` : ''
    throw new ErreurLecture(`Ce tableau ne se lit pas${ligne} : un guillemet manque ou dépasse.`)
  }
  yield lot
}
