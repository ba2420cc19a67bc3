import { createHash, hash } from 'node:crypto'
import { z } from 'zod'

/**
 * The archive is a tar of pieces, compressed by gzip: any system opens it (`tar -xzf`, then `cat tables/0003/*` is the
 * text that COPY reads). Tables are cut into pieces because tar wants each size beforehand, and memory stays flat.
 *
 *     entete.json            what is inside, and the migrations that the database had
 *     tables/0000/000000.copy …
 *     bilan.json             counts, checksums and sequences; its presence proves that the archive is whole
 */
export const ENTETE = 'entete.json'
export const BILAN = 'bilan.json'
export const FORMAT = 'maillage-sauvegarde'
export const VERSION = 1

const schemaTable = z.object({ schema: z.string(), nom: z.string(), colonnes: z.array(z.string()) })

export const schemaEntete = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  date: z.iso.datetime(),
  migrations: z.array(z.object({ numero: z.number().int(), nom: z.string(), empreinte: z.string() })),
  tables: z.array(schemaTable),
})

export const schemaBilan = z.object({
  /** In the order of the header. */
  tables: z.array(z.object({ lignes: z.number().int(), sha256: z.string(), somme: z.string() })),
  sequences: z.array(z.object({ schema: z.string(), nom: z.string(), valeur: z.string(), entamee: z.boolean() })),
})

export type Table = z.infer<typeof schemaTable>
export type Entete = z.infer<typeof schemaEntete>
export type Bilan = z.infer<typeof schemaBilan>

/** Folder of a table's pieces in the archive, by its rank in the header. */
export const formatDossier = (rang: number) => `tables/${String(rang).padStart(4, '0')}/`

const FIN_DE_LIGNE = 0x0a

/** Counts and sums the rows of a table in COPY's text form, where a row is one line. */
export class Releve {
  private readonly flux = createHash('sha256')
  private reste: Buffer[] = []
  private total = 0n
  private lignes = 0

  add(morceau: Buffer): void {
    this.flux.update(morceau)
    let debut = 0
    for (let fin = morceau.indexOf(FIN_DE_LIGNE); fin !== -1; fin = morceau.indexOf(FIN_DE_LIGNE, debut)) {
      this.addLigne(morceau.subarray(debut, fin))
      debut = fin + 1
    }
    if (debut < morceau.length) this.reste.push(morceau.subarray(debut))
  }

  /** `sha256` is of the text as it came; `somme` does not depend on the order of rows. */
  get(): Bilan['tables'][number] {
    return { lignes: this.lignes, sha256: this.flux.digest('hex'), somme: this.total.toString(16) }
  }

  private addLigne(fin: Buffer): void {
    const ligne = this.reste.length > 0 ? Buffer.concat([...this.reste, fin]) : fin
    this.reste = []
    this.lignes += 1
    // A sum, for a XOR would not see a row twice too many.
    this.total = BigInt.asUintN(64, this.total + hash('sha256', ligne, 'buffer').readBigUInt64LE())
  }
}
