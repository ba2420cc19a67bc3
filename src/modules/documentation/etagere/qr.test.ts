import { inflateSync } from 'node:zlib'
import jsqr from 'jsqr'
import { PDFDocument } from 'pdf-lib'
import { describe, expect, it } from 'vitest'
import { formatQrPng, formatQrSvg } from './qr.formats.ts'

// What the package gives is the function itself, whatever its types say.
const readQr = jsqr as unknown as typeof jsqr.default

const ADRESSE = 'https://maillage.exemple.example/etageres/42'

/** What a camera reads of dark and clear modules, drawn large. */
function parseQr(sombre: (x: number, y: number) => boolean, taille: number): string | undefined {
  const [pixels, cote] = [4, taille * 4]
  const image = new Uint8ClampedArray(cote * cote * 4)
  for (let i = 0; i < cote * cote; i++) {
    const gris = sombre(Math.floor((i % cote) / pixels), Math.floor(i / cote / pixels)) ? 0 : 255
    image.set([gris, gris, gris, 255], i * 4)
  }
  return readQr(image, cote, cote)?.data
}

describe('a QR code', () => {
  it('is read back from its path', () => {
    const { taille, trace } = formatQrSvg(ADRESSE)
    const places = new Set([...trace.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
    expect(parseQr((x, y) => places.has(`${x} ${y}`), taille)).toBe(ADRESSE)
  })

  it('is read back from its PNG', async () => {
    const png = Buffer.from(formatQrPng(ADRESSE))
    const cote = png.readUInt32BE(16)
    const debut = png.indexOf('IDAT') + 4
    const rangees = inflateSync(png.subarray(debut, debut + png.readUInt32BE(debut - 8)))
    const sombre = (x: number, y: number) => rangees[y * 8 * (cote / 8 + 1) + 1 + x] === 0
    expect(parseQr(sombre, cote / 8)).toBe(ADRESSE)
    const image = await (await PDFDocument.create()).embedPng(png)
    expect([image.width, image.height]).toEqual([cote, cote])
  })
})
