import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { formatCsv } from '#core/csv.ts'

type Cellule = string | number | null | undefined
export type Lignes = AsyncIterable<readonly (readonly Cellule[])[]>

/** Bytes of a compressed CSV, as its rows come. The same rows give the same bytes: gzip is told no date. */
export async function* formatCsvGzip(entetes: readonly string[], lignes: Lignes): AsyncGenerator<Uint8Array> {
  const textes = async function* () {
    yield formatCsv([entetes])
    // Only the first lot begins a file.
    for await (const lot of lignes) if (lot.length > 0) yield formatCsv(lot).replace(/^\uFEFF/, '')
  }
  yield* Readable.from(textes()).pipe(createGzip())
}

/** SHA-256 of a file, in the form that `sha256sum -c` reads. */
export async function formatEmpreinte(octets: AsyncIterable<Uint8Array>, nom: string): Promise<string> {
  const somme = createHash('sha256')
  for await (const morceau of octets) somme.update(morceau)
  return `${somme.digest('hex')}  ${nom}\n`
}
