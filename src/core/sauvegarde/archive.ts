import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Extract, extract } from 'tar-stream'
import type { z } from 'zod'
import { ErreurBase } from '../db.ts'

type Entry = Extract extends AsyncIterable<infer Piece> ? Piece : never

const JSON_OCTETS_MAX = 16 * 1024 * 1024

/** Reads a backup once, from its beginning to its end, one piece at a time. */
export class Archive {
  private readonly fichier: string
  private readonly arret = new AbortController()
  private readonly pieces: AsyncIterator<Entry>
  private readonly lecture: Promise<void>
  private piece: Entry | null = null

  constructor(fichier: string) {
    this.fichier = fichier
    const lecteur = extract()
    this.pieces = lecteur[Symbol.asyncIterator]()
    this.lecture = pipeline(createReadStream(fichier), createGunzip(), lecteur, { signal: this.arret.signal })
    // Told by whoever reads the next piece.
    this.lecture.catch(() => undefined)
  }

  /** The content of the next piece, which must be this JSON document. */
  async readJson<T>(nom: string, schema: z.ZodType<T>): Promise<T> {
    const piece = await this.getPiece()
    if (piece?.header.name !== nom) throw this.refuse(`« ${nom} » manque`)
    if (piece.header.size > JSON_OCTETS_MAX) throw this.refuse(`« ${nom} » est trop long`)
    const morceaux: Buffer[] = []
    for await (const morceau of this.readPiece(piece)) morceaux.push(morceau)
    try {
      return schema.parse(JSON.parse(Buffer.concat(morceaux).toString()))
    } catch {
      throw this.refuse(`« ${nom} » est illisible`)
    }
  }

  /** What the next pieces of a folder hold, end to end; nothing when there is none. */
  async *readDossier(dossier: string): AsyncGenerator<Buffer> {
    for (let piece = await this.getPiece(); piece?.header.name.startsWith(dossier); piece = await this.getPiece()) {
      yield* this.readPiece(piece)
    }
  }

  /** Reads to the very end: what gzip checks last must be good too. */
  async readFin(): Promise<void> {
    if (await this.getPiece()) throw this.refuse('elle continue après sa fin')
    await this.lecture.catch((error: unknown) => Promise.reject(this.explain(error)))
  }

  async close(): Promise<void> {
    this.arret.abort()
    await this.lecture.catch(() => undefined)
  }

  /** An archive that is not what it should be; nothing of it is kept. */
  refuse(raison: string): ErreurBase {
    return new ErreurBase(
      `« ${this.fichier} » n’est pas une sauvegarde entière de Maillage : ${raison}. Rien n’a été changé dans la base.`,
    )
  }

  private async getPiece(): Promise<Entry | null> {
    try {
      this.piece ??= (await this.pieces.next()).value ?? null
      return this.piece
    } catch (error) {
      // The reader only says that it was cut; the pipeline knows by what.
      throw this.explain(
        await this.lecture.then(
          () => error,
          (cause: unknown) => cause,
        ),
      )
    }
  }

  private async *readPiece(piece: Entry): AsyncGenerator<Buffer> {
    try {
      for await (const morceau of piece) if (morceau instanceof Buffer) yield morceau
    } catch (error) {
      throw this.explain(
        await this.lecture.then(
          () => error,
          (cause: unknown) => cause,
        ),
      )
    }
    this.piece = null
  }

  private explain(error: unknown): unknown {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT') return new ErreurBase(`Le fichier « ${this.fichier} » n’existe pas.`)
    if (code === 'EACCES' || code === 'EISDIR')
      return new ErreurBase(`« ${this.fichier} » ne peut pas être lu (${code}).`)
    if (code === 'Z_BUF_ERROR') return this.refuse('elle est tronquée')
    if (code.startsWith('Z_')) return this.refuse('elle est abîmée, ou d’une autre nature')
    // The tar reader has no codes.
    if (error instanceof Error && /Unexpected end|Invalid tar|writable stream closed/i.test(error.message)) {
      return this.refuse('elle est tronquée ou abîmée')
    }
    return error
  }
}
