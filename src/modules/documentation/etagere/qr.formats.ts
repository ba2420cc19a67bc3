import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

/** Clear modules around the code (ISO/IEC 18004). */
const MARGE = 4

/** Rows of modules, true for dark, quiet zone included. */
const listModules = (texte: string): boolean[][] => encode(texte, { ecc: 'M', border: MARGE }).data

/** A QR code as one SVG path, each module a unit. @returns `taille`, the side in units */
export function formatQrSvg(texte: string): { taille: number; trace: string } {
  const modules = listModules(texte)
  const trace = modules.flatMap((rangee, y) => rangee.map((sombre, x) => (sombre ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return { taille: modules.length, trace }
}

/** Pixels of a module: sharp on paper at any size of a cover. */
const PIXELS = 8

/** A QR code as a PNG of one bit a pixel, for word processors. Source: PNG specification, third edition. */
export function formatQrPng(texte: string): Uint8Array {
  const modules = listModules(texte)
  const cote = modules.length * PIXELS
  const rangees = modules.flatMap((rangee) => {
    // One module is one byte: eight pixels, white where it is clear. Each row begins with its filter, none.
    const octets = Buffer.from([0, ...rangee.map((sombre) => (sombre ? 0x00 : 0xff))])
    return Array<Buffer>(PIXELS).fill(octets)
  })
  const entete = Buffer.alloc(13)
  entete.writeUInt32BE(cote, 0)
  entete.writeUInt32BE(cote, 4)
  // One bit, grey; the three that follow have one value only.
  entete.set([1, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    formatBloc('IHDR', entete),
    formatBloc('IDAT', deflateSync(Buffer.concat(rangees))),
    formatBloc('IEND', Buffer.alloc(0)),
  ])
}

function formatBloc(nom: string, donnees: Buffer): Buffer {
  const corps = Buffer.concat([Buffer.from(nom, 'latin1'), donnees])
  const [longueur, somme] = [Buffer.alloc(4), Buffer.alloc(4)]
  longueur.writeUInt32BE(donnees.length)
  somme.writeUInt32BE(crc32(corps))
  return Buffer.concat([longueur, corps, somme])
}
